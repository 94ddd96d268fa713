"""XPM's identifiers. UUIDs are hexadecimal: nobody says that XPM writes one in the same case everywhere."""


def is_same_uuid(one: str, other: str) -> bool:
    """Whether two UUIDs are one, in whatever case each is written."""
    return one.lower() == other.lower()
