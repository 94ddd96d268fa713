"""Checks of a director's removal, which is the members' act: which resolution of theirs the papers rest on.

Apart from the other departures because no letter and no death decides here.
"""

from collections.abc import Iterator
from datetime import date

from minutebook.companies.changes.base import Finding
from minutebook.companies.changes.checks import error, warning
from minutebook.companies.facts import CessationFacts, CompanyFacts
from minutebook.companies.wording import long_date

FIELD = "members_resolved_on"


def check_removal(company: CompanyFacts, facts: CessationFacts, today: date) -> Iterator[Finding]:
    """Find a removal without the members' resolution: on file with its day, or in the pack for them to sign."""
    if not facts.removes_director:
        return
    if facts.members_resolved_on:
        yield from _check_resolved(company, facts, facts.members_resolved_on, today)
    elif company.is_proprietary:
        yield from _check_to_be_resolved(company, facts, today)
    else:
        yield error(
            FIELD,
            "Only the members of a public company can remove a director, at a general meeting of which the intention"
            " was told at least 2 months before (s203D); its directors cannot (s203E). Minutebook writes no papers for"
            " that meeting: enter the day on which the members resolved there.",
        )


def _check_resolved(
    company: CompanyFacts, facts: CessationFacts, resolved_on: date, today: date
) -> Iterator[Finding]:
    if resolved_on > today:
        yield error(
            FIELD, f"{long_date(resolved_on)} is still to come. Enter the day when the members have resolved."
        )
    elif resolved_on > facts.ceased_on:
        yield error(
            FIELD,
            f"The members resolved on {long_date(resolved_on)}, after {long_date(facts.ceased_on)}. Their resolution"
            f" cannot end the office before that: cease on {long_date(resolved_on)} or later.",
        )
    elif not company.is_proprietary:
        yield warning(
            FIELD,
            f"The papers rest on the meeting of {long_date(resolved_on)}. See that the intention was told to the"
            " company at least 2 months before it and that the director could speak (s203D). Keep its minutes with"
            " the pack.",
        )


def _check_to_be_resolved(company: CompanyFacts, facts: CessationFacts, today: date) -> Iterator[Finding]:
    day = long_date(facts.ceased_on)
    if facts.ceased_on < today:
        yield error(
            FIELD,
            f"{day} has passed, and members who resolve now remove nobody from an earlier day. Enter the day on which"
            " they resolved, or cease on a day from today on.",
        )
    elif not any(not holder.is_deceased for member in company.members for holder in member.holders):
        yield error(
            FIELD,
            f"No member is in the register of {company.name}, so nobody could sign the resolution that removes a"
            " director (s203C). Enter the members' shares first, or the day on which they resolved.",
        )
    else:
        yield warning(
            "how",
            "The directors record this removal, they do not make it: members remove a director by resolution"
            " (s203C, or as the constitution says). The pack holds one for every member to sign; where one will"
            " not, call a general meeting. Keep the resolution with the pack.",
        )
