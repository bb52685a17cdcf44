"""Standups: who reports on what, when; their runs, check-ins and reports."""
