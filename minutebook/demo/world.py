"""The demo firm's Xero Practice Manager, as a seed for the sandbox.

Apart from the firm's own rows: nothing here is shared with them but names, so that matching has work to do.
"""

from typing import Any

from minutebook.firms.models import Firm
from minutebook.firms.roles import Role

from .firm import EMAIL_DOMAIN, USER_NAMES, demo_email
from .world_clients import world_clients
from .world_lists import world_lists

Plain = dict[str, Any]

PRACTICE_TENANT_ID = "7f3c1a52-4d0b-5e86-9c21-3a5d8e6f0b11"
ORGANISATION_TENANT_ID = "c2a9e4b7-18d6-5f03-8b4e-6d71f2a3905c"
_PARTS = ("job", "client", "staff", "time")
_SCOPES = [f"practicemanager.{part}{read}" for part in _PARTS for read in ("", ".read")]


def demo_world(firm: Firm, *, client_id: str, client_secret: str, redirect_uri: str) -> Plain:
    """Give the seed: one app, the firm's people, its practice, and an organisation that is no practice."""
    tenants = [_practice(firm), _organisation(firm)]
    return {
        "apps": [
            {
                "name": "Minutebook",
                "client_id": client_id,
                "client_secret": client_secret,
                "redirect_uris": [redirect_uri],
                "scopes": _SCOPES,
            }
        ],
        "users": [_user(role, [tenant["tenant_id"] for tenant in tenants]) for role in USER_NAMES],
        "tenants": tenants,
    }


def _user(role: Role, tenants: list[str]) -> Plain:
    given_name, family_name = USER_NAMES[role]
    return {
        "id": f"user-{role.value}",
        "email": demo_email(role),
        "given_name": given_name,
        "family_name": family_name,
        "tenants": tenants,
        "may_authorise": role == Role.ADMINISTRATOR,
    }


def _practice(firm: Firm) -> Plain:
    return {
        "tenant_id": PRACTICE_TENANT_ID,
        "name": firm.name,
        "type": "PRACTICEMANAGER",
        "time_zone": firm.time_zone,
        **world_lists(),
        "staff": _staff(),
        "clients": world_clients(),
        "jobs": _jobs(),
        "invoices": [],
        "wip_locked_until": None,
    }


def _organisation(firm: Firm) -> Plain:
    return {
        "tenant_id": ORGANISATION_TENANT_ID,
        "name": f"{firm.name} (own books)",
        "type": "ORGANISATION",
        "time_zone": firm.time_zone,
    }


def _staff() -> list[Plain]:
    ours = [
        {"name": f"{first} {last}", "email": demo_email(role)} for role, (first, last) in USER_NAMES.items()
    ]
    # Nobody types an address twice in the same way.
    ours[1]["email"] = ours[1]["email"].title()
    others = [
        {"name": "Beth Quayle", "email": f"beth.quayle@{EMAIL_DOMAIN}"},
        {"name": "Łucja Nowicka-O'Hara", "email": f"lucja@{EMAIL_DOMAIN}"},
        {"name": "Temp & Relief Desk"},
    ]
    return ours + others


def _jobs() -> list[Plain]:
    """Earlier jobs, by which the states' names can be seen."""
    rosalind, tuyet = "Rosalind Fernleigh", "Tuyết Minh Đặng"
    return [
        _job("CoSec 2026 - Annual review - Wexcombe & Thrale Pty Ltd", "Wexcombe & Thrale Pty Ltd",
             ("2026-05-14", "2026-07-14"), "Completed", [tuyet])
        | {"completed_date": "2026-07-02", "costs": [_review_fee("2026-05-14", "Wexcombe & Thrale Pty Ltd")]},
        _job("CoSec 2026 - Annual review - Brindlequay Provedores Pty Ltd", "Brindlequay Provedores Pty Ltd",
             ("2026-03-08", "2026-05-08"), "Ready to Bill", [tuyet])
        | {"costs": [_review_fee("2026-03-08", "Brindlequay Provedores Pty Ltd")]},
        _job("Tax return 2026", "Quorindale Holdings Pty Ltd", ("2026-08-03", "2027-05-15"), "In Progress",
             [rosalind, "Beth Quayle"]),
        _job("Tax return 2026", "Salt & Stone (Bondi) Pty Ltd", ("2026-09-01", "2027-05-15"), "Planned", []),
    ]  # fmt: skip


def _job(name: str, client: str, days: tuple[str, str], state: str, assigned: list[str]) -> Plain:
    start, due = days
    return {
        "name": name, "client": client, "start_date": start, "due_date": due, "state": state, "assigned": assigned,
        "manager": "Rosalind Fernleigh", "partner": "Imogen Fernleigh-Tāmati",
    }  # fmt: skip


def _review_fee(day: str, company: str) -> Plain:
    return {
        "date": day,
        "description": f"Corporate secretarial: annual review, {company}",
        "code": "CS-REVIEW",
        "unit_price": "150.00",
    }
