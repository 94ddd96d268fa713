"""What people fill in about the connection; every choice is the firm's own."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from minutebook.core.forms import LineField
from minutebook.firms.models import User

from .matching import staff_by_email
from .models import Connection, JobState, Staff, StaffLink
from .rules import usual_code
from .services import StateName

TICK = {"class": "form-check-input"}
MOST_ADDRESSES = 10


class StatesForm(forms.Form):
    """Name and code of each state; the code is proposed but counts only when it is saved."""

    def __init__(self, connection: Connection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = JobState.objects.for_firm(connection.firm_id).filter(connection=connection)
        self.states = {state.role: state for state in rows}
        for role, label in JobState.Role.choices:
            state = self.states.get(role)
            name = state.name if state and state.name else _usual_name(role)
            self.fields[f"{_key(role)}_name"] = LineField(
                label=f"{label}: name in XPM",
                max_length=100,
                required=False,
                initial=name,
                widget=forms.TextInput(attrs={"list": "seen-states", "autocomplete": "off"}),
            )
            self.fields[f"{_key(role)}_code"] = LineField(
                label=f"{label}: code in XPM",
                max_length=50,
                required=False,
                initial=(state.code if state else "") or usual_code(name),
            )

    def rows(self) -> list[dict[str, Any]]:
        """One row a state, for the table."""
        return [
            {
                "label": label,
                "name": self[f"{_key(role)}_name"],
                "code": self[f"{_key(role)}_code"],
                "state": self.states.get(role),
            }
            for role, label in JobState.Role.choices
        ]

    def names(self) -> dict[str, StateName]:
        """What was written, by role."""
        values = self.cleaned_data
        return {
            role: StateName(values[f"{_key(role)}_name"], values[f"{_key(role)}_code"])
            for role in JobState.Role.values
        }

    def clean(self) -> dict[str, Any]:
        """A code without a name, or one code for two states, would set a state that nobody meant."""
        values = super().clean() or {}
        seen: dict[str, str] = {}
        for role, label in JobState.Role.choices:
            code = values.get(f"{_key(role)}_code", "")
            if code and code in seen:
                self.add_error(f"{_key(role)}_code", f"{seen[code]} has this code already.")
            elif code:
                seen[code] = label
        return values


class StaffForm(forms.Form):
    """Which member of staff each user is; proposed by e-mail address, and true only when saved."""

    def __init__(self, connection: Connection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Staff.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
        self.staff = {str(person.pk): person for person in rows}
        links = StaffLink.objects.for_firm(connection.firm_id).filter(connection=connection)
        self.linked = {link.user_id: link.staff_id for link in links}
        users = User.objects.filter(firm_id=connection.firm_id, is_active=True)
        self.users = list(users.order_by("first_name", "last_name", "id"))
        self._add_fields()

    def rows(self) -> list[dict[str, Any]]:
        """One row a user, for the table."""
        return [
            {"user": user, "field": self[f"user_{user.pk}"], "is_proposed": user.pk in self.proposals}
            for user in self.users
        ]

    def choices(self) -> list[tuple[User, Staff | None]]:
        """What was chosen, user by user."""
        return [(user, self.staff.get(self.cleaned_data[f"user_{user.pk}"])) for user in self.users]

    def clean(self) -> dict[str, Any]:
        """Each member of staff once."""
        values = super().clean() or {}
        seen: dict[str, str] = {}
        for user in self.users:
            chosen = values.get(f"user_{user.pk}", "")
            if chosen and chosen in seen:
                self.add_error(f"user_{user.pk}", f"{self.staff[chosen]} is {seen[chosen]} already.")
            elif chosen:
                seen[chosen] = str(user)
        return values

    def _add_fields(self) -> None:
        by_email = staff_by_email(list(self.staff.values()))
        taken = set(self.linked.values())
        self.proposals = {
            user.pk: person.pk
            for user in self.users
            if user.pk not in self.linked
            and (person := by_email.get(user.email.casefold()))
            and person.pk not in taken
        }
        choices = [("", "Nobody in XPM"), *((pk, str(person)) for pk, person in self.staff.items())]
        for user in self.users:
            self.fields[f"user_{user.pk}"] = forms.ChoiceField(
                choices=choices,
                label=str(user),
                required=False,
                initial=self.linked.get(user.pk) or self.proposals.get(user.pk, ""),
            )


class NumberingForm(forms.ModelForm[Connection]):
    """Whose job numbers are used, where our reference stands, what is done about a job that is not found."""

    class Meta:
        model = Connection
        fields = ("numbering", "marks_client_number", "marks_description", "repeats_once", "attaches_papers")
        labels: ClassVar = {
            "numbering": "Job numbers",
            "marks_client_number": "Put our reference in the job's client order number",
            "marks_description": "Put our reference in the last line of the job's description",
            "repeats_once": "Send a job once more when it is not found",
            "attaches_papers": "Put the released papers on the job in XPM, as PDF",
        }
        widgets: ClassVar = {
            "numbering": forms.RadioSelect(attrs=TICK),
            **{name: forms.CheckboxInput(attrs=TICK) for name in fields[1:]},
        }


class NoticesForm(forms.Form):
    """Who is told by e-mail when a person is needed: an address a line, or none."""

    emails = forms.CharField(
        label="E-mail addresses, one a line",
        required=False,
        max_length=MOST_ADDRESSES * 256,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def __init__(self, connection: Connection, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"emails": "\n".join(connection.notice_emails)})

    def clean_emails(self) -> list[str]:
        """Each address once; what is no address is named."""
        found = {one.casefold(): one for one in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if one}
        addresses = list(found.values())
        if len(addresses) > MOST_ADDRESSES:
            raise ValidationError(f"At most {MOST_ADDRESSES} addresses. Use a shared mailbox for more.")
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError as error:
                shown = address if len(address) < 60 else f"{address[:60]}…"
                raise ValidationError(f"“{shown}” is not an e-mail address. Correct it.") from error
        return addresses


class PracticeForm(forms.Form):
    """The choice among the practices that Xero showed."""

    tenant_id = forms.ChoiceField(label="Practice", widget=forms.RadioSelect(attrs=TICK))

    def __init__(self, tenants: list[dict[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tenant_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(row["tenant_id"], row["name"]) for row in tenants]


def _key(role: str) -> str:
    return role.replace(" ", "_")


def _usual_name(role: str) -> str:
    usual = {
        "planned": "Planned",
        "in progress": "In Progress",
        "complete": "Completed",
        "cancelled": "Cancelled",
    }
    return usual[role]
