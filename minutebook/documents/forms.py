"""Forms of a pack: its settings while a draft, sending, lodging, withdrawing."""

from datetime import date, datetime
from typing import Any

from django import forms

from minutebook.companies.models import Change
from minutebook.companies.services import FixedDate, Lodgement
from minutebook.contacts.fields import FreeTextArea, FreeTextField
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.forms import DateField, DraftForm, LineField, TimeOfDayField
from minutebook.mail.services import Recipient

from .drafting import PackSettings, settings_of
from .job_drafts import job_to_keep
from .models import DocumentPack
from .people import directors_of, people_of

DECISIONS = (("resolution", "Resolution without a meeting"), ("meeting", "Meeting of the directors"))
WAYS = (("portal", "ASIC portal"), ("software", "Lodgement software"), ("paper", "Paper or post"))
NOT_LODGED = (
    ("mistake", "It was marked by mistake and never lodged"),
    ("rejected", "ASIC rejected it"),
    ("withdrawn", "It was withdrawn at ASIC"),
)
FIXED_BY = (("ASIC", "ASIC, on an application made within 56 days"), ("Court", "The Court"))
WITH_JOB = {
    "drop": "Do not make the job: nothing of it is in XPM yet",
    "keep": "Keep the job as it is: somebody closes it in XPM",
    "cancel": "Cancel the job in XPM: its lines to quantity 0, a note with the reason, then its state",
}

WITH_BOOK_JOB = {"keep": "Keep the job as it is", "cancel": "Set the job to Cancelled"}


