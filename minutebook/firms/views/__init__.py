"""Pages of the firm's settings, and of signing in beside those of the library."""
