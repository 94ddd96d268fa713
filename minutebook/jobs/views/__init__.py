"""Pages of jobs, of the client choice in the panel, and of standard jobs."""
