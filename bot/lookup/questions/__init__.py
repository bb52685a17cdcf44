"""A sentence as people type it → what it asks: the role, the keys, the words of its subject."""
