"""The standard job for a kind of change: the firm's own, or the shipped example."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from minutebook.companies.changes.table import KINDS
from minutebook.core.text import shorten
from minutebook.firms.models import Firm, User, record_event
from minutebook.practice_manager.guide import ToCreate
from minutebook.practice_manager.models import Connection, JobTemplate

from .defaults import STANDARD_JOBS
from .models import Cost, JobPreset, PresetCost

_WORD = re.compile(r"\{(\w+)\}")


def preset_for(firm: Firm, change_kind: str) -> tuple[JobPreset, list[PresetCost]]:
    """The firm's standard job with its cost lines; the shipped one, not saved, where the firm has none."""
    own = JobPreset.objects.for_firm(firm).filter(change_kind=change_kind).first()
    if own is not None:
        return own, list(own.costs.all())
    return _shipped(firm, change_kind)


def template_of(preset: JobPreset, connection: Connection) -> JobTemplate | None:
    """The template in XPM that the standard job names, case aside; None where it is not there, or not any more."""
    rows = JobTemplate.objects.for_firm(preset.firm_id).filter(connection=connection, is_gone=False)
    found: JobTemplate | None = rows.filter(name__iexact=preset.template_name).first()
    return found


def missing_template(firm: Firm, change_kind: str, connection: Connection | None) -> str:
    """The name of a standard job's template that XPM does not have; nothing where it is there, or nobody can know."""
    preset, _ = preset_for(firm, change_kind)
    if connection is None or connection.last_synced_at is None or template_of(preset, connection):
        return ""
    return preset.template_name


def own_names(firm: Firm, field: str) -> tuple[ToCreate, ...]:
    """The templates or categories that the firm's own standard jobs name, each once, with what it is for."""
    wanted: dict[str, list[str]] = {}
    for preset in JobPreset.objects.for_firm(firm).exclude(**{field: ""}):
        wanted.setdefault(getattr(preset, field), []).append(KINDS[preset.change_kind].label)
    return tuple(
        ToCreate(name, f"For your standard job: {', '.join(kinds)}") for name, kinds in wanted.items()
    )


def save_preset(preset: JobPreset, lines: list[dict[str, Any]], user: User) -> JobPreset:
    """Keep the firm's own standard job; its prices are the firm's from now on, no longer examples."""
    with transaction.atomic():
        preset.save()
        preset.costs.all().delete()
        PresetCost.across_firms.bulk_create(
            PresetCost(
                firm_id=preset.firm_id, preset=preset, position=number, is_example=False, user=user, **line
            )
            for number, line in enumerate(lines, start=1)
        )
        record_event("preset.saved", preset, user, kind=preset.change_kind)
    return preset


def fill_pattern(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern, line by line, with its {words} replaced; an unknown word stays as it is, so that it is seen."""
    filled = _WORD.sub(lambda match: words.get(match[1], match[0]), pattern)
    return "\n".join(" ".join(line.split()) for line in filled.strip().splitlines())


def fill_line(pattern: str, words: Mapping[str, str], most: int) -> str:
    """One line of at most so many characters: a company with a very long name is shortened, and that is seen."""
    filled = " ".join(fill_pattern(pattern, words).split())
    excess, company = len(filled) - most, words.get("company", "")
    if excess <= 0:
        return filled
    short = shorten(company, max(len(company) - excess, 1))
    return shorten(" ".join(fill_pattern(pattern, {**words, "company": short}).split()), most)


def unknown_words(pattern: str, known: tuple[str, ...]) -> list[str]:
    """The {words} of a pattern that nothing fills."""
    return [word for word in _WORD.findall(pattern) if word not in known]


def _shipped(firm: Firm, change_kind: str) -> tuple[JobPreset, list[PresetCost]]:
    standard = STANDARD_JOBS[change_kind]
    preset = JobPreset(
        firm=firm,
        change_kind=change_kind,
        template_name=standard.template_name,
        category_name=standard.category_name,
        name_pattern=standard.name,
        description_pattern=standard.description,
        buffer_days=standard.buffer_days,
    )
    costs = [
        PresetCost(
            firm=firm,
            position=number,
            code=line.code,
            description_pattern=line.description,
            source=Cost.Source.FEE,
            quantity=Decimal(1),
            unit_cost=Decimal(0),
            unit_price=line.unit_price,
        )
        for number, line in enumerate(standard.costs, start=1)
    ]
    return preset, costs
