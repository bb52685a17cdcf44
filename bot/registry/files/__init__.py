"""A registry as a file: reading it with the line of every error, comparing it with what is stored, writing it."""
