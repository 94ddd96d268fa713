"""Appointments: every check by the field it names, the deadline, the effect, the sentence."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.base import Effect, errors_of
from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI,
    KHAI,
    KHAI_SECRETARY,
    LI,
    SIAN,
    TODAY,
)
from minutebook.companies.facts import Address, AppointmentFacts

KIND = KINDS["officeholder_appointment"]


def found(facts: AppointmentFacts, today: date = TODAY) -> list[tuple[str, str]]:
    return [(finding.level, finding.field) for finding in KIND.check(COMPANY, facts, today)]


@pytest.mark.parametrize("facts", [APPOINT_KHAI, KHAI_SECRETARY, replace(APPOINT_KHAI, consent_dated=None)])
def test_check_passes_a_sound_appointment(facts: AppointmentFacts) -> None:
    assert found(facts) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(APPOINT_KHAI, person=replace(KHAI, director_id="")), [("error", "person")]),
        (
            replace(APPOINT_KHAI, person=replace(KHAI, director_id=""), has_applied_for_director_id=True),
            [("warning", "person")],
        ),
        (replace(APPOINT_KHAI, person=replace(KHAI, director_id="035123456789012")), [("error", "person")]),
        (replace(KHAI_SECRETARY, person=replace(KHAI, director_id="")), []),
        (replace(APPOINT_KHAI, person=replace(KHAI, is_deceased=True)), [("error", "person")]),
        (replace(APPOINT_KHAI, person=replace(KHAI, birth_date=date(2008, 12, 2))), [("error", "person")]),
        (replace(APPOINT_KHAI, person=replace(KHAI, birth_date=date(2008, 12, 1))), []),
        (replace(KHAI_SECRETARY, person=replace(KHAI, birth_date=date(2010, 1, 1))), [("error", "person")]),
        (replace(APPOINT_KHAI, person=replace(KHAI, birth_date=None)), [("warning", "person")]),
        (replace(APPOINT_KHAI, person=replace(KHAI, address=Address("PO Box 1"))), [("warning", "person")]),
        (replace(APPOINT_KHAI, person=replace(HEMI, director_id=KHAI.director_id)), [("error", "person")]),
        (replace(KHAI_SECRETARY, person=LI), [("error", "person")]),
        (
            replace(
                KHAI_SECRETARY, person=LI, effective_on=date(2021, 6, 30), consent_dated=date(2021, 6, 30)
            ),
            [("error", "person"), ("warning", "effective_on"), ("warning", "effective_on")],
        ),
        (replace(APPOINT_KHAI, consent_dated=date(2019, 6, 2)), [("error", "consent_dated")]),
        (replace(APPOINT_KHAI, person=replace(KHAI, is_individual=False)), [("error", "person")]),
        (replace(KHAI_SECRETARY, person=replace(KHAI, is_individual=False)), [("error", "person")]),
        (replace(APPOINT_KHAI, consent_dated=date(2026, 12, 2)), [("error", "consent_dated")]),
        (replace(APPOINT_KHAI, consent_dated=date(2026, 11, 25)), [("error", "consent_dated")]),
        (replace(APPOINT_KHAI, consent_dated=date(2026, 11, 22)), []),
        (replace(APPOINT_KHAI, effective_on=date(2027, 11, 24)), [("warning", "effective_on")]),
        (
            replace(APPOINT_KHAI, effective_on=date(2026, 11, 21), consent_dated=date(2026, 11, 21)),
            [("warning", "effective_on")],
        ),
        (
            replace(APPOINT_KHAI, effective_on=date(2026, 11, 1), consent_dated=None),
            [("error", "consent_dated"), ("warning", "effective_on")],
        ),
        (
            replace(APPOINT_KHAI, office="alternate director", alternate_for="Nobody"),
            [("error", "alternate_for")],
        ),
        (replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata"), []),
    ],
)
def test_check_finds(facts: AppointmentFacts, expected: list[tuple[str, str]]) -> None:
    assert found(facts) == expected


def test_check_refuses_a_day_before_the_company_existed() -> None:
    facts = replace(
        APPOINT_KHAI,
        effective_on=date(2019, 6, 2),
        consent_dated=date(2019, 6, 1),
        person=replace(KHAI, director_id=""),
    )
    messages = [error.message for error in errors_of(KIND.check(COMPANY, facts, TODAY))]
    assert messages == [
        (
            "2 June 2019 is before Kōwhai Whenua Pty Ltd was registered on 3 June 2019, so nothing could happen in the"
            " company then. Correct the date."
        ),
        (
            "The consent of Nguyễn Thị Minh Khai is dated 1 June 2019, before Kōwhai Whenua Pty Ltd was"
            " registered on 3 June 2019. Correct the date."
        ),
    ]


@pytest.mark.parametrize(("effective_on", "needed"), [(date(2022, 4, 4), False), (date(2022, 4, 5), True)])
def test_check_asks_for_a_director_id_from_5_april_2022(effective_on: date, needed: bool) -> None:
    facts = replace(
        APPOINT_KHAI,
        effective_on=effective_on,
        consent_dated=effective_on,
        person=replace(KHAI, director_id=""),
    )
    assert bool(errors_of(KIND.check(COMPANY, facts, effective_on))) is needed


def test_check_warns_of_lateness_with_the_fee_of_the_day() -> None:
    facts = replace(APPOINT_KHAI, effective_on=date(2026, 4, 1), consent_dated=date(2026, 4, 1))
    late = KIND.check(COMPANY, facts, date(2026, 5, 1))[-1]
    assert (late.level, late.field) == ("warning", "effective_on")
    assert late.message == (
        "ASIC should have been told by 29 April 2026, 2 days ago (Corporations Act 2001 s205B(1)). The"
        " lodgement is not more than 1 month late: ASIC charges a late fee of AUD 98 (acttaxgroup.com.au,"
        " table for 2025-26). Lodge as soon as the documents are signed."
    )


def test_check_age_of_a_person_born_on_29_february() -> None:
    born = replace(KHAI, birth_date=date(2008, 2, 29))
    day_before = replace(
        APPOINT_KHAI, person=born, effective_on=date(2026, 2, 28), consent_dated=date(2026, 2, 1)
    )
    on_the_day = replace(day_before, effective_on=date(2026, 3, 1))
    assert errors_of(KIND.check(COMPANY, day_before, date(2026, 2, 1)))
    assert not errors_of(KIND.check(COMPANY, on_the_day, date(2026, 2, 1)))


def test_deadline_effect_and_summary() -> None:
    assert KIND.event_on(APPOINT_KHAI) == date(2026, 12, 1)
    assert KIND.deadline(APPOINT_KHAI).due_on == date(2026, 12, 29)
    assert KIND.effect(APPOINT_KHAI, None, TODAY) == Effect(
        date(2026, 12, 1), "The appointment takes effect on 1 December 2026."
    )
    assert KIND.summary(COMPANY, replace(APPOINT_KHAI, person=SIAN, office="secretary")) == (
        'Appointment of Siân O\'Connor-"Smith" as secretary of Kōwhai Whenua Pty Ltd, effective 1 December 2026'
    )
    alternate = replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")
    assert KIND.summary(COMPANY, alternate) == (
        "Appointment of Nguyễn Thị Minh Khai as alternate director for Hēmi Ngata of Kōwhai Whenua Pty Ltd,"
        " effective 1 December 2026"
    )


@pytest.mark.parametrize(("office", "section"), [("director", "s201A"), ("secretary", "s204A")])
def test_check_warns_when_nobody_in_the_office_lives_in_australia(office: str, section: str) -> None:
    abroad = Address("1 Queen St", "Auckland", country="NZ")
    holders = tuple(
        replace(entry, person=replace(entry.person, address=abroad)) for entry in COMPANY.officeholders
    )
    facts = replace(APPOINT_KHAI, office=office, person=replace(KHAI, address=abroad))
    (finding,) = KIND.check(replace(COMPANY, officeholders=holders), facts, TODAY)
    assert (finding.level, finding.field, section in finding.message) == ("warning", "person", True)
    at_home = replace(facts, person=KHAI)
    assert KIND.check(replace(COMPANY, officeholders=holders), at_home, TODAY) == ()


def test_check_warns_when_the_members_had_to_confirm_already() -> None:
    facts = replace(APPOINT_KHAI, effective_on=date(2026, 9, 21), consent_dated=date(2026, 9, 21))
    messages = [one.message for one in KIND.check(COMPANY, facts, TODAY)]
    assert [message for message in messages if "s201H(2)" in message] == [messages[-2]]
    assert "had to confirm by 21 November 2026" in messages[-2]
    in_time = replace(facts, effective_on=date(2026, 9, 22), consent_dated=date(2026, 9, 22))
    for other in (in_time, replace(facts, office="secretary")):
        assert not any("s201H(2)" in one.message for one in KIND.check(COMPANY, other, TODAY))


def test_effect_is_told_in_the_tense_of_its_day() -> None:
    past = replace(APPOINT_KHAI, effective_on=date(2026, 11, 21))
    assert KIND.effect(past, None, TODAY).sentence == "The appointment took effect on 21 November 2026."
