"""A made-up company in a local Slack, with Rolecall in it: for looking around, and for the tour."""
