"""Slack, and no feature: what comes in, what goes out, and what Slack allows."""
