"""The clients in the demo firm's Xero Practice Manager, as years of typing have left them.

Some carry the ACN, some the ABN only, some nothing but a name, some are archived or entered twice, and some
companies are not there at all: every answer that matching can give.
"""

from typing import Any

from .addresses import address_fields
from .contacts import ACNS, COMPANIES, company_abn, company_name
from .people import PEOPLE, PersonSpec
from .specs import CompanySpec

Plain = dict[str, Any]

BY_ACN = (
    "quorindale", "salt_stone", "tazzelwood", "brindlequay", "wexcombe", "nuocvanta", "wislowka", "mullerscheidt",
    "hartlemoor", "zelkovar", "corvinella", "marlopine_1", "solequill", "leapvale", "morvella", "kahuroa",
    "oconnellroy", "thrumbleton", "bellmarrow", "thistledrake",
)  # fmt: skip
BY_ABN = ("papakon",)
# Under the names that people typed; no number at all.
BY_NAME = {
    "gumblesome": "GUMBLESOME TOYS P/L",
    "pipwhistle": "Pipwhistle Early Learning Pty. Limited",
    "otawhao": "Otawhao Honey Pty Ltd",
    "venkara": "Venkara Software Pty Ltd",
    "vantergloam": "Vantergloam Energy Pty Ltd",
}
TWICE_BY_ACN = ("chanfield",)
ARCHIVED_BY_ACN = ("khatiba",)
NOT_THERE = ("fenwickle_super", "drummeadow", "marlopine_2", "yarrabeck", "inkwarren", "shelf")

_PEOPLE_THERE = ("aroha", "thuy", "bogdan", "siobhan", "jane1", "jane2", "heinz", "ivy", "helena", "meiling")
_BODIES_THERE = (
    ("The Ngarimu Whanau Trust", "Trust"),
    ("MARLOPINE UNIT TRUST NO 1", "Trust"),
    ("Papakonstantinou Family Trust", "Trust"),
    ("Fenwickle Superannuation Fund", "Superannuation Fund"),
    ("Wexcombe, Thrale & Pettifold", "Partnership"),
)
_STRANGERS = (
    ("Ambleforge Bicycle Repairs", "Individual"),
    ("Crumblewick & Sons <Removals>", "Partnership"),
    ("Snettleby Holdings Pty Ltd", "Company"),
    ("Wobbegong Kayak Hire Pty Ltd", "Company"),
)


def world_clients() -> list[Plain]:
    """Give all clients in the seed's form, in the order in which they were entered."""
    return [*_company_clients(), *_person_clients(), *_body_clients(), *_closed_clients()]


def _company_clients() -> list[Plain]:
    specs = {spec.key: spec for spec in COMPANIES}
    numbered = [_company(specs[key], company_number=_typed(key)) for key in BY_ACN]
    by_abn = [_company(specs[key], business_number=company_abn(specs[key])) for key in BY_ABN]
    named = [_company(specs[key], name=name) for key, name in BY_NAME.items()]
    twice = [
        _company(specs[key], name=company_name(specs[key]) + ending, company_number=_typed(key))
        for key in TWICE_BY_ACN
        for ending in ("", " (old)")
    ]
    archived = [_company(specs[key], company_number=_typed(key), is_archived=True) for key in ARCHIVED_BY_ACN]
    return [*numbered, *by_abn, *named, *twice, *archived]


def _company(spec: CompanySpec, **told: Any) -> Plain:
    client = {
        "name": company_name(spec),
        "business_structure": "Company",
        "email": f"office@{spec.key.replace('_', '-')}.example",
        "account_manager": "Imogen Fernleigh-Tāmati",
    }
    return client | _address(spec.places[-1].address) | told


def _typed(key: str) -> str:
    """The ACN with spaces for every second company, as people type it."""
    acn = ACNS[key]
    return f"{acn[:3]} {acn[3:6]} {acn[6:]}" if list(ACNS).index(key) % 2 else acn


def _person_clients() -> list[Plain]:
    specs = {spec.key: spec for spec in PEOPLE}
    return [_person(specs[key]) for key in _PEOPLE_THERE]


def _person(spec: PersonSpec) -> Plain:
    client = {
        "name": spec.name,
        "first_name": spec.given_names,
        "last_name": spec.family_name,
        "email": spec.email,
        "date_of_birth": spec.born,
        "business_structure": "Individual",
    }
    return client | _address(spec.home)


def _body_clients() -> list[Plain]:
    return [{"name": name, "business_structure": kind} for name, kind in (*_BODIES_THERE, *_STRANGERS)]


def _closed_clients() -> list[Plain]:
    return [
        {"name": "Brackwell Lantern Solicitors", "is_archived": True},
        {"name": "Estate of R Quillon", "business_structure": "Trust", "is_archived": True},
        {"name": "Test client DELETE ME", "is_deleted": True},
        # A number whose check digit is wrong links nobody.
        {
            "name": "Misprint Stationers Pty Ltd",
            "company_number": "990 100 001",
            "business_structure": "Company",
        },
    ]


def _address(text: str) -> Plain:
    fields = address_fields(text)
    return {
        "address": "\n".join(line for line in (fields["line_1"], fields["line_2"]) if line),
        "city": fields["suburb"],
        "region": fields["state"],
        "post_code": fields["postcode"],
        "country": fields["country"],
    }
