"""The kinds of change the product knows, by key."""

from typing import Any

from minutebook.companies.changes.base import ChangeKind
from minutebook.companies.changes.officeholder_appointment import OFFICEHOLDER_APPOINTMENT
from minutebook.companies.changes.officeholder_cessation import OFFICEHOLDER_CESSATION
from minutebook.companies.changes.registered_office import REGISTERED_OFFICE

KINDS: dict[str, ChangeKind[Any]] = {
    kind.key: kind for kind in (OFFICEHOLDER_APPOINTMENT, OFFICEHOLDER_CESSATION, REGISTERED_OFFICE)
}
