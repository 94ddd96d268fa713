"""The firm's letter to a new director about the director ID (Corporations Act 2001 Part 9.1A)."""

from minutebook.companies.facts import AppointmentFacts
from minutebook.companies.wording import long_date
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import AddressBlock, Block, Heading, Numbered, Paper, Paragraph
from minutebook.documents.catalogue.letters import sign_off
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, company_in_full, make_paper, office_title
from minutebook.documents.catalogue.terms_of_appointment import is_past

TITLE = "Director ID letter"
SHOWN_DIGITS = 4


def build(pack: PackFacts) -> Paper:
    """Lay out the letter; raises DomainError where nobody becomes a director."""
    facts = pack.appointment
    if facts is None or not facts.needs_director_id or facts.person.is_deceased:
        raise DomainError("no_director", "Nobody becomes a director by this change, so no letter is needed.")
    address = facts.person.address.lines() if facts.person.address else ()
    blocks: list[Block] = [
        Paragraph(long_date(pack.document_date)),
        AddressBlock((facts.person.name, *address)),
        Paragraph(f"Dear {facts.person.name}"),
        Heading("Your director ID"),
        Paragraph(_why(pack, facts)),
        *_next_steps(facts),
        Paragraph(
            "Keep the number to yourself and share it only with the companies you direct and with the people"
            " who look after their records."
        ),
        *sign_off(pack),
    ]
    return make_paper(pack, TITLE, blocks, letterhead=True)


def _why(pack: PackFacts, facts: AppointmentFacts) -> str:
    you = "You became" if is_past(pack, facts) else "You are to become"
    return (
        f"{you} {office_title(facts)} of {company_in_full(pack.company)} on {long_date(facts.effective_on)}. The"
        " law asks every director to have a director ID, a number of 15 digits that stays with you for life, and"
        f" to apply for it before the appointment (section 1272C of {ACT})."
    )


def _next_steps(facts: AppointmentFacts) -> tuple[Block, ...]:
    if facts.director_id_status == "on_file":
        ending = facts.person.director_id[-SHOWN_DIGITS:]
        return (Paragraph(f"We hold a director ID for you that ends in {ending}. You need do nothing more."),)
    if facts.director_id_status == "applied":
        return (
            Paragraph(
                "You have told us that you applied and await the decision. Please keep the proof of the"
                " day you applied, and send us the number as soon as you receive it."
            ),
        )
    return (
        Paragraph(
            "We hold no director ID for you. The appointment cannot go ahead until you have done this:"
        ),
        Numbered(
            (
                "Apply in person, online, at abrs.gov.au: nobody can apply for you, and it costs nothing.",
                (
                    "Have your tax file number ready, your residential address as the tax office knows it,"
                    " and two documents that confirm who you are."
                ),
                f"Send us the number before {long_date(facts.effective_on)}.",
            )
        ),
    )
