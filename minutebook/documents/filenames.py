"""Names of the files in a pack: they sort, carry the company's name, and are safe on every system."""

import re
import unicodedata

# Windows forbids these, and slashes would leave the folder; the rest of a name stays as people know it.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Devices of Windows, whatever follows their first dot.
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)", re.IGNORECASE)
MOST_BYTES = 150


def document_filename(position: int, title: str, company: str, suffix: str) -> str:
    """`02 Consent to act - Kōwhai Whenua Pty Ltd.pdf`."""
    return f"{position:02d} {_safe(f'{title} - {company}')}.{suffix}"


def pack_filename(company: str, trace_number: str) -> str:
    """`Kōwhai Whenua Pty Ltd - 7KQ2-M9XD.zip`; the company is cut before the trace number is."""
    return f"{_safe(company, MOST_BYTES - 20)} - {trace_number}.zip"


def draft_filename(company: str, trace_number: str) -> str:
    """`DRAFT Kōwhai Whenua Pty Ltd - 7KQ2-M9XD.pdf`."""
    return f"DRAFT {_safe(company, MOST_BYTES - 26)} - {trace_number}.pdf"


def _safe(name: str, most_bytes: int = MOST_BYTES) -> str:
    visible = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in name
    )
    cleaned = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", visible)).split())
    short = cleaned.encode()[:most_bytes].decode(errors="ignore").strip(" .")
    return f"_{short}" if not short or _RESERVED.match(short) else short
