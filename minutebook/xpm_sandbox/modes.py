"""The answers that nobody outside Xero knows for sure, each with the values it may have, and the limits.

A client is right only if it is right under every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from minutebook.xpm_sandbox.codec import SeedError, set_field


def _choice(*choices: str) -> Any:
    return field(default=choices[0], metadata={"choices": choices})


@dataclass(slots=True)
class Modes:
    """One field for each unknown; the first choice is the one in force until changed.

    `list_lag` is in seconds; `client_number_limit` in characters, 0 for none. A short own number has 10 at most.
    """

    cost_answer: str = _choice("cost", "status_only")
    own_id_clash: str = _choice("error", "error_400", "second_job")
    own_id_rule: str = _choice("any", "short_refused", "short_cut", "digits_only", "ignored")
    clash_words: str = _choice("in_use", "unique", "twice", "not_allowed")
    unknown_job_words: str = _choice("invalid", "not_found", "does_not_exist", "other", "404")
    list_without_from: str = _choice("400", "200_error")
    empty_list_on_job: str = _choice("present", "absent")
    element_order: str = _choice("recorded", "doc")
    api_method: str = _choice("present", "absent")
    mixed_assign: str = _choice("all_fails", "rest_applies", "rest_applies_silently")
    list_lag: float = 0.0
    job_update_omitted: str = _choice("keeps", "clears")
    unknown_elements: str = _choice("ignored", "refused")
    deleted_id: str = _choice("reusable", "not")
    list_uuid: str = _choice("present", "absent")
    list_midnight: str = _choice("practice", "utc")
    assign_again: str = _choice("ok", "error")
    remove_absent: str = _choice("ok", "error")
    template_cost_date: str = _choice("start", "today")
    client_number_limit: int = 0
    idempotency_key: str = _choice("ignored", "honoured")
    missing_scope: str = _choice("401", "403")
    withheld: str = _choice("nothing", "template", "category", "task", "cost", "invoice")
    minute_window: str = _choice("fixed", "rolling")
    rate_words: str = _choice("plain", "other")
    concurrent_retry_after: str = _choice("absent", "present")
    refused_calls: str = _choice("free", "counted")
    page_link: str = _choice("escaped", "bare")

    def change(self, wanted: dict[str, Any]) -> None:
        """Set modes by name; raises SeedError and changes nothing when one is unknown or not allowed."""
        _check(wanted)
        for name, value in wanted.items():
            set_field(self, name, value)


@dataclass(slots=True)
class Limits:
    """How many calls one app may make to one tenant at once, a minute and a day; `app_minute` is over all tenants."""

    concurrent: int = 5
    minute: int = 60
    day: int = 5000
    app_minute: int = 10_000


def mode_choices() -> dict[str, tuple[str, ...]]:
    """Name every mode with its choices; a mode that takes a number has none."""
    return {f.name: f.metadata.get("choices", ()) for f in fields(Modes)}


def _check(wanted: dict[str, Any]) -> None:
    choices = mode_choices()
    for name, value in wanted.items():
        if name not in choices:
            raise SeedError(f"There is no mode {name}; there are {', '.join(choices)}")
        if choices[name] and value not in choices[name]:
            raise SeedError(f"Mode {name} may be {', '.join(choices[name])}, not {value!r}")
        if not choices[name] and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            raise SeedError(f"Mode {name} must be a number, 0 or more, not {value!r}")
