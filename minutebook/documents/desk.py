"""The one form of Document Production as a whole: documents, settings, job panel; read, checked and stored together."""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.drafts import JobDraft, Problem
from minutebook.jobs.panel import Panel
from minutebook.jobs.readiness import what_stops
from minutebook.jobs.rules import check_costs
from minutebook.practice_manager.queries import Prerequisites, prerequisites
from minutebook.work.clock import today

from .drafting import revise_pack
from .forms import SettingsForm
from .job_drafts import open_job_draft, save_job_draft
from .models import Document, DocumentPack
from .production import propose_documents
from .services import choose_documents

OVERTAKEN = (
    "This pack was edited in another window meanwhile. What you typed is still here, and nothing of it is saved yet."
    " Press again to put it in the place of the other, or open the pack again to see what stands there now."
)
EARLY = "Nothing is lodged yet, but the job would start as Complete. Press again if that is meant."


@dataclass(frozen=True, slots=True)
class Row:
    """A document as the list shows it now, ticked or not, and who signs it."""

    document: Document
    is_included: bool
    signatories: tuple[str, ...]


class Desk:
    """What is open on Document Production: the pack as stored, or as just typed."""

    def __init__(self, pack: DocumentPack, user: User, typed: QueryDict | None = None) -> None:
        self.pack, self.user, self.typed = pack, user, typed
        self.page = (typed.get("page", "") if typed else secrets.token_urlsafe(9))[:16]
        self.needs: Prerequisites = prerequisites(pack.firm)
        self.connection = self.needs.connection if self.needs.ready else None
        self.draft, self.proposal = open_job_draft(pack, user, self.connection)
        self.panel = Panel(user, self.connection, self.draft, typed)
        reason = self.draft.no_job_reason or (DocumentPack.NoJob.LATER if self.is_meanwhile else "")
        self.settings = SettingsForm(pack, typed, reason=reason)
        self.refusals: list[str] = []

    def is_valid(self) -> bool:
        """Whether everything typed can be read and stored."""
        return self.settings.is_valid() and self.panel.is_valid()

    @property
    def is_meanwhile(self) -> bool:
        """Whether XPM is being connected: jobs may go into the job book until it is ready, and be handed over then."""
        return self.connection is None and self.needs.connection is not None

    def is_overtaken(self) -> bool:
        """Whether the pack was edited from another window since this page was opened; its own "Print draft" is none."""
        seen = self.typed.get("seen") if self.typed else None
        return seen not in (None, str(self.pack.version)) and self.page != self.pack.edited_page

    def store(self, move: str = "", *, confirms: bool = False) -> JobDraft:
        """Store what was typed, all or nothing: documents and their order, settings, the job's draft."""
        self.pack.edited_page = self.page
        keys = moved(self._included_keys(), move)
        with transaction.atomic():
            if keys != [one.key for one in self.pack.documents.all() if one.is_included]:
                choose_documents(self.pack, keys)
            revise_pack(self.pack, self.settings.settings())
            self.draft = self.job_draft(confirms=confirms)
            save_job_draft(self.pack, self.draft, self.proposal)
        return self.draft

    def job_draft(self, *, confirms: bool = False) -> JobDraft:
        """The job's draft as typed, with the reason where none is wanted."""
        drafted = self.panel.drafted(confirms=confirms)
        return drafted.with_changes(no_job_reason=self.settings.cleaned_data["no_job_reason"])

    def stops_confirming(self) -> bool:
        """Whether the costs cannot be confirmed; the reasons are then at their fields."""
        problems = check_costs(self.draft.costs, today(self.pack.firm.zone))
        self.panel.show_problems(problems)
        return bool(problems)

    def stops_release(self) -> bool:
        """Whether the pack cannot go out as it stands; the reasons are then at their fields."""
        if not self.draft.adds_job:
            return self._lacks_reason()
        problems = what_stops(self.draft, self.connection, today(self.pack.firm.zone))
        if self.panel.completes_early and not self._has_seen_early():
            problems.append(Problem("state", EARLY))
        self.panel.show_problems(problems)
        return bool(problems)

    def is_unready(self) -> bool:
        """Whether the stored draft cannot be released; for a page that does not show the panel."""
        if not self.draft.adds_job:
            return not self.draft.no_job_reason
        return bool(what_stops(self.draft, self.connection, today(self.pack.firm.zone)))

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal at its field, or above the form."""
        for form in (self.settings, self.panel.form):
            if error.field in form.fields and hasattr(form, "cleaned_data"):
                form.add_error(error.field, error.message)
                return
        self.refusals.append(error.message)

    @cached_property
    def rows(self) -> list[Row]:
        """The documents in their order, as typed where typed."""
        signers = {one.key: one.signatories for one in propose_documents(self.pack)}
        documents = {document.key: document for document in self.pack.documents.all()}
        order = [key for key in self._order() if key in documents]
        order += [key for key in documents if key not in order]
        included = set(self._included_keys())
        return [Row(documents[key], key in included, signers.get(key, ())) for key in order]

    @property
    def count_chosen(self) -> int:
        """How many documents are ticked."""
        return sum(row.is_included for row in self.rows)

    @property
    def forms(self) -> list[tuple[str, Any]]:
        """Every form of the page with what to call it in the summary of errors; a panel that is off says nothing."""
        if not self.panel.wants_job:
            return [("", self.settings)]
        lines = [(f"Line {at}, ", form) for at, form in enumerate(self.panel.lines.forms, start=1)]
        return [("", self.settings), ("", self.panel.form), *lines]

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the pack from going on."""
        if self.typed is None:
            return False
        more = bool(self.panel.problems or self.panel.lines.non_form_errors())
        return bool(self.refusals or more or any(form.errors for _, form in self.forms))

    @property
    def sees_early(self) -> bool:
        """Whether the warning about Complete stands on the page, so that a second press may follow on it."""
        return self.panel.completes_early and self.typed is not None

    def _order(self) -> list[str]:
        if self.typed is not None and "order" in self.typed:
            return list(dict.fromkeys(self.typed.getlist("order")))
        return [document.key for document in self.pack.documents.all()]

    def _included_keys(self) -> list[str]:
        documents = list(self.pack.documents.all())
        if self.typed is None or "order" not in self.typed:
            return [document.key for document in documents if document.is_included]
        ticked, known = set(self.typed.getlist("included")), {document.key for document in documents}
        return [key for key in self._order() if key in ticked and key in known]

    def _lacks_reason(self) -> bool:
        if self.draft.no_job_reason:
            return False
        self.settings.add_error("no_job_reason", "Say why no job is needed, or switch the job on.")
        return True

    def _has_seen_early(self) -> bool:
        return self.typed is not None and "seen_early" in self.typed


def moved(keys: list[str], move: str) -> list[str]:
    """The order after "up:key" or "down:key"."""
    verb, _, key = move.partition(":")
    step = {"up": -1, "down": 1}.get(verb)
    if step is None or key not in keys:
        return keys
    at = keys.index(key)
    to = min(max(at + step, 0), len(keys) - 1)
    others = [one for one in keys if one != key]
    return [*others[:to], key, *others[to:]]
