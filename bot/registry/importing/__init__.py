"""Carrying out what an import plans, in bulk and in one transaction."""
