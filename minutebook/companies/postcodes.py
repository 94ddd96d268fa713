"""Which postcodes are whose: Australia Post's ranges by state, for a warning only.

A few places near a border are delivered from across it, so another state's postcode may be right.
"""

RANGES: tuple[tuple[int, int, str], ...] = (
    (200, 299, "ACT"),
    (800, 999, "NT"),
    (1000, 2599, "NSW"),
    (2600, 2618, "ACT"),
    (2619, 2899, "NSW"),
    (2900, 2920, "ACT"),
    (2921, 2999, "NSW"),
    (3000, 3999, "VIC"),
    (4000, 4999, "QLD"),
    (5000, 5999, "SA"),
    (6000, 6999, "WA"),
    (7000, 7999, "TAS"),
    (8000, 8999, "VIC"),
    (9000, 9999, "QLD"),
)


def usual_state(postcode: str) -> str:
    """The state or territory that a postcode usually belongs to; empty for one that is nobody's."""
    number = int(postcode) if postcode.isascii() and postcode.isdigit() else -1
    return next((state for first, last, state in RANGES if first <= number <= last), "")
