"""Settings of the job book: how its numbers look."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from minutebook.core.errors import DomainError
from minutebook.core.forms import LineField
from minutebook.core.http import add_refusal, see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs

from ..series import LONGEST_PREFIX, MOST_DIGITS, next_number, set_next_number


class NumberForm(forms.Form):
    """The number of the next job."""

    number = LineField(
        max_length=LONGEST_PREFIX + MOST_DIGITS,
        label="Number of the next job",
        help_text="The digits at its end count up: MB-00001, MB-00002; or 2027/0001.",
    )


@needs("settings")
def job_numbers(request: FirmRequest) -> HttpResponse:
    """Let the series of the job book go on with another number."""
    firm = firm_of(request)
    form = NumberForm(
        request.POST if request.method == "POST" else None, initial={"number": next_number(firm)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_next_number(firm, form.cleaned_data["number"], request.user)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"The next job gets the number {next_number(firm)}.")
            return see_other("job_numbers")
    context = {"form": form, "next": next_number(firm)}
    return render(request, "jobs/job_numbers.html", context, status=422 if form.errors else 200)
