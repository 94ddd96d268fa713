"""A small company with hard names, and changes to it, for tests of law and of wording."""

from dataclasses import replace
from datetime import date

from minutebook.companies.facts import (
    Address,
    AppointmentFacts,
    CessationFacts,
    CompanyFacts,
    Member,
    Officeholder,
    Person,
    RegisteredOfficeFacts,
)

TODAY = date(2026, 11, 22)
OFFICE = Address("Level 4, 1 Te Kōwhai Street", "Sydney", "NSW", "2000")
NEW_OFFICE = Address("12/34 O'Connell & Sons Parade", "Parramatta", "NSW", "2150")
HEMI = Person(1, "Hēmi Ngata", "Hēmi", "Ngata", (), date(1975, 3, 4), "Rotorua, New Zealand", OFFICE)
SIAN = Person(2, 'Siân O\'Connor-"Smith"', "Siân", 'O\'Connor-"Smith"', ("Siân Jones",), date(1980, 2, 29))
KHAI = Person(
    3, "Nguyễn Thị Minh Khai", "Thị Minh Khai", "Nguyễn", ("Trần <Khai>",), date(1990, 7, 1),
    "Huế, Viet Nam", NEW_OFFICE, "036123456789012",
)  # fmt: skip
LI = Person(4, "李 小龍", "小龍", "李", (), date(1985, 1, 2), "Hong Kong", OFFICE, "036999999999999")
HEMI_DIRECTOR = Officeholder(HEMI, "director", date(2019, 6, 3))
SIAN_DIRECTOR = Officeholder(SIAN, "director", date(2020, 2, 29))
LI_SECRETARY = Officeholder(LI, "secretary", date(2021, 7, 1))
COMPANY = CompanyFacts(
    company_id=7,
    name="Kōwhai Whenua Pty Ltd",
    acn="004085616",
    company_type="proprietary",
    incorporated_on=date(2019, 6, 3),
    registered_office=OFFICE,
    officeholders=(HEMI_DIRECTOR, SIAN_DIRECTOR, LI_SECRETARY),
    abn="53004085616",
    members=(Member("Hēmi Ngata", (HEMI,), "60 ordinary"), Member("Siân and 李", (SIAN, LI), "40 ordinary")),
)
SOLE = replace(
    COMPANY,
    name="Solo Pty Ltd",
    officeholders=(HEMI_DIRECTOR,),
    members=(Member("Hēmi Ngata", (HEMI,), "100 ordinary"),),
)
PUBLIC = replace(COMPANY, name="Big Kōwhai Limited", company_type="public")
APPOINT_KHAI = AppointmentFacts(KHAI, "director", date(2026, 12, 1), date(2026, 11, 20))
KHAI_SECRETARY = replace(APPOINT_KHAI, office="secretary")
SIAN_RESIGNS = CessationFacts(SIAN_DIRECTOR, "resigned", date(2026, 11, 30))
SIAN_RESIGNED_LATE = CessationFacts(SIAN_DIRECTOR, "resigned", date(2026, 10, 5), date(2026, 10, 5))
SIAN_REMOVED = CessationFacts(SIAN_DIRECTOR, "removed", date(2026, 11, 30))
HEMI_RESIGNS_SOLE = CessationFacts(
    HEMI_DIRECTOR, "resigned", date(2026, 12, 1), successor=replace(APPOINT_KHAI, consent_dated=None)
)
MOVE = RegisteredOfficeFacts(
    NEW_OFFICE,
    date(2026, 11, 22),
    date(2027, 1, 1),
    occupier_name="Aroha & Partners",
    also_principal_place=True,
)


def died(entry: Officeholder, day: date) -> tuple[CompanyFacts, CessationFacts]:
    """The company and the change after the death of one of its officeholders."""
    dead = replace(entry, person=replace(entry.person, is_deceased=True))
    others = tuple(dead if other == entry else other for other in COMPANY.officeholders)
    return replace(COMPANY, officeholders=others), CessationFacts(dead, "deceased", day)