class SettingsForm(DraftForm):
    """Document date, addressee, and resolution or meeting; with the reason where no job is added."""

    needed = ("addressee", "decision", "no_job_reason")

    document_date = DateField(label="Document date")
    addressee = forms.ChoiceField(required=False, label="Cover letter to")
    decision = forms.ChoiceField(
        choices=DECISIONS, required=False, widget=forms.RadioSelect, label="Decided by"
    )
    chair = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    place = FreeTextField(max_length=200, required=False, label="Place or technology")
    held_on = DateField(required=False, label="Held on")
    held_at = TimeOfDayField(required=False, label="At")
    apologies = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    no_job_reason = forms.ChoiceField(
        choices=DocumentPack.NoJob.choices,
        required=False,
        widget=forms.RadioSelect,
        label="Why is no job added?",
    )

    def __init__(self, pack: DocumentPack, *args: Any, reason: str = "", **options: Any) -> None:
        super().__init__(*args, initial=_settings_values(pack) | {"no_job_reason": reason}, **options)
        self.pack = pack
        reasons = [one for one in DocumentPack.NoJob.choices if one[0] != DocumentPack.NoJob.KEEPS]
        if job := job_to_keep(pack):
            number = f" {job.shown_number}" if job.shown_number else ""
            reasons.insert(
                0, (DocumentPack.NoJob.KEEPS.value, f"The job{number} of the withdrawn pack stays")
            )
        self.fields["no_job_reason"].choices = reasons  # type: ignore[attr-defined]  # a choice field
        self.directors = directors_of(pack.company)
        chosen = [(one.contact_id, one.name) for one in self.directors]
        self.fields["chair"].choices = [("", "Choose"), *chosen]  # type: ignore[attr-defined]  # a choice field
        self.fields["apologies"].choices = chosen  # type: ignore[attr-defined]  # a choice field
        names = list(dict.fromkeys(one.name for one in people_of(pack.company)))
        if pack.addressee and pack.addressee not in names:
            names.append(pack.addressee)
        letters = [("", "The directors"), *((name, name) for name in names)]
        self.fields["addressee"].choices = letters  # type: ignore[attr-defined]  # a choice field

    @property
    def has_own_errors(self) -> bool:
        """Whether something is wrong besides the reason for no job, which stands elsewhere on the page."""
        return bool(set(self.errors) - {"no_job_reason"})

    @property
    def can_meet(self) -> bool:
        """Whether there is a choice: a sole director holds no meeting."""
        return len(self.directors) > 1

    def clean_document_date(self) -> date | None:
        """No paper of a company is older than the company."""
        return self._once_registered(self.cleaned_data.get("document_date"))

    def clean_held_on(self) -> date | None:
        """No meeting was held before there was a company."""
        return self._once_registered(self.cleaned_data.get("held_on"))

    def _once_registered(self, day: date | None) -> date | None:
        registered = self.pack.company.incorporated_on
        if day and registered and day < registered:
            raise forms.ValidationError(
                f"{self.pack.company.name} was registered on {show_date(registered)}. Choose a later day.",
                code="early",
            )
        return day

    def clean(self) -> dict[str, Any]:
        """A time needs its day and a chair who is there; a day needs a time."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") != "meeting" or not cleaned.get("held_on"):
            return cleaned
        if not cleaned.get("held_at") and "held_at" not in self.errors:
            self.add_error(
                "held_at", "Give the time of the meeting, or leave the day empty to fill in by hand."
            )
        if not cleaned.get("chair") and "chair" not in self.errors:
            self.add_error("chair", "Choose who chaired the meeting.")
        elif cleaned.get("chair") and not self._is_director(cleaned["chair"], cleaned["held_on"]):
            self.add_error("chair", "Choose a director who was in office on the day as chair.")
        elif cleaned.get("chair") in (cleaned.get("apologies") or []):
            self.add_error("apologies", "The chair cannot be absent. Take one of the two away.")
        return cleaned

    def _is_director(self, contact_id: int, on: date) -> bool:
        return any(one.contact_id == contact_id for one in directors_of(self.pack.company, on))

    def settings(self) -> PackSettings:
        """The settings of a valid form."""
        values = self.cleaned_data
        decision = values["decision"] or "resolution"
        meeting = _meeting(values) if decision == "meeting" else {}
        return PackSettings(values["document_date"], values["addressee"], decision, meeting)


class SendForm(DraftForm):
    """Who gets the pack by e-mail, and with which words."""

    needed = ("recipients",)

    recipients = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label="People of the company"
    )
    other_name = FreeTextField(max_length=200, required=False, label="Another recipient")
    other_email = forms.EmailField(required=False, label="Their e-mail address")
    is_meant = forms.BooleanField(required=False, label="Send it to this address all the same")
    subject = FreeTextField(max_length=300)
    body = FreeTextArea(max_length=20000, widget=forms.Textarea(attrs={"rows": 12}), label="Message")

    def __init__(self, people: list[Contact], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {person.pk: person for person in people}
        choices = [(person.pk, f"{person.name}, {person.email}") for person in people]
        self.fields["recipients"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Somebody must get it, and whoever is named must have an address to get it at."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("other_name") and not cleaned.get("other_email") and "other_email" not in self.errors:
            name = cleaned["other_name"]
            self.add_error("other_email", f"Write the e-mail address of {name}, or take the name out.")
        elif not cleaned.get("recipients") and not cleaned.get("other_email") and not self.errors:
            field = "recipients" if self.people else "other_email"
            self.add_error(field, "Choose at least one recipient, or write an e-mail address.")
        return cleaned

    def chosen(self) -> tuple[Recipient, ...]:
        """The recipients of a valid form, each address once."""
        values = self.cleaned_data
        found = {self.people[pk].email.casefold(): self.people[pk].name for pk in values["recipients"]}
        emails = {self.people[pk].email.casefold(): self.people[pk].email for pk in values["recipients"]}
        if other := values["other_email"]:
            found.setdefault(other.casefold(), values["other_name"])
            emails.setdefault(other.casefold(), other)
        return tuple(Recipient(name, emails[key]) for key, name in found.items())


class LodgementForm(forms.Form):
    """That the change was lodged: Minutebook records it, it does not lodge."""

    on = DateField(label="Lodged on")
    at = TimeOfDayField(required=False, label="At")
    number = LineField(
        max_length=60, required=False, label="Document number", help_text="As ASIC gives it on the receipt."
    )
    way = forms.ChoiceField(choices=WAYS, label="Lodged by")
    consented_on = DateField(help_text="The day on which the written consent was signed (s143).")

    def __init__(self, *args: Any, consent_of: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if consent_of:
            self.fields["consented_on"].label = f"{consent_of} consented on"
        else:
            del self.fields["consented_on"]

    @classmethod
    def values_of(cls, change: Change) -> dict[str, Any]:
        """What is recorded of a lodgement, for a form that corrects it."""
        at = f"{change.lodged_time:%H:%M}" if change.lodged_time else ""
        return {"on": change.lodged_on, "at": at, "number": change.lodged_number, "way": change.lodged_way}

    def lodgement(self) -> Lodgement:
        """The lodgement of a valid form."""
        values = self.cleaned_data
        return Lodgement(values["on"], values["at"], values["number"], values["way"])


class TakeBackForm(forms.Form):
    """Why ASIC does not have what was marked as lodged."""

    why = forms.ChoiceField(choices=NOT_LODGED, label="Why not?", widget=forms.RadioSelect)


class FixedDateForm(forms.Form):
    """That ASIC or the Court fixed the day which a late resignation states (s203AA)."""

    by = forms.ChoiceField(choices=FIXED_BY, label="Decided by", widget=forms.RadioSelect)
    on = DateField(label="Decided on", help_text="The day of the decision, not the day that it fixes.")

    def fixed(self) -> FixedDate:
        """The decision of a valid form."""
        return FixedDate(self.cleaned_data["by"], self.cleaned_data["on"])


class WithdrawalForm(forms.Form):
    """Why the pack is taken back, and what becomes of its job."""

    because = FreeTextField(max_length=300, label="Reason")
    job = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="What happens to the job?",
        error_messages={"invalid_choice": "The job has moved on since you opened this page. Choose again."},
    )

    def __init__(self, *args: Any, ways: tuple[str, ...], in_book: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not ways:
            del self.fields["job"]
            return
        labels = WITH_BOOK_JOB if in_book else WITH_JOB
        labels = labels | ({"keep": "Make the job all the same"} if "drop" in ways else {})
        self.fields["job"].choices = [(way, labels[way]) for way in ways]  # type: ignore[attr-defined]  # a choice field
        self.fields["job"].initial = ways[0] if len(ways) == 1 else None


def _settings_values(pack: DocumentPack) -> dict[str, Any]:
    stored = settings_of(pack)
    meeting = stored.meeting
    held = datetime.fromisoformat(meeting["held_at"]) if meeting.get("held_at") else None
    return {
        "document_date": stored.document_date,
        "addressee": stored.addressee,
        "decision": stored.decision,
        "chair": meeting.get("chair"),
        "place": meeting.get("place", ""),
        "held_on": held.date() if held else None,
        "held_at": f"{held:%H:%M}" if held else None,
        "apologies": meeting.get("apologies", []),
    }


def _meeting(values: dict[str, Any]) -> dict[str, Any]:
    meeting = {"place": values["place"], "chair": values["chair"], "apologies": values["apologies"]}
    if values["held_on"] and values["held_at"]:
        meeting["held_at"] = datetime.combine(values["held_on"], values["held_at"]).isoformat()
    return meeting
