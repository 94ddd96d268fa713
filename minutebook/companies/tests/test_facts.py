"""The snapshot: addresses, offices over time, who is the sole director."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.facts import Address, AppointmentFacts, CompanyFacts, Member, Officeholder, Person

ANA = Person(1, "Ana")
BEN = Person(2, "Ben", is_deceased=True)
CY = Person(3, "Cy")
COMPANY = CompanyFacts(
    1,
    "A & B Pty Ltd",
    "004085616",
    "proprietary",
    date(2020, 1, 1),
    None,
    (
        Officeholder(ANA, "director", date(2020, 1, 1)),
        Officeholder(BEN, "director", date(2020, 1, 1)),
        Officeholder(CY, "director", date(2021, 5, 5), date(2022, 5, 5)),
        Officeholder(CY, "secretary", date(2021, 5, 5)),
    ),
    members=(Member("Ana", (ANA,), "1 ordinary"),),
)


@pytest.mark.parametrize(
    "line",
    [
        "PO Box 12",
        "P.O. Box 12",
        "p o box 12",
        "GPO Box 9",
        "G.P.O. Box 9",
        "PO Box12",
        "Post Office Box 3",
        "Locked Bag 77",
        "Private Mail Bag 7",
        "Parcel Locker 10012345 67890",
        "c/- Poste Restante",
    ],
)
def test_post_box_is_recognised_in_its_many_spellings(line: str) -> None:
    assert Address(line, "Sydney", "NSW", "2000").is_post_box
    assert Address("1 High Street", line_2=line).is_post_box


@pytest.mark.parametrize(
    "line", ["1 Boxhill Road", "Shop 4, Oboe Box Lane", "12 Popo Street", "3 Bagot Road", ""]
)
def test_street_is_no_post_box(line: str) -> None:
    assert not Address(line, "Box Hill", "VIC", "3128").is_post_box


def test_address_lines_leave_no_gaps_and_name_a_foreign_country() -> None:
    address = Address("1 Ōtara <Road>", "Auckland", "", "1010", "NZ", care_of="Rāwiri & Sons")
    assert address.lines() == ("c/- Rāwiri & Sons", "1 Ōtara <Road>", "Auckland 1010", "New Zealand")
    assert Address("1 Rue X", "Paris", country="XK").one_line() == "1 Rue X, Paris, XK"
    assert Address("1 High Street", "Sydney", "NSW", "2000").one_line() == "1 High Street, Sydney NSW 2000"


def test_address_is_same_place_whatever_its_spelling() -> None:
    address = Address("Level 1, 2 High Street", "Sydney", "NSW", "2000")
    assert address.is_same_place(Address("LEVEL 1", "SYDNEY", "nsw", "2000", line_2="2 High  Street"))
    assert not address.is_same_place(replace(address, line_1="Level 2, 2 High Street"))


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2019, 12, 31), []),
        (date(2020, 1, 1), ["Ana"]),
        (date(2022, 5, 4), ["Ana", "Cy"]),
        (date(2022, 5, 5), ["Ana"]),
    ],
)
def test_directors_on_counts_the_living_until_the_day_they_ceased(day: date, names: list[str]) -> None:
    assert [person.name for person in COMPANY.directors_on(day)] == names


def test_sole_director_and_member_must_be_one_person() -> None:
    today = date(2026, 1, 1)
    assert COMPANY.is_sole_director_and_member_on(today)
    assert not replace(COMPANY, members=()).is_sole_director_and_member_on(today)
    assert not replace(COMPANY, members=(Member("Cy", (CY,), "1"),)).is_sole_director_and_member_on(today)
    joint = Member("Ana and Cy", (ANA, CY), "1")
    assert not replace(COMPANY, members=(joint,)).is_sole_director_and_member_on(today)


def test_secretaries_and_overlapping_offices_read_one_office_only() -> None:
    assert [person.name for person in COMPANY.secretaries_on(date(2026, 1, 1))] == ["Cy"]
    entry = COMPANY.officeholders[3]
    again = AppointmentFacts(entry.person, "secretary", date(2026, 1, 1))
    assert COMPANY.office_overlapping(again) == entry
    assert COMPANY.office_overlapping(replace(again, effective_on=date(1990, 1, 1))) == entry
    assert COMPANY.office_overlapping(replace(again, office="director")) is None


def test_director_id_status_prefers_the_number_on_file() -> None:
    facts = AppointmentFacts(ANA, "director", date(2026, 1, 1))
    with_id = replace(
        facts, person=replace(ANA, director_id="036123456789012"), has_applied_for_director_id=True
    )
    applied = replace(facts, has_applied_for_director_id=True)
    assert [each.director_id_status for each in (facts, applied, with_id)] == [
        "missing",
        "applied",
        "on_file",
    ]
    assert not replace(facts, office="secretary").needs_director_id
