"""Puts a complete reading into our copies: one short transaction, all of it or nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from minutebook.core.text import fold
from minutebook.xpm import records

from .models import Category, Client, Connection, CostItem, JobState, JobTask, JobTemplate, Staff
from .models.copies import Copy
from .reading import Lists
from .rules import propose_state_names

BATCH = 500


def copy_lists(connection: Connection, lists: Lists) -> None:
    """Make our copies equal to the reading, in the caller's transaction; what XPM no longer has is marked as gone.

    A list that could not be read stays as it was.
    """
    copy_clients(connection, lists.clients, is_whole_list=True)
    _copy(connection, Staff, [_staff(row) for row in lists.staff])
    if lists.templates is not None:
        _copy(connection, JobTemplate, [_named(JobTemplate, row) for row in lists.templates])
    if lists.categories is not None:
        _copy(connection, Category, [_named(Category, row) for row in lists.categories])
    if lists.tasks is not None:
        _copy(connection, JobTask, [_named(JobTask, row) for row in lists.tasks])
    if lists.cost_items is not None:
        _copy(connection, CostItem, [_cost_item(row) for row in lists.cost_items])
    _propose_states(connection, lists.state_names)


def copy_clients(connection: Connection, clients: Iterable[records.Client], *, is_whole_list: bool) -> None:
    """Take over clients; their links to contacts stay. In the caller's transaction."""
    _copy(connection, Client, [_client(client) for client in clients], is_whole_list=is_whole_list)


def _copy(
    connection: Connection, model: type[Copy], rows: Sequence[Copy], *, is_whole_list: bool = True
) -> None:
    """Write what differs, and no more: the transaction holds up everybody else who writes."""
    known = _known(connection, model)
    spelt = {uuid.lower(): uuid for uuid in known}
    for row in rows:
        row.uuid = spelt.get(row.uuid.lower(), row.uuid)
    # One row a uuid: the same record twice in one statement is an error on PostgreSQL.
    unique = {row.uuid: row for row in rows}
    _upsert(connection, model, [row for row in unique.values() if known.get(row.uuid) != _values(row)])
    if is_whole_list:
        _mark_gone(connection, model, known.keys() - unique.keys())


def _known(connection: Connection, model: type[Copy]) -> dict[str, tuple[Any, ...]]:
    """What we have of XPM's own fields, by uuid."""
    rows = model.across_firms.filter(connection=connection).values_list("uuid", *_FIELDS[model])
    return {uuid: tuple(values) for uuid, *values in rows}


def _values(row: Copy) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _FIELDS[type(row)])


def _mark_gone(connection: Connection, model: type[Copy], uuids: Iterable[str]) -> None:
    missing = sorted(uuids)
    for start in range(0, len(missing), BATCH):
        model.across_firms.filter(
            connection=connection, is_gone=False, uuid__in=missing[start : start + BATCH]
        ).update(is_gone=True)


# What XPM owns in each copy; all else (links, what we learnt) is ours and stays.
_FIELDS: dict[type[Copy], list[str]] = {
    Client: [
        "name", "is_gone", "email", "phone", "address", "company_number", "business_number", "structure",
        "is_archived", "search_key",
    ],
    Staff: ["name", "is_gone", "email"],
    JobTemplate: ["name", "is_gone"],
    Category: ["name", "is_gone"],
    JobTask: ["name", "is_gone"],
    CostItem: ["name", "is_gone", "code", "note", "unit_cost", "unit_price"],
}  # fmt: skip


def _upsert(connection: Connection, model: type[Copy], rows: Sequence[Copy]) -> None:
    for row in rows:
        row.firm_id, row.connection_id = connection.firm_id, connection.pk
    model.across_firms.bulk_create(
        list(rows),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["connection", "uuid"],
        update_fields=_FIELDS[model],
    )


def _client(row: records.Client) -> Client:
    lines = (row.address, row.city, row.region, row.post_code, row.country)
    client = Client(
        uuid=row.uuid,
        name=_shown_name(row.name),
        email=_fitted(row.email, 254),
        phone=_fitted(row.phone, 60),
        address=_fitted(", ".join(line.strip() for line in lines if line.strip()), 500),
        company_number=_fitted(row.company_number, 60),
        business_number=_fitted(row.business_number, 60),
        structure=_fitted(row.business_structure, 100),
        is_archived=row.is_archived,
        is_gone=row.is_deleted,
    )
    client.fill_search_key()
    return client


def _staff(row: records.Staff) -> Staff:
    return Staff(uuid=row.uuid, name=_shown_name(row.name), email=_fitted(row.email, 254))


def _named(model: type[Copy], row: records.JobTemplate | records.Category | records.Task) -> Copy:
    return model(uuid=row.uuid, name=_shown_name(row.name))


def _cost_item(row: records.CostItem) -> CostItem:
    return CostItem(
        uuid=row.uuid,
        name=_shown_name(row.description),
        code=_fitted(row.code, 60),
        note=row.note,
        unit_cost=row.unit_cost,
        unit_price=row.unit_price,
    )


def _shown_name(text: str) -> str:
    """A name as it can be shown and clicked, even where XPM has only spaces."""
    return _fitted(text.strip(), 300) or "(no name in XPM)"


def _fitted(text: str, length: int) -> str:
    """A copy is for looking things up: what is longer than its column is cut, and stays whole in XPM."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _propose_states(connection: Connection, seen: Iterable[str]) -> None:
    """A row for each role; its name is filled from the names on jobs, unless an administrator has written one."""
    names = sorted(set(seen), key=fold)
    Connection.across_firms.filter(pk=connection.pk).update(seen_states=names)
    proposals = propose_state_names(names)
    for role in JobState.Role.values:
        state, _ = JobState.across_firms.get_or_create(
            connection=connection, role=role, defaults={"firm_id": connection.firm_id}
        )
        if not state.name and role in proposals:
            state.name = proposals[role][:100]
            state.save(update_fields=["name"])
