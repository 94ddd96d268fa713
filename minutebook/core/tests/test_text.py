import pytest

from minutebook.core.text import fold, only_digits, read_id, shorten


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kōwhai", "kowhai"),
        ("  KOWHAI\u00a0 & \n Sons ", "kowhai & sons"),
        ("Straße", "strasse"),
        ("Łódź Ørsted Đặng Œuvre", "lodz orsted dang oeuvre"),
        ("İstanbul", "istanbul"),
        ("ﬁrm", "firm"),
        ("文件", "文件"),
        ("", ""),
    ],
)
def test_names_that_people_write_differently_become_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_composed_and_decomposed_letters_become_the_same() -> None:
    assert fold("Ma\u0304ori") == fold("M\u0101ori") == "maori"


@pytest.mark.parametrize(
    ("text", "digits"), [("004 085-616", "004085616"), ("ABN: ٣12", "12"), ("²3", "3"), ("", "")]
)
def test_only_ascii_digits_are_digits(text: str, digits: str) -> None:
    assert only_digits(text) == digits


@pytest.mark.parametrize(("most", "short"), [(9, "Kōwhai Co"), (8, "Kōwhai…"), (3, "Kō…"), (1, "…")])
def test_shortened_text_says_so(most: int, short: str) -> None:
    assert shorten("Kōwhai Co", most) == short


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("", None), ("-1", None), ("1.5", None), ("²", None), ("9" * 5000, None)],
)
def test_id_is_read_or_left_out(text: str, number: int | None) -> None:
    assert read_id(text) == number
