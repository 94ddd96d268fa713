"""The demo firm: enough of everything, every number valid, every register consistent, nothing real."""

import re
import time
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from stdnum.au import abn as abn_check
from stdnum.au import acn as acn_check

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareTransaction
from minutebook.companies.snapshots import company_facts
from minutebook.contacts import numbers
from minutebook.contacts.models import Contact
from minutebook.core.text import fold
from minutebook.demo.firm import DemoFirm, build_demo_firm, demo_email
from minutebook.documents.render.fonts import missing_in
from minutebook.firms.models import Firm, User
from minutebook.firms.roles import Role

PASSWORD = "quiet wombat lantern"
REAL_WORDS = re.compile(
    r"\b(woolworths|coles|telstra|optus|qantas|westpac|commonwealth|anz|nab|macquarie|bhp|rio tinto|atlassian|canva|"
    r"bunnings|myer|aldi|origin|agl|boral|lendlease|xero|myob|google|amazon|apple|deloitte|kpmg|pwc)\b"
)
ISSUED = {
    "Quorindale Holdings Pty Ltd": {"ORD": 100},
    "Brindlequay Provedores Pty Ltd": {"ORD": 800},
    "Wexcombe & Thrale Pty Ltd": {"A": 1000, "B": 100},
    "Bellmarrow Growers Limited": {"ORD": 85000},
    "Vantergloam Energy Pty Ltd": {"ORD": 1000000, "PREF": 375000},
    "Venkara Software Pty Ltd": {"ORD": 1000000},
    "Thrumbleton Engineering Pty Ltd": {"ORD": 100},
}
QUORINDALE_MEMBERS = [
    ("Aroha Mereana Ngārimu", "60 ORD"),
    ("Wiremu Parāone", "30 ORD"),
    ("Māia Tāwhiri-Ngārimu", "10 ORD"),
]


def test_firm_holds_enough_of_everything(demo: DemoFirm) -> None:
    kinds = Counter(Contact.objects.for_firm(demo.firm).values_list("kind", flat=True))

    assert Company.objects.for_firm(demo.firm).count() == 34
    assert dict(kinds) == {
        "individual": 58, "company": 35, "trust": 5, "smsf": 2, "partnership": 1, "joint": 2, "other": 2
    }  # fmt: skip
    assert Officeholder.objects.for_firm(demo.firm).count() == 92


def test_users_have_each_role_and_the_password(demo: DemoFirm) -> None:
    users = list(User.objects.filter(firm=demo.firm).order_by("id"))

    assert [(user.email, user.role) for user in users] == [
        ("administrator@fernleigh.example", "administrator"),
        ("partner@fernleigh.example", "partner"),
        ("preparer@fernleigh.example", "preparer"),
        ("viewer@fernleigh.example", "viewer"),
    ]
    assert [user.check_password(PASSWORD) for user in users] == [True] * 4
    assert demo.user(Role.VIEWER) == users[3]


def test_building_again_changes_nothing(demo: DemoFirm) -> None:
    contacts = list(Contact.objects.for_firm(demo.firm).order_by("id").values())

    again = build_demo_firm("another password")

    assert (again.firm, again.is_new, demo.is_new) == (demo.firm, False, True)
    assert Firm.objects.count() == 1
    assert list(Contact.objects.for_firm(demo.firm).order_by("id").values()) == contacts
    assert demo.user(Role.ADMINISTRATOR).check_password(PASSWORD)


def test_building_again_finds_the_firm_after_one_user_changed_the_address(demo: DemoFirm) -> None:
    User.objects.filter(email=demo_email(Role.ADMINISTRATOR)).update(email="me@fernleigh.example")

    assert build_demo_firm(PASSWORD) == DemoFirm(demo.firm, is_new=False)


@pytest.mark.django_db
def test_building_is_fast() -> None:
    started = time.monotonic()
    build_demo_firm(PASSWORD)

    assert time.monotonic() - started < 5


def test_another_firm_stays_empty(demo: DemoFirm, other_firm: Firm) -> None:
    assert Contact.objects.for_firm(other_firm).count() == 0
    assert Company.objects.for_firm(other_firm).count() == 0


def test_every_acn_and_abn_is_valid_and_unlike_a_real_one(demo: DemoFirm) -> None:
    acns = list(Company.objects.for_firm(demo.firm).values_list("acn", flat=True))
    abns = [abn for abn in Contact.objects.for_firm(demo.firm).values_list("abn", flat=True) if abn]

    assert [acn for acn in acns if not acn_check.is_valid(acn) or not acn.startswith("990")] == []
    assert [abn for abn in abns if not abn_check.is_valid(abn) or abn[2:4] != "99"] == []
    assert (len(set(acns)), len(set(abns))) == (34, 39)
    assert len(abns) == 39


