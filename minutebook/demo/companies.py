"""The ordinary companies of the demo firm: families, trades, a fund's trustee. The odd ones stand beside them."""

from minutebook.companies.models import CompanyAddress

from .addresses import FIRM_OFFICE
from .specs import (
    FIRM_NAME,
    CompanySpec,
    Place,
    allot,
    allot_on_trust,
    alternate,
    at_the_firm,
    cancel,
    director,
    own_premises,
    secretary,
    transfer,
)

_A_B = (("A", "A class shares"), ("B", "B class shares, without a vote"))

ORDINARY_COMPANIES: tuple[CompanySpec, ...] = (
    CompanySpec(
        "quorindale", "Quorindale Holdings Pty Ltd", "2004-06-15",
        at_the_firm("22 Shellback Road, Brookvale NSW 2100"),
        (director("aroha", "2004-06-15"), director("wiremu", "2004-06-15"), secretary("wiremu", "2004-06-15"),
         director("hoani", "2008-02-01", "2015-06-30", "resigned")),
        (allot("aroha", 60, "2004-06-15"), allot("wiremu", 40, "2004-06-15"),
         transfer("wiremu", "maia", 10, "2019-07-01")),
    ),
    CompanySpec(
        "salt_stone", "Salt & Stone (Bondi) Pty Ltd", "2016-09-01",
        own_premises("Shop 2; 180 Gannet Street, Bondi Beach NSW 2026"),
        (director("giulia", "2016-09-01"), director("marco", "2016-09-01"), secretary("giulia", "2016-09-01")),
        (allot("giulia", 50, "2016-09-01"), allot("marco", 50, "2016-09-01")),
    ),
    CompanySpec(
        "tazzelwood", "Tazzelwood Joinery Pty Ltd", "1999-11-23",
        own_premises("Unit 7; 31 Dovetail Close, Marrickville NSW 2204"),
        (director("tazz", "1999-11-23"), director("gwen", "2003-07-01"), secretary("gwen", "1999-11-23")),
        (allot("tazz", 1, "1999-11-23"), allot("gwen", 1, "1999-11-23"), allot("tazz", 999, "2006-06-30")),
    ),
    CompanySpec(
        "brindlequay", "Brindlequay Provedores Pty Ltd", "2011-03-08",
        at_the_firm("4 Oyster Lane, Pyrmont NSW 2009"),
        (director("siobhan", "2011-03-08"), director("declan", "2011-03-08"),
         director("theo", "2013-04-12", "2021-12-31", "resigned"), secretary("declan", "2011-03-08")),
        (allot("siobhan", 400, "2011-03-08"), allot("declan", 400, "2011-03-08"), allot("theo", 200, "2013-04-12"),
         cancel("theo", 200, "2022-01-31")),
    ),
    CompanySpec(
        "wexcombe", "Wexcombe & Thrale Pty Ltd", "1987-05-14",
        own_premises("23 Sheoak Street, Hunters Hill NSW 2110"),
        (director("benedict", "1987-05-14"), director("cordelia", "1994-10-03"), secretary("cordelia", "1994-10-03"),
         alternate("angus", "benedict", "2020-02-10")),
        (allot("benedict", 500, "1987-05-14", "A"), allot("cordelia", 500, "1994-10-03", "A"),
         allot("angus", 100, "2020-02-10", "B", paid="0.01")),
        classes=_A_B,
    ),
    CompanySpec(
        "nuocvanta", "Nuocvanta Imports Pty Ltd", "2009-08-24",
        own_premises("88 Lorikeet Lane, Cabramatta NSW 2166"),
        (director("thuy", "2009-08-24"), director("duc", "2009-08-24"), secretary("thuy", "2009-08-24")),
        (allot("thuy", 51, "2009-08-24"), allot("duc", 49, "2009-08-24")),
    ),
    CompanySpec(
        "wislowka", "Wisłowka Bakehouse Pty Ltd", "2001-02-19",
        own_premises("11 Sourdough Street, Ashfield NSW 2131"),
        (director("bogdan", "2001-02-19"), director("zofia", "2001-02-19"),
         secretary("zofia", "2001-02-19"), director("krzysztof", "2018-05-01")),
        (allot("wisniewski_joint", 100, "2001-02-19"), allot("krzysztof", 25, "2018-05-01", paid="20.00")),
    ),
    CompanySpec(
        "mullerscheidt", "Mullerscheidt Optics Pty Ltd", "1992-04-07",
        at_the_firm("2 Ironbark Court, Lane Cove NSW 2066"),
        (director("heinz", "1992-04-07"), director("ursula", "1992-04-07"), secretary("ursula", "1992-04-07")),
        (allot("heinz", 5000, "1992-04-07"), allot("ursula", 5000, "1992-04-07")),
    ),
    CompanySpec(
        "fenwickle_super", "Fenwickle Super Pty Ltd", "2013-01-21",
        at_the_firm("48 Acacia Terrace, Turramurra NSW 2074"),
        (director("samuel", "2013-01-21"), director("beatrice", "2013-01-21")),
        (allot("samuel", 1, "2013-01-21"), allot("beatrice", 1, "2013-01-21")),
        is_special_purpose=True, has_abn=False,
    ),
    CompanySpec(
        "drummeadow", "Drummeadow Nominees Pty Ltd", "2007-10-10",
        at_the_firm("23 Sheoak Street, Hunters Hill NSW 2110"),
        (director("cordelia", "2007-10-10"), director("benedict", "2007-10-10")),
        (allot("cordelia", 1, "2007-10-10"), allot("benedict", 1, "2007-10-10")),
        has_abn=False,
    ),
    CompanySpec(
        "hartlemoor", "Hartlemoor Childcare Pty Ltd", "2014-07-28",
        own_premises("5 Lillypilly Lane, Dulwich Hill NSW 2203"),
        (director("jane1", "2014-07-28"), director("tallulah", "2017-03-15"), secretary("jane1", "2014-07-28")),
        (allot("jane1", 80, "2014-07-28"), allot("tallulah", 20, "2017-03-15", paid="150.00")),
    ),
    CompanySpec(
        "zelkovar", "Zelkovar Transport Pty Ltd", "1996-09-30",
        own_premises("Depot 3; 600 Tallowwood Road, Moorebank NSW 2170"),
        (director("dragan", "1996-09-30"), director("milica", "2020-08-17"), secretary("milica", "2020-08-17")),
        (allot("dragan", 2, "1996-09-30"), transfer("dragan", "milica", 1, "2020-08-17")),
    ),
    CompanySpec(
        "corvinella", "Corvinella Dental Pty Ltd", "2018-02-12",
        own_premises("Suite 4; 9 Lyrebird Grove, Mosman NSW 2088"),
        (director("helena", "2018-02-12"), director("meilin", "2018-02-12"), secretary("helena", "2018-02-12")),
        (allot("helena", 50, "2018-02-12"), allot_on_trust("drummeadow", 50, "2018-02-12")),
    ),
    CompanySpec(
        "marlopine_1", "Marlopine Property No. 1 Pty Ltd", "2010-05-03",
        at_the_firm("38 Hakea Street, Ryde NSW 2112"),
        (director("rashid", "2010-05-03"), director("nasrin", "2010-05-03")),
        (allot("rashid", 1, "2010-05-03"), allot("nasrin", 1, "2010-05-03")),
    ),
    CompanySpec(
        "marlopine_2", "Marlopine Property No. 2 Pty Ltd", "2010-05-03",
        at_the_firm("38 Hakea Street, Ryde NSW 2112"),
        (director("rashid", "2010-05-03"), director("nasrin", "2010-05-03")),
        (allot_on_trust("marlopine_1", 120, "2010-05-03"),),
        has_abn=False,
    ),
    CompanySpec(
        "pipwhistle", "Pipwhistle Early Learning Pty Ltd", "2019-12-02",
        own_premises("68 Bottlebrush Avenue, Gosford NSW 2250"),
        (director("tallulah", "2019-12-02"), director("jane2", "2019-12-02"), secretary("tallulah", "2019-12-02")),
        (allot("tallulah", 70, "2019-12-02"), allot("jane2", 30, "2019-12-02")),
        review=(6, 30),
    ),
    CompanySpec(
        "chanfield", "Chanfield Tea Traders Pty Ltd", "2005-08-18",
        own_premises("Shop 12; 300 Grevillea Avenue, Chatswood NSW 2067"),
        (director("meilin", "2005-08-18"), director("david_c", "2005-08-18"), secretary("david_c", "2005-08-18")),
        (allot("meilin", 600, "2005-08-18"), allot("david_c", 600, "2005-08-18")),
    ),
    CompanySpec(
        "papakon", "Papakon Marble Works Pty Ltd", "1994-03-25",
        (
            Place(CompanyAddress.Kind.REGISTERED_OFFICE, "70 Casuarina Road, Kogarah NSW 2217", until="2012-06-30"),
            Place(CompanyAddress.Kind.REGISTERED_OFFICE, FIRM_OFFICE, "2012-07-01", occupier=FIRM_NAME),
            Place(CompanyAddress.Kind.PRINCIPAL_PLACE, "14 Quarry Street, Rockdale NSW 2216"),
        ),
        (director("theo", "1994-03-25"), director("eleni", "1994-03-25"), secretary("eleni", "1994-03-25")),
        (allot("theo", 1, "1994-03-25"), allot("eleni", 1, "1994-03-25")),
    ),
    CompanySpec(
        "venkara", "Venkara Software Pty Ltd", "2020-10-14",
        at_the_firm("Unit 1206; 4 Cormorant Walk, Parramatta NSW 2150"),
        (director("priya", "2020-10-14"), director("arjun", "2020-10-14")),
        (allot("priya", 500000, "2020-10-14", paid="0.0001"), allot("arjun", 500000, "2020-10-14", paid="0.0001"),
         transfer("arjun", "phuong", 40000, "2024-02-29")),
    ),
    CompanySpec(
        "khatiba", "Khatiba Halal Foods Pty Ltd", "2017-06-26",
        own_premises("2 Spoonbill Street, Auburn NSW 2144"),
        (director("salma", "2017-06-26"), director("yusuf", "2017-06-26"), secretary("yusuf", "2017-06-26")),
        (allot("salma", 10, "2017-06-26"), allot("yusuf", 10, "2017-06-26")),
    ),
)  # fmt: skip
