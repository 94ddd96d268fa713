"""Forms of the firm: its details with the logo, and its users."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms

from minutebook.core.errors import DomainError
from minutebook.core.forms import LineField

from .logos import read_logo
from .models import Firm, User
from .roles import ANSWERING

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ZONES = tuple(
    (zone, zone.replace("_", " "))
    for zone in sorted(available_timezones())
    if zone.startswith(("Australia/", "Pacific/", "Asia/", "Europe/"))
)


class FirmForm(forms.ModelForm[Firm]):
    """The firm as its documents show it."""

    name = LineField(max_length=200)
    phone = LineField(max_length=60, required=False)
    website = LineField(max_length=200, required=False)
    agent_number = LineField(max_length=20, required=False, label="ASIC registered agent number")
    address = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="As it stands on a letter, line by line.",
    )
    colour = LineField(
        max_length=7, widget=forms.TextInput(attrs={"type": "color"}), help_text="For headings in documents."
    )
    time_zone = forms.ChoiceField(choices=ZONES, help_text="Where the firm’s days begin.")
    logo = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="PNG or JPEG, at most 1 MB. Stands at the head of letters.",
    )
    answering_role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in ANSWERING],
        required=False,
        label="Who answers questions about jobs",
        help_text="This role and those above it. A wrong answer can leave two jobs in XPM, or none.",
    )
    removes_logo = forms.BooleanField(required=False, label="Use no logo")

    class Meta:
        model = Firm
        fields = (
            "name",
            "address",
            "phone",
            "email",
            "website",
            "agent_number",
            "colour",
            "time_zone",
            "answering_role",
        )

    def clean_answering_role(self) -> str:
        """As it was where nothing was chosen."""
        chosen: str = self.cleaned_data["answering_role"]
        return chosen or str(self.initial["answering_role"])

    def clean_colour(self) -> str:
        """Six hexadecimal digits: it is written into documents."""
        colour: str = self.cleaned_data["colour"]
        if not _COLOUR.fullmatch(colour):
            raise forms.ValidationError(
                "Write the colour as # and six digits, for example #0f4c5c.", code="colour"
            )
        return colour.lower()

    def clean_logo(self) -> bytes | None:
        """The picture's bytes."""
        upload = self.cleaned_data["logo"]
        try:
            return read_logo(upload) if upload else None
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class UserForm(forms.ModelForm[User]):
    """A user's name, address and role; the address stays once they exist."""

    first_name = LineField(max_length=150, label="Given name")
    last_name = LineField(max_length=150, label="Family name", required=False)
    is_active = forms.BooleanField(
        required=False, label="May sign in", help_text="Taking this away ends what they have open at once."
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "role", "is_active")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["email" if self.instance.pk else "is_active"]

    def clean_email(self) -> str:
        """In lower case, unknown so far; an address of another firm's user is refused in the same words."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this e-mail address already.", code="twin")
        return email


class SecondFactorForm(forms.Form):
    """The firm's rule about the second factor."""

    is_required = forms.BooleanField(required=False, label="Second factor: required for everyone")
