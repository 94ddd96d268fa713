"""Forms of the registers: a company's identity, its addresses, existing officeholders and movements of shares."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from minutebook.contacts.countries import COUNTRIES
from minutebook.contacts.fields import FreeTextField, abn_field, acn_field
from minutebook.contacts.models import Contact
from minutebook.contacts.numbers import abn_matches_acn
from minutebook.contacts.picker import ContactPicker, ContactPickerWidget
from minutebook.core.forms import DateField, LineField, QuantityField, WholeNumberField

from .models import Company, CompanyAddress, Officeholder, ShareTransaction
from .snapshots import address_facts

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
LEAP_YEAR = 2024
Kind = ShareTransaction.Kind


class CompanyForm(forms.ModelForm[Company]):
    """Who the company is. An ABN that does not contain the ACN is refused: it is another body's, often a trust's."""

    name = FreeTextField(max_length=300, help_text="As registered, with Pty Ltd.")
    acn = acn_field()
    abn = abn_field(required=False)
    incorporated_on = DateField(label="Incorporated on", required=False)
    review_day = forms.TypedChoiceField(
        label="Review day", coerce=int, empty_value=None, required=False,
        choices=[("", "–"), *[(day, str(day)) for day in range(1, 32)]],
    )  # fmt: skip
    review_month = forms.TypedChoiceField(
        label="Review month", coerce=int, empty_value=None, required=False,
        choices=[("", "–"), *enumerate(MONTHS, start=1)],
        help_text="Left empty, it is the anniversary of the incorporation.",
    )  # fmt: skip

    class Meta:
        model = Company
        fields = (
            "name", "acn", "abn", "company_type", "is_special_purpose", "has_constitution", "incorporated_on",
            "review_day", "review_month",
        )  # fmt: skip

    def __init__(self, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if self.instance.pk:
            self.fields["keeps_former_name"] = forms.BooleanField(
                required=False, label="The company changed its name: keep the earlier one as a former name"
            )

    def clean_acn(self) -> str:
        """One set of registers a company."""
        acn: str = self.cleaned_data["acn"]
        twins = Company.objects.for_firm(self.instance.firm).filter(acn=acn).exclude(pk=self.instance.pk)
        if twin := twins.first():
            raise forms.ValidationError(
                f"The registers of this ACN are kept already: {twin.name}.", code="twin"
            )
        return acn

    def clean_incorporated_on(self) -> date | None:
        """Not in the future."""
        return _not_after(self.cleaned_data["incorporated_on"], self.today, "Check the year")

    def clean(self) -> dict[str, Any]:
        """ABN against ACN; the review date as a real day, else the anniversary."""
        cleaned: dict[str, Any] = super().clean() or {}
        abn, acn = cleaned.get("abn"), cleaned.get("acn")
        if abn and acn and not abn_matches_acn(abn, acn):
            self.add_error(
                "abn", "A company’s ABN ends with its ACN; this one does not. Is it the ABN of a trust?"
            )
        self._clean_review(cleaned)
        return cleaned

    def _clean_review(self, cleaned: dict[str, Any]) -> None:
        day, month, born = (
            cleaned.get("review_day"),
            cleaned.get("review_month"),
            cleaned.get("incorporated_on"),
        )
        if not day and not month:
            cleaned["review_day"], cleaned["review_month"] = (born.day, born.month) if born else (None, None)
        elif not day or not month:
            self.add_error("review_day", "Choose both the day and the month, or neither.")
        elif not _is_day(month, day):
            self.add_error("review_day", f"{MONTHS[month - 1]} has no day {day}.")


class AddressForm(forms.ModelForm[CompanyAddress]):
    """Where the company is, from a day."""

    care_of = FreeTextField(max_length=200, required=False, label="Care of")
    line_1 = FreeTextField(max_length=200, label="Street address")
    line_2 = FreeTextField(max_length=200, required=False, label="Second line")
    suburb = FreeTextField(max_length=100, label="Suburb or town")
    state = FreeTextField(max_length=40, required=False)
    postcode = FreeTextField(max_length=12, required=False)
    country = forms.ChoiceField(choices=COUNTRIES, initial="AU")
    from_date = DateField(label="There since")
    occupier = FreeTextField(
        max_length=300,
        required=False,
        help_text="If the company does not occupy the premises: who does, and has consented (s143).",
    )

    class Meta:
        model = CompanyAddress
        fields = (
            "kind", "care_of", "line_1", "line_2", "suburb", "state", "postcode", "country", "from_date", "occupier",
        )  # fmt: skip

    def __init__(self, today: date, *args: Any, kind: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if kind:
            self.instance.kind = kind
            del self.fields["kind"]

    def clean_from_date(self) -> date | None:
        """Between the incorporation and today; later would be a change."""
        on = _not_after(self.cleaned_data["from_date"], self.today, "Record a change for an address to come")
        return _not_before(on, getattr(self.instance, "company", None))

    def clean(self) -> dict[str, Any]:
        """A registered office is a place where somebody can be found (s142)."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind", self.instance.kind)
        parts = {name: cleaned.get(name, "") for name in ("care_of", "line_1", "line_2", "suburb")}
        if (
            kind == CompanyAddress.Kind.REGISTERED_OFFICE
            and address_facts(CompanyAddress(**parts)).is_post_box
        ):
            self.add_error("line_1", "A registered office cannot be a post box. Enter the street address.")
        return cleaned


