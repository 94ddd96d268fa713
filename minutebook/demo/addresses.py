"""Addresses of the demo firm's tables, written on one line as people write them, and read into a model's fields."""

import re

FIRM_OFFICE = "Level 2; 41 Quillfeather Street, Surry Hills NSW 2010"

_PLACE = re.compile(
    r"(?P<suburb>.+?)(?: (?P<state>ACT|NSW|NT|QLD|SA|TAS|VIC|WA))?(?: (?P<postcode>\d{4,5}))?"
)


def address_fields(text: str) -> dict[str, str]:
    """Read 'line; line, suburb STATE postcode[, COUNTRY]' into fields; ValueError for any other shape."""
    lines, place, *country = [part.strip() for part in text.split(",")]
    match = _PLACE.fullmatch(place)
    if match is None or len(country) > 1:
        raise ValueError(f"not an address of the demo tables: {text!r}")
    line_1, _, line_2 = (part.strip() for part in lines.partition(";"))
    return {
        "line_1": line_1,
        "line_2": line_2,
        "suburb": match["suburb"],
        "state": match["state"] or "",
        "postcode": match["postcode"] or "",
        "country": country[0] if country else "AU",
    }
