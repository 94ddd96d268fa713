"""One declaration per kind of change: what it checks, when it is due, when it takes effect."""
