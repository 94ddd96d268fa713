"""The occupier's consent."""

from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import PACKS, signers, words


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
