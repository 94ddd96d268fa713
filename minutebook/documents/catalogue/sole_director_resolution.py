"""The record by which the only director of a proprietary company resolves (Corporations Act 2001 s248B)."""

from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Block, Heading, Numbered, Paper, Paragraph
from minutebook.documents.catalogue import terms
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, company_in_full, make_paper
from minutebook.documents.catalogue.signing import (
    directors_in_office,
    interested,
    is_sole_director,
    is_sole_director_and_member,
    members_appoint,
    signature_block,
)
from minutebook.documents.catalogue.terms_of_cessation import after_departure

TITLE = "Resolution of the sole director"


def build(pack: PackFacts) -> Paper:
    """Lay out the record; raises DomainError unless a proprietary company has exactly one director."""
    if not is_sole_director(pack):
        raise DomainError(
            "not_sole_director",
            "The company does not have exactly one director, so section 248B does not apply."
            " Use the circulating resolution.",
        )
    director = directors_in_office(pack)[0]
    blocks: list[Block] = [
        Heading("Background"),
        *(Paragraph(sentence) for sentence in terms.background(pack)),
        Paragraph(
            f"I, {director.name}, am the sole director of {company_in_full(pack.company)}{after_departure(pack)}."
            f" Under section 248B(1) of {ACT} I pass the resolution below by recording it here and signing this"
            f" record.{_single_member(pack)}"
        ),
        Heading("Resolution"),
        Numbered(terms.resolution(pack)),
        *_disclosure(pack),
        Paragraph("The resolution is passed when I sign this record, on the date beside my signature."),
        signature_block((director,), "Sole director"),
    ]
    return make_paper(pack, TITLE, blocks)


def _single_member(pack: PackFacts) -> str:
    appoints = pack.appointment is not None and pack.appointment.office == "director"
    if appoints and is_sole_director_and_member(pack) and not members_appoint(pack):
        return (
            " I am also its only shareholder, and I make the appointment under section 201F(1) of that Act."
        )
    return ""


def _disclosure(pack: PackFacts) -> list[Block]:
    if not interested(pack):
        return []
    return [
        Heading("Disclosure of interest"),
        Paragraph(
            f"I disclose that the resolution concerns {'my own premises' if pack.move else 'my own office'}. There"
            " is no other director to be told."
        ),
    ]
