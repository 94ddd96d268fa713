"""The consent a person signs before taking office: director s201D, secretary s204C (Corporations Act 2001).

Given to the company, which keeps it.
"""

from minutebook.companies.facts import AppointmentFacts, Person
from minutebook.companies.wording import long_date, with_article
from minutebook.contacts.numbers import mask_director_id
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Facts,
    Heading,
    Note,
    Paper,
    Paragraph,
    Signature,
    Signatures,
)
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import (
    ACT,
    BLANK,
    company_in_full,
    company_number,
    make_paper,
    office_title,
)


def title(facts: AppointmentFacts) -> str:
    """The paper's title, by the office."""
    return f"Consent to act as {facts.office}"


def build(pack: PackFacts) -> Paper:
    """Lay out the consent of the person entering office; raises DomainError where nobody does or they died."""
    facts = pack.appointment
    if facts is None or facts.person.is_deceased:
        raise DomainError(
            "no_appointee", "Nobody enters an office by this change, so there is no consent to sign."
        )
    section = "204C" if facts.office == "secretary" else "201D"
    blocks: list[Block] = [
        AddressBlock((f"To: {pack.company.name}", company_number(pack.company))),
        Paragraph(
            f"I, {facts.person.name}, consent to act as {office_title(facts)} of"
            f" {company_in_full(pack.company)} with effect from {long_date(facts.effective_on)}. I give"
            f" this consent to the company under section {section} of {ACT}."
        ),
        Heading("My details"),
        Facts(_details(facts)),
        Heading("I confirm that"),
        Bullets(_confirmations(facts)),
        Signatures((Signature(facts.person.name, f"Proposed {facts.office}"),)),
        Note(
            "Sign and date this consent before the appointment, not later than"
            f" {long_date(facts.effective_on)}. The company keeps it with its records."
        ),
    ]
    return make_paper(pack, title(facts), blocks)


def _details(facts: AppointmentFacts) -> tuple[tuple[str, str], ...]:
    person = facts.person
    address = person.address.one_line() if person.address else BLANK
    rows = [
        ("Full name", person.name),
        ("Former names", "; ".join(person.former_names) or "None"),
        ("Date of birth", long_date(person.birth_date) if person.birth_date else BLANK),
        ("Place of birth", person.birth_place or BLANK),
        ("Residential address", address),
    ]
    if facts.needs_director_id:
        rows.append(("Director ID", _director_id(person)))
    return tuple(rows)


def _director_id(person: Person) -> str:
    """Masked: the pack is read by everybody whom it is sent to, and the company has the number in its records."""
    return f"{mask_director_id(person.director_id)}, shown in part" if person.director_id else BLANK


def _confirmations(facts: AppointmentFacts) -> tuple[str, ...]:
    director_id = (
        ("I have a director ID, or applied for one before this appointment and await the decision.",)
        if facts.needs_director_id
        else ()
    )
    return (
        f"I am at least 18 years old and am not disqualified from acting as {with_article(facts.office)}.",
        *director_id,
        "The details above are complete and correct.",
        "I will tell the company of any change to them within 7 days after it.",
    )
