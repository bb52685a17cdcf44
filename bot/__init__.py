"""Rolecall: who does what, and who needs whom, answered in Slack."""
