"""Thousands of deliveries by real worker processes that are killed and stopped meanwhile, over a wire that fails."""
