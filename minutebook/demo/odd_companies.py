"""The odd companies of the demo firm: each is here for a case that a careless product gets wrong."""

from minutebook.companies.models import CompanyAddress

from .specs import (
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

# 300 characters would be refused by the registry; this is about as long as names get.
_LONG_NAME = (
    "The Exceedingly Thoroughly and Rather Unnecessarily Lengthily Named Thistledrake Pastoral, Agricultural, "
    "Horticultural, Viticultural and Apicultural Investment and Development Corporation of Greater "
    "Wollumbindle and Districts Pty Limited"
)

ODD_COMPANIES: tuple[CompanySpec, ...] = (
    # One person is the only director and the only member, without a constitution: ss 135, 198E and 201F govern.
    CompanySpec(
        "solequill", "Solequill Studio Pty Ltd", "2021-04-19",
        own_premises("Studio 3; 77 Paperbark Street, Newtown NSW 2042"),
        (director("ivy", "2021-04-19"),),
        (allot("ivy", 100, "2021-04-19"),),
        has_constitution=False,
    ),
    # One director who is not the only member.
    CompanySpec(
        "gumblesome", "Gumblesome Toys Pty Ltd", "2008-07-09",
        own_premises("7 Lillypilly Lane, Lismore NSW 2480"),
        (director("ezra", "2008-07-09"),),
        (allot("ezra", 75, "2008-07-09"), allot("tallulah", 25, "2016-11-11", paid="40.00")),
        former=("Gumblesome Games Pty Ltd", "2016-10-31"),
    ),
    # Born on 29 February, and so is its director; its review date is 28 February in every year.
    CompanySpec(
        "leapvale", "Leapvale Analytics Pty Ltd", "2012-02-29",
        own_premises("10 Snowgum Street, Braddon ACT 2612"),
        (director("leonard", "2012-02-29"), secretary("leonard", "2012-02-29")),
        (allot("leonard", 12, "2012-02-29"),),
    ),
    CompanySpec(
        "morvella", "Morvella R&D <Labs> Pty Ltd", "2022-01-31",
        at_the_firm("12 Shearwater Street, Balmain NSW 2041"),
        (director("astrid", "2022-01-31"), director("priya", "2022-01-31")),
        (allot("astrid", 900, "2022-01-31", paid="0.10", unpaid="0.90"), allot("priya", 100, "2022-01-31")),
    ),
    CompanySpec(
        "kahuroa", "Kahurōa Marine Pty Ltd", "2015-12-24",
        (
            Place(CompanyAddress.Kind.REGISTERED_OFFICE, "Suite 9; 200 Tawny Owl Street, Sydney NSW 2000",
                  occupier="Brackwell Lantern Solicitors"),
            Place(CompanyAddress.Kind.PRINCIPAL_PLACE, "Berth 14; 2 Dinghy Row, Pyrmont NSW 2009"),
        ),
        (director("rua", "2015-12-24"), director("hoani", "2015-12-24"), alternate("aroha", "rua", "2023-05-01")),
        (allot("rua", 100, "2015-12-24"), allot("kotuku", 300, "2018-08-08", paid="2.50")),
    ),
    CompanySpec(
        "otawhao", "Ōtāwhao Honey Pty Ltd", "2020-06-30",
        own_premises("15 Manuka Street, Byron Bay NSW 2481"),
        (director("ngaio", "2020-06-30"), director("mononym", "2022-09-05"), secretary("mononym", "2022-09-05")),
        (allot("ngaio", 3, "2020-06-30"), transfer("ngaio", "mononym", 1, "2022-09-05")),
    ),
    CompanySpec(
        "oconnellroy", "O'Connellroy \"Quick Fix\" Plumbing Pty Ltd", "2003-10-27",
        own_premises("61 Plover Street, Coogee NSW 2034"),
        (director("declan", "2003-10-27"), director("siobhan", "2003-10-27", "2010-01-15", "removed"),
         secretary("siobhan", "2010-01-15")),
        (allot("declan", 1, "2003-10-27"), allot("siobhan", 1, "2003-10-27")),
    ),
    # A director died: the register here says so, and the estate holds the shares.
    CompanySpec(
        "thrumbleton", "Thrumbleton Engineering Pty Ltd", "1982-08-16",
        own_premises("40 Stringybark Street, Orange NSW 2800"),
        (director("peter", "1982-08-16", "2026-05-02", "deceased"), director("nora", "1982-08-16"),
         secretary("nora", "1982-08-16"), director("oliver", "2009-07-01")),
        (allot("peter", 50, "1982-08-16"), allot("nora", 50, "1982-08-16"),
         transfer("peter", "thrumble_estate", 50, "2026-08-20")),
    ),
    # The same death, not recorded yet.
    CompanySpec(
        "yarrabeck", "Yarrabeck Merinda Pastoral Pty Ltd", "1990-01-29",
        at_the_firm("Glenquoich; 1440 Merinda Road, Dubbo NSW 2830"),
        (director("lachlan", "1993-07-01"), director("fiona", "1998-07-01"), director("peter", "1990-01-29")),
        (allot("peter", 200, "1990-01-29"), allot("yarrabeck_joint", 1800, "1993-07-01")),
    ),
    # No director ID on file for any director, one of them barely of age.
    CompanySpec(
        "inkwarren", "Inkwarren Press Pty Ltd", "2024-03-04",
        own_premises("20 Mountain Ash Road, Katoomba NSW 2780"),
        (director("minnie", "2024-03-04"), director("eleni", "2024-03-04")),
        (allot("minnie", 60, "2024-03-04"), allot("clarence", 40, "2024-03-04")),
    ),
    CompanySpec(
        "bellmarrow", "Bellmarrow Growers Limited", "1998-03-31",
        own_premises("260 Quandong Road, Griffith NSW 2680"),
        (director("georgina", "1998-03-31"), director("angus", "1998-03-31"), director("benedict", "2005-11-18"),
         secretary("angus", "1998-03-31")),
        (allot("georgina", 40000, "1998-03-31"), allot("angus", 25000, "1998-03-31"),
         allot("benedict", 10000, "2005-11-18", paid="2.20"), allot_on_trust("drummeadow", 15000, "2012-02-29"),
         cancel("georgina", 5000, "2020-12-01")),
        is_public=True,
    ),
    CompanySpec(
        "vantergloam", "Vantergloam Energy Pty Ltd", "2019-02-28",
        own_premises("25 Waratah Street, Paddington NSW 2021"),
        (director("shirin", "2019-02-28"), director("helena", "2021-07-12")),
        (allot("shirin", 1000000, "2019-02-28", paid="0.001"),
         allot("helena", 250000, "2021-07-12", "PREF", paid="0.40", unpaid="1.60"),
         allot("kotuku", 125000, "2023-11-30", "PREF", paid="2.00"),
         transfer("kotuku", "quorindale", 25000, "2025-06-30", "PREF")),
        classes=(("ORD", "Ordinary shares"), ("PREF", "Redeemable preference shares")),
    ),
    # Named by its own number, as a company may be.
    CompanySpec(
        "shelf", "A.C.N. {acn} Pty Ltd", "2026-07-06",
        at_the_firm("41 Quillfeather Street, Surry Hills NSW 2010"),
        (director("phuong", "2026-07-06"),),
        (allot("phuong", 1, "2026-07-06"),),
        has_constitution=False, has_abn=False,
    ),
    CompanySpec(
        "thistledrake", _LONG_NAME, "2000-02-29",
        at_the_firm("Glenquoich; 1440 Merinda Road, Dubbo NSW 2830"),
        (director("lachlan", "2000-02-29"), director("fiona", "2000-02-29")),
        (allot("lachlan", 6, "2000-02-29"), allot("fiona", 6, "2000-02-29")),
    ),
)  # fmt: skip
