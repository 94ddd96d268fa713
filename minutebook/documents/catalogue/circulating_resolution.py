"""A resolution that the directors sign without meeting (Corporations Act 2001 s248A, a replaceable rule)."""

from minutebook.companies.wording import join_names
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Block, Heading, Numbered, Paper, Paragraph
from minutebook.documents.catalogue import terms
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, make_paper, or_constitution
from minutebook.documents.catalogue.signing import directors_signing, interested, signature_block
from minutebook.documents.catalogue.terms_of_cessation import after_departure

TITLE = "Circulating resolution of the directors"


def build(pack: PackFacts) -> Paper:
    """Lay out the resolution; raises DomainError when no director is left to sign."""
    signing = directors_signing(pack)
    if not signing:
        raise DomainError("no_director", "No director is in office to sign a resolution. Appoint one first.")
    blocks: list[Block] = [
        Heading("Background"),
        *(Paragraph(sentence) for sentence in terms.background(pack)),
        Paragraph(_in_favour(pack, len(signing))),
        Heading("Resolution"),
        Numbered(terms.resolution(pack)),
        *_disclosure(pack),
        Heading("Passing of the resolution"),
        Paragraph(
            "The resolution is passed when the last director signs. Directors may sign separate copies of"
            " this document if the wording of the resolution and of the statement in favour is identical"
            " in each copy."
        ),
        signature_block(signing, "Director"),
    ]
    return make_paper(pack, TITLE, blocks)


def _in_favour(pack: PackFacts, signing: int) -> str:
    who = (
        "We, being all the directors of the company"
        if signing > 1
        else "I, being the only director of the company"
    ) + after_departure(pack)
    we_are = "we are" if signing > 1 else "I am"
    return (
        f"{who} entitled to vote on the resolution, state that {we_are} in favour of the resolution set"
        f" out in this document (section 248A of {ACT}{or_constitution(pack)})."
    )


def _disclosure(pack: PackFacts) -> list[Block]:
    names = [person.name for person in interested(pack)]
    if not names:
        return []
    verb = "has" if len(names) == 1 else "each have"
    return [
        Heading("Disclosure of interest"),
        Paragraph(
            f"{join_names(names)} {verb} an interest in this resolution as a person whom it concerns, and"
            f" {verb} disclosed it to the other directors."
        ),
    ]
