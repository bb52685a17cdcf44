"""Who is here: workspaces, their tokens, their members."""
