"""Questions and answers without Slack and without a database: `rolecall ask` and `rolecall evaluate`."""
