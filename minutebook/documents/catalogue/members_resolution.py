"""A resolution of the members of a proprietary company: s249A when there are several, s249B for one.

It confirms a director whom the directors appointed, removes a director, or appoints one where the directors
do not. Each joint holder signs.
"""

from minutebook.companies.facts import AppointmentFacts, CessationFacts, Person
from minutebook.companies.wording import long_date
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Block, Heading, Numbered, Paper, Paragraph, Signature, Signatures
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import (
    ACT,
    BLANK,
    company_in_full,
    make_paper,
    or_constitution,
)
from minutebook.documents.catalogue.signing import members_appoint
from minutebook.documents.catalogue.terms_of_appointment import subject_to_consent

_IF_PASSED_LATER = " or, if this resolution is passed later, when it is passed"


def title(pack: PackFacts) -> str:
    """The paper's title: of the sole member, or of the members."""
    return (
        "Resolution of the sole member" if is_sole_member(pack) else "Circulating resolution of the members"
    )


def is_sole_member(pack: PackFacts) -> bool:
    """Whether one member, not a joint holding, holds all shares."""
    member = pack.company.sole_member
    return member is not None and len(member.holders) == 1


def members_signing(pack: PackFacts) -> tuple[Person, ...]:
    """Return every living holder once, each joint holder among them."""
    holders = {holder.contact_id: holder for member in pack.company.members for holder in member.holders}
    return tuple(holder for holder in holders.values() if not holder.is_deceased)


def build(pack: PackFacts) -> Paper:
    """Lay out the resolution; raises DomainError for a public company or when no member is recorded."""
    signing = members_signing(pack)
    if not signing or not pack.company.is_proprietary:
        raise DomainError(
            "no_members",
            "Only members of a proprietary company can resolve without meeting, and none is in the"
            " register here.",
        )
    sole = is_sole_member(pack)
    passed = (
        "The resolution is passed when I sign this record, on the date beside my signature."
        if sole
        else "The resolution is passed when the last member signs. Each joint holder of shares signs. Members may"
        " sign separate copies if the wording of the resolution and of the statement is identical in each"
        " copy."
    )
    blocks: list[Block] = [
        Paragraph(_statement(pack, signing, sole)),
        Heading("Resolution"),
        Numbered(_resolutions(pack)),
        Paragraph(passed),
        Signatures(tuple(_signature(holder, "Sole member" if sole else "Member") for holder in signing)),
    ]
    return make_paper(pack, title(pack), blocks)


def _signature(holder: Person, capacity: str) -> Signature:
    """A body cannot hold a pen: the person who signs for it is named below."""
    lines = () if holder.is_individual else ("Name and position of the person signing:", BLANK)
    return Signature(holder.name, capacity, lines=lines)


def _statement(pack: PackFacts, signing: tuple[Person, ...], sole: bool) -> str:
    company = company_in_full(pack.company)
    if sole:
        return (
            f"I, {signing[0].name}, am the sole member of {company} (the company). Under section 249B of"
            f" {ACT} I pass the resolution below by recording it here and signing this record as its"
            " member."
        )
    return (
        f"We, being all the members of {company} (the company) entitled to vote on the resolution, state"
        f" that we are in favour of the resolution set out in this document (section 249A of {ACT})."
    )


def _resolutions(pack: PackFacts) -> tuple[str, ...]:
    """Appoint the successor first, then remove; or appoint; or confirm whom the directors appointed."""
    new, cessation = pack.appointment, pack.cessation
    is_removal = cessation is not None and cessation.how == "removed"
    if new and members_appoint(pack):
        section = "203C" if is_removal else "201G"
        return (
            _appoint(pack, new, section),
            *((_remove(pack, cessation),) if cessation and is_removal else ()),
        )
    if cessation and is_removal:
        return (_remove(pack, cessation),)
    if new is None:
        raise DomainError("nothing_to_resolve", "This change asks nothing of the members.")
    return (
        (
            f"That the appointment of {new.person.name} as a director of the company, made by its directors"
            f" with effect from {long_date(new.effective_on)}, be confirmed (section 201H(2) of {ACT})."
        ),
    )


def _appoint(pack: PackFacts, new: AppointmentFacts, section: str) -> str:
    day, who = long_date(new.effective_on), new.person.name
    if new.effective_on < pack.document_date:
        return (
            f"That the appointment of {who} as a director of the company, made by its members with effect from"
            f" {day}, be confirmed and recorded."
        )
    before = " and immediately before the removal below" if section == "203C" else ""
    return (
        f"That{subject_to_consent(new)} {who} be appointed as a director of the company with effect from"
        f" {day}{before}{_IF_PASSED_LATER} (section {section} of {ACT}{or_constitution(pack)})."
    )


def _remove(pack: PackFacts, facts: CessationFacts) -> str:
    who, day = facts.officeholder.person.name, long_date(facts.ceased_on)
    return (
        f"That {who} be removed as a director of the company with effect from {day}{_IF_PASSED_LATER}"
        f" (section 203C of {ACT}{or_constitution(pack)})."
    )
