"""One search over companies, people, document packs and jobs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from minutebook.companies.models import Officeholder, ShareTransaction
from minutebook.companies.queries import search_companies
from minutebook.contacts.models import Contact
from minutebook.contacts.numbers import show_abn, show_acn
from minutebook.contacts.queries import matching_contacts
from minutebook.core.text import fold
from minutebook.documents.models import DocumentPack
from minutebook.documents.queries import packs_matching
from minutebook.firms.models import Firm
from minutebook.jobs.queries import jobs_matching

from .frame import address_of

MOST = 20
OFFICER_WORDS = frozenset({"officer", "officers", "officeholder", "officeholders", "director", "directors"})
MEMBER_WORDS = frozenset({"shareholder", "shareholders", "member", "members"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind; `more` where the list was cut."""

    heading: str
    hits: tuple[Hit, ...]
    more: bool


def search_everywhere(firm: Firm, text: str) -> tuple[Hits, ...]:
    """The kinds in which something was found; "officer" or "shareholder" in the text limits people to those."""
    words = fold(text).split()
    rest = " ".join(word for word in words if word not in OFFICER_WORDS | MEMBER_WORDS)
    people = _people(firm, rest, words)
    groups = [people] if len(rest) < len(" ".join(words)) else [
        _companies(firm, text), people, _packs(firm, text), _jobs(firm, text)
    ]  # fmt: skip
    return tuple(group for group in groups if group.hits)


def _companies(firm: Firm, text: str) -> Hits:
    return _cut("Companies", [
        Hit(company.name, f"ACN {show_acn(company.acn)}", address_of("company_page", company.pk))
        for company in search_companies(firm, text)[: MOST + 1]
    ])  # fmt: skip


def _people(firm: Firm, rest: str, words: list[str]) -> Hits:
    found = matching_contacts(firm, rest).filter(company=None)
    if OFFICER_WORDS & set(words):
        found = found.filter(Exists(Officeholder.across_firms.filter(contact=OuterRef("pk"))))
    if MEMBER_WORDS & set(words):
        held = Q(to_member=OuterRef("pk")) | Q(from_member=OuterRef("pk"))
        found = matching_contacts(firm, rest).filter(Exists(ShareTransaction.across_firms.filter(held)))
    return _cut("People and bodies", [
        Hit(contact.name, _contact_note(contact), address_of("contact_page", contact.pk))
        for contact in found[: MOST + 1]
    ])  # fmt: skip


def _packs(firm: Firm, text: str) -> Hits:
    packs = packs_matching(firm, text).select_related("change")[: MOST + 1]
    return _cut("Documents", [
        Hit(pack.trace_number, _pack_note(pack), address_of("pack_page", pack.pk))
        for pack in packs
    ])  # fmt: skip


def _jobs(firm: Firm, text: str) -> Hits:
    jobs = jobs_matching(firm, text)[: MOST + 1]
    return _cut(
        "Jobs",
        [Hit(job.name, job.shown_number or "no number yet", address_of("job_page", job.pk)) for job in jobs],
    )


def _pack_note(pack: DocumentPack) -> str:
    return f"{pack.change.summary}, {pack.get_status_display().lower()}"


def _contact_note(contact: Contact) -> str:
    numbers = [f"ACN {show_acn(contact.acn)}"] if contact.acn else []
    if contact.abn:
        numbers.append(f"ABN {show_abn(contact.abn)}")
    return ", ".join([contact.get_kind_display(), *numbers, *filter(None, [contact.suburb])])


def _cut(heading: str, hits: list[Any]) -> Hits:
    return Hits(heading, tuple(hits[:MOST]), len(hits) > MOST)
