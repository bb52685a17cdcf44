"""Passing a message on to whoever it belongs to."""
