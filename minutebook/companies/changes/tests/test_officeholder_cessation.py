"""Departures: the last director, the letter, late notice and its two days, public companies, death."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from minutebook.companies.changes.base import Effect, Finding, errors_of
from minutebook.companies.changes.cessation_checks import directors_left
from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI_DIRECTOR,
    HEMI_RESIGNS_SOLE,
    KHAI,
    LI_SECRETARY,
    PUBLIC,
    SIAN_DIRECTOR,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
    SOLE,
    TODAY,
    died,
)
from minutebook.companies.facts import Address, CessationFacts, CompanyFacts, Officeholder

KIND = KINDS["officeholder_cessation"]
WITH_LETTER = replace(SIAN_RESIGNS, letter_received_on=date(2026, 11, 20))


def found(
    facts: CessationFacts, company: CompanyFacts = COMPANY, today: date = TODAY
) -> list[tuple[str, str]]:
    return [(finding.level, finding.field) for finding in KIND.check(company, facts, today)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (WITH_LETTER, []),
        (SIAN_RESIGNS, [("warning", "letter_received_on")]),
        (replace(WITH_LETTER, letter_received_on=date(2026, 12, 1)), [("error", "letter_received_on")]),
        (replace(WITH_LETTER, letter_received_on=date(2019, 6, 2)), [("error", "letter_received_on")]),
        (
            replace(WITH_LETTER, ceased_on=date(2026, 11, 19), letter_received_on=date(2026, 11, 20)),
            [("error", "letter_received_on")],
        ),
        (SIAN_REMOVED, [("warning", "how")]),
        (CessationFacts(LI_SECRETARY, "removed", date(2026, 11, 30)), []),
        (replace(WITH_LETTER, ceased_on=date(2027, 11, 24)), [("warning", "ceased_on")]),
        (
            replace(WITH_LETTER, officeholder=replace(SIAN_DIRECTOR, ceased_on=date(2025, 1, 1))),
            [("error", "officeholder")],
        ),
        (
            replace(WITH_LETTER, officeholder=replace(SIAN_DIRECTOR, office="secretary")),
            [("error", "officeholder")],
        ),
        (replace(SIAN_REMOVED, how="deceased"), [("error", "ceased_on"), ("warning", "officeholder")]),
        (replace(WITH_LETTER, successor=replace(APPOINT_KHAI, person=SIAN_DIRECTOR.person)), "refused"),
    ],
)
def test_check_finds(facts: CessationFacts, expected: list[tuple[str, str]] | str) -> None:
    if expected == "refused":
        assert errors_of(KIND.check(COMPANY, facts, TODAY))
    else:
        assert found(facts) == expected


@pytest.mark.parametrize(("days_ago", "level"), [(0, "warning"), (1, "error"), (400, "error")])
def test_check_asks_for_the_letter_of_a_day_that_has_passed(days_ago: int, level: str) -> None:
    """A letter first given now ends the office now, so nothing of it can be late."""
    facts = replace(SIAN_RESIGNS, ceased_on=TODAY - timedelta(days=days_ago))
    assert (level, "letter_received_on") in found(facts)
    assert "letter_received_on" not in [field for _, field in found(replace(facts, how="removed"))]
    secretary = replace(facts, officeholder=LI_SECRETARY, ceased_on=TODAY - timedelta(days=days_ago))
    [about] = [one for one in KIND.check(COMPANY, secretary, TODAY) if one.field == "letter_received_on"]
    assert (about.level, "s203A" in about.message) == (level, False)


def test_check_says_what_to_do_about_a_letter_that_is_missing() -> None:
    [error] = errors_of(KIND.check(COMPANY, replace(SIAN_RESIGNS, ceased_on=date(2026, 10, 5)), TODAY))
    assert error == Finding(
        "error",
        "letter_received_on",
        'No letter of Siân O\'Connor-"Smith" is on file and 5 October 2026 has passed. A resignation is given to the'
        " company in writing (s203A) and cannot end the office before that. Enter the day on which the company"
        " received the letter, or cease on a day from today on.",
    )


def test_check_refuses_a_second_ending_and_one_before_the_beginning() -> None:
    gone = replace(SIAN_DIRECTOR, ceased_on=date(2025, 1, 1))
    company = replace(COMPANY, officeholders=(HEMI_DIRECTOR, gone))
    assert found(replace(WITH_LETTER, officeholder=gone), company) == [("error", "officeholder")]
    early = replace(WITH_LETTER, ceased_on=date(2020, 2, 28), letter_received_on=date(2020, 2, 28))
    assert ("error", "ceased_on") in found(early)


@pytest.mark.parametrize(("how", "section"), [("resigned", "s203AB"), ("removed", "s203CA")])
def test_check_refuses_to_leave_no_director(how: str, section: str) -> None:
    facts = replace(HEMI_RESIGNS_SOLE, how=how, successor=None)
    errors = errors_of(KIND.check(SOLE, facts, TODAY))
    deed = "A removal" if how == "removed" else "A resignation"
    assert errors == [
        Finding(
            "error",
            "successor",
            f"Hēmi Ngata is the only director. {deed} that leaves the company without a director has no"
            f" effect ({section}). Name a successor whose appointment as director takes effect"
            " immediately before, on or before 1 December 2026.",
        )
    ]


def test_check_quotes_no_section_that_was_not_in_force_when_the_last_director_left() -> None:
    day = date(2021, 2, 17)
    facts = replace(HEMI_RESIGNS_SOLE, successor=None, ceased_on=day, letter_received_on=day)
    [error] = errors_of(KIND.check(SOLE, facts, TODAY))
    assert error.message.startswith(
        "Hēmi Ngata is the only director. A company must have at least one director (s201A). Name a successor"
    )


def test_check_accepts_a_last_director_with_a_successor_in_time() -> None:
    assert not errors_of(KIND.check(SOLE, HEMI_RESIGNS_SOLE, TODAY))
    assert directors_left(SOLE, HEMI_RESIGNS_SOLE) == (KHAI,)


@pytest.mark.parametrize(
    "successor",
    [replace(APPOINT_KHAI, effective_on=date(2026, 12, 2)), replace(APPOINT_KHAI, office="secretary")],
)
def test_check_refuses_a_successor_too_late_or_in_another_office(successor: object) -> None:
    assert errors_of(KIND.check(SOLE, replace(HEMI_RESIGNS_SOLE, successor=successor), TODAY))


def test_check_holds_the_successor_to_the_rules_of_appointment() -> None:
    successor = replace(APPOINT_KHAI, person=replace(KHAI, director_id=""))
    fields = [
        finding.field for finding in KIND.check(SOLE, replace(HEMI_RESIGNS_SOLE, successor=successor), TODAY)
    ]
    assert "successor.person" in fields


def test_check_warns_when_the_last_director_died() -> None:
    company, facts = died(HEMI_DIRECTOR, date(2026, 11, 18))
    company = replace(company, officeholders=company.officeholders[:1])
    findings = KIND.check(company, facts, TODAY)
    assert [(finding.level, finding.field) for finding in findings] == [("warning", "successor")]
    assert "s201F(2)" in findings[0].message


@pytest.mark.parametrize(("how", "words"), [("resigned", "They stay so"), ("deceased", "The death ends")])
def test_check_names_the_offices_beside_and_behind_it(how: str, words: str) -> None:
    also = replace(SIAN_DIRECTOR, office="secretary")
    alternate = Officeholder(KHAI, "alternate director", date(2022, 1, 1), None, SIAN_DIRECTOR.person.name)
    company = replace(COMPANY, officeholders=(*COMPANY.officeholders, also, alternate))
    facts = replace(WITH_LETTER, how=how, ceased_on=date(2026, 11, 20))
    about = [one.message for one in KIND.check(company, facts, TODAY) if one.field == "officeholder"]
    assert words in about[-2]
    assert about[-1].startswith("Nguyễn Thị Minh Khai is alternate director for Siân")


def test_check_of_a_public_company_counts_directors_and_secretaries() -> None:
    messages = [finding.message for finding in KIND.check(PUBLIC, WITH_LETTER, TODAY)]
    assert messages == [
        (
            "Big Kōwhai Limited will have 1 director. A public company needs at least 3 (s201A(2)). Appoint"
            " another director."
        )
    ]
    secretary = CessationFacts(LI_SECRETARY, "removed", date(2026, 11, 30))
    assert found(secretary, PUBLIC) == [("warning", "successor")]
    assert found(secretary, COMPANY) == []


def test_check_of_a_removal_in_a_public_company_asks_for_the_members_meeting() -> None:
    [refused] = errors_of(KIND.check(PUBLIC, SIAN_REMOVED, TODAY))
    assert refused == Finding(
        "error",
        "members_resolved_on",
        "Only the members of a public company can remove a director, at a general meeting of which the intention was"
        " told at least 2 months before (s203D); its directors cannot (s203E). Minutebook writes no papers for that"
        " meeting: enter the day on which the members resolved there.",
    )
    met = KIND.check(PUBLIC, replace(SIAN_REMOVED, members_resolved_on=date(2026, 11, 20)), TODAY)
    assert (met[0].level, met[0].field) == ("warning", "members_resolved_on")
    assert ("20 November 2026" in met[0].message, "s203D" in met[0].message) == (True, True)


@pytest.mark.parametrize(
    ("ceased_on", "resolved_on", "company", "expected"),
    [
        (date(2026, 11, 22), None, COMPANY, ("warning", "how")),
        (date(2026, 11, 21), None, COMPANY, ("error", "members_resolved_on")),
        (date(2026, 11, 30), None, replace(COMPANY, members=()), ("error", "members_resolved_on")),
        (date(2026, 11, 30), date(2026, 11, 20), replace(COMPANY, members=()), None),
        (date(2026, 11, 21), date(2026, 11, 21), COMPANY, None),
        (date(2026, 11, 20), date(2026, 11, 21), COMPANY, ("error", "members_resolved_on")),
        (date(2026, 11, 30), date(2026, 11, 23), COMPANY, ("error", "members_resolved_on")),
    ],
)
def test_check_of_a_removal_wants_the_members_resolution_in_the_pack_or_its_day(
    ceased_on: date, resolved_on: date | None, company: CompanyFacts, expected: tuple[str, str] | None
) -> None:
    facts = replace(SIAN_REMOVED, ceased_on=ceased_on, members_resolved_on=resolved_on)
    assert found(facts, company) == ([expected] if expected else [])


def test_check_warns_when_no_director_lives_in_australia() -> None:
    abroad = replace(
        HEMI_DIRECTOR, person=replace(HEMI_DIRECTOR.person, address=Address("1 Queen St", country="NZ"))
    )
    company = replace(COMPANY, officeholders=(abroad, SIAN_DIRECTOR))
    assert found(WITH_LETTER, company) == [("warning", "successor")]


def test_check_of_a_late_resignation_shows_both_days_the_way_back_and_the_fee() -> None:
    findings = KIND.check(COMPANY, SIAN_RESIGNED_LATE, TODAY)
    assert [(finding.level, finding.field) for finding in findings] == [("warning", "ceased_on")] * 2
    assert findings[0].message == (
        "ASIC was not told by 2 November 2026. Unless ASIC or the Court fixes 5 October 2026, the"
        " resignation takes"
        ' effect on the day of lodgement, 22 November 2026 if that is today, and Siân O\'Connor-"Smith" remains a'
        " director and can sign until then (s203AA). To keep 5 October 2026, apply to ASIC by 30 November"
        " 2026, or to the Court by 5 October 2027."
    )
    assert "late fee" in findings[1].message


@pytest.mark.parametrize(("day", "moves"), [(date(2021, 2, 17), False), (date(2021, 2, 18), True)])
def test_late_notice_moves_no_resignation_from_before_section_203aa(day: date, moves: bool) -> None:
    facts = replace(SIAN_RESIGNED_LATE, ceased_on=day, letter_received_on=day)
    told = " ".join(finding.message for finding in KIND.check(COMPANY, facts, TODAY))
    assert ("s203AA" in told, "late fee" in told) == (moves, True)
    effect = KIND.effect(facts, None, TODAY)
    if moves:
        assert effect.effective_on is None
    else:
        assert effect == Effect(day, "The resignation took effect on 17 February 2021.")


@pytest.mark.parametrize(
    ("appointed_on", "field", "due"),
    [
        (date(2026, 10, 5), "ceased_on", "2 November 2026"),
        (date(2026, 10, 1), "successor.effective_on", "29 October 2026"),
        (date(2026, 11, 22), "ceased_on", "2 November 2026"),
    ],
)
def test_late_form_of_a_resignation_with_a_successor_is_told_once(
    appointed_on: date, field: str, due: str
) -> None:
    successor = replace(APPOINT_KHAI, effective_on=appointed_on, consent_dated=appointed_on)
    findings = KIND.check(COMPANY, replace(SIAN_RESIGNED_LATE, successor=successor), TODAY)
    late = [(one.field, one.message) for one in findings if "ASIC should have been told" in one.message]
    assert [where for where, _ in late] == [field]
    assert f"ASIC should have been told by {due}" in late[0][1]


def test_check_refuses_an_application_to_asic_after_56_days() -> None:
    facts = replace(SIAN_RESIGNED_LATE, seeks_earlier_date=True)
    assert not errors_of(KIND.check(COMPANY, facts, date(2026, 11, 30)))
    assert errors_of(KIND.check(COMPANY, facts, date(2026, 12, 1)))


@pytest.mark.parametrize(
    ("lodged_on", "today", "effective"),
    [
        (None, date(2026, 11, 2), date(2026, 10, 5)),
        (None, date(2026, 11, 3), None),
        (date(2026, 11, 2), TODAY, date(2026, 10, 5)),
        (date(2026, 11, 20), TODAY, date(2026, 11, 20)),
    ],
)
def test_effect_of_a_resignation_waits_for_asic_when_late(
    lodged_on: date | None, today: date, effective: date | None
) -> None:
    assert KIND.effect(SIAN_RESIGNED_LATE, lodged_on, today).effective_on == effective


def test_effect_of_a_late_resignation_offers_asic_and_the_court() -> None:
    effect = KIND.effect(SIAN_RESIGNED_LATE, None, TODAY)
    assert [(way.effective_on, way.apply_by) for way in effect.alternatives] == [
        (date(2026, 10, 5), date(2026, 11, 30)),
        (date(2026, 10, 5), date(2027, 10, 5)),
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            replace(SIAN_RESIGNED_LATE, officeholder=LI_SECRETARY),
            "The resignation took effect on 5 October 2026.",
        ),
        (replace(SIAN_RESIGNED_LATE, how="removed"), "The removal took effect on 5 October 2026."),
        (replace(SIAN_RESIGNED_LATE, how="deceased"), "The office ended on 5 October 2026, by death."),
    ],
)
def test_effect_is_never_moved_for_secretaries_removal_or_death(facts: CessationFacts, sentence: str) -> None:
    expected = Effect(date(2026, 10, 5), sentence)
    assert KIND.effect(facts, None, TODAY) == expected
    assert "s203AA" not in " ".join(finding.message for finding in KIND.check(COMPANY, facts, TODAY))


def test_deadline_is_the_earlier_of_departure_and_successor() -> None:
    successor = replace(APPOINT_KHAI, effective_on=date(2026, 11, 25))
    assert KIND.deadline(HEMI_RESIGNS_SOLE).due_on == date(2026, 12, 29)
    assert KIND.deadline(replace(HEMI_RESIGNS_SOLE, successor=successor)).due_on == date(2026, 12, 23)


def test_summary_is_one_sentence_with_the_successor() -> None:
    assert KIND.summary(SOLE, HEMI_RESIGNS_SOLE) == (
        "Resignation of Hēmi Ngata as director of Solo Pty Ltd, 1 December 2026; Nguyễn Thị Minh Khai"
        " appointed director"
    )
    company, facts = died(SIAN_DIRECTOR, date(2026, 11, 18))
    assert KIND.summary(company, facts) == (
        'Death of Siân O\'Connor-"Smith", director of Kōwhai Whenua Pty Ltd, 18 November 2026'
    )
