import pytest

from minutebook.contacts.numbers import (
    is_director_id,
    mask_director_id,
    names_tax_file_number,
    read_abn,
    read_acn,
    read_director_id,
    show_abn,
    show_acn,
)
from minutebook.core.errors import DomainError


@pytest.mark.parametrize("typed", ["004 085 616", "004085616", " 004-085-616 ", "000 000 019", "005 999 977"])
def test_acn_reads_with_or_without_spaces(typed: str) -> None:
    assert read_acn(typed) == "".join(char for char in typed if char.isdigit())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("004 085 617", "acn"),
        ("00408561", "length"),
        ("004 085 61X", "digits"),
        ("００４０８５６１６", "digits"),
    ],
)
def test_acn_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_acn(typed)
    assert refused.value.code == code


def test_abn_reads_and_is_refused() -> None:
    assert read_abn("51 824 753 556") == "51824753556"
    with pytest.raises(DomainError) as refused:
        read_abn("51 824 753 557")
    assert refused.value.code == "abn"


def test_director_id_has_fifteen_digits_from_036() -> None:
    assert read_director_id("036 1234 5678 9012") == "036123456789012"
    for typed, code in (("037123456789012", "director_id"), ("0361", "length")):
        with pytest.raises(DomainError) as refused:
            read_director_id(typed)
        assert refused.value.code == code


def test_numbers_read_grouped_and_director_ids_masked() -> None:
    assert (show_acn("004085616"), show_abn("53004085616"), show_acn("12")) == (
        "004 085 616",
        "53 004 085 616",
        "12",
    )
    assert (mask_director_id("036123456789012"), mask_director_id("")) == ("036••••••••9012", "")


@pytest.mark.parametrize(
    ("text", "names_one"),
    [
        ("TFN 123 456 782", True),
        ("his tax file no. is 12345678", True),
        ("TFN on file with the bank", False),
        ("ring 123 456 782", False),
        ("Plaftfn 123456782", False),
        ("123-456-782 (TFN)", True),
        ("Tax file number of Ms Ngata, as told on the phone today: 123456782", True),
        ("Tax file work for Kōwhai Pty Ltd ACN 004 085 616", False),
        ("Tax file work, ABN 53 004 085 616, ring 0400 123 456", False),
        ("Tax file" + " as agreed" * 9 + ", call 9123 4567", False),
    ],
)
def test_tax_file_number_is_noticed_beside_its_words(text: str, names_one: bool) -> None:
    assert names_tax_file_number(text) is names_one


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("036123456789012", True),
        ("036 1234 5678 9012", True),
        ("037123456789012", False),
        ("03612345678901", False),
        ("", False),
    ],
)
def test_is_director_id_checks_length_and_start(number: str, expected: bool) -> None:
    assert is_director_id(number) is expected
