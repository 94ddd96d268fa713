"""Appointing a director, an alternate director or a secretary: checks, deadline, effect, summary."""

from collections.abc import Iterator
from datetime import date

from minutebook.companies.changes.base import ChangeKind, Effect, Finding
from minutebook.companies.changes.checks import (
    ADULT_YEARS,
    age_on,
    check_day,
    check_individual,
    check_lateness,
    check_living,
    check_paper,
    check_residence,
    error,
    warning,
)
from minutebook.companies.facts import AppointmentFacts, CompanyFacts
from minutebook.companies.rules import Deadline, confirm_appointment_by, lodgement_deadline
from minutebook.companies.wording import long_date, takes_effect, with_article
from minutebook.contacts.numbers import is_director_id

DIRECTOR_ID_REQUIRED_FROM = date(2022, 4, 5)


def check_appointment(company: CompanyFacts, facts: AppointmentFacts, today: date) -> tuple[Finding, ...]:
    """Find everything that forbids the appointment (error) or needs care (warning)."""
    return (
        *check_appointee(company, facts, today),
        *check_lateness(appointment_deadline(facts), "effective_on", today),
    )


def check_appointee(company: CompanyFacts, facts: AppointmentFacts, today: date) -> tuple[Finding, ...]:
    """Find what is wrong with the appointment itself; whether ASIC is told in time is the form's, not a successor's."""
    return (
        *check_day(company, "effective_on", facts.effective_on, today),
        *check_individual(facts.person, "person", facts.office),
        *check_living(facts.person, "person", "be appointed"),
        *_check_not_in_office(company, facts),
        *_check_age(facts),
        *_check_director_id(facts),
        *_check_consent(company, facts, today),
        *_check_alternate(company, facts),
        *_check_personal_details(facts),
        *_check_residence(company, facts),
        *_check_backdating(facts, today),
        *_check_confirmation(company, facts, today),
    )


def appointment_deadline(facts: AppointmentFacts) -> Deadline:
    """Return when ASIC must have been told: 28 days after the appointment (s205B)."""
    return lodgement_deadline(f"{facts.office} appointed", facts.effective_on)


def appointment_effect(facts: AppointmentFacts, lodged_on: date | None, today: date) -> Effect:
    """An appointment takes effect on its own day; notice to ASIC only reports it."""
    return Effect(facts.effective_on, f"The appointment {takes_effect(facts.effective_on, today)}.")


def summarise_appointment(company: CompanyFacts, facts: AppointmentFacts) -> str:
    """Return one sentence for lists, search and the job's description."""
    office = f"alternate director for {facts.alternate_for}" if facts.alternate_for else facts.office
    return (
        f"Appointment of {facts.person.name} as {office} of {company.name},"
        f" effective {long_date(facts.effective_on)}"
    )


def _check_not_in_office(company: CompanyFacts, facts: AppointmentFacts) -> Iterator[Finding]:
    entry = company.office_overlapping(facts)
    if entry:
        yield error(
            "person",
            f"{facts.person.name} is already {with_article(facts.office)} of {company.name}, since"
            f" {long_date(entry.appointed_on)}, so there is nothing to appoint. Choose another person or"
            " office.",
        )


def _check_age(facts: AppointmentFacts) -> Iterator[Finding]:
    section = "s204B" if facts.office == "secretary" else "s201B"
    birth_date = facts.person.birth_date
    if birth_date and age_on(birth_date, facts.effective_on) < ADULT_YEARS:
        yield error(
            "person",
            f"{facts.person.name} will be under {ADULT_YEARS} on {long_date(facts.effective_on)}. Nobody"
            f" under {ADULT_YEARS} can be appointed {facts.office} ({section}). Choose a later date or"
            " another person.",
        )


def _check_director_id(facts: AppointmentFacts) -> Iterator[Finding]:
    if not facts.needs_director_id or facts.effective_on < DIRECTOR_ID_REQUIRED_FROM:
        return
    name = facts.person.name
    if facts.director_id_status == "missing":
        yield error(
            "person",
            f"No director ID is on file for {name}. A person must have one, or have applied for one, before"
            " becoming a director (s1272C). Have them apply at abrs.gov.au and enter the number first.",
        )
    elif facts.director_id_status == "applied":
        yield warning(
            "person",
            f"{name} has applied for a director ID and does not have it yet. The appointment is allowed only"
            " while an application made before it is undecided (s1272C(2)). Keep the proof of the application"
            " and enter the number when it arrives.",
        )
    elif not is_director_id(facts.person.director_id):
        yield error(
            "person",
            f"The director ID of {name} is not 15 digits beginning 036, so it cannot be right."
            " Correct it in the contact.",
        )


