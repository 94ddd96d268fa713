"""The occupier's consent."""

from dataclasses import replace

from minutebook.companies.changes.tests.world import MOVE, NEW_OFFICE
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, signers, words


def test_occupiers_consent_names_premises_company_and_that_it_stands() -> None:
    paper = build("occupiers_consent", PACKS["move"])
    text = words(paper)
    assert (
        "Aroha & Partners (the occupier) occupies 12/34 O'Connell & Sons Parade, Parramatta NSW 2150" in text
    )
    assert (
        "the registered office of Kōwhai Whenua Pty Ltd ACN 004 085 616 (the company) from 1 January 2027"
        in text
    )
    assert "has not withdrawn this consent" in text
    assert "section 143" in text
    assert [name for name, _ in signers(paper)] == ["Aroha & Partners"]


def test_occupier_occupies_the_premises_and_not_the_care_of_line() -> None:
    move = replace(MOVE, address=replace(NEW_OFFICE, care_of="Ōtāhuhu & <Sons>"), occupier_name="Zoë O'Brien")
    assert (
        "Zoë O'Brien (the occupier) occupies 12/34 O'Connell & Sons Parade, Parramatta NSW 2150 (the premises)."
    ) in words(build("occupiers_consent", make_pack(move)))
    resolved = words(build("circulating_resolution", make_pack(move)))
    assert "changed to c/- Ōtāhuhu & <Sons>, 12/34 O'Connell & Sons Parade, Parramatta NSW 2150." in resolved
