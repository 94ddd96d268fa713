"""The letter by which an officeholder resigns, addressed to the company at its registered office (s203A)."""

from minutebook.companies.facts import CessationFacts
from minutebook.companies.wording import long_date, with_article
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import AddressBlock, Block, Heading, Paper, Paragraph, Signature, Signatures
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import (
    ACT,
    company_in_full,
    company_number,
    make_paper,
    or_constitution,
)

_IN_TIME = (
    "I understand that, if ASIC is not notified within 28 days after I stop being a director, my resignation"
    f" takes effect only on the day it is notified (section 203AA of {ACT})."
)


def title(facts: CessationFacts) -> str:
    """The paper's title, by the office."""
    return f"Resignation as {facts.officeholder.office}"


def build(pack: PackFacts) -> Paper:
    """Lay out the letter; raises DomainError where nobody resigns or the person has died."""
    facts = pack.cessation
    if facts is None or facts.how != "resigned" or facts.officeholder.person.is_deceased:
        raise DomainError("no_resignation", "Nobody resigns by this change, so there is no letter to sign.")
    office = pack.registered_office.lines() if pack.registered_office else ()
    blocks: list[Block] = [
        AddressBlock((pack.company.name, company_number(pack.company), *office)),
        Heading(f"My resignation as {facts.officeholder.office}"),
        Paragraph(
            f"I, {facts.officeholder.person.name}, resign as {with_article(facts.officeholder.office)} of"
            f" {company_in_full(pack.company)} (the company)."
        ),
        Paragraph(_takes_effect(facts)),
        *_notice(pack, facts),
        Signatures((Signature(facts.officeholder.person.name, facts.officeholder.office.capitalize()),)),
    ]
    return make_paper(pack, title(facts), blocks)


def _takes_effect(facts: CessationFacts) -> str:
    day = long_date(facts.ceased_on)
    if facts.successor and facts.successor.office == facts.officeholder.office == "director":
        return (
            f"My resignation takes effect on {day}, immediately after the appointment of"
            f" {facts.successor.person.name} as a director of the company, which takes effect immediately"
            " before it."
        )
    return f"My resignation takes effect on {day} or, if this letter is given to the company later, on that later day."


def _notice(pack: PackFacts, facts: CessationFacts) -> tuple[Paragraph, ...]:
    """Quote section 203A for directors only: a secretary's resignation rests on the terms of office."""
    if facts.officeholder.office == "secretary":
        return (Paragraph("This letter is my written notice to the company at its registered office."),)
    return (
        Paragraph(
            "This letter is my written notice to the company at its registered office (section 203A of"
            f" {ACT}{or_constitution(pack)})."
        ),
        *(
            (Paragraph(_late(facts) if pack.is_resignation_late else _IN_TIME),)
            if facts.late_notice_moves_date
            else ()
        ),
    )


def _late(facts: CessationFacts) -> str:
    stated = long_date(facts.ceased_on)
    return (
        f"I understand that ASIC was not notified within 28 days after {stated}, so that my resignation takes"
        f" effect on the day it is notified, unless ASIC or the Court fixes {stated} (section 203AA of {ACT})."
    )
