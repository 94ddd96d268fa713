"""How a firm's papers look: its name, contact lines, logo and colour, the same for PDF and Word."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from minutebook.core.errors import DomainError

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The creation date in the properties of a file whose caller names none; a renderer has no clock."""

MAX_LOGO_BYTES = 1_000_000
READABLE_CONTRAST = 4.5
_LOGO_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class FirmLook:
    """The firm's face on its papers.

    logo is a PNG or JPEG of at most MAX_LOGO_BYTES; colour is #rrggbb. Raises DomainError, code "logo" or
    "colour", for anything else.
    """

    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    logo: bytes | None = None
    colour: str = "#0f4c5c"

    def __post_init__(self) -> None:
        if self.logo is not None and not self.logo.startswith(_LOGO_BEGINNINGS):
            raise DomainError("logo", "The logo is neither a PNG nor a JPEG picture. Save it as PNG.", "logo")
        if self.logo is not None and len(self.logo) > MAX_LOGO_BYTES:
            raise DomainError("logo", "The logo is larger than 1 MB. Save a smaller picture.", "logo")
        if not _COLOUR.fullmatch(self.colour):
            raise DomainError("colour", "Write the colour as # and six digits, such as #0f4c5c.", "colour")

    @property
    def contact_lines(self) -> tuple[str, ...]:
        """The address, then phone, email and website, without the empty ones."""
        return tuple(line for line in (*self.address_lines, self.phone, self.email, self.website) if line)

    @property
    def quiet_lines(self) -> tuple[str, ...]:
        """The contact lines in one or two, for the small header of papers that are not letters."""
        address = ", ".join(line for line in self.address_lines if line)
        reached_by = "  ·  ".join(part for part in (self.phone, self.email, self.website) if part)
        return tuple(line for line in (address, reached_by) if line)

    @property
    def ink(self) -> str:
        """The colour, darkened as far as needed to be read as text on white (WCAG 2.2, 1.4.3)."""
        channels = tuple(int(self.colour[at : at + 2], 16) for at in (1, 3, 5))
        while 1.05 / (_luminance(channels) + 0.05) < READABLE_CONTRAST:
            channels = tuple(int(channel * 0.92) for channel in channels)
        return "#" + "".join(f"{channel:02x}" for channel in channels)


def _luminance(channels: tuple[int, ...]) -> float:
    shares = [channel / 255 for channel in channels]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
