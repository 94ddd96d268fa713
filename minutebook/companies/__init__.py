"""Registers: the facts of each company, and changes to them."""
