"""The ledger: every call that arrived and what it did, append-only, for comparing with what a client believes.

Kept apart from the world's file so that each call costs one appended line, not a rewrite of everything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from minutebook.xpm_sandbox.codec import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One call: `executed` tells whether it reached the practice, `status` what was (or would have been) answered."""

    sequence: int
    at: datetime
    client_id: str
    tenant_id: str
    method: str
    path: str
    body_sha256: str
    status: int
    executed: bool
    effect: str = ""
    fault: str = ""


@dataclass(slots=True)
class Ledger:
    """The list of entries; with a file each new entry is also appended there as one JSON line."""

    entries: list[LedgerEntry] = field(default_factory=list)
    file: Path | None = None

    @property
    def next_sequence(self) -> int:
        """Give the number of the entry to come, counted from 1."""
        return self.entries[-1].sequence + 1 if self.entries else 1

    def add(self, entry: LedgerEntry) -> None:
        """Append one entry."""
        self.entries.append(entry)
        if self.file:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(to_plain(entry), ensure_ascii=False) + "\n")

    def clear(self) -> None:
        """Forget everything, as a reset of the sandbox does."""
        self.entries.clear()
        if self.file:
            self.file.unlink(missing_ok=True)

    @classmethod
    def open(cls, file: Path | None) -> Ledger:
        """Read the entries kept in a file; a last line cut by a crash is dropped."""
        ledger = cls(file=file)
        if file and file.exists():
            whole_lines = file.read_text(encoding="utf-8").split("\n")[:-1]
            ledger.entries = [from_plain(LedgerEntry, json.loads(line)) for line in whole_lines]
            file.write_text("".join(f"{line}\n" for line in whole_lines), encoding="utf-8")
        return ledger
