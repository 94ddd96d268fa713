"""Forms of the job panel and of Review Costs. Everything may be saved unfinished; `readiness` says what is missing."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from minutebook.contacts.fields import FreeTextArea, FreeTextField
from minutebook.contacts.picker import ContactPicker, ContactPickerWidget
from minutebook.core.forms import DateField, DraftForm, LineField, MoneyField, QuantityField
from minutebook.core.money import line_amount
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Connection, JobState

from .drafts import CostDraft, JobDraft
from .models import Cost
from .places import Place, place_of
from .rules import LONGEST_NAME, MOST_LINES, MOST_MONEY, MOST_QUANTITY

Role = JobState.Role
LONGEST_DESCRIPTION = 4000
NOTHING = Decimal("0.00")
STATES = (Role.PLANNED, Role.WORKING, Role.COMPLETE)


class ClientPickerWidget(ContactPickerWidget):
    """A contact, with suggestions that say whether it is linked to a client in XPM."""

    template_name = "jobs/_client_picker.html"


class StateSelect(forms.Select):
    """The states; those whose code in XPM is not known stand there and cannot be chosen."""

    unknown: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """An option, disabled with the reason when XPM's code is missing."""
        option: dict[str, Any] = super().create_option(name, value, label, *args, **options)
        if str(value) in self.unknown:
            option["attrs"]["disabled"] = True
            option["label"] = f"{label} (its code in XPM is not set)"
        return option


class PanelForm(DraftForm):
    """What the panel asks for besides costs. Choices are the connection's own; without one, those of our job book."""

    needed: tuple[str, ...] = ("contact", "template", "name", "state")

    adds_job = forms.BooleanField(required=False, label="Add Job to Xero Practice Manager?")
    contact = ContactPicker(
        widget=ClientPickerWidget(), required=False, label="Client", help_text="Who is billed: any contact."
    )
    creates_client = forms.BooleanField(required=False, label="Create this client in XPM")
    template = forms.TypedChoiceField(empty_value=None, required=False)
    name = FreeTextField(max_length=LONGEST_NAME, required=False, label="Job name")
    description = FreeTextArea(
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write it for the client: it may stand on the invoice.",
    )
    start_date = DateField(label="Start date")
    due_date = DateField(label="Due date")
    staff = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    manager = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Job manager")
    partner = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(widget=StateSelect, required=False)
    add_to = LineField(max_length=60, required=False, label="Open job")

    def __init__(
        self, firm: Firm, user: User, connection: Connection | None, *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        place = place_of(firm, connection)
        for name in ("template", "staff", "manager", "partner"):
            self.fields[name].error_messages["invalid_choice"] = place.gone
        if place.is_book:
            self.fields["contact"].widget = ContactPickerWidget()
            self.fields["template"].label = "Standard job"
        self.fields["contact"].firm = firm  # type: ignore[attr-defined]  # ours, see ContactPicker
        self.fields["template"].coerce = place.read_template  # type: ignore[attr-defined]  # a typed choice
        self._offer("template", [("", "Choose"), *place.templates()])
        people = place.people(user)
        self._offer("staff", people)
        for name in ("manager", "partner"):
            self._offer(name, [("", "Nobody"), *people])
        self._offer_states(place)

    @property
    def unknown_states(self) -> list[str]:
        """The labels of the states that cannot be chosen yet."""
        unknown = self.fields["state"].widget.unknown
        return [str(role.label) for role in STATES if role.value in unknown]

    def clean_state(self) -> str:
        """Planned when nothing was chosen."""
        return self.cleaned_data["state"] or Role.PLANNED

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field each

    def _offer_states(self, place: Place) -> None:
        self._offer("state", [(role.value, role.label) for role in STATES])
        missing = frozenset(role.value for role in STATES) - place.states()
        self.fields["state"].widget.unknown = missing


class CostLineForm(forms.Form):
    """One line of Review Costs. The hidden values travel with it: where it came from, its code, the example price."""

    is_included = forms.BooleanField(required=False, label="Include", initial=True)
    date = DateField()
    description = FreeTextField(max_length=300, required=False, label="Cost Description")
    is_billable = forms.BooleanField(required=False, label="Billable", initial=True)
    quantity = QuantityField(max_value=MOST_QUANTITY)
    unit_cost = MoneyField(required=False, label="Unit Cost", max_value=MOST_MONEY)
    unit_price = MoneyField(required=False, label="Unit Price", max_value=MOST_MONEY)
    code = LineField(max_length=60, required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(choices=Cost.Source.choices, required=False, widget=forms.HiddenInput)
    hint = LineField(max_length=500, required=False, widget=forms.HiddenInput)
    example_price = MoneyField(required=False, widget=forms.HiddenInput)

    @property
    def amount(self) -> Decimal | None:
        """What the line comes to, where it can be read."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        quantity, price = values.get("quantity"), values.get("unit_price")
        return (
            line_amount(quantity, price)
            if isinstance(quantity, Decimal) and isinstance(price, Decimal)
            else None
        )

    def take_any_amount(self) -> None:
        """Read a negative amount too: a template's discount stands, and a changed line is judged by the rules."""
        for name in ("unit_cost", "unit_price"):
            label = self.fields[name].label
            self.fields[name] = MoneyField(required=False, label=label, min_value=None, max_value=MOST_MONEY)

    def drafted(self) -> CostDraft:
        """The line of a valid form; it stays an example while its price is the example's."""
        values = dict(self.cleaned_data)
        example = values.pop("example_price")
        values["source"] = values["source"] or Cost.Source.FREE
        is_example = example is not None and example == values["unit_price"]
        line = CostDraft(is_example=is_example, **values)
        return line if line.unit_cost is not None or line.is_registry else replace(line, unit_cost=NOTHING)


class WholeLines(forms.BaseFormSet[CostLineForm]):
    """Every posted line is read in full, whatever the post says of how many there were at first."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """No line may be passed over because it looks untouched."""
        return super().get_form_kwargs(index) | {"empty_permitted": False}


CostLineForms = forms.formset_factory(
    CostLineForm,
    formset=WholeLines,
    extra=0,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES * 2,
    validate_max=True,
)


def line_values(line: CostDraft) -> dict[str, Any]:
    """A drafted line as the initial values of its form."""
    names = ("date", "description", "quantity", "unit_cost", "unit_price", "is_billable", "is_included")
    values = {name: getattr(line, name) for name in (*names, "code", "source", "hint")}
    return values | {"example_price": line.unit_price if line.is_example else None}


def panel_values(draft: JobDraft, contact: Any) -> dict[str, Any]:
    """A draft as the initial values of the panel."""
    names = ("adds_job", "creates_client", "name", "description", "start_date", "due_date", "state")
    values = {name: getattr(draft, name) for name in (*names, "add_to")}
    template = draft.standard_job if draft.in_book else draft.template_id
    own = {"template": template, "manager": draft.manager_id, "partner": draft.partner_id}
    return values | own | {"contact": contact, "staff": list(draft.staff_ids)}
