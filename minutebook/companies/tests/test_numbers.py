"""Company numbers: check digits, forms, printing; ugly input first."""

import pytest

from minutebook.companies.numbers import (
    abn_matches_acn,
    format_abn,
    format_acn,
    format_director_id,
    is_abn,
    is_acn,
    is_director_id,
)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("", False),
        ("004 085 616 <b>", False),
        ("004085617", False),
        ("00408561", False),
        ("٠٠٤٠٨٥٦١٦", False),
        ("004-085-616", False),
        ("004 085 616", True),
        (" 000 000 019\u00a0", True),
        ("005999977", True),
        ("010 499 966", True),
    ],
)
def test_acn_needs_its_check_digit(number: str, valid: bool) -> None:
    assert is_acn(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("51 824 753 556", True),
        ("53004085616", True),
        ("43 002 724 334", True),
        ("53 004 085 617", False),
        ("", False),
    ],
)
def test_abn_needs_its_check_digits(number: str, valid: bool) -> None:
    assert is_abn(number) is valid


def test_abn_matches_acn_only_of_the_same_company() -> None:
    assert abn_matches_acn("53 004 085 616", "004 085 616")
    assert not abn_matches_acn("53 004 085 616", "000 000 019")
    assert not abn_matches_acn("54 004 085 616", "004 085 616")


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("036 1234 5678 9012", True),
        ("036123456789012", True),
        ("035123456789012", False),
        ("03612345678901", False),
        ("0361234567890123", False),
        ("036-1234-5678-9012", False),
        ("applied for", False),
    ],
)
def test_director_id_has_fifteen_digits_from_036(number: str, valid: bool) -> None:
    assert is_director_id(number) is valid


def test_numbers_print_in_groups_and_leave_other_text_alone() -> None:
    assert [format_acn("004085616"), format_acn("4085616"), format_acn("<i>")] == [
        "004 085 616",
        "4085616",
        "<i>",
    ]
    assert [format_abn("53004085616"), format_abn("")] == ["53 004 085 616", ""]
    assert format_director_id("036123456789012") == "036 1234 5678 9012"
