"""Filling the panel: client, template, names, dates, staff and costs as the standard job proposes them."""

from datetime import date, timedelta

from minutebook.companies.rules import business_day_on_or_before
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from .drafts import CostDraft, JobDraft, Work
from .models import PresetCost
from .places import books_by_default, place_of
from .presets import fill_line, fill_pattern, preset_for
from .rules import LONGEST_LINE, LONGEST_NAME


def propose_draft(firm: Firm, user: User, connection: Connection | None, work: Work) -> JobDraft:
    """The panel as it opens for this piece of work; without a connection it proposes a job for the job book."""
    preset, costs = preset_for(firm, work.change_kind)
    start = today(firm.zone)
    contact = Contact.objects.for_firm(firm).get(pk=work.contact_id)
    words = pattern_words(work)
    return JobDraft(
        adds_job=preset.adds_job and (connection is not None or books_by_default(firm)),
        contact_id=contact.pk,
        creates_client=False,
        name=fill_line(preset.name_pattern, words, LONGEST_NAME),
        description=fill_pattern(preset.description_pattern, words),
        start_date=start,
        due_date=propose_due(start, work.due_on, preset.buffer_days),
        state=preset.state,
        category_name=preset.category_name,
        change_kind=work.change_kind,
        costs=(*(_fee_line(line, words, start) for line in costs), *work.registry_lines),
        **place_of(firm, connection).propose(preset, user, contact),
    )


def propose_due(start: date, due_on: date | None, buffer_days: int) -> date:
    """The legal deadline less the firm's buffer, or two weeks where there is none; a business day, or the start."""
    due = due_on - timedelta(days=buffer_days) if due_on else start + timedelta(days=14)
    return max(business_day_on_or_before(due), start)


def pattern_words(work: Work) -> dict[str, str]:
    """What the {words} of a standard job's patterns stand for."""
    deadline = f"To be lodged with ASIC by {show_date(work.due_on)}." if work.due_on else ""
    return {
        "year": str(work.effective_on.year),
        "kind": work.kind_label,
        "company": work.company_name,
        "summary": work.summary,
        "effective": show_date(work.effective_on),
        "deadline": deadline,
        "trace": work.trace_number,
    }


def _fee_line(line: PresetCost, words: dict[str, str], day: date) -> CostDraft:
    return CostDraft(
        date=day,
        description=fill_line(line.description_pattern, words, LONGEST_LINE),
        quantity=line.quantity,
        unit_cost=line.unit_cost,
        unit_price=line.unit_price,
        is_billable=line.is_billable,
        is_example=line.is_example,
        code=line.code,
        source=line.source,
    )
