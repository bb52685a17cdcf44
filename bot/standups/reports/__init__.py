"""What comes of the answers: differences told privately, and one report per run."""
