"""The form of a contact: its kind decides which fields there are."""

from datetime import date
from typing import Any

from django import forms

from minutebook.core.forms import DateField
from minutebook.core.text import fold
from minutebook.firms.models import Firm
from minutebook.work.clock import today

from .countries import COUNTRIES
from .fields import FreeTextField, abn_field, acn_field, director_id_field
from .models import Contact
from .queries import contact_named, contacts_with_acn
from .services import PastName, holder_of_director_id

Kind = Contact.Kind
_NAME = {
    Kind.INDIVIDUAL: ("given_names", "family_name"),
    Kind.COMPANY: ("name", "acn"),
}
_PERSONAL = ("birth_date", "birth_place", "director_id", "removes_director_id", "is_deceased")
_COMMON = ("abn", "email", "phone")
_NUMBERS = ("acn", "abn", "director_id")
ADDRESS = ("care_of", "line_1", "line_2", "suburb", "state", "postcode", "country")


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of the fields that a contact of this kind has."""
    personal = _PERSONAL if kind == Kind.INDIVIDUAL else ()
    return (*_NAME.get(Kind(kind), ("name",)), *personal, *_COMMON, *ADDRESS)


class ContactForm(forms.ModelForm[Contact]):
    """A contact of one kind. There is no field for a tax file number, and text that gives one is refused."""

    name = FreeTextField(max_length=300)
    given_names = FreeTextField(max_length=195, help_text="As in the passport or birth certificate.")
    family_name = FreeTextField(max_length=100, required=False, help_text="Empty for people with one name.")
    birth_date = DateField(required=False, label="Date of birth")
    birth_place = FreeTextField(
        max_length=200, required=False, label="Place of birth", help_text="Town, and state or country."
    )
    acn = acn_field(required=False)
    abn = abn_field(required=False)
    director_id = director_id_field(
        required=False,
        label="Director ID",
        help_text="15 digits that begin 036. Kept encrypted, shown masked.",
    )
    removes_director_id = forms.BooleanField(required=False, label="Remove the director ID on file")
    is_deceased = forms.BooleanField(required=False, label="This person has died")
    phone = FreeTextField(max_length=40, required=False)
    care_of = FreeTextField(max_length=200, required=False, label="Care of")
    line_1 = FreeTextField(max_length=200, required=False, label="Street address")
    line_2 = FreeTextField(max_length=200, required=False, label="Second line")
    suburb = FreeTextField(max_length=100, required=False, label="Suburb or town")
    state = FreeTextField(max_length=40, required=False)
    postcode = FreeTextField(max_length=12, required=False)
    country = forms.ChoiceField(choices=COUNTRIES, initial="AU")

    class Meta:
        model = Contact
        fields = (
            "name", "given_names", "family_name", "acn", "abn", "email", "phone", "birth_date", "birth_place",
            "is_deceased", *ADDRESS,
        )  # fmt: skip

    def __init__(self, firm: Firm, kind: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.firm, self.instance.firm, self.instance.kind = firm, firm, kind
        self.twins: list[Contact] = []
        wanted = fields_of(kind)
        self.order_fields(wanted)
        for field_name in set(self.fields) - set(wanted):
            del self.fields[field_name]
        if "removes_director_id" in self.fields and not self.instance.has_director_id:
            del self.fields["removes_director_id"]

    def clean_acn(self) -> str:
        """One contact an ACN, so that the practice manager's clients link to one."""
        acn: str = self.cleaned_data["acn"]
        twin = contacts_with_acn(self.firm, acn).exclude(pk=self.instance.pk).first() if acn else None
        if twin:
            raise forms.ValidationError(f"This ACN is in Global Contacts already: {twin.name}.", code="twin")
        return acn

    def clean_birth_date(self) -> date | None:
        """Nobody is born tomorrow."""
        born: date | None = self.cleaned_data["birth_date"]
        if born and born > today(self.firm.zone):
            raise forms.ValidationError("This day is in the future. Check the year.", code="future")
        return born

    def clean_director_id(self) -> str:
        """One person a director ID."""
        digits: str = self.cleaned_data["director_id"]
        holder = holder_of_director_id(self.firm, digits, self.instance.pk) if digits else None
        if holder:
            raise forms.ValidationError(f"This director ID is on file for {holder.name}.", code="twin")
        return digits

    def clean(self) -> dict[str, Any]:
        """An individual's name is made of its parts; a second contact of one name is meant, or a slip."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.kind == Kind.INDIVIDUAL:
            parts = (cleaned.get("given_names", ""), cleaned.get("family_name", ""))
            self.instance.name = " ".join(filter(None, parts))
        self._ask_about_twins(cleaned.get("name") or self.instance.name, cleaned)
        return cleaned

    def _ask_about_twins(self, name: str, cleaned: dict[str, Any]) -> None:
        """Ask once before a double is made; a number of its own tells a new contact apart."""
        is_told_apart = any(cleaned.get(number) for number in _NUMBERS)
        if self.instance.pk or is_told_apart or self.data.get("another") == name:
            return
        self.twins = contact_named(self.firm, name)
        if self.twins:
            self.add_error(None, f"{name} is in Global Contacts already. Is this somebody else?")

    def filled_contact(self) -> Contact:
        """The contact as the valid form says, not saved; an empty director ID keeps the one on file."""
        if self.cleaned_data.get("removes_director_id"):
            self.instance.director_id = ""
        if digits := self.cleaned_data.get("director_id"):
            self.instance.director_id = digits
        return self.instance


class PastNameForm(forms.Form):
    """One former name; an empty one is left out."""

    name = FreeTextField(max_length=300, required=False, label="Former name")
    until = DateField(required=False, label="Until")

    def clean(self) -> dict[str, Any]:
        """A date needs its name."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("until") and not cleaned.get("name"):
            self.add_error("name", "Write the name that was used until then.")
        return cleaned


PastNameForms = forms.formset_factory(PastNameForm, extra=1, max_num=20, absolute_max=40, validate_max=True)


def past_names_of(forms_of_names: Any) -> list[PastName]:
    """The names of a valid set of forms, each once."""
    names: dict[str, PastName] = {}
    for form in forms_of_names:
        if name := form.cleaned_data.get("name"):
            names[fold(name)] = PastName(name, form.cleaned_data.get("until"))
    return list(names.values())
