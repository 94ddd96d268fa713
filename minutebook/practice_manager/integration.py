"""The board of Contacts Integration: every client with one status word, filtered and counted.

Suggestions are worked out in memory for all clients at once, since a status that depends on folded names and check
digits cannot be asked of the database.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from minutebook.contacts.queries import search_terms
from minutebook.core.pages import Sort
from minutebook.core.text import only_digits

from .matching import free_contacts
from .models import Client, Connection
from .rules import REASONS, Identity, likeness


class Status(StrEnum):
    """What a client is to us; the value stands in the address, the label on the screen."""

    LINKED = "linked"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"
    ARCHIVED = "archived"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {"archived": "Archived in XPM", "gone": "Deleted in XPM"}.get(self.value, self.value.title())


@dataclass(frozen=True, slots=True)
class Guess:
    """A contact that may be the client, and why."""

    contact_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """The clients that a search found: their ids in order under the chosen status, and how many each status has."""

    client_ids: list[int]
    statuses: dict[int, Status]
    guesses: dict[int, Guess]
    counts: Counter[Status] = field(default_factory=Counter)


UNSORTED = Sort()
SORT_KEYS = ("name", "structure", "acn", "status")


def board(
    connection: Connection, text: str = "", status: Status | None = None, sort: Sort = UNSORTED
) -> Board:
    """All clients that the text finds, classified; deleted ones only while they are still linked."""
    rows = _rows(connection, text)
    guesses = _guesses(connection, rows)
    statuses = {row.pk: _status(row, guesses) for row in rows}
    rows = _sorted(rows, statuses, sort)
    shown = [row.pk for row in rows if status is None or statuses[row.pk] == status]
    return Board(shown, statuses, guesses, Counter(statuses.values()))


def search_clients(connection: Connection, text: str, limit: int) -> list[Client]:
    """Usable clients by name, ACN or ABN, with or without spaces."""
    rows = Client.objects.for_firm(connection.firm_id).filter(
        search_terms(text), connection=connection, is_gone=False, is_archived=False
    )
    return list(rows.select_related("contact")[:limit])


def _rows(connection: Connection, text: str) -> list[Client]:
    """The clients that the text finds, by name without regard to case and marks."""
    clients = Client.objects.for_firm(connection.firm_id).filter(search_terms(text), connection=connection)
    rows = clients.exclude(is_gone=True, contact=None).only(
        "id",
        "name",
        "search_key",
        "structure",
        "company_number",
        "business_number",
        "contact_id",
        "is_archived",
        "is_gone",
    )
    return sorted(rows, key=lambda row: (row.search_key.partition(" | ")[0], row.pk))


def _sorted(rows: list[Client], statuses: dict[int, Status], sort: Sort) -> list[Client]:
    """By that column, clients without a value last; equal ones stay by name."""
    words: dict[str, Callable[[Client], str]] = {
        "structure": lambda row: row.structure.casefold(),
        "acn": lambda row: only_digits(row.company_number),
        "status": lambda row: f"{list(Status).index(statuses[row.pk])}",
    }
    of = words.get(sort.key)
    if of is None:
        return rows[::-1] if sort.is_descending else rows
    filled = sorted((row for row in rows if of(row)), key=of, reverse=sort.is_descending)
    return filled + [row for row in rows if not of(row)]


def _status(client: Client, guesses: dict[int, Guess]) -> Status:
    if client.is_gone:
        return Status.GONE
    if client.is_archived:
        return Status.ARCHIVED
    if client.contact_id is not None:
        return Status.LINKED
    return Status.SUGGESTED if client.pk in guesses else Status.UNMATCHED


def _guesses(connection: Connection, clients: list[Client]) -> dict[int, Guess]:
    """For each client that is open, the likeliest contact that is still free."""
    free = _FreeContacts(connection)
    found = {}
    for client in clients:
        if client.contact_id is None and client.is_usable:
            guess = free.guess(Identity.of(client.name, client.company_number, client.business_number))
            if guess is not None:
                found[client.pk] = guess
    return found


class _FreeContacts:
    """The firm's contacts without a client in this practice manager, by what they can be told."""

    def __init__(self, connection: Connection) -> None:
        self._identities: dict[int, Identity] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for pk, name, acn, abn in free_contacts(connection).values_list("id", "name", "acn", "abn"):
            self._add(pk, Identity.of(name, acn, abn))

    def guess(self, client: Identity) -> Guess | None:
        """The contact most like this client."""
        candidates = {pk for key in _keys(client) for pk in self._by_key.get(key, ())}
        found = [(likeness(self._identities[pk], client), pk) for pk in sorted(candidates)]
        ranked = sorted((REASONS.index(reason), pk, reason) for reason, pk in found if reason)
        return Guess(ranked[0][1], ranked[0][2]) if ranked else None

    def _add(self, pk: int, identity: Identity) -> None:
        self._identities[pk] = identity
        for key in _keys(identity):
            self._by_key[key].append(pk)


def _keys(identity: Identity) -> set[str]:
    return {key for key in (identity.name, identity.acn, identity.any_acn, identity.abn) if key}
