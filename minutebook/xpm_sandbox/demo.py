"""A small world to start with when no seed is given: one app, two users, one practice and an organisation."""

from __future__ import annotations

from typing import Any

from minutebook.xpm_sandbox.seeds import demo_states

TENANT_ID = "5b7c1b1e-3a64-4f52-9a39-0d3a6c1f7e01"
ORGANISATION_ID = "8c0d2f70-54d1-4c0f-8a35-61b1c0a9e702"
SCOPES = (
    "practicemanager.job",
    "practicemanager.client",
    "practicemanager.staff",
    "practicemanager.client.read",
)


def demo_seed(redirect_uri: str = "http://127.0.0.1:8000/connections/callback/") -> dict[str, Any]:
    """Give the demonstration seed; the app's client id is `sandbox-app`, its secret `sandbox-secret`."""
    return {
        "apps": [_app(redirect_uri)],
        "users": [
            _user("u-priya", "priya@example.com", "Priya", "Raman"),
            _user("u-tom", "tom@example.com", "Tom", "Okafor") | {"may_authorise": False},
        ],
        "tenants": [
            _practice(),
            {"tenant_id": ORGANISATION_ID, "name": "Harbour Tools", "type": "ORGANISATION"},
        ],
    }


def _app(redirect_uri: str) -> dict[str, Any]:
    return {
        "client_id": "sandbox-app",
        "client_secret": "sandbox-secret",
        "redirect_uris": [redirect_uri],
        "scopes": [*SCOPES, "practicemanager.staff.read", "practicemanager.job.read"],
        "name": "Minutebook",
    }


def _user(user_id: str, email: str, given: str, family: str) -> dict[str, Any]:
    names = {"given_name": given, "family_name": family}
    return {"id": user_id, "email": email, **names, "tenants": [TENANT_ID, ORGANISATION_ID]}


def _practice() -> dict[str, Any]:
    return {
        "tenant_id": TENANT_ID,
        "name": "Example & Partners",
        "time_zone": "Pacific/Auckland",
        "states": demo_states(),
        "staff": [
            {"name": "Priya Raman", "email": "priya@example.com"},
            {"name": "Hēmi Tāmati", "email": "hemi@example.com"},
        ],
        "clients": [
            {"name": "Harbour Tools Limited", "email": "office@harbour.example", "company_number": "1234567"},
            {"name": "O'Neill & Søn <Holdings> Pty Ltd", "account_manager": "Priya Raman"},
            {"name": "Hill Farm Trust", "is_archived": True},
        ],
        "categories": [{"name": "Corporate secretarial"}],
        "tasks": [{"name": "Prepare documents"}, {"name": "Lodge with the registry"}],
        "standard_costs": [
            {
                "description": "Registry filing fee",
                "code": "FILING",
                "unit_cost": "45.00",
                "unit_price": "60.00",
            }
        ],
        "templates": [_template()],
    }


def _template() -> dict[str, Any]:
    return {
        "name": "Corporate secretarial",
        "tasks": [
            {"task": "Prepare documents", "estimated_minutes": 60},
            {"task": "Lodge with the registry", "estimated_minutes": 15},
        ],
        "milestones": [{"description": "Signed copies back", "days": 14}],
        "costs": [{"description": "Disbursements", "code": "DISB", "unit_price": "12.50"}],
    }
