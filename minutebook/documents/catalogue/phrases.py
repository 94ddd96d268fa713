"""Turns of phrase that several documents share, so that they say one thing in one way."""

from datetime import date

from minutebook.companies.changes.table import KINDS
from minutebook.companies.facts import AppointmentFacts, CompanyFacts
from minutebook.companies.rules import state_holiday_note
from minutebook.companies.wording import long_date, with_article
from minutebook.contacts.numbers import show_acn
from minutebook.documents.blocks import Block, Paper
from minutebook.documents.catalogue.pack import PackFacts

ACT = "the Corporations Act 2001 (Cth)"
ASIC = "the Australian Securities and Investments Commission (ASIC)"
BLANK = "______________________________"


def company_number(company: CompanyFacts) -> str:
    """The company's number with its label: ACN 004 085 616."""
    return f"ACN {show_acn(company.acn)}"


def company_in_full(company: CompanyFacts) -> str:
    """The company's name with its number, as the first mention in a sentence needs it."""
    return f"{company.name} {company_number(company)}"


def office_title(appointment: AppointmentFacts) -> str:
    """The office with its article: a director; an alternate director for Siân O'Connor."""
    title = with_article(appointment.office)
    return f"{title} for {appointment.alternate_for}" if appointment.alternate_for else title


def summary(pack: PackFacts) -> str:
    """The change in one sentence."""
    return KINDS[pack.change_kind].summary(pack.company, pack.facts)


def lodge_by(pack: PackFacts) -> str:
    """The last day for the notice to ASIC."""
    return long_date(pack.deadline.due_on)


def aim(pack: PackFacts) -> date | None:
    """By when to lodge for a day that is wished and can still be kept; None once the notice is lodged."""
    if pack.effect.effective_on:
        return None
    return KINDS[pack.change_kind].aim(pack.facts, pack.document_date)


def state_note(pack: PackFacts) -> str:
    """A holiday of the registered office's state on the last day for the notice, which moves nothing."""
    office = pack.registered_office
    return state_holiday_note(pack.deadline.due_on, office.state) if office else ""


def is_overdue(pack: PackFacts) -> bool:
    """Whether ASIC should have had the notice before the day of the documents."""
    return pack.deadline.due_on < pack.document_date


def notify_when(pack: PackFacts) -> str:
    """By when ASIC is to be told, as a resolution says it; a day already past is not set as a task."""
    if is_overdue(pack):
        return f"without delay, {lodge_by(pack)} having passed"
    wanted = aim(pack)
    return f"by {long_date(min(wanted, pack.deadline.due_on)) if wanted else lodge_by(pack)}"


def or_constitution(pack: PackFacts) -> str:
    """What follows a replaceable rule where the company's constitution may have displaced it."""
    return (
        ", or the rule in the company's constitution that replaces it"
        if pack.company.has_constitution
        else ""
    )


def make_paper(pack: PackFacts, title: str, blocks: list[Block], *, letterhead: bool = False) -> Paper:
    """Put blocks under a title, with the pack's names and numbers around them."""
    return Paper(
        title=title,
        blocks=tuple(blocks),
        company_name=pack.company.name,
        company_number=company_number(pack.company),
        trace_number=pack.trace_number,
        letterhead=letterhead,
        subject=summary(pack),
    )
