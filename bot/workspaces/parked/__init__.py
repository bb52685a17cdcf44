"""Jobs that were set aside: stewards are told once, together, and decide by button."""
