"""What a pack's job is for: the pack as the jobs slice needs it, and the panel's proposal."""

from datetime import date
from decimal import Decimal

from minutebook.companies.changes.table import KINDS
from minutebook.companies.fees import late_fee
from minutebook.companies.snapshots import facts_of
from minutebook.core.text import shorten
from minutebook.firms.models import User
from minutebook.jobs.drafts import CostDraft, JobDraft, Work
from minutebook.jobs.proposals import propose_draft
from minutebook.jobs.rules import LONGEST_LINE
from minutebook.practice_manager.models import Connection
from minutebook.work import clock

from .models import DocumentPack


def work_of(pack: DocumentPack) -> Work:
    """The pack in the words of a job."""
    change = pack.change
    kind, facts = KINDS[change.kind], facts_of(change)
    deadline = kind.deadline(facts)
    today = clock.today(pack.firm.zone)
    return Work(
        company_id=pack.company_id,
        company_name=pack.company.name,
        contact_id=pack.company.contact_id,
        change_kind=change.kind,
        kind_label=kind.label,
        summary=change.summary.rstrip(".") + ".",
        effective_on=change.event_on,
        trace_number=pack.trace_number,
        due_on=kind.lodge_by(facts, today),
        deadline_rule=deadline.rule,
        registry_lines=late_lines(deadline.due_on, today, pack.company.name),
    )


def propose_job(pack: DocumentPack, user: User, connection: Connection | None) -> JobDraft:
    """The panel as it opens."""
    return propose_draft(pack.firm, user, connection, work_of(pack))


def late_lines(due_on: date, today: date, company: str) -> tuple[CostDraft, ...]:
    """The registry's late fee, unticked until the firm says that it pays it; its price asked for when not known."""
    late = late_fee(due_on, today)
    if late is None:
        return ()
    amount = late.fee.amount if late.fee else None
    return (
        CostDraft(
            date=today,
            description=shorten(f"ASIC late fee, Form 484, {company}", LONGEST_LINE),
            quantity=Decimal(1),
            unit_cost=amount,
            unit_price=amount,
            is_included=False,
            code="ASIC-LATE",
            source="late",
            hint=late.explanation,
        ),
    )
