"""Moving the registered office: a street address in Australia, its occupier, the day it takes effect."""

import re
from collections.abc import Iterator
from datetime import date

from minutebook.companies.changes.base import ChangeKind, Effect, Finding
from minutebook.companies.changes.checks import check_day, check_lateness, check_paper, error, warning
from minutebook.companies.facts import CompanyFacts, RegisteredOfficeFacts
from minutebook.companies.postcodes import usual_state
from minutebook.companies.rules import (
    STATES,
    Deadline,
    lodge_for_wished_day,
    lodgement_deadline,
    registered_office_takes_effect_on,
)
from minutebook.companies.wording import long_date, takes_effect

_CHANGED = "registered office changed"


def check_registered_office(
    company: CompanyFacts, facts: RegisteredOfficeFacts, today: date
) -> tuple[Finding, ...]:
    """Find everything that forbids the move (error) or needs care (warning)."""
    return (
        *check_day(company, "resolved_on", facts.resolved_on, today),
        *_check_address(facts),
        *_check_moves(company, facts),
        *_check_occupier(company, facts, today),
        *_check_wished_day(facts, today),
        *_check_lateness(facts, today),
    )


def registered_office_deadline(facts: RegisteredOfficeFacts) -> Deadline:
    """Return when ASIC must be told: 28 days after the change (s142(2)).

    The change is on the later day that its notice names (s142(3)); without one, safely on the day of the resolution.
    """
    named = facts.takes_effect_on
    if named and named > facts.resolved_on:
        return lodgement_deadline(_CHANGED, named, "the later day named for the change (s142(3))")
    return lodgement_deadline(_CHANGED, facts.resolved_on, "the day of the resolution")


def registered_office_aim(facts: RegisteredOfficeFacts, today: date) -> date | None:
    """Return by when to lodge for the wished day, where one is named and can still be kept."""
    return lodge_for_wished_day(facts.takes_effect_on, today) if facts.takes_effect_on else None


def registered_office_effect(facts: RegisteredOfficeFacts, lodged_on: date | None, today: date) -> Effect:
    """Return when the move takes effect; that is unknown until the notice is lodged (s142(3))."""
    if lodged_on:
        effective_on = registered_office_takes_effect_on(lodged_on, facts.takes_effect_on)
        return Effect(effective_on, f"The new registered office {takes_effect(effective_on, today)}.")
    wished = f" and {long_date(facts.takes_effect_on)}" if facts.takes_effect_on else ""
    when = f"the later of the seventh day after the notice is lodged with ASIC{wished}"
    if not wished:
        when = "the seventh day after the notice is lodged with ASIC"
    return Effect(None, f"The new registered office takes effect on {when} (s142(3)).")


def summarise_registered_office(company: CompanyFacts, facts: RegisteredOfficeFacts) -> str:
    """Return one sentence for lists, search and the job's description."""
    also = " and principal place of business" if facts.also_principal_place else ""
    wished = f", from {long_date(facts.takes_effect_on)}" if facts.takes_effect_on else ""
    return f"Registered office{also} of {company.name} moved to {facts.address.one_line()}{wished}"


def _check_address(facts: RegisteredOfficeFacts) -> Iterator[Finding]:
    address = facts.address
    if address.is_post_box:
        yield error(
            "address",
            "A post box or locked bag cannot be a registered office: documents are served there in person"
            " (s142). Enter the street address.",
        )
    if not address.is_in_australia:
        yield error("address", "A registered office must be in Australia (s142(1)). Enter an address there.")
    missing = [
        label
        for label, value in (
            ("street", address.line_1),
            ("suburb", address.suburb),
            ("state", address.state),
            ("postcode", address.postcode),
        )
        if not value.strip()
    ]
    if missing:
        yield error("address", f"The address has no {' and no '.join(missing)}. Complete it.")
    elif address.is_in_australia and address.state not in STATES:
        yield error(
            "address", f"{address.state} is no state or territory. Choose one of {', '.join(STATES)}."
        )
    elif address.is_in_australia and not re.fullmatch(r"[0-9]{4}", address.postcode):
        yield error("address", f"{address.postcode} is no postcode here: four digits, for example 2000.")
    elif address.is_in_australia and usual_state(address.postcode) not in ("", address.state):
        yield warning(
            "postcode",
            f"{address.postcode} is usually a postcode of {usual_state(address.postcode)}, and the address is in"
            f" {address.state}. Near a border that can be right; otherwise correct one of the two.",
        )


def _check_moves(company: CompanyFacts, facts: RegisteredOfficeFacts) -> Iterator[Finding]:
    if company.registered_office and company.registered_office.is_same_place(facts.address):
        yield error(
            "address",
            f"{facts.address.one_line()} is the registered office already, so nothing would change."
            " Enter the new address.",
        )


def _check_occupier(company: CompanyFacts, facts: RegisteredOfficeFacts, today: date) -> Iterator[Finding]:
    if facts.company_occupies:
        return
    consented_on = facts.occupier_consented_on
    if not facts.occupier_name.strip():
        yield error(
            "occupier_name",
            "The company does not occupy the address, and no occupier is named. ASIC asks who occupies it and"
            " whether they have consented (s143). Enter the occupier, or say that the company occupies it.",
        )
    elif consented_on is None:
        yield warning(
            "occupier_consented_on",
            f"The written consent of {facts.occupier_name} is not on file. It must be given before the"
            " notice is lodged (s143). The pack holds a consent to sign.",
        )
    else:
        who = f"The consent of {facts.occupier_name}"
        yield from check_paper(company, "occupier_consented_on", consented_on, today, who)


def _check_wished_day(facts: RegisteredOfficeFacts, today: date) -> Iterator[Finding]:
    wished = facts.takes_effect_on
    if wished is None:
        return
    if wished < facts.resolved_on:
        yield error(
            "takes_effect_on",
            f"{long_date(wished)} is before the directors resolve on {long_date(facts.resolved_on)}."
            " Choose a later day.",
        )
    earliest = registered_office_takes_effect_on(today, None)
    if wished < earliest:
        yield warning(
            "takes_effect_on",
            f"The move cannot take effect on {long_date(wished)}: a notice lodged today takes effect on"
            f" {long_date(earliest)}, the seventh day after (s142(3)). Choose that day or later.",
        )
        return
    lodge_by = registered_office_aim(facts, today)
    if lodge_by and lodge_by < lodgement_deadline(_CHANGED, facts.resolved_on).due_on:
        yield warning(
            "takes_effect_on",
            f"To take effect on {long_date(wished)} the notice must be lodged by {long_date(lodge_by)}.",
        )


def _check_lateness(facts: RegisteredOfficeFacts, today: date) -> Iterator[Finding]:
    deadline = registered_office_deadline(facts)
    field = "resolved_on" if deadline.counted_from == facts.resolved_on else "takes_effect_on"
    yield from check_lateness(deadline, field, today)


REGISTERED_OFFICE = ChangeKind(
    key="registered_office",
    label="Change the registered office",
    facts_type=RegisteredOfficeFacts,
    check=check_registered_office,
    event_on=lambda facts: facts.resolved_on,
    deadline=registered_office_deadline,
    effect=registered_office_effect,
    summary=summarise_registered_office,
    aim=registered_office_aim,
)
