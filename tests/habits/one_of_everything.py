"""A firm in which every address of the site has something to show, and the arguments that reach it."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from minutebook.core.blobs import store_blob
from minutebook.demo.firm import DemoFirm, build_demo_firm
from minutebook.demo.main_job import main_request
from minutebook.demo.world_lists import JOB_STATES
from minutebook.documents.models import DocumentPack
from minutebook.documents.produce import produce
from minutebook.documents.requests import change_from, read_request
from minutebook.documents.services import draft_pack
from minutebook.firms.filters import save_filter
from minutebook.firms.models import User
from minutebook.firms.roles import Role
from minutebook.jobs.models import Job
from minutebook.practice_manager.matching import link_staff
from minutebook.practice_manager.models import Client, Connection, Consent, JobTemplate, Staff
from minutebook.practice_manager.services import StateName, set_states
from minutebook.work import clock

# Which row the `pk` of an address is of, by how the address begins; the longest beginning wins.
_ROWS = {
    "companies/": "company",
    "contacts/": "contact",
    "changes/": "change",
    "packs/": "draft",
    "packs/<int:pk>/zip/": "released",
    "packs/<int:pk>/documents/<str:key>/file": "released",
    "packs/<int:pk>/lodgement/": "released",
    "packs/<int:pk>/withdrawal/": "released",
    "jobs/": "job",
    "outbox/": "message",
    "filters/": "filter",
    "integration/clients/": "client",
    "integration/contacts/": "contact",
    "settings/users/": "user",
    "settings/practice-manager/": "connection",
    "settings/practice-manager/consents/": "consent",
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_WORDS = {"kind": "officeholder_appointment", "key": "cover_letter", "suffix": "pdf", "page": 1}


@dataclass(frozen=True)
class OneOfEverything:
    """The firm's users and the rows that addresses are about."""

    demo: DemoFirm
    rows: dict[str, Any]
    step_id: int
    cost_id: int

    def user(self, role: Role) -> User:
        """The user of a role."""
        return self.demo.user(role)

    def query(self, name: str) -> dict[str, Any] | None:
        """What an address needs behind its question mark."""
        return {"contact": self.rows["contact"].pk} if name in ("client_state", "client_open_jobs") else None

    def arguments(self, route: str, names: set[str]) -> dict[str, Any]:
        """The arguments of an address; KeyError for one that has nothing here yet: add its row."""
        found = {name: _WORDS[name] for name in names if name in _WORDS}
        if "step" in names:
            found["step"] = self.step_id
        if "cost" in names:
            found["cost"] = self.cost_id
        if "pk" in names:
            begin = max((begin for begin in _ROWS if route.startswith(begin)), key=len)
            found["pk"] = self.rows[_ROWS[begin]].pk
        if "row" in names:
            found["row"] = self._register_row(route).pk
        if missing := names - set(found):
            raise KeyError(f"{route}: say in one_of_everything.py what {missing} stand for")
        return found

    def _register_row(self, route: str) -> Any:
        """An entry of the company's register that the address is about."""
        company = self.rows["company"]
        registers = {
            "officeholders": company.officeholders,
            "members": company.share_transactions,
            "addresses": company.addresses,
        }
        return next(rows for part, rows in registers.items() if part in route).all()[0]


def make_one_of_everything() -> OneOfEverything:
    """Build it; the job is queued and never sent, for there is no sandbox behind."""
    demo = build_demo_firm("correct horse battery staple")
    user = demo.user(Role.ADMINISTRATOR)
    demo.firm.logo_digest = store_blob(PICTURE)
    demo.firm.save()
    connection = _connect(demo, user)
    released = _release(demo, user)
    assert released.job is not None
    assert released.job.delivery is not None
    rows = {
        "company": released.company,
        "contact": released.company.contact,
        "change": released.change,
        "released": released,
        "draft": _draft(demo, user),
        "job": released.job,
        "message": released.message,
        "client": Client.across_firms.exclude(contact=None)[0],
        "user": demo.user(Role.PREPARER),
        "connection": connection,
        "consent": _consent(user),
        "filter": save_filter(user, "job_list", "Mine", "show=needs"),
    }
    return OneOfEverything(
        demo, rows, released.job.delivery.steps.all()[0].pk, released.job.costs.all()[0].pk
    )


def _connect(demo: DemoFirm, user: User) -> Connection:
    connection = Connection(firm=demo.firm, tenant_id="tenant", tenant_name="Practice", connected_by=user)
    connection.seal_tokens("access", "refresh")
    connection.access_expires_at = clock.now() + timedelta(hours=1)
    connection.last_synced_at, connection.is_active = clock.now(), True
    connection.save()
    common = {"firm": demo.firm, "connection": connection}
    for name in ("CoSec - Change", "CoSec - Annual"):
        JobTemplate.across_firms.create(**common, uuid=f"template {name}", name=name)
    person = Staff.across_firms.create(**common, uuid="staff 1", name="Rosalind Fernleigh", email=user.email)
    for company in demo.company().__class__.objects.for_firm(demo.firm):
        Client.across_firms.create(
            **common, uuid=f"client {company.pk}", name=company.name, contact=company.contact
        )
    link_staff(connection, [(user, person)], user)
    set_states(connection, {role: StateName(*state) for role, state in JOB_STATES.items()}, user)
    return connection


def _release(demo: DemoFirm, user: User) -> DocumentPack:
    wanted = main_request(demo) | {"documents": ["cover_letter"], "wait_seconds": 0}
    wanted["release"] = {"way": "send", "recipients": [{"name": "Aroha", "email": "aroha@example.com"}]}
    produce(read_request(wanted, demo.firm), user, Path(settings.DATA_DIR) / "packs")
    pack: DocumentPack = DocumentPack.across_firms.select_related("job__delivery", "message").get(
        job=Job.across_firms.get()
    )
    return pack


def _draft(demo: DemoFirm, user: User) -> DocumentPack:
    request = read_request(main_request(demo), demo.firm)
    return draft_pack(request.company, *change_from(request), user)


def _consent(user: User) -> Consent:
    consent: Consent = Consent.across_firms.create(
        firm=user.firm, user=user, state_hash="0" * 64, verifier_sealed="", created_at=clock.now()
    )
    return consent