def test_companies_and_their_contacts_agree(demo: DemoFirm) -> None:
    for company in Company.objects.for_firm(demo.firm).select_related("contact"):
        contact = company.contact
        assert (company.name, company.acn, company.abn) == (contact.name, contact.acn, contact.abn)
        assert company.abn == "" or numbers.abn_matches_acn(company.abn, company.acn)


def test_director_ids_have_their_form_and_differ(demo: DemoFirm) -> None:
    people = Contact.objects.for_firm(demo.firm).filter(kind=Contact.Kind.INDIVIDUAL)
    ids = [person.director_id for person in people if person.has_director_id]

    assert (len(ids), len(set(ids))) == (54, 54)
    assert [number for number in ids if not numbers.is_director_id(number)] == []


def test_shares_held_equal_shares_issued_at_every_moment(demo: DemoFirm) -> None:
    issued: dict[str, dict[str, int]] = {}
    for company in Company.objects.for_firm(demo.firm):
        holdings, total = _fold(company)
        assert {code: sum(held.values()) for code, held in holdings.items()} == dict(total), company.name
        issued[company.name] = dict(total)

    assert {name: issued[name] for name in ISSUED} == ISSUED
    assert [name for name, total in issued.items() if sum(total.values()) <= 0] == []


def _fold(company: Company) -> tuple[dict[str, Counter[Any]], Counter[str]]:
    holdings: dict[str, Counter[Any]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for row in company.share_transactions.select_related("share_class").order_by("on", "id"):
        held = holdings[row.share_class.code]
        if row.from_member_id:
            held[row.from_member_id] -= row.number
            assert held[row.from_member_id] >= 0, f"{company}: more shares leave than are held"
        if row.to_member_id:
            held[row.to_member_id] += row.number
        total[row.share_class.code] += {"allotment": 1, "cancellation": -1}.get(row.kind, 0) * row.number
    return holdings, total


def test_movements_have_the_sides_of_their_kind(demo: DemoFirm) -> None:
    sides = {
        (row.kind, bool(row.from_member_id), bool(row.to_member_id))
        for row in ShareTransaction.objects.for_firm(demo.firm)
    }

    assert sides == {("allotment", False, True), ("transfer", True, True), ("cancellation", True, False)}


def test_no_fact_is_older_than_its_company_and_none_lies_ahead(demo: DemoFirm) -> None:
    for company in Company.objects.for_firm(demo.firm):
        days = [
            *company.officeholders.values_list("appointed_on", flat=True),
            *company.share_transactions.values_list("on", flat=True),
            *company.addresses.values_list("from_date", flat=True),
        ]
        assert company.incorporated_on is not None
        assert company.incorporated_on <= min(days), company.name
        assert max(days) <= date(2026, 8, 31), company.name


def test_every_officeholder_was_of_age_and_ended_after_beginning(demo: DemoFirm) -> None:
    for term in Officeholder.objects.for_firm(demo.firm).select_related("contact"):
        assert _age_on(term.contact.birth_date, term.appointed_on) >= 18, term.contact
        assert term.ceased_on is None or term.ceased_on > term.appointed_on
        assert bool(term.ceased_on) == bool(term.cessation)


def _age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def test_every_company_has_a_resident_director_and_both_addresses(demo: DemoFirm) -> None:
    today = date(2026, 11, 22)
    for company in Company.objects.for_firm(demo.firm):
        facts = company_facts(company)
        living = facts.directors_on(today)
        residents = [person for person in living if person.address and person.address.is_in_australia]
        assert residents, company.name
        assert facts.registered_office is not None
        assert facts.registered_office.is_in_australia
        assert not facts.registered_office.is_post_box
        assert facts.principal_place is not None


def test_public_company_has_three_directors_and_a_secretary(demo: DemoFirm) -> None:
    facts = company_facts(demo.company("bellmarrow"))
    today = date(2026, 11, 22)

    assert (facts.company_type, len(facts.directors_on(today)), len(facts.secretaries_on(today))) == (
        "public",
        3,
        1,
    )


def test_showcase_company_is_as_the_tour_says(demo: DemoFirm) -> None:
    facts = company_facts(demo.company())
    today = date(2026, 11, 22)

    assert facts.name == "Quorindale Holdings Pty Ltd"
    assert [(member.name, member.shares) for member in facts.members] == QUORINDALE_MEMBERS
    assert [person.name for person in facts.directors_on(today)] == [
        "Aroha Mereana Ngārimu",
        "Wiremu Parāone",
    ]
    assert facts.occupier == "Fernleigh & Daughters"
    assert demo.person().name == "Māia Tāwhiri-Ngārimu"
    assert demo.person().has_director_id


def test_odd_cases_are_there(demo: DemoFirm) -> None:
    contacts, today = Contact.objects.for_firm(demo.firm), date(2026, 11, 22)
    solequill = company_facts(demo.company("solequill"))

    assert list(contacts.filter(name="Jane Smith").order_by("birth_date").values_list("birth_date", flat=True)) == [
        date(1951, 10, 12), date(1980, 2, 29)
    ]  # fmt: skip
    assert list(contacts.filter(is_deceased=True).values_list("name", flat=True)) == ["Peter Alan Thrumble"]
    assert solequill.is_sole_director_and_member_on(today)
    assert not company_facts(demo.company("gumblesome")).is_sole_director_and_member_on(today)
    assert len(company_facts(demo.company("gumblesome")).directors_on(today)) == 1
    assert [
        person.director_id for person in company_facts(demo.company("inkwarren")).directors_on(today)
    ] == ["", ""]
    assert company_facts(demo.company("kahuroa")).occupier == "Brackwell Lantern Solicitors"
    assert demo.company("leapvale").incorporated_on == date(2012, 2, 29)
    assert (demo.company("leapvale").review_month, demo.company("leapvale").review_day) == (2, 29)
    assert demo.company("morvella").name == "Morvella R&D <Labs> Pty Ltd"
    assert demo.company("shelf").name == f"A.C.N. {numbers.show_acn(demo.company('shelf').acn)} Pty Ltd"
    assert demo.company("fenwickle_super").is_special_purpose
    assert len(demo.company("thistledrake").name) > 200


def test_a_dead_director_stays_in_the_register_until_recorded(demo: DemoFirm) -> None:
    peter = demo.person("peter")
    offices = peter.offices.order_by("appointed_on")

    assert [(office.company.name, office.ceased_on) for office in offices] == [
        ("Thrumbleton Engineering Pty Ltd", date(2026, 5, 2)),
        ("Yarrabeck Merinda Pastoral Pty Ltd", None),
    ]


def test_former_names_are_found(demo: DemoFirm) -> None:
    found = Contact.objects.for_firm(demo.firm).filter(search_key__contains=fold("Żółkiewska"))

    assert [contact.name for contact in found] == ["Zofia Wiśniewska"]
    assert fold("Gumblesome Games") in demo.company("gumblesome").contact.search_key


def test_register_keeps_an_earlier_registered_office(demo: DemoFirm) -> None:
    rows = demo.company("papakon").addresses.filter(kind=CompanyAddress.Kind.REGISTERED_OFFICE)

    assert [(row.line_1, row.suburb, row.from_date, row.until_date) for row in rows] == [
        ("70 Casuarina Road", "Kogarah", date(1994, 3, 25), date(2012, 6, 30)),
        ("Level 2", "Surry Hills", date(2012, 7, 1), None),
    ]


def test_names_that_no_font_shows_stand_in_no_register(demo: DemoFirm) -> None:
    unprintable = [one for one in Contact.objects.for_firm(demo.firm).order_by("id") if missing_in(one.name)]

    assert [one.name for one in unprintable] == ["陳美玲", "נועה לוי", "Poppy 🌼 Applequist"]
    assert Officeholder.objects.for_firm(demo.firm).filter(contact__in=unprintable).count() == 0
    assert ShareTransaction.objects.for_firm(demo.firm).filter(to_member__in=unprintable).count() == 0


def test_no_company_carries_a_known_name(demo: DemoFirm) -> None:
    names = Company.objects.for_firm(demo.firm).values_list("name", flat=True)

    assert [name for name in names if REAL_WORDS.search(fold(name))] == []


def test_mail_and_telephones_can_reach_nobody(demo: DemoFirm) -> None:
    contacts = list(Contact.objects.for_firm(demo.firm))

    assert [
        contact.email for contact in contacts if contact.email and not contact.email.endswith(".example")
    ] == []
    assert [
        contact.phone for contact in contacts if contact.phone and not contact.phone.startswith("(02) 5550 ")
    ] == []
    addresses = [contact.email for contact in contacts if contact.email]
    assert sorted(addresses) == sorted(set(addresses))


def test_every_row_fits_its_columns(demo: DemoFirm) -> None:
    for contact in Contact.objects.for_firm(demo.firm):
        contact.full_clean()
    for company in Company.objects.for_firm(demo.firm):
        company.full_clean()
