"""Packs made from the test company, and ways to read the papers written from them."""

from dataclasses import replace
from datetime import date, datetime, time

from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI,
    HEMI_RESIGNS_SOLE,
    KHAI_SECRETARY,
    LI_SECRETARY,
    MOVE,
    PUBLIC,
    SIAN,
    SIAN_DIRECTOR,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
    SOLE,
    TODAY,
    died,
)
from minutebook.companies.facts import CessationFacts, ChangeFacts, CompanyFacts
from minutebook.documents.blocks import Numbered, Paper, Signatures, to_json
from minutebook.documents.catalogue.pack import FirmFacts, Meeting, PackFacts
from minutebook.documents.catalogue.table import build, documents_for

FIRM = FirmFacts(
    "Aroha & Partners", ("GPO Box 1234", "Sydney NSW 2001"), "02 5550 0000", "office@aroha.example", "12345"
)


def make_pack(
    facts: ChangeFacts, company: CompanyFacts = COMPANY, lodged_on: date | None = None, today: date = TODAY
) -> PackFacts:
    """A pack for a change, with its deadline and effect worked out as the product does."""
    kind = next(kind for kind in KINDS.values() if isinstance(facts, kind.facts_type))
    return PackFacts(
        company=company,
        change_kind=kind.key,
        facts=facts,
        document_date=today,
        firm=FIRM,
        trace_number="MB-2026-000123",
        deadline=kind.deadline(facts),
        effect=kind.effect(facts, lodged_on, today),
    )


def words(part: object) -> str:
    """All text of a paper, or of any part of one, in reading order, single spaced."""
    return " ".join(" ".join(_texts(to_json(part))).split())


def signers(paper: Paper) -> list[tuple[str, str]]:
    """Who signs a paper, and in which capacity."""
    blocks = [block for block in paper.blocks if isinstance(block, Signatures)]
    return [(signature.name, signature.capacity) for block in blocks for signature in block.blocks]


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in ("kind", "align") for text in _texts(part)]
    if isinstance(value, list):
        parts = [text for part in value for text in _texts(part)]
        is_runs = any(isinstance(part, dict) and part.get("kind") == "Bold" for part in value)
        return ["".join(parts)] if is_runs else parts
    return [value] if isinstance(value, str) else []


CIRCULATED = {
    "director": make_pack(APPOINT_KHAI),
    "no consent yet": make_pack(replace(APPOINT_KHAI, consent_dated=None)),
    "secretary": make_pack(KHAI_SECRETARY),
    "alternate": make_pack(replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")),
    "resigns": make_pack(SIAN_RESIGNS),
    "resigned late": make_pack(SIAN_RESIGNED_LATE),
    "removed": make_pack(SIAN_REMOVED),
    "move": make_pack(MOVE),
    "move, occupied": make_pack(replace(MOVE, company_occupies=True)),
    "public": make_pack(APPOINT_KHAI, PUBLIC),
}
ALONE = {
    "director": make_pack(APPOINT_KHAI, SOLE),
    "secretary": make_pack(KHAI_SECRETARY, SOLE),
    "resigns with successor": make_pack(HEMI_RESIGNS_SOLE, SOLE),
    "move": make_pack(MOVE, SOLE),
    "other director died": make_pack(*reversed(died(SIAN_DIRECTOR, date(2026, 11, 18)))),
    "other director gone": make_pack(replace(SIAN_RESIGNS, ceased_on=date(2026, 11, 20))),
}
DIED = make_pack(*reversed(died(SIAN_DIRECTOR, date(2026, 11, 18))))
PACKS = {
    "appoint": make_pack(APPOINT_KHAI),
    "appoint, sole": make_pack(replace(APPOINT_KHAI, consent_dated=None), SOLE),
    "appoint, public": make_pack(APPOINT_KHAI, PUBLIC),
    "secretary": make_pack(replace(KHAI_SECRETARY, consent_dated=None)),
    "alternate": make_pack(replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")),
    "resigns": make_pack(SIAN_RESIGNS),
    "late": make_pack(SIAN_RESIGNED_LATE),
    "successor": make_pack(HEMI_RESIGNS_SOLE, SOLE),
    "removed": make_pack(SIAN_REMOVED),
    "died": DIED,
    "secretary resigns": make_pack(CessationFacts(LI_SECRETARY, "resigned", date(2026, 11, 30))),
    "move": make_pack(MOVE),
    "met": replace(make_pack(APPOINT_KHAI), decision="meeting"),
}
MET = Meeting("Level 4 & by video <link>", datetime.combine(TODAY, time(9, 5)), HEMI, (HEMI, SIAN))


def papers_of(pack: PackFacts) -> dict[str, Paper]:
    return {proposed.key: build(proposed.key, pack) for proposed in documents_for(pack)}


def resolved(paper: Paper) -> list[str]:
    """The numbered paragraphs of a resolution."""
    numbered = next(block for block in paper.blocks if isinstance(block, Numbered))
    return [words(item) for item in numbered.items]
