"""What is known about roles, as cards: what one is, how two differ, who settles what, and all of it as a matrix."""
