"""A workspace's own words for roles, said in Slack by its stewards; what a file says is left to the file."""
