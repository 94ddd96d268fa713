"""Pages of the registers: the list, a company's tabs, and taking over what exists."""
