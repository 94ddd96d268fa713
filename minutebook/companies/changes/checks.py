"""Checks that several kinds of change share: days that cannot be right, lateness and its price."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from minutebook.companies.changes.base import Finding
from minutebook.companies.facts import CompanyFacts, Person
from minutebook.companies.fees import late_fee
from minutebook.companies.rules import Deadline, late_by
from minutebook.companies.wording import count_of, long_date

FAR_AHEAD_DAYS = 366
ADULT_YEARS = 18


def error(field: str, message: str) -> Finding:
    """A finding that refuses the change."""
    return Finding("error", field, message)


def warning(field: str, message: str) -> Finding:
    """A finding that goes with the change."""
    return Finding("warning", field, message)


def check_day(company: CompanyFacts, field: str, day: date, today: date) -> Iterator[Finding]:
    """Find a day before the company existed, or so far ahead that the year is probably wrong."""
    if company.incorporated_on and day < company.incorporated_on:
        yield error(
            field,
            f"{long_date(day)} is before {company.name} was registered on"
            f" {long_date(company.incorporated_on)}, so nothing could happen in the company then. Correct"
            " the date.",
        )
    if day > today + timedelta(days=FAR_AHEAD_DAYS):
        yield warning(
            field,
            f"{long_date(day)} is more than a year ahead. The change stays pending until then."
            " Check that the year is right.",
        )


def check_paper(
    company: CompanyFacts, field: str, dated: date | None, today: date, paper: str
) -> Iterator[Finding]:
    """Find a paper on file with a date still to come, or from before the company existed."""
    if dated is None:
        return
    if dated > today:
        yield error(
            field,
            f"{paper} is dated {long_date(dated)}, which is still to come. Leave the date empty until it is"
            " signed; the pack will hold one to sign.",
        )
    elif company.incorporated_on and dated < company.incorporated_on:
        yield error(
            field,
            f"{paper} is dated {long_date(dated)}, before {company.name} was registered on"
            f" {long_date(company.incorporated_on)}. Correct the date.",
        )


def check_residence(
    company: CompanyFacts, field: str, office: str, people: Iterable[Person]
) -> Iterator[Finding]:
    """Find that nobody in an office lives in Australia, as far as addresses are known (s201A, s204A)."""
    addresses = [person.address for person in people if person.address]
    if not addresses or any(address.is_in_australia for address in addresses):
        return
    rule = (
        "A company that has secretaries needs at least one who ordinarily resides here (s204A)."
        if office == "secretary"
        else "At least one, two in a public company, must ordinarily reside here (s201A)."
    )
    yield warning(
        field,
        f"No {office} of {company.name} will have an address in Australia. {rule} Check where they live.",
    )


def check_lateness(deadline: Deadline, field: str, today: date) -> Iterator[Finding]:
    """Find a notice that ASIC should already have, and say what the lateness costs."""
    days = late_by(deadline, today)
    fee = late_fee(deadline.due_on, today)
    if fee:
        yield warning(
            field,
            f"ASIC should have been told by {long_date(deadline.due_on)}, {count_of(days, 'day')} ago"
            f" ({deadline.source}). {fee.explanation} Lodge as soon as the documents are signed.",
        )


def check_living(person: Person, field: str, deed: str) -> Iterator[Finding]:
    """Find a dead person who is to do something."""
    if person.is_deceased:
        yield error(
            field,
            f"{person.name} is recorded as deceased and cannot {deed}. Choose another person,"
            " or correct the contact if the record is wrong.",
        )


def check_individual(person: Person, field: str, office: str) -> Iterator[Finding]:
    """Find a company, a trust or joint holders entering an office."""
    section = "s204B" if office == "secretary" else "s201B"
    if not person.is_individual:
        yield error(
            field,
            f"{person.name} is not an individual. Only an individual can be appointed {office} ({section})."
            " Choose a person.",
        )


def age_on(birth_date: date, day: date) -> int:
    """Return a person's age in whole years; who is born on 29 February turns a year older on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)
