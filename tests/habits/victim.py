"""Another firm's rows, all with one number and one secret, so that a single value tries every kind of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F, ForeignKey

from minutebook.companies.models import Change, Company, CompanyAddress, Officeholder
from minutebook.contacts.models import Contact, FormerName
from minutebook.documents.models import Document, DocumentPack
from minutebook.firms.models import AuditEvent, Firm, FirmOwned, User
from minutebook.firms.roles import Role
from minutebook.jobs.models import Cost, Job
from minutebook.mail.models import Message
from minutebook.practice_manager.models import (
    Client,
    Connection,
    CostItem,
    Delivery,
    DeliveryStep,
    JobTemplate,
    Staff,
)
from minutebook.work import clock

NUMBER = 9_000_001
SECRET = "zzsecret"
NAME = f"Canary {SECRET}"
DAY = date(2026, 3, 4)


def make_victim() -> Firm:
    """A firm with a row of everything that a page, a form or a list could show."""
    firm = Firm.objects.create(pk=NUMBER, name=f"Firm {SECRET}", email=f"{SECRET}@x.example")
    user = User(pk=NUMBER, firm=firm, role=Role.ADMINISTRATOR, email=f"u{SECRET}@x.example", first_name=NAME)
    user.save()
    _registers(firm)
    _practice(firm, user)
    _work(firm, user)
    AuditEvent.across_firms.create(
        pk=NUMBER, firm=firm, user=user, action=f"x.{SECRET}", subject="firm", subject_id=firm.pk
    )
    return firm


def mixed_rows() -> list[str]:
    """Every link from a row of one firm to a row of another."""
    return [f"{model.__name__}.{name}" for model, name in _links() if _is_mixed(model, name)]


def _registers(firm: Firm) -> None:
    contact = _make(
        Contact, firm, name=NAME, family_name=SECRET, email=f"c{SECRET}@x.example", acn="000000019",
        search_key=NAME.lower(), suburb=SECRET, birth_place=SECRET,
    )  # fmt: skip
    _make(FormerName, firm, contact=contact, name=NAME)
    company = _make(Company, firm, contact=contact, name=NAME, acn="000000019", incorporated_on=DAY)
    _make(Officeholder, firm, company=company, contact=contact, office="director", appointed_on=DAY)
    _make(CompanyAddress, firm, company=company, kind="registered", line_1=SECRET, from_date=DAY)


def _practice(firm: Firm, user: User) -> None:
    connection = _make(
        Connection, firm, tenant_id="t", tenant_name=NAME, connected_by=user, is_active=True,
        last_synced_at=clock.now(),
    )  # fmt: skip
    own = {"connection": connection, "uuid": SECRET, "name": NAME}
    _make(Client, firm, **own, search_key=NAME.lower())
    for model in (Staff, JobTemplate, CostItem):
        _make(model, firm, **own)


def _work(firm: Firm, user: User) -> None:
    company, connection = Company.across_firms.get(pk=NUMBER), Connection.across_firms.get(pk=NUMBER)
    delivery = _make(Delivery, firm, connection=connection, tenant_id="t", kind="job", marker=f"M{SECRET}")
    _make(DeliveryStep, firm, delivery=delivery, position=1, kind="job", payload={}, status="question",
          candidates=[{"remote_id": SECRET, "results": {}}])  # fmt: skip
    job = _make(
        Job, firm, contact=company.contact, company=company, delivery=delivery, name=NAME, description=SECRET,
        start_date=DAY, due_date=DAY, label=f"T-{SECRET}", number=f"J-{SECRET}",
    )  # fmt: skip
    _make(
        Cost, firm, job=job, position=1, date=DAY, description=SECRET, quantity=1, unit_cost=0, unit_price=0
    )
    change = _make(
        Change, firm, company=company, kind="officeholder_appointment", facts={}, summary=NAME, event_on=DAY,
        due_on=DAY, status="pending", created_by=user,
    )  # fmt: skip
    message = _make(
        Message, firm, recipients=[{"name": NAME, "email": f"{SECRET}@x.example"}], subject=NAME, body=SECRET,
        message_id=f"<{SECRET}>", label=SECRET,
    )  # fmt: skip
    pack = _make(
        DocumentPack, firm, company=company, change=change, trace_number=f"T-{SECRET}", document_date=DAY, job=job,
        message=message, status="released",
    )  # fmt: skip
    _make(Document, firm, pack=pack, key="cover_letter", title=NAME, position=0)


def _make(model: Any, firm: Firm, **values: Any) -> Any:
    return model.across_firms.create(pk=NUMBER, firm=firm, **values)


def _links() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        if not issubclass(model, FirmOwned):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, ForeignKey) else None
            if target is not None and issubclass(target, FirmOwned | User):
                yield model, field.name


def _is_mixed(model: Any, name: str) -> bool:
    rows = model.across_firms.exclude(**{name: None}).exclude(firm=F(f"{name}__firm"))
    return bool(rows.exists())
