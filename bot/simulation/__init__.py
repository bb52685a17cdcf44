"""Weeks of made-up companies, lived through by the real app against a Slack with faults, the same for the same seed."""