def _check_consent(company: CompanyFacts, facts: AppointmentFacts, today: date) -> Iterator[Finding]:
    section = "s204C" if facts.office == "secretary" else "s201D"
    name, dated, effective_on = facts.person.name, facts.consent_dated, facts.effective_on
    if dated is None and effective_on < today:
        yield error(
            "consent_dated",
            f"No consent of {name} is on file and {long_date(effective_on)} has passed. The company must have"
            f" the signed consent before the appointment ({section}). Enter the date of the consent that was"
            " signed then, or choose an appointment date from today on.",
        )
    elif dated is not None and dated > effective_on:
        yield error(
            "consent_dated",
            f"The consent of {name} is dated {long_date(dated)}, after the appointment on"
            f" {long_date(effective_on)}. It must be given before the appointment ({section})."
            " Correct the date, or appoint from the consent's date on.",
        )
    else:
        yield from check_paper(company, "consent_dated", dated, today, f"The consent of {name}")


def _check_alternate(company: CompanyFacts, facts: AppointmentFacts) -> Iterator[Finding]:
    if facts.office != "alternate director":
        return
    directors = company.directors_on(facts.effective_on)
    if facts.alternate_for not in {person.name for person in directors}:
        yield error(
            "alternate_for",
            f"An alternate stands in for a director, and {facts.alternate_for or 'nobody'} is not a"
            f" director of {company.name} on {long_date(facts.effective_on)} (s201K). Choose the director"
            " who appoints.",
        )
    if facts.alternate_for == facts.person.name:
        yield error("person", f"{facts.person.name} cannot be their own alternate. Choose another person.")


def _check_personal_details(facts: AppointmentFacts) -> Iterator[Finding]:
    person = facts.person
    missing = [
        label
        for label, value in (
            ("date of birth", person.birth_date),
            ("place of birth", person.birth_place),
            ("residential address", person.address),
        )
        if not value
    ]
    if missing:
        yield warning(
            "person",
            f"{person.name} has no {' and no '.join(missing)} on file. ASIC asks for it with the notice"
            " (s205B). Complete the contact; the consent leaves a line to fill in by hand.",
        )
    if person.address and person.address.is_post_box:
        yield warning(
            "person",
            f"The address of {person.name} is a post box. ASIC needs the residential address unless an"
            " alternative address has been approved (s205D). Correct it in the contact.",
        )


def _check_residence(company: CompanyFacts, facts: AppointmentFacts) -> Iterator[Finding]:
    person, day = facts.person, facts.effective_on
    if facts.office == "director":
        yield from check_residence(company, "person", "director", (*company.directors_on(day), person))
    elif facts.office == "secretary":
        yield from check_residence(company, "person", "secretary", (*company.secretaries_on(day), person))


def _check_backdating(facts: AppointmentFacts, today: date) -> Iterator[Finding]:
    if facts.effective_on < today:
        yield warning(
            "effective_on",
            f"{long_date(facts.effective_on)} has passed. A resolution signed now cannot appoint anyone"
            " from an earlier day: the documents will record an appointment already made. If it was not"
            " made then, choose a date from today on.",
        )


def _check_confirmation(company: CompanyFacts, facts: AppointmentFacts, today: date) -> Iterator[Finding]:
    by = confirm_appointment_by(facts.effective_on)
    asks = facts.office == "director" and company.is_proprietary
    if asks and by < today and not company.is_sole_director_and_member_on(facts.effective_on):
        yield warning(
            "effective_on",
            f"The members had to confirm by {long_date(by)} a director whom the directors appointed. Unless they"
            " did, or the constitution provides otherwise, the office ended on that day (s201H(2)). Look for"
            " their resolution, or appoint anew.",
        )


OFFICEHOLDER_APPOINTMENT = ChangeKind(
    key="officeholder_appointment",
    label="Appoint an officeholder",
    facts_type=AppointmentFacts,
    check=check_appointment,
    event_on=lambda facts: facts.effective_on,
    deadline=appointment_deadline,
    effect=appointment_effect,
    summary=summarise_appointment,
)
