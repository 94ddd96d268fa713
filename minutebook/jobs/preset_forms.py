"""Forms of a standard job: patterns whose {words} must be known, and the cost lines it proposes."""

from typing import Any

from django import forms

from minutebook.contacts.fields import FreeTextArea, FreeTextField
from minutebook.core.forms import LineField, MoneyField, QuantityField
from minutebook.practice_manager.models import Connection, JobTemplate, Staff

from .defaults import PATTERN_WORDS
from .forms import STATES
from .models import JobPreset, PresetCost
from .presets import unknown_words
from .rules import MOST_MONEY, MOST_QUANTITY

MOST_COSTS = 20
_WORDS = ", ".join(f"{{{word}}}" for word in PATTERN_WORDS)


class PresetForm(forms.ModelForm[JobPreset]):
    """What one kind of change proposes for its job."""

    category_name = LineField(max_length=200, required=False, label="Category in XPM")
    name_pattern = FreeTextField(
        max_length=300, label="Job name", help_text=f"These words are filled in: {_WORDS}."
    )
    description_pattern = FreeTextArea(
        max_length=2000, label="Description", widget=forms.Textarea(attrs={"rows": 3})
    )
    state = forms.ChoiceField(choices=[(role.value, role.label) for role in STATES], label="First state")
    buffer_days = forms.IntegerField(
        min_value=0,
        max_value=60,
        label="Days before the legal deadline",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
    )

    class Meta:
        model = JobPreset
        fields = (
            "adds_job", "template_name", "category_name", "name_pattern", "description_pattern", "state",
            "buffer_days", "manager", "partner",
        )  # fmt: skip
        # Declared here: as a class attribute it would hide the name of the form's own template.
        field_classes = {"template_name": LineField}
        labels = {
            "template_name": "Template in XPM",
            "adds_job": "“Add Job to Xero Practice Manager?” is on from the start",
            "manager": "Job manager",
        }

    def __init__(self, connection: Connection | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        firm, self.connection = self.instance.firm, connection
        names: list[str] = []
        people = Staff.objects.for_firm(firm).none()
        if connection:
            own = {"connection": connection, "is_gone": False}
            people = Staff.objects.for_firm(firm).filter(**own)
            names = list(JobTemplate.objects.for_firm(firm).filter(**own).values_list("name", flat=True))
        for name in ("manager", "partner"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows
            self.fields[name].empty_label = "Nobody"  # type: ignore[attr-defined]  # a choice of rows
        self.template_names = names

    def clean_name_pattern(self) -> str:
        """Only words that are filled in."""
        return _known(self.cleaned_data["name_pattern"])

    def clean_description_pattern(self) -> str:
        """Only words that are filled in."""
        return _known(self.cleaned_data["description_pattern"])


class PresetCostForm(forms.ModelForm[PresetCost]):
    """A cost line that the standard job proposes; an empty description leaves it out."""

    description_pattern = FreeTextField(max_length=300, required=False, label="Cost Description")
    code = LineField(max_length=60, required=False)
    quantity = QuantityField(max_value=MOST_QUANTITY, required=False)
    unit_cost = MoneyField(max_value=MOST_MONEY, required=False, label="Unit Cost")
    unit_price = MoneyField(max_value=MOST_MONEY, required=False, label="Unit Price")

    class Meta:
        model = PresetCost
        fields = ("description_pattern", "code", "is_billable", "quantity", "unit_cost", "unit_price")

    def clean_description_pattern(self) -> str:
        """Only words that are filled in."""
        return _known(self.cleaned_data["description_pattern"])

    def clean(self) -> dict[str, Any]:
        """A line with a description needs a price: 0 is a choice, empty is none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("description_pattern"):
            for name in ("quantity", "unit_price"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, "Write a number; 0 where nothing is charged.")
        return cleaned

    def line(self) -> dict[str, Any] | None:
        """The values of a valid form; None for a line that is left out."""
        values = {name: self.cleaned_data.get(name) for name in self._meta.fields or ()}
        if not values["description_pattern"]:
            return None
        return {**values, "unit_cost": values["unit_cost"] or 0}


PresetCostForms = forms.formset_factory(
    PresetCostForm, extra=1, max_num=MOST_COSTS, absolute_max=MOST_COSTS * 2, validate_max=True
)


def cost_values(cost: PresetCost) -> dict[str, Any]:
    """A cost line as the initial values of its form."""
    return {name: getattr(cost, name) for name in PresetCostForm.Meta.fields} | {
        "is_example": cost.is_example
    }


def _known(pattern: str) -> str:
    unknown = unknown_words(pattern, PATTERN_WORDS)
    if unknown:
        words = ", ".join(f"{{{word}}}" for word in dict.fromkeys(unknown))
        raise forms.ValidationError(f"Nothing fills {words}. Known are {_WORDS}.", code="word")
    return pattern
