"""What is due, when, and who is doing it: the database is the schedule."""
