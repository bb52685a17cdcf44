"""Finding the area a question is about: pure, in memory, the same answer in every run."""
