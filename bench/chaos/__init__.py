"""A bad morning on purpose: real processes, killed and cut off, counted against what the local Slack really holds."""
