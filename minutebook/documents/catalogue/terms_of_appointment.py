"""What the directors resolve when somebody enters an office."""

from datetime import date

from minutebook.companies.facts import AppointmentFacts
from minutebook.companies.rules import confirm_appointment_by
from minutebook.companies.wording import long_date
from minutebook.documents.blocks import Bold, Item, Text
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import (
    ACT,
    ASIC,
    company_in_full,
    notify_when,
    office_title,
    or_constitution,
)
from minutebook.documents.catalogue.signing import is_sole_director_and_member, members_appoint


def background(pack: PackFacts, facts: AppointmentFacts) -> tuple[str, ...]:
    """Say who is to be appointed, and that the consent and the director ID are in order."""
    company = f"{company_in_full(pack.company)} (the company)"
    if facts.office == "alternate director":
        return (*_made_by_director(pack, facts, company), *papers_held(facts))
    return (
        f"{facts.person.name} {to_be_appointed(pack, facts)} {office_title(facts)} of {company}.",
        *papers_held(facts),
    )


def to_be_appointed(pack: PackFacts, facts: AppointmentFacts) -> str:
    """The verb that fits the day."""
    return "was appointed" if is_past(pack, facts) else "is to be appointed"


def _made_by_director(pack: PackFacts, facts: AppointmentFacts, company: str) -> tuple[str, ...]:
    """A director appoints an alternate in writing; the other directors approve (s201K)."""
    who = facts.alternate_for
    verb = "appointed" if is_past(pack, facts) else "appoints"
    made = (
        f"{who}, a director of {company}, {verb} {facts.person.name} as an alternate director to exercise the"
        f" powers of {who} (section 201K of {ACT}{or_constitution(pack)})."
    )
    if is_past(pack, facts):
        return (made,)
    if pack.decision == "meeting":
        return (made, f"The appointment, in writing and signed by {who}, was before the meeting.")
    return (made, f"{who} makes the appointment in writing by signing this document.")


def papers_held(facts: AppointmentFacts) -> tuple[str, ...]:
    """Say which papers of the person the company holds; never the digits of the director ID."""
    held = []
    if facts.consent_dated:
        held.append(
            f"The company holds a consent to act signed by {facts.person.name} and dated"
            f" {long_date(facts.consent_dated)}."
        )
    if facts.needs_director_id and facts.director_id_status == "on_file":
        held.append(f"{facts.person.name} has a director ID and has given it to the company.")
    elif facts.needs_director_id and facts.director_id_status == "applied":
        held.append(f"{facts.person.name} has applied for a director ID, and the application is undecided.")
    return tuple(held)


def resolution(pack: PackFacts, facts: AppointmentFacts) -> tuple[Text | Item, ...]:
    """Appoint, have the members confirm where the law asks for it, register, notify."""
    return (appoint(pack, facts), *confirm(pack, facts), register_and_notify(pack, "appointment"))


def appoint(pack: PackFacts, facts: AppointmentFacts, immediately_before: str = "") -> Text:
    """Return the paragraph that appoints; for a day already past it confirms and records instead."""
    name, office = Bold(facts.person.name), f"as {office_title(facts)} of the company"
    when = long_date(facts.effective_on)
    if facts.office == "alternate director" and not is_past(pack, facts):
        return _approve(pack, facts)
    if is_past(pack, facts):
        tail = f" {office}, made with effect from {when}{immediately_before}, be confirmed and recorded."
        return ("That the appointment of ", name, tail)
    later = "" if immediately_before else _if_passed_later(pack)
    tail = f" be appointed {office}{_terms(facts)} with effect from {when}{immediately_before}{later}."
    return (f"That{subject_to_consent(facts)} ", name, tail)


def _approve(pack: PackFacts, facts: AppointmentFacts) -> Text:
    opening = f"That{subject_to_consent(facts)} the appointment by {facts.alternate_for} of "
    tail = (
        f" as {office_title(facts)}{_terms(facts)} with effect from {long_date(facts.effective_on)}"
        f"{_if_passed_later(pack)}, be approved."
    )
    return (opening, Bold(facts.person.name), tail)


def register_and_notify(pack: PackFacts, event: str, asic: str = ASIC) -> str:
    """Return the paragraph that sees to the register and to ASIC, by the legal deadline."""
    return (
        f"That the register of officeholders be updated for the {event}, that {asic} be notified"
        f" {notify_when(pack)}, and that {pack.firm.name} be authorised to lodge the notice for the company."
    )


def is_past(pack: PackFacts, facts: AppointmentFacts) -> bool:
    """Whether the appointment was made before the day of the documents."""
    return facts.effective_on < pack.document_date


def confirm_by(pack: PackFacts) -> date | None:
    """Return by when members of a proprietary company confirm the new director, or None where they need not."""
    facts = pack.appointment
    asks = facts is not None and facts.office == "director" and pack.company.is_proprietary
    if facts is None or not asks or is_sole_director_and_member(pack) or members_appoint(pack):
        return None
    return confirm_appointment_by(facts.effective_on)


def _if_passed_later(pack: PackFacts) -> str:
    return "" if pack.decision == "meeting" else " or, if this resolution is passed later, when it is passed"


def subject_to_consent(facts: AppointmentFacts) -> str:
    """Return the condition that goes with an appointment whose signed consent is not on file."""
    if facts.consent_dated:
        return ""
    section = "204C" if facts.office == "secretary" else "201D"
    return f", once the signed consent to act that section {section} of {ACT} requires has been given to the company,"


def _terms(facts: AppointmentFacts) -> str:
    return f", on these terms: {facts.alternate_terms}," if facts.alternate_terms else ""


def confirm(pack: PackFacts, facts: AppointmentFacts) -> tuple[str, ...]:
    """Return the paragraph that puts a new director to the members, where the law asks for it."""
    if facts.office != "director":
        return ()
    unless = ", unless the constitution provides otherwise" if pack.company.has_constitution else ""
    by = confirm_by(pack)
    if by and by < pack.document_date:
        return ()
    if by:
        return (
            (
                "That the appointment be put to the members, to be confirmed by resolution within 2"
                f" months, by {long_date(by)} (section 201H(2) of {ACT}){unless}."
            ),
        )
    if not pack.company.is_proprietary:
        return (
            (
                "That the appointment be put to the members, to be confirmed by resolution at the next"
                f" annual general meeting (section 201H(3) of {ACT}){unless}."
            ),
        )
    return ()
