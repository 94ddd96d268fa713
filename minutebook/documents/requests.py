"""REQUEST.json of `minutebook produce`: its people, clients and staff are looked up by the names that people use.

docs/produce.md has the format with examples; every refusal names the key it is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.contacts.numbers import read_director_id
from minutebook.core.errors import DomainError
from minutebook.core.text import fold, only_digits
from minutebook.firms.models import Firm
from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.places import Choice, Place, place_of
from minutebook.practice_manager.models import Connection

from .request_texts import check_texts
from .request_values import (
    APPOINTMENT,
    CHANGES,
    COST,
    JOB,
    PERSON,
    RECIPIENT,
    RELEASE,
    read_day,
    read_list,
    read_number,
    read_object,
    read_seconds,
    read_text,
    read_truth,
)

KEYS = {"company", "change", "documents", "release", "job", "wait_seconds"}
_PERSON_FIELDS = (
    "given_names", "family_name", "email", "phone", "birth_place",
    "line_1", "line_2", "suburb", "state", "postcode", "country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """The request with its company found and its plain parts checked; the rest is read step by step."""

    company: Company
    change: Mapping[str, Any]
    documents: list[str] | None
    release: Mapping[str, Any]
    job: Mapping[str, Any] | None
    wait_seconds: float


def read_request(content: Any, firm: Firm) -> Request:
    """Check the shape; refused with the key at fault."""
    if not isinstance(content, dict):
        raise DomainError("request", "The request is one JSON object.", "request")
    check_texts(content)
    unknown = sorted(set(content) - KEYS)
    if unknown:
        raise DomainError(
            "request", f"Unknown key: {', '.join(unknown)}. Known are {', '.join(sorted(KEYS))}.", "request"
        )
    for key in ("company", "change"):
        if key not in content:
            raise DomainError("request", f"The key {key} is missing.", key)
    documents = content.get("documents")
    return Request(
        company=find_company(firm, str(content["company"])),
        change=read_object(content["change"], "change"),
        documents=None if documents is None else [str(key) for key in read_list(documents, "documents")],
        release=_release(content.get("release", {"way": "download"})),
        job=None if content.get("job") is None else read_object(content["job"], "job", JOB),
        wait_seconds=read_seconds(content.get("wait_seconds", 60), "wait_seconds"),
    )


def find_company(firm: Firm, text: str) -> Company:
    """The firm's company with this ACN or name."""
    companies = Company.objects.for_firm(firm).select_related("firm", "contact")
    digits = only_digits(text)
    found = list(companies.filter(acn=digits)) if len(digits) == 9 else []
    found = found or [one for one in companies if fold(one.name) == fold(text)]
    if len(found) != 1:
        raise DomainError("company", f"{len(found)} companies match {text!r}: give its ACN.", "company")
    return found[0]


def change_from(request: Request) -> tuple[str, dict[str, Any]]:
    """The kind of change and its stored facts, people replaced by their contacts."""
    facts = dict(request.change)
    kind, company = str(facts.pop("kind", "")), request.company
    if kind not in CHANGES:
        raise DomainError("kind", f"change.kind is one of {', '.join(sorted(CHANGES))}.", "change.kind")
    read_object(facts, "change", CHANGES[kind])
    if kind == "officeholder_appointment":
        return kind, _appointment(company.firm, facts)
    if kind == "officeholder_cessation":
        person = find_contact(company.firm, facts.pop("person", ""), "change.person")
        office = facts.pop("office", "director")
        row = company.officeholders.filter(contact=person, office=office, ceased_on=None).first()
        if row is None:
            raise DomainError(
                "officeholder", f"{person.name} is not a {office} of {company.name}.", "change.person"
            )
        successor = facts.pop("successor", None)
        if successor is not None:
            successor = _appointment(
                company.firm, dict(read_object(successor, "change.successor", APPOINTMENT))
            )
        facts["successor"] = successor
        return kind, {**facts, "officeholder_id": row.pk}
    return kind, facts


def find_contact(firm: Firm, wanted: Any, key: str) -> Contact:
    """The one contact with this name, ACN, ABN or id; an object with a name makes the person where there is none."""
    if isinstance(wanted, dict):
        return _contact_from(firm, wanted, key)
    contacts = Contact.objects.for_firm(firm)
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        found = list(contacts.filter(pk=wanted))
    else:
        digits = only_digits(str(wanted))
        found = list(contacts.filter(acn=digits)) if len(digits) == 9 else []
        found = found or (list(contacts.filter(abn=digits)) if len(digits) == 11 else [])
        found = found or [
            one
            for one in contacts.filter(search_key__contains=fold(str(wanted)))
            if fold(one.name) == fold(str(wanted))
        ]
    if len(found) != 1:
        ids = ", ".join(str(one.pk) for one in found)
        hint = f"give one of the ids {ids}" if found else "write the name as in Global Contacts"
        raise DomainError("contact", f"{len(found)} contacts match {wanted!r}: {hint}.", key)
    return found[0]


