"""What a role is: the built-in library, a workspace's own words for it, and its own roles."""
