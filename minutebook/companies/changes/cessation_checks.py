"""Checks of an officeholder leaving: the last director, the letter, late notice; a removal by members stands apart.

Apart from the kind's declaration because there are many of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from minutebook.companies.changes.base import Finding
from minutebook.companies.changes.checks import (
    check_day,
    check_lateness,
    check_paper,
    check_residence,
    error,
    warning,
)
from minutebook.companies.changes.officeholder_appointment import appointment_deadline, check_appointee
from minutebook.companies.changes.removal_checks import check_removal
from minutebook.companies.facts import CessationFacts, CompanyFacts, Person
from minutebook.companies.rules import (
    LATE_RESIGNATIONS_FROM,
    Deadline,
    ResignationDates,
    lodgement_deadline,
    resignation_dates,
)
from minutebook.companies.wording import count_of, long_date, with_article

PUBLIC_DIRECTORS = 3


def check_cessation(company: CompanyFacts, facts: CessationFacts, today: date) -> tuple[Finding, ...]:
    """Find everything that forbids the cessation (error) or needs care (warning)."""
    return (
        *check_day(company, "ceased_on", facts.ceased_on, today),
        *_check_in_office(company, facts),
        *_check_death(facts, today),
        *_check_letter(company, facts, today),
        *check_removal(company, facts, today),
        *_check_successor(company, facts, today),
        *_check_last_director(company, facts),
        *_check_numbers_left(company, facts),
        *_check_other_offices(company, facts),
        *_check_late_resignation(facts, today),
        *_check_lateness(facts, today),
    )


def cessation_deadline(facts: CessationFacts) -> Deadline:
    """Return when ASIC must have been told: 28 days after the person left (s205B(5)).

    One form tells of the successor too, so an earlier appointment brings the earlier deadline.
    """
    leaving = lodgement_deadline(f"{facts.officeholder.office} ceased", facts.ceased_on)
    if facts.successor is None:
        return leaving
    return min(leaving, appointment_deadline(facts.successor), key=lambda deadline: deadline.due_on)


def directors_left(company: CompanyFacts, facts: CessationFacts) -> tuple[Person, ...]:
    """Return the directors in office once the person has left, the successor of this change included."""
    leaving = facts.officeholder.person.contact_id if facts.officeholder.office == "director" else None
    left = [person for person in company.directors_on(facts.ceased_on) if person.contact_id != leaving]
    successor = facts.successor
    if successor and successor.office == "director" and successor.effective_on <= facts.ceased_on:
        left.append(successor.person)
    return tuple(left)


def _check_in_office(company: CompanyFacts, facts: CessationFacts) -> Iterator[Finding]:
    entry = facts.officeholder
    who, office = entry.person.name, with_article(entry.office)
    if entry not in company.officeholders:
        yield error(
            "officeholder",
            f"{who} is not in the register as {office} of {company.name}. Choose a person from the register.",
        )
    elif entry.ceased_on:
        yield error(
            "officeholder",
            f"{who} already ceased to be {office} on {long_date(entry.ceased_on)}."
            " There is nothing left to end; correct the register if that date is wrong.",
        )
    elif facts.ceased_on < entry.appointed_on:
        yield error(
            "ceased_on",
            f"{who} was appointed on {long_date(entry.appointed_on)} and cannot leave before that,"
            f" on {long_date(facts.ceased_on)}. Correct the date.",
        )


def _check_death(facts: CessationFacts, today: date) -> Iterator[Finding]:
    person = facts.officeholder.person
    if facts.how == "deceased" and facts.ceased_on > today:
        yield error("ceased_on", f"{long_date(facts.ceased_on)} is still to come. Enter the date of death.")
    if facts.how == "deceased" and not person.is_deceased:
        yield warning(
            "officeholder",
            f"The contact {person.name} is not marked as deceased, so other companies may still ask them to"
            " sign. Mark the contact.",
        )
    if facts.how == "resigned" and person.is_deceased and not facts.letter_received_on:
        yield error(
            "how",
            f"{person.name} is recorded as deceased and no letter of resignation is on file, so the"
            " office ended by death. Choose “Died”, with the date of death.",
        )


def _check_letter(company: CompanyFacts, facts: CessationFacts, today: date) -> Iterator[Finding]:
    """Find a resignation whose letter is missing or younger than its day; removal and death need no letter."""
    if facts.how != "resigned":
        return
    who, received = facts.officeholder.person.name, facts.letter_received_on
    impossible = tuple(check_paper(company, "letter_received_on", received, today, f"The letter of {who}"))
    yield from impossible
    if received is None:
        yield from _check_letter_to_come(facts, today)
    elif received > facts.ceased_on and not impossible:
        yield error(
            "letter_received_on",
            f"The letter of {who} reached the company on {long_date(received)}, after the stated day"
            f" {long_date(facts.ceased_on)}. A letter cannot end the office before it was given: cease on"
            f" {long_date(received)}, or enter the day on which an earlier written notice arrived.",
        )


def _check_letter_to_come(facts: CessationFacts, today: date) -> Iterator[Finding]:
    """A letter first given now ends the office now: nothing has ended on a day past, and nothing is late."""
    person, day = facts.officeholder.person, facts.ceased_on
    section = "" if facts.officeholder.office == "secretary" else " (s203A)"
    if day >= today:
        yield warning(
            "letter_received_on",
            f"No written resignation of {person.name} is on file. A resignation is given to the company in writing"
            f" at its registered office{section}. The pack holds a letter to sign; enter the day it arrives.",
        )
    elif not person.is_deceased:
        yield error(
            "letter_received_on",
            f"No letter of {person.name} is on file and {long_date(day)} has passed. A resignation is given to the"
            f" company in writing{section} and cannot end the office before that. Enter the day on which the company"
            " received the letter, or cease on a day from today on.",
        )


def _check_successor(company: CompanyFacts, facts: CessationFacts, today: date) -> Iterator[Finding]:
    successor = facts.successor
    if successor is None:
        return
    for finding in check_appointee(company, successor, today):
        yield replace(finding, field=f"successor.{finding.field}")
    if successor.person.contact_id == facts.officeholder.person.contact_id:
        yield error("successor", f"{successor.person.name} cannot succeed themselves. Choose another person.")


def _check_last_director(company: CompanyFacts, facts: CessationFacts) -> Iterator[Finding]:
    if facts.officeholder.office != "director" or directors_left(company, facts):
        return
    who = facts.officeholder.person.name
    if facts.how == "deceased":
        yield warning(
            "successor",
            f"{who} was the only director, so {company.name} now has none. Where they were also the only"
            " member, the personal representative may appoint a director (s201F(2)); otherwise the"
            " members do (s201G).",
        )
        return
    section = "s203CA" if facts.how == "removed" else "s203AB"
    deed = "A removal" if facts.how == "removed" else "A resignation"
    rule = f"{deed} that leaves the company without a director has no effect ({section})."
    if facts.ceased_on < LATE_RESIGNATIONS_FROM:  # s203AB and s203CA came with s203AA
        rule = "A company must have at least one director (s201A)."
    yield error(
        "successor",
        f"{who} is the only director. {rule} Name a successor whose appointment as"
        f" director takes effect immediately before, on or before {long_date(facts.ceased_on)}.",
    )


def _check_numbers_left(company: CompanyFacts, facts: CessationFacts) -> Iterator[Finding]:
    if facts.officeholder.office == "secretary":
        yield from _check_secretaries_left(company, facts)
        return
    left = directors_left(company, facts)
    if left and not company.is_proprietary and len(left) < PUBLIC_DIRECTORS:
        yield warning(
            "successor",
            f"{company.name} will have {count_of(len(left), 'director')}. A public company needs at least"
            f" {PUBLIC_DIRECTORS} (s201A(2)). Appoint another director.",
        )
    yield from check_residence(company, "successor", "director", left)


def _check_secretaries_left(company: CompanyFacts, facts: CessationFacts) -> Iterator[Finding]:
    leaving = facts.officeholder.person.contact_id
    left = [person for person in company.secretaries_on(facts.ceased_on) if person.contact_id != leaving]
    if not left and not company.is_proprietary and not facts.successor:
        yield warning(
            "successor",
            f"{company.name} will have no secretary. A public company must have one (s204A(2));"
            " a proprietary company need not. Appoint a successor.",
        )
    yield from check_residence(company, "successor", "secretary", left)


def _check_other_offices(company: CompanyFacts, facts: CessationFacts) -> Iterator[Finding]:
    """Find what ends by itself with this office, or stays beside it."""
    entry, person = facts.officeholder, facts.officeholder.person
    for other in company.officeholders if entry in company.officeholders else ():
        if other == entry or not other.is_in_office_on(facts.ceased_on):
            continue
        if other.person.contact_id == person.contact_id:
            deed = (
                "The death ends that office too, and this change records both."
                if facts.how == "deceased"
                else "They stay so by this change: record its end as well, where it ends."
            )
            yield warning("officeholder", f"{person.name} is also {other.office} of {company.name}. {deed}")
        elif other.alternate_for == person.name and entry.office == "director":
            yield warning(
                "officeholder",
                f"{other.person.name} is alternate director for {person.name}, and has nobody to stand in for"
                " when they leave (s201K). Record the end of that office as well.",
            )


def _check_late_resignation(facts: CessationFacts, today: date) -> Iterator[Finding]:
    if not facts.late_notice_moves_date:
        return
    dates = resignation_dates(facts.ceased_on, None, today)
    stated, asic_by = long_date(facts.ceased_on), dates.asic_application_due.due_on
    if dates.is_late:
        yield warning(
            "ceased_on",
            f"ASIC was not told by {long_date(dates.notice_due.due_on)}. Unless ASIC or the Court fixes"
            f" {stated}, the resignation takes effect on the day of lodgement, {long_date(today)} if that"
            f" is today, and {facts.officeholder.person.name} remains a director and can sign until then"
            f" (s203AA). To keep {stated}, {_apply(dates, today)}.",
        )
    if facts.seeks_earlier_date and today > asic_by:
        yield error(
            "seeks_earlier_date",
            f"The 56 days for an application to ASIC ended on {long_date(asic_by)}. Only the Court can"
            f" still fix {stated} (s203AA). Take legal advice, or lodge with the later date.",
        )


def _check_lateness(facts: CessationFacts, today: date) -> Iterator[Finding]:
    """Find that the one form is late, once: beside the day that its limit is counted from."""
    deadline = cessation_deadline(facts)
    is_successors = deadline.counted_from != facts.ceased_on
    yield from check_lateness(deadline, "successor.effective_on" if is_successors else "ceased_on", today)


def _apply(dates: ResignationDates, today: date) -> str:
    asic_by, court_by = dates.asic_application_due.due_on, dates.court_application_due.due_on
    if today <= asic_by:
        return f"apply to ASIC by {long_date(asic_by)}, or to the Court by {long_date(court_by)}"
    return f"apply to the Court by {long_date(court_by)}: the 56 days for ASIC ended on {long_date(asic_by)}"
