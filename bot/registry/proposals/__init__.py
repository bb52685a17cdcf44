"""What people propose about the registry, and those who may approve it."""
