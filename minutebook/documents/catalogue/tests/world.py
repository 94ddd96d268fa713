"""Packs made from the test company, and ways to read the papers written from them."""

from datetime import date

from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes.tests.world import COMPANY, TODAY
from minutebook.companies.facts import ChangeFacts, CompanyFacts
from minutebook.documents.blocks import Paper, Signatures, to_json
from minutebook.documents.catalogue.pack import FirmFacts, PackFacts

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
