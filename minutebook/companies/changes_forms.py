"""Forms of the kinds of change: what people type becomes the stored facts that snapshots.py reads back.

Apart from forms.py, whose forms write registers; these write nothing, a change is recorded by its service.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from minutebook.companies.changes.base import Finding
from minutebook.contacts.fields import FreeTextField
from minutebook.contacts.models import Contact
from minutebook.contacts.picker import ContactPicker, ContactPickerWidget
from minutebook.core.forms import DateField

from .models import Company, Officeholder
from .rules import STATES

HOW = (("resigned", "Resigned"), ("removed", "Removed"), ("deceased", "Died"))
LATE = "ASIC charges a late fee when it is told more than 28 days after it."
OCCUPIERS = (("company", "The company"), ("other", "Somebody else"))


class ChangeForm(forms.Form):
    """What every kind's form can do: give the stored facts, and show what a check found at its fields."""

    kind = ""
    finding_fields: Mapping[str, str] = {}

    @classmethod
    def recorded(cls, company: Company, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Stored facts as initial values: the way back from `stored`."""
        return {name: _shown(company, field, stored.get(name)) for name, field in cls.base_fields.items()}

    def __init__(self, company: Company, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.company = company
        for field in self.fields.values():
            if isinstance(field, ContactPicker):
                field.firm = company.firm

    def stored(self) -> dict[str, Any]:
        """The facts of a valid form as JSON values."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def add_finding(self, finding: Finding) -> None:
        """Put an error that the check found at its field, or above the form."""
        self.add_error(self.field_of(finding), finding.message)

    def field_of(self, finding: Finding) -> str | None:
        """The form's field that a finding is about."""
        name = self.finding_fields.get(finding.field, finding.field)
        return name if name in self.fields else None


class AppointmentForm(ChangeForm):
    """Somebody enters an office."""

    kind = "officeholder_appointment"
    finding_fields = {"person": "contact"}

    contact = ContactPicker(widget=ContactPickerWidget(kind=Contact.Kind.INDIVIDUAL), label="Person")
    office = forms.ChoiceField(choices=Officeholder.Office.choices)
    effective_on = DateField(
        label="Appointed from",
        help_text="The day on which the appointment takes effect. It may lie in the past: the register then shows"
        f" the office from that day. {LATE}",
    )
    consent_dated = DateField(
        label="Consent dated",
        required=False,
        help_text="Leave empty while no consent is signed; the pack then holds one to sign.",
    )
    has_applied_for_director_id = forms.BooleanField(
        required=False, label="No director ID yet, but the person has applied for one"
    )
    alternate_for = forms.ChoiceField(required=False, label="Alternate for")
    alternate_terms = FreeTextField(
        required=False,
        max_length=300,
        label="Terms of the appointment",
        help_text="For example: while the director is overseas.",
    )

    def __init__(self, company: Company, *args: Any, **options: Any) -> None:
        super().__init__(company, *args, **options)
        directors = _in_office(company).filter(office=Officeholder.Office.DIRECTOR)
        names = [row.contact.name for row in directors]
        alternate_for = self.fields["alternate_for"]
        assert isinstance(alternate_for, forms.ChoiceField)  # noqa: S101 declared above
        alternate_for.choices = [("", "–"), *((name, name) for name in names)]

    def clean_contact(self) -> Contact:
        """A person: a company, a trust or joint holders cannot hold an office (s201B, s204B)."""
        contact: Contact = self.cleaned_data["contact"]
        if contact.kind != Contact.Kind.INDIVIDUAL:
            raise forms.ValidationError(
                f"{contact.name} is not a person. Only a person can be a director or secretary (s201B, s204B).",
                code="kind",
            )
        return contact

    def clean(self) -> dict[str, Any]:
        """What is only for an alternate director is dropped for the others."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("office") != Officeholder.Office.ALTERNATE:
            cleaned["alternate_for"] = cleaned["alternate_terms"] = ""
        return cleaned

    def stored(self) -> dict[str, Any]:
        """The appointment, its person by id."""
        values = super().stored()
        return {"contact_id": values.pop("contact"), **values}

    @classmethod
    def recorded(cls, company: Company, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The appointment with its person."""
        return super().recorded(company, {**stored, "contact": stored.get("contact_id")})


class CessationForm(ChangeForm):
    """Somebody leaves an office; a successor may enter it with the same papers."""

    kind = "officeholder_cessation"
    finding_fields = {"officeholder": "officeholder_id", "successor": "has_successor"}

    officeholder_id = forms.ChoiceField(label="Officeholder")
    how = forms.ChoiceField(label="How the office ends", choices=HOW, widget=forms.RadioSelect)
    ceased_on = DateField(
        label="Ceased on",
        help_text=f"The last day, as the letter or resolution states it; or the day of death. {LATE}",
    )
    letter_received_on = DateField(
        label="Letter received on",
        required=False,
        help_text="The day on which the company received the written resignation. Leave empty for one to sign, from"
        " today on; a day that has passed needs it.",
    )
    members_resolved_on = DateField(
        label="Members resolved on",
        required=False,
        help_text="Only the removal of a director: the day of the members’ resolution, which names any successor too."
        " Leave empty for one to sign; a public company’s members resolve at a meeting first.",
    )
    seeks_earlier_date = forms.BooleanField(
        required=False,
        label="ASIC will be asked to fix the stated day although it is told late",
        help_text="Only a resignation of which ASIC hears more than 28 days later (s203AA).",
    )
    has_successor = forms.BooleanField(
        required=False,
        label="Appoint a successor with the same papers",
        help_text="A sole director cannot resign without one.",
    )

    def __init__(self, company: Company, *args: Any, **options: Any) -> None:
        super().__init__(company, *args, **options)
        rows = _in_office(company)
        officeholder = self.fields["officeholder_id"]
        assert isinstance(officeholder, forms.ChoiceField)  # noqa: S101 declared above
        officeholder.choices = [("", "Choose"), *((str(row.pk), _entry(row)) for row in rows)]
        typed = self.data if self.is_bound and self.wants_successor else None
        self.successor = AppointmentForm(company, typed, **_successor(options, self.data))

    def is_valid(self) -> bool:
        """The successor's fields count only when there is one."""
        own = super().is_valid()
        return (self.successor.is_valid() and own) if self.wants_successor else own

    @property
    def wants_successor(self) -> bool:
        """Whether the box for a successor is ticked."""
        return bool(self["has_successor"].value())

    def add_finding(self, finding: Finding) -> None:
        """Findings about the successor go to the successor's fields."""
        owner, _, field = finding.field.partition(".")
        if owner == "successor" and field:
            self.successor.add_finding(Finding(finding.level, field, finding.message))
        else:
            super().add_finding(finding)

    def stored(self) -> dict[str, Any]:
        """The cessation, with the successor's appointment inside."""
        values = super().stored()
        wants = values.pop("has_successor")
        values["officeholder_id"] = int(values["officeholder_id"])
        if values["how"] != "removed":
            values["members_resolved_on"] = None
        return {**values, "successor": self.successor.stored() if wants else None}

    @classmethod
    def recorded(cls, company: Company, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The cessation, with the successor's values inside."""
        successor = stored.get("successor") or {}
        values = super().recorded(company, {**stored, "has_successor": bool(successor)})
        return {**values, "successor": AppointmentForm.recorded(company, successor) if successor else {}}


class RegisteredOfficeForm(ChangeForm):
    """The registered office moves."""

    kind = "registered_office"
    finding_fields = {"address": "line_1", "company_occupies": "occupied_by"}

    care_of = FreeTextField(max_length=200, required=False, label="Care of")
    line_1 = FreeTextField(max_length=200, label="Street address", help_text="Not a post box.")
    line_2 = FreeTextField(max_length=200, required=False, label="Second line")
    suburb = FreeTextField(max_length=100, label="Suburb")
    state = forms.ChoiceField(choices=[("", "Choose"), *((state, state) for state in STATES)])
    postcode = forms.RegexField(
        r"^\d{4}$", error_messages={"invalid": "An Australian postcode has four digits, for example 2000."}
    )
    resolved_on = DateField(
        label="Resolved on",
        help_text="The day on which the directors decide. ASIC charges a late fee when it is told more than 28 days"
        " after it, or after the later day named below.",
    )
    takes_effect_on = DateField(
        label="Wished effective date",
        required=False,
        help_text="Never earlier than the seventh day after lodgement (s142).",
    )
    occupied_by = forms.ChoiceField(
        label="Who occupies the address", choices=OCCUPIERS, widget=forms.RadioSelect, initial="company"
    )
    occupier_name = FreeTextField(
        max_length=300,
        label="Occupier",
        error_messages={
            "required": "Name the occupier, or say that the company occupies the address (s143)."
        },
    )
    occupier_consented_on = DateField(
        label="Occupier’s consent dated",
        required=False,
        help_text="Leave empty while it is not signed; the pack then holds one to sign.",
    )
    also_principal_place = forms.BooleanField(
        required=False, label="The principal place of business moves there too"
    )

    def clean_postcode(self) -> str:
        """The digits, without what spaces were typed around them."""
        return str(self.cleaned_data["postcode"]).strip()

    def clean(self) -> dict[str, Any]:
        """An occupier is kept only where it is somebody else."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("occupied_by") == "company":
            cleaned["occupier_name"], cleaned["occupier_consented_on"] = "", None
            for name in ("occupier_name", "occupier_consented_on"):  # out of sight, and not asked for
                self.errors.pop(name, None)
        return cleaned

    def stored(self) -> dict[str, Any]:
        """The move, with the address as one value."""
        values = super().stored()
        parts = ("care_of", "line_1", "line_2", "suburb", "state", "postcode")
        address = {name: values.pop(name) for name in parts} | {"country": "AU"}
        return {"address": address, "company_occupies": values.pop("occupied_by") == "company", **values}

    @classmethod
    def recorded(cls, company: Company, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The move, with the address in its parts."""
        occupier = "company" if stored.get("company_occupies") else "other"
        return super().recorded(company, {**stored["address"], **stored, "occupied_by": occupier})


CHANGE_FORMS: dict[str, type[ChangeForm]] = {
    form.kind: form for form in (AppointmentForm, CessationForm, RegisteredOfficeForm)
}


def _in_office(company: Company) -> Any:
    return company.officeholders.filter(ceased_on=None).select_related("contact")


def _entry(row: Officeholder) -> str:
    return f"{row.contact.name}, {row.office} since {row.appointed_on:%Y}"


def _successor(options: dict[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the successor's part opens with; typed values stay though nobody asks for them, and are not checked."""
    initial = dict(options.get("initial") or {}).get("successor") or {}
    prefix = "successor-"
    kept = {name.removeprefix(prefix): typed[name] for name in typed if name.startswith(prefix)}
    if "contact" in kept or "contact_text" in kept:
        kept["contact"] = (kept.get("contact", ""), kept.get("contact_text", ""))
    return {"prefix": "successor", "initial": kept or initial}


def _shown(company: Company, field: forms.Field, value: Any) -> Any:
    """A stored value as its field shows it."""
    if isinstance(field, ContactPicker):
        return Contact.objects.for_firm(company.firm_id).filter(pk=value or 0).first()
    return date.fromisoformat(value) if value and isinstance(field, DateField) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Contact):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
