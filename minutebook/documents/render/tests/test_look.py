"""What a firm may choose for its papers, and what is refused."""

import pytest

from minutebook.core.errors import DomainError
from minutebook.documents.render.look import MAX_LOGO_BYTES, FirmLook
from minutebook.documents.render.tests.samples import LOOK, flat_png


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"logo": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}, "logo"),
        ({"logo": flat_png() + b"\x00" * MAX_LOGO_BYTES}, "logo"),
        ({"logo": b""}, "logo"),
        ({"colour": "red"}, "colour"),
        ({"colour": "#0f4c5c\n"}, "colour"),
    ],
)
def test_firm_look_refuses_what_cannot_be_printed(choice: dict, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        FirmLook("Firm", **choice)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#0f4c5c", "#0f4c5c"), ("#000000", "#000000"), ("#ffff00", "#747400"), ("#ffffff", "#747474")],
)
def test_ink_is_dark_enough_to_read(colour: str, ink: str) -> None:
    assert FirmLook("Firm", colour=colour).ink == ink


def test_contact_lines_leave_out_what_is_empty() -> None:
    assert FirmLook("Firm", ("", "Level 4"), email="a@b.example").contact_lines == ("Level 4", "a@b.example")
    assert LOOK.quiet_lines == (
        "Level 4, 12 Lambton Quay, PO Box 1234, Wellington 6140",
        "+64 4 555 0100  ·  office@aroha.example  ·  aroha.example",
    )
    assert FirmLook("Firm").quiet_lines == ()
