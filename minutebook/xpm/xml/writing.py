"""Records to XPM's request bodies; what XML or XPM cannot take is refused here, before anything is sent."""

import re
from base64 import b64encode
from dataclasses import fields
from datetime import date
from decimal import Decimal

from lxml import etree

from minutebook.xpm.errors import Refused
from minutebook.xpm.records import (
    JobUpdate,
    NewClient,
    NewClientContact,
    NewCost,
    NewDocument,
    NewJob,
    NewNote,
)
from minutebook.xpm.xml.envelope import Element

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_JOB_ID = re.compile(r"[A-Za-z0-9]+")
# Where XPM's element is not simply the field's name in capitals; WebSite is written so in requests only.
_CLIENT_TAGS = {
    "website": "WebSite",
    "account_manager_uuid": "AccountManagerUUID",
    "job_manager_uuid": "JobManagerUUID",
    "billing_client_uuid": "BillingClientUUID",
}


def write_new_job(job: NewJob) -> bytes:
    """Write the body of `job.api/add`."""
    if job.id and not _OWN_JOB_ID.fullmatch(job.id):
        raise Refused("A job number of our own may hold letters and digits only: XPM cannot find any other.")
    root = etree.Element("Job")
    _add_required(root, "Name", job.name)
    _add_optional(root, "Description", job.description)
    _add_required(root, "ClientUUID", job.client_uuid)
    _add_optional(root, "ContactUUID", job.contact_uuid)
    _add_required(root, "StartDate", _written_date(job.start_date))
    _add_required(root, "DueDate", _written_date(job.due_date))
    _add_optional(root, "ClientNumber", job.client_number)
    _add_optional(root, "ID", job.id)
    _add_optional(root, "TemplateUUID", job.template_uuid)
    _add_optional(root, "CategoryUUID", job.category_uuid)
    _add_optional(root, "Budget", _written_budget(job.budget))
    return _serialise(root)


def write_job_update(job: JobUpdate) -> bytes:
    """Write the body of `job.api/update`; an empty description is sent, so that it can be emptied."""
    root = etree.Element("Job")
    _add_required(root, "ID", job.id)
    _add_required(root, "Name", job.name)
    _add(root, "Description", job.description)
    _add_required(root, "StartDate", _written_date(job.start_date))
    _add_required(root, "DueDate", _written_date(job.due_date))
    _add_optional(root, "ClientNumber", job.client_number)
    _add_optional(root, "CategoryUUID", job.category_uuid)
    _add_optional(root, "Budget", _written_budget(job.budget))
    return _serialise(root)


def write_job_state(job_id: str, job_uuid: str, code: str) -> bytes:
    """Write the body of `job.api/state`."""
    root = _job_key(job_id, job_uuid)
    _add_required(root, "State", code)
    return _serialise(root)


def write_assignment(job_id: str, job_uuid: str, changes: list[tuple[str, str]]) -> bytes:
    """Write the body of `job.api/assign` from pairs like ("add-manager", staff UUID)."""
    root = _job_key(job_id, job_uuid)
    for change, staff_uuid in changes:
        etree.SubElement(root, change, {"uuid": _sendable(change, staff_uuid)})
    return _serialise(root)


def write_new_cost(cost: NewCost) -> bytes:
    """Write the body of POST `job.api/cost`."""
    root = etree.Element("Cost")
    _add_required(root, "Job", cost.job)
    _add_cost_values(root, cost)
    return _serialise(root)


def write_cost_update(cost_uuid: str, cost: NewCost) -> bytes:
    """Write the body of PUT `job.api/cost`, which names the cost and not its job."""
    root = etree.Element("Cost")
    _add_required(root, "UUID", cost_uuid)
    _add_cost_values(root, cost)
    return _serialise(root)


def write_new_client(client: NewClient) -> bytes:
    """Write the body of `client.api/add`."""
    root = etree.Element("Client")
    _add_required(root, "Name", client.name)
    _add_optional(root, "DateOfBirth", _written_date(client.date_of_birth) if client.date_of_birth else "")
    for field in fields(client):
        if field.name not in {"name", "date_of_birth", "contacts"}:
            _add_optional(root, _tag_of(field.name), getattr(client, field.name))
    if client.contacts:
        contacts = etree.SubElement(root, "Contacts")
        for contact in client.contacts:
            _add_contact(contacts, contact)
    return _serialise(root)


def write_new_note(note: NewNote) -> bytes:
    """Write the body of `job.api/note`."""
    root = etree.Element("Note")
    _add_required(root, "Job", note.job)
    _add_required(root, "Title", note.title)
    _add(root, "Text", note.text)
    _add_optional(root, "Folder", note.folder)
    return _serialise(root)


def write_new_document(document: NewDocument) -> bytes:
    """Write the body of `job.api/document`, the file in base64."""
    root = etree.Element("Document")
    _add_required(root, "Job", document.job)
    _add_required(root, "Title", document.title)
    _add(root, "Text", document.text)
    _add_optional(root, "Folder", document.folder)
    _add_required(root, "FileName", document.file_name)
    _add(root, "Content", b64encode(document.content).decode("ascii"))
    return _serialise(root)


def _job_key(job_id: str, job_uuid: str) -> Element:
    root = etree.Element("Job")
    _add_required(root, "ID", job_id)
    _add_optional(root, "UUID", job_uuid)
    return root


def _add_cost_values(root: Element, cost: NewCost) -> None:
    _add_required(root, "Date", _written_date(cost.date))
    _add_required(root, "Description", cost.description)
    _add_optional(root, "Code", cost.code)
    _add_optional(root, "Note", cost.note)
    _add(root, "Quantity", _written_decimal("Quantity", cost.quantity))
    _add(root, "UnitCost", _written_decimal("UnitCost", cost.unit_cost))
    _add(root, "UnitPrice", _written_decimal("UnitPrice", cost.unit_price))
    _add(root, "Billable", "true" if cost.billable else "false")


def _add_contact(parent: Element, contact: NewClientContact) -> None:
    root = etree.SubElement(parent, "Contact")
    _add_required(root, "Name", contact.name)
    for name in ("salutation", "addressee", "email", "phone", "mobile", "position"):
        _add_optional(root, _tag_of(name), getattr(contact, name))
    _add(root, "IsPrimary", "Yes" if contact.is_primary else "No")


def _tag_of(field_name: str) -> str:
    return _CLIENT_TAGS.get(field_name) or "".join(map(str.capitalize, field_name.split("_")))


def _add_required(parent: Element, tag: str, text: str) -> None:
    if not text.strip():
        raise Refused(f"{tag} is empty, and Xero Practice Manager requires it.")
    _add(parent, tag, text)


def _add_optional(parent: Element, tag: str, text: str) -> None:
    if text:
        _add(parent, tag, text)


def _add(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = _sendable(tag, text)


def _sendable(tag: str, text: str) -> str:
    """Give the text with line breaks as XML has them; raises Refused for what XML 1.0 cannot carry."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        code = ord(forbidden.group())
        raise Refused(f"{tag} holds a character that cannot be sent (U+{code:04X}): remove it and try again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _written_date(day: date) -> str:
    return day.isoformat().replace("-", "")


def _written_budget(budget: Decimal | None) -> str:
    return "" if budget is None else _written_decimal("Budget", budget)


def _written_decimal(tag: str, number: Decimal) -> str:
    if not number.is_finite():
        raise Refused(f"{tag} is not a number.")
    return f"{number:f}"


def _serialise(root: Element) -> bytes:
    return etree.tostring(root, encoding="utf-8")
