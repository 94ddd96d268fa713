"""Markers: our reference in what we make, by which it is found again after a lost answer."""

import secrets

# Crockford's base 32: no I, L, O, U. XPM's `get` answers 404 for numbers with punctuation, so letters and digits only.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_marker() -> str:
    """A fresh marker: M and 60 random bits, so that a million jobs hardly ever clash (and the database refuses one)."""
    return "M" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def line_reference(marker: str, line: int) -> str:
    """The reference that a job's cost line carries in its note, lines counted from 1."""
    return f"{marker}-{line}"
