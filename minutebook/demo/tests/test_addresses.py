"""Reading the tables' one-line addresses."""

import pytest

from minutebook.demo.addresses import address_fields


def test_address_in_two_lines_is_read() -> None:
    assert address_fields("Glenquoich; 1440 Merinda Road, Dubbo NSW 2830") == {
        "line_1": "Glenquoich",
        "line_2": "1440 Merinda Road",
        "suburb": "Dubbo",
        "state": "NSW",
        "postcode": "2830",
        "country": "AU",
    }


def test_address_abroad_has_its_country_and_no_state() -> None:
    assert address_fields("3 Kererū Way, Petone 5012, NZ") == {
        "line_1": "3 Kererū Way",
        "line_2": "",
        "suburb": "Petone",
        "state": "",
        "postcode": "5012",
        "country": "NZ",
    }


@pytest.mark.parametrize("text", ["", "1 Street", "1 Street, Place NSW 2000, AU, more"])
def test_address_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        address_fields(text)
