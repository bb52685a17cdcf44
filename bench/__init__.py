"""The budgets, measured: `make bench`. Loopback only; what is made for it is made up, seeded, and removed afterwards."""