def job_from(request: Request, proposed: JobDraft, connection: Connection | None) -> JobDraft:
    """The proposed job with what the request says in place of it; given costs count as confirmed.

    Without a connection it is for the job book: staff are our users, the template is a standard job.
    """
    job, firm = request.job or {}, request.company.firm
    place = place_of(firm, connection)
    changes: dict[str, Any] = {"adds_job": True, "is_confirmed": True}
    for name in ("name", "description", "state"):
        if name in job:
            changes[name] = read_text(job[name], f"job.{name}")
    if "add_to" in job:
        changes |= {"add_to": read_text(job["add_to"], "job.add_to"), "add_to_uuid": ""}
    for name in ("start_date", "due_date"):
        if name in job:
            changes[name] = read_day(job[name], f"job.{name}")
    if "client" in job:
        contact = find_contact(firm, job["client"], "job.client")
        client = place.client_of(contact)
        changes |= {"contact_id": contact.pk, "client_id": client.pk if client else None}
    changes["creates_client"] = read_truth(job.get("create_client", False), "job.create_client")
    if "template" in job:
        template = _named(place.templates(), job["template"], "job.template")
        changes |= place.template_values(template)
    if "staff" in job:
        people = job["staff"] if isinstance(job["staff"], list) else [job["staff"]]
        changes["staff_ids"] = tuple(_staff(place, one, proposed, "job.staff") for one in people)
    for name in ("manager", "partner"):
        if job.get(name):
            changes[f"{name}_id"] = _staff(place, job[name], proposed, f"job.{name}")
    if "costs" in job:
        start = changes.get("start_date", proposed.start_date)
        changes["costs"] = tuple(
            _cost(line, number, start) for number, line in enumerate(read_list(job["costs"], "job.costs"))
        )
    return proposed.with_changes(**changes)


def _appointment(firm: Firm, facts: dict[str, Any]) -> dict[str, Any]:
    person = find_contact(firm, facts.pop("person", ""), "change.person")
    facts.setdefault("office", "director")
    return {**facts, "contact_id": person.pk}


def _release(value: Any) -> Mapping[str, Any]:
    release = read_object(value, "release", RELEASE)
    if release.get("way") not in ("download", "send"):
        raise DomainError("request", 'release.way is "download" or "send".', "release.way")
    for number, one in enumerate(read_list(release.get("recipients", []), "release.recipients")):
        key = f"release.recipients[{number}]"
        _require_texts(read_object(one, key, RECIPIENT), key, RECIPIENT)
    _require_texts(release, "release", ("directory", "subject", "body"))
    return release


def _require_texts(values: Mapping[str, Any], key: str, names: Iterable[str]) -> None:
    for name in names:
        read_text(values.get(name), f"{key}.{name}")


def _contact_from(firm: Firm, wanted: dict[str, Any], key: str) -> Contact:
    read_object(wanted, key, PERSON)
    name = read_text(wanted.get("name"), f"{key}.name").strip()
    if not name:
        raise DomainError("contact", "A person needs a name.", f"{key}.name")
    born = read_day(wanted["birth_date"], f"{key}.birth_date") if wanted.get("birth_date") else None
    same = [one for one in Contact.objects.for_firm(firm) if fold(one.name) == fold(name)]
    if same:
        return _same_person(same, born, key)
    contact = Contact(firm=firm, name=name, kind=Contact.Kind.INDIVIDUAL, birth_date=born)
    for field in _PERSON_FIELDS:
        setattr(contact, field, read_text(wanted.get(field), f"{key}.{field}"))
    contact.country = contact.country or "AU"
    contact.director_id = _director_id(wanted, f"{key}.director_id")
    try:
        contact.clean_fields(exclude=["firm"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError("contact", f"{field}: {' '.join(messages)}", f"{key}.{field}") from error
    contact.save()
    return contact


def _director_id(wanted: Mapping[str, Any], key: str) -> str:
    typed = read_text(wanted.get("director_id"), key)
    try:
        return read_director_id(typed) if typed else ""
    except DomainError as error:
        raise DomainError(error.code, error.message, key) from error


def _same_person(same: list[Contact], born: date | None, key: str) -> Contact:
    """The contact of that name; refused where it is not sure that it is the same person."""
    if len(same) > 1 or (born and same[0].birth_date and born != same[0].birth_date):
        ids = ", ".join(str(one.pk) for one in same)
        raise DomainError(
            "contact", f"Somebody else may be called that too. Give the id of one: {ids}.", f"{key}.name"
        )
    return same[0]


def _named(choices: list[Choice], name: Any, key: str) -> Any:
    """The key of the one choice with this name."""
    wanted = str(name).casefold()
    found = [value for value, label in choices if wanted in (label.casefold(), str(value).casefold())]
    if len(found) != 1:
        raise DomainError(
            "named", f"{len(found)} are called {name!r}. Write the name as the panel shows it.", key
        )
    return found[0]


def _staff(place: Place, wanted: Any, proposed: JobDraft, key: str) -> int:
    if wanted == "me" and proposed.staff_ids:
        return proposed.staff_ids[0]
    found = place.by_email(str(wanted))
    return int(_named(place.people(), wanted, key) if found is None else found)


def _cost(line: Any, number: int, start: date) -> CostDraft:
    key = f"job.costs[{number}]"
    values = read_object(line, key, COST)
    return CostDraft(
        date=read_day(values["date"], f"{key}.date") if values.get("date") else start,
        description=read_text(values.get("description"), f"{key}.description"),
        quantity=read_number(values.get("quantity", 1), f"{key}.quantity"),
        unit_cost=read_number(values.get("unit_cost", 0), f"{key}.unit_cost"),
        unit_price=read_number(values.get("unit_price", 0), f"{key}.unit_price"),
        is_billable=read_truth(values.get("billable", True), f"{key}.billable"),
        code=read_text(values.get("code"), f"{key}.code"),
    )
