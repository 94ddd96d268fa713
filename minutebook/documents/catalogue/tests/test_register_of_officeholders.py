"""The register: pending, effective, former."""

from dataclasses import replace
from datetime import date

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    KHAI,
    SIAN_DIRECTOR,
    SIAN_RESIGNED_LATE,
)
from minutebook.companies.facts import Officeholder
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import DIED, PACKS, make_pack, words


def test_register_shows_the_change_as_pending_and_then_as_effective() -> None:
    before = words(build("register_of_officeholders", PACKS["appoint"]))
    after = words(build("register_of_officeholders", make_pack(APPOINT_KHAI, today=date(2026, 12, 1))))
    assert "As at 22 November 2026" in before
    assert "1 December 2026 (pending)" in before
    assert "1 December 2026 (pending)" not in after
    assert "Director 1 December 2026" in after


def test_register_separates_former_officeholders_and_keeps_the_director_id_out() -> None:
    text = words(build("register_of_officeholders", DIED))
    present, former = text.split("Former officeholders")
    assert "Siân O'Connor" not in present
    assert "18 November 2026 (died)" in former
    assert "036" not in words(build("register_of_officeholders", PACKS["appoint"]))


def test_register_of_a_late_resignation_waits_for_asic() -> None:
    text = words(build("register_of_officeholders", PACKS["late"]))
    assert "pending: the day ASIC is told (resigned)" in text
    assert "Former officeholders" not in text
    lodged = make_pack(SIAN_RESIGNED_LATE, lodged_on=date(2026, 11, 20))
    assert "20 November 2026 (resigned)" in words(build("register_of_officeholders", lodged))


def test_register_shows_an_alternate_for_each_director_they_stand_in_for() -> None:
    held = Officeholder(KHAI, "alternate director", date(2022, 1, 1), None, SIAN_DIRECTOR.person.name)
    company = replace(COMPANY, officeholders=(*COMPANY.officeholders, held))
    new = replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")
    text = words(build("register_of_officeholders", make_pack(new, company)))
    assert "Alternate director for Siân O'Connor" in text
    assert "Alternate director for Hēmi Ngata 1 December 2026 (pending)" in text


def test_register_says_in_one_bracket_that_a_departure_is_pending_and_how_it_comes() -> None:
    assert "30 November 2026 (pending, removed)" in words(
        build("register_of_officeholders", PACKS["removed"])
    )
