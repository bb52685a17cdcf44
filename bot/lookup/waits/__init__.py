"""Telling people that what they asked in vain is settled."""
