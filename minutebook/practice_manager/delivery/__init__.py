"""Making one thing in the practice manager exactly once, or asking a person; never silently otherwise."""
