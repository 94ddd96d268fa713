"""Names and numbers that mean the same, and those that do not."""

import pytest

from minutebook.practice_manager.rules import (
    Identity,
    bare_name,
    likeness,
    propose_state_names,
    usual_code,
    valid_abn,
    valid_acn,
)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Salt & Stone (Bondi) Pty Ltd", "salt and stone bondi"),
        ("SALT AND STONE (BONDI) P/L", "salt and stone bondi"),
        ("Kōwhai Whenua Pty. Limited", "kowhai whenua"),
        ("The Kowhai Whenua Proprietary Ltd", "kowhai whenua"),
        ("Nguyễn Holdings Pty Ltd ATF Nguyễn Family Trust", "nguyen holdings nguyen family trust"),
        ("O'Connor\nSons", "o connor sons"),
        ("中文有限公司", "中文有限公司"),
        ("Pty Ltd", "pty ltd"),
        ("Incline Limitless", "incline limitless"),
        ("", ""),
        ("🦘", ""),
    ],
)
def test_bare_name_leaves_what_tells_apart(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("004 085 616", "004085616"),
        ("ACN 004-085-616", "004085616"),
        ("004085617", ""),
        ("4085616", ""),
        ("000000000", ""),
        ("٠٠٤٠٨٥٦١٦", ""),
        ("", ""),
    ],
)
def test_valid_acn_needs_the_check_digit(written: str, digits: str) -> None:
    assert valid_acn(written) == digits


def test_valid_abn_needs_the_check_digits() -> None:
    assert [valid_abn("53 004 085 616"), valid_abn("53 004 085 617"), valid_abn("")] == [
        "53004085616",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        (("Other name", "004085616", ""), "same ACN"),
        (("Other name", "", "53-004-085-616"), "same ABN"),
        (("Salt and Stone P/L", "", ""), "same name"),
        (("Salt and Stone P/L", "004 085 617", ""), "same name"),
        (("Salt & Stone Pty Ltd", "000 000 019", ""), ""),
        (("Salt & Stone Pty Ltd", "999 999 996", ""), ""),
        (("Salt & Stone Pty Ltd", "", "55 004 085 625"), "same name"),
        (("Pepper", "", "89 000 000 019"), ""),
        (("Pepper", "", "66 999 999 996"), ""),
        (("Pepper", "", ""), ""),
        (("Vinegar", "", ""), ""),
    ],
)
def test_likeness_gives_the_surest_reason(theirs: tuple[str, str, str], reason: str) -> None:
    ours = Identity.of("Salt & Stone Pty Ltd", "004 085 616", "53 004 085 616")
    assert likeness(ours, Identity.of(*theirs)) == reason


def test_likeness_sees_an_acn_inside_an_abn() -> None:
    assert likeness(Identity.of("A", "004 085-616", ""), Identity.of("B", "", "53004085616")) == "same ACN"


def test_abn_of_somebody_who_is_no_company_holds_no_acn() -> None:
    ours, theirs = Identity.of("A", "", "18123456789"), Identity.of("B", "", "80987654321")
    assert (ours.any_acn, likeness(ours, theirs)) == ("", "")


def test_likeness_of_nameless_records_is_nothing() -> None:
    assert likeness(Identity.of("🦘", "", ""), Identity.of("…", "", "")) == ""


def test_state_names_are_proposed_from_those_seen() -> None:
    seen = ["In Progress", "PLANNED", "Ready To Invoice", "Queries With Client", " "]
    assert propose_state_names(seen) == {
        "planned": "PLANNED",
        "in progress": "In Progress",
        "complete": "Ready To Invoice",
    }


def test_of_several_names_for_a_state_the_most_usual_is_proposed() -> None:
    assert propose_state_names(["Done", "Finalised", "Completed"]) == {"complete": "Completed"}


def test_usual_code_is_the_name_in_capitals() -> None:
    assert [usual_code("In Progress"), usual_code("To-do (ASIC)"), usual_code("")] == [
        "INPROGRESS",
        "TODOASIC",
        "",
    ]
