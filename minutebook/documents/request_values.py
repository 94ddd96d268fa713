"""Plain values of a request, each read strictly: a slip of the pen is named by its key, never guessed at."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from minutebook.core.errors import DomainError

PERSON = frozenset(
    [
        "name",
        "given_names",
        "family_name",
        "email",
        "phone",
        "birth_date",
        "birth_place",
        "director_id",
        "line_1",
        "line_2",
        "suburb",
        "state",
        "postcode",
        "country",
    ]
)
RELEASE = frozenset(["way", "directory", "recipients", "subject", "body"])
RECIPIENT = frozenset(["name", "email"])
JOB = frozenset(
    [
        "client",
        "create_client",
        "template",
        "name",
        "description",
        "start_date",
        "due_date",
        "staff",
        "manager",
        "partner",
        "state",
        "costs",
        "add_to",
        "reason",
    ]
)
COST = frozenset(["description", "quantity", "unit_cost", "unit_price", "billable", "code", "date"])
APPOINTMENT = frozenset(
    [
        "person",
        "office",
        "effective_on",
        "consent_dated",
        "has_applied_for_director_id",
        "alternate_for",
        "alternate_terms",
    ]
)
CHANGES = {
    "officeholder_appointment": APPOINTMENT,
    "officeholder_cessation": frozenset(
        [
            "person",
            "office",
            "how",
            "ceased_on",
            "letter_received_on",
            "members_resolved_on",
            "successor",
            "seeks_earlier_date",
        ]
    ),
    "registered_office": frozenset(
        [
            "address",
            "resolved_on",
            "takes_effect_on",
            "company_occupies",
            "occupier_name",
            "occupier_consented_on",
            "also_principal_place",
        ]
    ),
}


def read_object(value: Any, key: str, known: frozenset[str] | None = None) -> Mapping[str, Any]:
    """A JSON object with no other keys than these; a misspelt one would otherwise be left out in silence."""
    if not isinstance(value, dict):
        raise DomainError("request", f"{key} is a JSON object.", key)
    unknown = sorted(set(value) - known) if known is not None else []
    if known is not None and unknown:
        raise DomainError(
            "request", f"{key} has no {', '.join(unknown)}. It may have {', '.join(sorted(known))}.", key
        )
    return value


def read_list(value: Any, key: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise DomainError("request", f"{key} is a JSON list.", key)
    return value


def read_text(value: Any, key: str) -> str:
    """A text; null is an empty one, and a whole number, such as a postcode, its digits."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise DomainError("request", f"{key} is a text, not {value!r}.", key)
    return str(value)


def read_day(value: Any, key: str) -> date:
    """A date in ISO."""
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise DomainError("request", f"{key} is a date such as 2026-11-22, not {value!r}.", key) from error


def read_number(value: Any, key: str) -> Decimal:
    """A number, as a JSON number or as text; NaN and Infinity are none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise DomainError("request", f"{key} is a number, not {value!r}.", key)
    return number


def read_truth(value: Any, key: str) -> bool:
    """True or false; the text "false" would count as true."""
    if not isinstance(value, bool):
        raise DomainError("request", f"{key} is true or false, not {value!r}.", key)
    return value


def read_seconds(value: Any, key: str) -> float:
    """Seconds to wait, 0 or more."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or value < 0:
        raise DomainError("request", f"{key} is a number of seconds, not {value!r}.", key)
    return float(value)
