"""The practice that this slice's tests read from, as a sandbox seed; names are chosen to be awkward."""

from typing import Any

PRACTICE, SECOND_PRACTICE, ORGANISATION = "practice-1", "practice-2", "organisation-1"
REDIRECT_URI = "http://testserver/settings/practice-manager/callback/"
PARTS = ("job", "client", "staff")
SCOPES = [f"practicemanager.{part}{read}" for part in PARTS for read in ("", ".read")]
STATES = [
    {"name": "To Be Scheduled", "code": "SCHED", "type": "Standard"},
    {"name": "In Progress", "code": "INPROGRESS", "type": "Standard"},
    {"name": "Completed", "code": "COMPLETED", "type": "Completed"},
    {"name": "Cancelled", "code": "DROPPED", "type": "Cancelled"},
]


def seed() -> dict[str, Any]:
    """One app; a person with one practice, one with two, one who may not authorise; an organisation beside."""
    return {
        "apps": [
            {
                "client_id": "app",
                "client_secret": "app-secret",
                "redirect_uris": [REDIRECT_URI],
                "scopes": SCOPES,
                "name": "Minutebook",
            }
        ],
        "users": [
            _user("one", [PRACTICE, ORGANISATION]),
            _user("two", [PRACTICE, SECOND_PRACTICE]),
            _user("none", [PRACTICE, ORGANISATION]) | {"may_authorise": False},
        ],
        "tenants": [
            _practice(),
            {"tenant_id": SECOND_PRACTICE, "name": "Second & Sons", "type": "PRACTICEMANAGER"},
            {"tenant_id": ORGANISATION, "name": "Own books", "type": "ORGANISATION"},
        ],
    }


def _user(user_id: str, tenants: list[str]) -> dict[str, Any]:
    return {
        "id": user_id,
        "email": f"{user_id}@practice.example",
        "given_name": user_id.title(),
        "family_name": "Person",
        "tenants": tenants,
        "may_authorise": True,
    }


def _practice() -> dict[str, Any]:
    return {
        "tenant_id": PRACTICE,
        "name": "Ngata & Walker",
        "type": "PRACTICEMANAGER",
        "states": STATES,
        "staff": [
            {"name": "Minh Trần", "email": "PREPARER@firm.example"},
            {"name": "Temp <Desk>"},
        ],
        "clients": [
            {
                "name": "Salt & Stone (Bondi) Pty Ltd",
                "company_number": "004 085 616",
                "business_structure": "Company",
                "address": "1 Sea St",
                "city": "Bondi",
            },
            {"name": "Kōwhai <Whenua> Trust", "business_structure": "Trust"},
            {"name": "Hill Farm Trust", "is_archived": True},
            {"name": "X" * 300},
        ],
        "categories": [{"name": "CoSec - billable"}],
        "tasks": [{"name": "Corporate secretarial"}],
        "templates": [{"name": "cosec - change"}, {"name": "Tax return"}],
        "standard_costs": [
            {"description": "ASIC fee", "code": "ASIC", "unit_cost": "61.00", "unit_price": "61.00"},
        ],
        "jobs": [
            {
                "name": "Tax",
                "client": "Hill Farm Trust",
                "state": "To Be Scheduled",
                "start_date": "2026-08-03",
                "due_date": "2026-12-01",
            }
        ],
    }