class OfficeholderForm(forms.ModelForm[Officeholder]):
    """Somebody who is or was in office before the firm kept the books."""

    contact = ContactPicker(widget=ContactPickerWidget(kind=Contact.Kind.INDIVIDUAL), label="Person")
    appointed_on = DateField(label="Appointed on")
    consent_dated = DateField(label="Consent dated", required=False)
    ceased_on = DateField(label="Ceased on", required=False, help_text="Empty for who is still in office.")
    cessation = forms.ChoiceField(
        label="How it ended", required=False,
        choices=[("", "–"), ("resigned", "Resigned"), ("removed", "Removed"), ("deceased", "Died")],
    )  # fmt: skip

    class Meta:
        model = Officeholder
        fields = (
            "contact", "office", "alternate_for", "appointed_on", "consent_dated", "ceased_on", "cessation",
        )  # fmt: skip

    def __init__(self, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["contact"].firm = self.instance.company.firm  # type: ignore[attr-defined]  # ContactPicker

    def clean_contact(self) -> Contact:
        """Only a person can be a director or secretary (s201B, s204B)."""
        contact: Contact = self.cleaned_data["contact"]
        if contact.kind != Contact.Kind.INDIVIDUAL:
            raise forms.ValidationError(
                f"{contact.name} is not a person. Only a person can be a director or secretary.",
                code="person",
            )
        return contact

    def clean_appointed_on(self) -> date | None:
        """Between the incorporation and today."""
        on = _not_after(
            self.cleaned_data["appointed_on"], self.today, "Record a change for an appointment to come"
        )
        return _not_before(on, self.instance.company)

    def clean_consent_dated(self) -> date | None:
        """Not in the future."""
        return _not_after(self.cleaned_data["consent_dated"], self.today, "Enter it once it is signed")

    def clean(self) -> dict[str, Any]:
        """An end comes after its beginning, with its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_alternate = cleaned.get("office") == Officeholder.Office.ALTERNATE
        if is_alternate and not cleaned.get("alternate_for"):
            self.add_error("alternate_for", "Enter the director whom the alternate stands in for (s201K).")
        elif not is_alternate:
            cleaned["alternate_for"] = ""
        begun, ended = cleaned.get("appointed_on"), cleaned.get("ceased_on")
        if ended and begun and ended < begun:
            self.add_error("ceased_on", "This is before the appointment.")
        if ended and ended > self.today:
            self.add_error("ceased_on", "Record a change for a cessation to come.")
        if bool(ended) != bool(cleaned.get("cessation")):
            self.add_error("cessation", "Say both when and how the office ended, or neither.")
        return cleaned


class ShareForm(forms.ModelForm[ShareTransaction]):
    """A movement of shares before the firm kept the books: an allotment, a transfer, a cancellation."""

    from_member = ContactPicker(required=False, label="From", help_text="For a transfer or a cancellation.")
    to_member = ContactPicker(required=False, label="To", help_text="For an allotment or a transfer.")
    on = DateField(label="Date")
    number = WholeNumberField(label="Number of shares", min_value=Decimal(1), max_value=Decimal(10**15))
    class_code = LineField(label="Class", max_length=10, initial="ORD", help_text="For example ORD, or A.")
    class_title = FreeTextField(label="Title of a new class", max_length=100, required=False)
    paid = QuantityField(label="Paid a share", initial=0, required=False)
    unpaid = QuantityField(label="Unpaid a share", initial=0, required=False)

    class Meta:
        model = ShareTransaction
        fields = ("kind", "on", "from_member", "to_member", "number", "paid", "unpaid", "is_beneficial")

    def __init__(self, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for name in ("from_member", "to_member"):
            self.fields[name].firm = self.instance.company.firm  # type: ignore[attr-defined]  # ContactPicker

    def clean_on(self) -> date | None:
        """Between the incorporation and today."""
        on = _not_after(self.cleaned_data["on"], self.today, "Enter it once the shares have moved")
        return _not_before(on, self.instance.company)

    def clean_paid(self) -> Any:
        """Nothing typed is nothing paid."""
        return self.cleaned_data["paid"] or 0

    def clean_unpaid(self) -> Any:
        """Nothing typed is nothing unpaid."""
        return self.cleaned_data["unpaid"] or 0

    def clean(self) -> dict[str, Any]:
        """Each kind has its own ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, giver, taker = cleaned.get("kind"), cleaned.get("from_member"), cleaned.get("to_member")
        if kind != Kind.ALLOTMENT and not giver and "from_member" not in self.errors:
            self.add_error("from_member", "Say whose shares these were.")
        if kind != Kind.CANCELLATION and not taker and "to_member" not in self.errors:
            self.add_error("to_member", "Say who takes these shares.")
        if kind == Kind.ALLOTMENT and giver:
            self.add_error("from_member", "An allotment makes new shares: leave this empty.")
        if kind == Kind.CANCELLATION and taker:
            self.add_error("to_member", "A cancellation ends shares: leave this empty.")
        if giver and giver == taker:
            self.add_error("to_member", "Both ends are the same member.")
        return cleaned


def _not_after(on: date | None, today: date, advice: str) -> date | None:
    if on and on > today:
        raise forms.ValidationError(f"This day is in the future. {advice}.", code="future")
    return on


def _not_before(on: date | None, company: Company | None) -> date | None:
    born = company.incorporated_on if company else None
    if on and born and on < born:
        raise forms.ValidationError("This is before the company was incorporated.", code="early")
    return on


def _is_day(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
