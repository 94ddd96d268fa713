"""How the audit trail reads on the page: its codes as words of the trade. The stored events keep their codes."""

from typing import Any

from django import template

register = template.Library()

NOUNS = {
    "pack": "document pack",
    "documentpack": "document pack",
    "delivery": "job in XPM",
    "preset": "standard job",
    "jobpreset": "standard job",
    "sharetransaction": "share transaction",
    "companyaddress": "address",
}


@register.filter
def noun(code: str) -> str:
    """The word for a kind of record: "documentpack" is a document pack."""
    return NOUNS.get(code, code.replace("_", " "))


@register.filter
def event_words(action: str) -> str:
    """What was done: "connection.jobs_switched_on" reads "Connection: jobs switched on"."""
    subject, _, verb = action.partition(".")
    words = f"{noun(subject)}: {verb.replace('_', ' ')}"
    return words[0].upper() + words[1:]


@register.filter
def fact_words(facts: dict[str, Any]) -> str:
    """The facts in one line by name, for PostgreSQL keeps no order of its own: "by acn, contact 83"."""
    return ", ".join(f"{noun(name.removesuffix('_id'))} {_value(facts[name])}" for name in sorted(facts))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{name} {_value(inner)}" for name, inner in value.items()) + ")"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return str(value).replace("_", " ")
