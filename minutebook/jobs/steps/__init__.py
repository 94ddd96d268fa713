"""The calls that make a job in XPM, in their order; each knows how it is found again. Importing registers them."""

from . import assign, cost, create, document, find, note, read, rename, state, template

__all__ = ["assign", "cost", "create", "document", "find", "note", "read", "rename", "state", "template"]
