"""Pure rules of matching and naming: when two records may be the same, and what a state is usually called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from stdnum.au import abn as abn_check
from stdnum.au import acn as acn_check

from minutebook.core.text import fold, only_digits

KEPT = 65_536  # a large practice has 15,000 clients; all of them are compared at once
_LEGAL_FORMS = re.compile(
    r"\b(the trustee for|as trustee for|atf|the|proprietary|pty|limited|ltd|p l|no liability|nl|incorporated|inc)\b"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=KEPT)
def bare_name(name: str) -> str:
    """The name without marks, punctuation and legal form: "Salt & Stone P/L" and "SALT AND STONE PTY LTD" agree."""
    words = _NOT_LETTERS.sub(" ", fold(name).replace("&", " and "))
    bare = " ".join(_LEGAL_FORMS.sub(" ", words).split())
    return bare or " ".join(words.split())


@lru_cache(maxsize=KEPT)
def valid_acn(number: str) -> str:
    """The nine digits when the check digit is right, else nothing."""
    digits = only_digits(number)
    return digits if acn_check.is_valid(digits) and digits.strip("0") else ""


@lru_cache(maxsize=KEPT)
def valid_abn(number: str) -> str:
    """The eleven digits when the check digits are right, else nothing."""
    digits = only_digits(number)
    return digits if abn_check.is_valid(digits) else ""


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a contact or a client can be told: its bare name, and the numbers of it that are valid."""

    name: str
    acn: str
    abn: str

    @classmethod
    def of(cls, name: str, acn: str, abn: str) -> Self:
        """The identity behind a name and numbers as people write them."""
        return cls(bare_name(name), valid_acn(acn), valid_abn(abn))

    @property
    def any_acn(self) -> str:
        """The ACN, else the one inside the ABN: a company's ABN is two check digits and its ACN."""
        return self.acn or valid_acn(self.abn[2:])


SAME_ACN, SAME_ABN, SAME_NAME = "same ACN", "same ABN", "same name"
REASONS = (SAME_ACN, SAME_ABN, SAME_NAME)  # surest first


def likeness(ours: Identity, theirs: Identity) -> str:
    """Why the two may be the same, in words; nothing without a reason, or when their ACNs differ."""
    if ours.acn and theirs.acn:
        return SAME_ACN if ours.acn == theirs.acn else ""
    if ours.abn and ours.abn == theirs.abn:
        return SAME_ABN
    if ours.any_acn and ours.any_acn == theirs.any_acn:
        return SAME_ACN
    return SAME_NAME if ours.name and ours.name == theirs.name else ""


STATE_WORDS: dict[str, tuple[str, ...]] = {
    "planned": ("planned", "to be scheduled", "not started", "scheduled", "new", "general billable"),
    "in progress": ("in progress", "work in progress", "wip", "started", "working", "active"),
    "complete": ("completed", "complete", "finalised", "done", "ready to invoice"),
    "cancelled": ("cancelled", "canceled", "withdrawn"),
}


def propose_state_names(seen: Iterable[str]) -> dict[str, str]:
    """For each role the name, of those seen on jobs, that is usually meant by it; a role without one is left out."""
    by_fold = {fold(name): name for name in sorted(set(seen)) if name.strip()}
    found = {}
    for role, words in STATE_WORDS.items():
        named = [by_fold[word] for word in words if word in by_fold]
        if named:
            found[role] = named[0]
    return found


def usual_code(name: str) -> str:
    """The code that practices usually give a state of this name: IN PROGRESS becomes INPROGRESS."""
    return re.sub(r"[^A-Z0-9]", "", fold(name).upper())
