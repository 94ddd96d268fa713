"""What is resolved when the registered office moves."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    MOVE,
    SOLE,
)
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import CIRCULATED, make_pack, resolved, words


@pytest.mark.parametrize(
    "text", ["12/34 O'Connell & Sons Parade, Parramatta NSW 2150", "the later of the seventh day after"]
)
def test_move_names_the_new_address_and_when_it_takes_effect(text: str) -> None:
    assert text in words(build("circulating_resolution", CIRCULATED["move"]))


@pytest.mark.parametrize("word", ["immediate", "PO Box", "forthwith"])
def test_move_never_takes_effect_at_once(word: str) -> None:
    assert word not in words(build("circulating_resolution", CIRCULATED["move"]))


@pytest.mark.parametrize("consented_on", [None, date(2026, 11, 20)])
def test_move_names_the_occupier_and_the_consent(consented_on: date | None) -> None:
    pack = make_pack(replace(MOVE, occupier_consented_on=consented_on))
    second = resolved(build("circulating_resolution", pack))[1]
    assert "does not occupy the premises at the new address and that Aroha & Partners does" in second
    assert "has consented in writing and has not withdrawn that consent" in second
    assert ("only when" in second) is (consented_on is None)


def test_move_to_premises_of_the_company_names_no_occupier() -> None:
    second = resolved(build("circulating_resolution", CIRCULATED["move, occupied"]))[1]
    assert second == "That it be recorded that the company occupies the premises at the new address."


def test_principal_place_moves_with_the_registered_office() -> None:
    fourth = resolved(build("circulating_resolution", CIRCULATED["move"]))[3]
    assert fourth == "That the principal place of business be changed to the new address on the same day."


def test_director_who_occupies_the_new_office_discloses_it() -> None:
    at_home = replace(MOVE, occupier_name="hēmi ngata")
    assert "Hēmi Ngata has an interest in this resolution" in words(
        build("circulating_resolution", make_pack(at_home))
    )
    assert "the resolution concerns my own premises" in words(
        build("sole_director_resolution", make_pack(at_home, SOLE))
    )
    for facts in (MOVE, replace(at_home, company_occupies=True)):
        assert "Disclosure" not in words(build("circulating_resolution", make_pack(facts)))
