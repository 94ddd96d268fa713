"""The registered office: where it may be, who occupies it, when it takes effect."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.base import Effect
from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes.tests.world import COMPANY, MOVE, NEW_OFFICE, OFFICE, TODAY
from minutebook.companies.facts import Address, RegisteredOfficeFacts

KIND = KINDS["registered_office"]
SOUND = replace(MOVE, occupier_consented_on=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SOUND, []),
        (replace(SOUND, company_occupies=True, occupier_name="", occupier_consented_on=None), []),
        (MOVE, [("warning", "occupier_consented_on")]),
        (replace(MOVE, occupier_name="  "), [("error", "occupier_name")]),
        (replace(SOUND, address=replace(NEW_OFFICE, state="ZZ")), [("error", "address")]),
        (replace(SOUND, address=replace(NEW_OFFICE, postcode="1")), [("error", "address")]),
        (replace(SOUND, address=replace(NEW_OFFICE, postcode="3010")), [("warning", "postcode")]),
        (replace(SOUND, address=replace(NEW_OFFICE, postcode="2600")), [("warning", "postcode")]),
        (replace(SOUND, address=replace(NEW_OFFICE, postcode="0100")), []),
        (replace(SOUND, address=replace(NEW_OFFICE, postcode="２０００")), [("error", "address")]),
        (replace(SOUND, occupier_consented_on=date(2026, 11, 23)), [("error", "occupier_consented_on")]),
        (replace(SOUND, address=replace(NEW_OFFICE, line_1="GPO Box 99")), [("error", "address")]),
        (replace(SOUND, address=replace(OFFICE, suburb="SYDNEY")), [("error", "address")]),
        (replace(SOUND, address=replace(NEW_OFFICE, country="NZ")), [("error", "address")]),
        (replace(SOUND, address=Address("1 High Street")), [("error", "address")]),
        (
            replace(SOUND, resolved_on=date(2019, 6, 2), takes_effect_on=None),
            [("error", "resolved_on"), ("warning", "resolved_on")],
        ),
        (replace(SOUND, resolved_on=date(2026, 7, 1)), []),
        (replace(SOUND, resolved_on=date(2026, 7, 1), takes_effect_on=None), [("warning", "resolved_on")]),
        (
            replace(SOUND, resolved_on=date(2026, 7, 1), takes_effect_on=date(2026, 7, 2)),
            [("warning", "takes_effect_on")] * 2,
        ),
        (
            replace(SOUND, takes_effect_on=date(2026, 11, 21)),
            [("error", "takes_effect_on"), ("warning", "takes_effect_on")],
        ),
        (replace(SOUND, takes_effect_on=date(2026, 11, 28)), [("warning", "takes_effect_on")]),
        (replace(SOUND, takes_effect_on=date(2026, 11, 29)), [("warning", "takes_effect_on")]),
    ],
)
def test_check_finds(facts: RegisteredOfficeFacts, expected: list[tuple[str, str]]) -> None:
    assert [(finding.level, finding.field) for finding in KIND.check(COMPANY, facts, TODAY)] == expected


def test_check_says_by_when_a_wished_day_needs_lodging() -> None:
    findings = KIND.check(COMPANY, replace(SOUND, takes_effect_on=date(2026, 12, 10)), TODAY)
    assert [finding.message for finding in findings] == [
        "To take effect on 10 December 2026 the notice must be lodged by 3 December 2026."
    ]


@pytest.mark.parametrize(
    ("lodged_on", "expected"),
    [
        (
            None,
            Effect(
                None,
                "The new registered office takes effect on the later of the seventh day after the notice"
                " is lodged with ASIC and 1 January 2027 (s142(3)).",
            ),
        ),
        (
            date(2026, 11, 23),
            Effect(date(2027, 1, 1), "The new registered office takes effect on 1 January 2027."),
        ),
        (
            date(2026, 12, 29),
            Effect(date(2027, 1, 5), "The new registered office takes effect on 5 January 2027."),
        ),
    ],
)
def test_effect_is_the_later_day_and_unknown_before_lodgement(
    lodged_on: date | None, expected: Effect
) -> None:
    assert KIND.effect(MOVE, lodged_on, TODAY) == expected


def test_deadline_and_summary() -> None:
    assert KIND.deadline(MOVE).due_on == date(2027, 1, 29)
    assert KIND.summary(COMPANY, MOVE) == (
        "Registered office and principal place of business of Kōwhai Whenua Pty Ltd moved to"
        " 12/34 O'Connell & Sons Parade, Parramatta NSW 2150, from 1 January 2027"
    )


@pytest.mark.parametrize(
    ("named", "due", "rule"),
    [
        (None, date(2026, 7, 29), "after 1 July 2026, the day of the resolution; that day"),
        (date(2026, 7, 1), date(2026, 7, 29), "after 1 July 2026, the day of the resolution; that day"),
        (
            date(2026, 12, 24),
            date(2027, 1, 21),
            "after 24 December 2026, the later day named for the change (s142(3)); that day",
        ),
    ],
)
def test_deadline_runs_from_the_day_of_the_change_and_says_which_it_is(
    named: date | None, due: date, rule: str
) -> None:
    deadline = KIND.deadline(replace(MOVE, resolved_on=date(2026, 7, 1), takes_effect_on=named))
    assert (deadline.due_on, rule in deadline.rule) == (due, True)


def test_lodge_by_is_the_wished_day_s_aim_while_it_can_be_kept_and_else_the_law_s() -> None:
    wished = replace(MOVE, takes_effect_on=date(2026, 12, 5))
    assert [KIND.lodge_by(wished, day) for day in (date(2026, 11, 26), date(2026, 11, 29))] == [
        date(2026, 11, 27),
        date(2027, 1, 4),
    ]
    assert KIND.lodge_by(replace(MOVE, takes_effect_on=None), TODAY) == date(2026, 12, 21)


def test_kinds_name_their_key_and_buffer() -> None:
    assert {key: (kind.key, kind.buffer_days) for key, kind in KINDS.items()} == {
        "officeholder_appointment": ("officeholder_appointment", 7),
        "officeholder_cessation": ("officeholder_cessation", 7),
        "registered_office": ("registered_office", 7),
    }
