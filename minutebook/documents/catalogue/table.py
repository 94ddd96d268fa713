"""The one table: which change calls for which document, whether it starts ticked, why, and who signs it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Paper, Signatures
from minutebook.documents.catalogue import (
    circulating_resolution,
    consent_to_act,
    cover_letter,
    director_id_letter,
    lodgement_summary,
    meeting_minute,
    members_resolution,
    occupiers_consent,
    register_of_officeholders,
    resignation,
    sole_director_resolution,
)
from minutebook.documents.catalogue import conditions as when
from minutebook.documents.catalogue.pack import Enclosure, PackFacts
from minutebook.documents.catalogue.phrases import BLANK

Condition = Callable[[PackFacts], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A document: when it is listed, when it starts ticked, and why in either case."""

    key: str
    title: str
    build: Callable[[PackFacts], Paper]
    listed: Condition
    ticked: Condition
    why_ticked: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A document as the page offers it; `signatories` are the names below its signature lines, in order.

    Where the name is still open, such as a chair's, the capacity stands for it.
    """

    key: str
    title: str
    included: bool
    reason: str
    signatories: tuple[str, ...]


ROWS: tuple[Row, ...] = (
    Row(
        "cover_letter", cover_letter.TITLE, cover_letter.build,
        when.always, when.always, "Says what is enclosed and what happens next",
    ),
    Row(
        "circulating_resolution", circulating_resolution.TITLE, circulating_resolution.build,
        when.decides_by_circulation, when.always, "Several directors resolve without meeting (s248A)",
    ),
    Row(
        "sole_director_resolution", sole_director_resolution.TITLE, sole_director_resolution.build,
        when.decides_alone, when.always, "The sole director resolves by signing a record (s248B)",
    ),
    Row(
        "meeting_minute", meeting_minute.TITLE, meeting_minute.build,
        when.decides_at_meeting, when.always, "The directors meet; the chair signs the minutes (s251A)",
    ),
    Row(
        "consent_to_act", "Consent to act", consent_to_act.build,
        when.appoints, when.lacks_consent,
        "To be signed before the appointment", "A signed consent is on file",
    ),
    Row(
        "resignation", "Resignation", resignation.build,
        when.resigns, when.lacks_letter,
        "To be given to the company at its registered office", "The letter has been received",
    ),
    Row(
        "occupiers_consent", occupiers_consent.TITLE, occupiers_consent.build,
        when.has_other_occupier, when.lacks_occupiers_consent,
        "To be signed before the notice is lodged (s143)", "The occupier's consent is on file",
    ),
    Row(
        "register_of_officeholders", register_of_officeholders.TITLE, register_of_officeholders.build,
        when.is_officeholder_change, when.always, "As at the date of the documents",
    ),
    Row(
        "lodgement_summary", lodgement_summary.TITLE, lodgement_summary.build,
        when.always, when.always, "What to enter for Form 484, and the authority to lodge it",
    ),
    Row(
        "director_id_letter", director_id_letter.TITLE, director_id_letter.build,
        when.becomes_director, when.always, "Every director needs a director ID (s1272C)",
    ),
    Row(
        "members_resolution", "Resolution of the members", members_resolution.build,
        when.members_resolve, when.members_must_act,
        "The members remove or appoint a director; the directors only record it",
        "Only where the members still have to act: to confirm a director takes 2 months at most (s201H(2)),"
        " unless the constitution says otherwise",
    ),
)  # fmt: skip
_BY_KEY = {row.key: row for row in ROWS}


def documents_for(pack: PackFacts) -> tuple[Proposed, ...]:
    """Return the documents that the change calls for, in the pack's order, each ticked or not and why."""
    return tuple(_propose(row, pack) for row in ROWS if row.listed(pack))


def build(key: str, pack: PackFacts) -> Paper:
    """Write one document; raises DomainError for an unknown key or one that the change does not call for.

    A cover letter whose enclosures are not given lists what the table proposes.
    """
    row = _BY_KEY.get(key)
    if row is None or not row.listed(pack):
        raise DomainError(
            "document_not_called_for",
            f"This change does not call for the document {key}. Choose one of those listed.",
        )
    if key == "cover_letter" and pack.enclosed is None:
        pack = replace(pack, enclosed=proposed_enclosures(pack))
    return row.build(pack)


def proposed_enclosures(pack: PackFacts) -> tuple[Enclosure, ...]:
    """Return what a cover letter lists when every proposed document goes out: each ticked one but itself."""
    return tuple(
        Enclosure(proposed.title, proposed.signatories)
        for proposed in documents_for(pack)
        if proposed.included and proposed.key != "cover_letter"
    )


def _propose(row: Row, pack: PackFacts) -> Proposed:
    included = row.ticked(pack)
    if row.key == "cover_letter":
        return Proposed(row.key, row.title, included, row.why_ticked, (pack.firm.name,))
    paper = row.build(pack)
    return Proposed(
        key=row.key,
        title=paper.title,
        included=included,
        reason=row.why_ticked if included else row.why_not,
        signatories=_names_below_lines(paper),
    )


def _names_below_lines(paper: Paper) -> tuple[str, ...]:
    signatures = [block for block in paper.blocks if isinstance(block, Signatures)]
    return tuple(
        signature.capacity if signature.name == BLANK else signature.name
        for block in signatures
        for signature in block.blocks
    )
