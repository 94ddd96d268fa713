"""Around signing in: staying signed in while a person types, what was sent too late, the second factor of the firm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.http import see_other

from ..forms import SecondFactorForm
from ..http import FirmRequest, firm_of
from ..models import User
from ..permissions import asks_again, needs
from ..second_factor import remove_second_factor, require_of_everyone, users_without
from ..sessions import note_person
from ..unsent import unsent_of


@needs("view")
@require_POST
def stay(request: FirmRequest) -> HttpResponse:
    """The person types or clicks (`stay.js` tells, at most once a minute): their sign-in goes on."""
    note_person(request)
    return HttpResponse(status=204)


@needs("view")
@require_safe
def unsent_page(request: FirmRequest) -> HttpResponse:
    """What was sent after the sign-in had ended, to be sent again by one press."""
    return render(request, "firms/unsent_page.html", {"unsent": unsent_of(request, request.user)})


@needs("settings")
@asks_again
def second_factor(request: FirmRequest) -> HttpResponse:
    """Whether everybody in the firm needs a second factor."""
    firm = firm_of(request)
    form = SecondFactorForm(request.POST or None, initial={"is_required": firm.requires_second_factor})
    if request.method == "POST" and form.is_valid():
        require_of_everyone(firm, request.user, is_required=form.cleaned_data["is_required"])
        messages.success(request, "Saved.")
        return see_other("second_factor")
    context = {"form": form, "without": users_without(firm)}
    return render(request, "firms/second_factor.html", context)


@needs("settings")
@require_POST
@asks_again
def second_factor_removal(request: FirmRequest, pk: int) -> HttpResponse:
    """For a user who lost their phone."""
    user = get_object_or_404(User, firm=firm_of(request), pk=pk)
    remove_second_factor(user, request.user)
    messages.success(request, f"{user} signs in with the password only, and can set up a new app.")
    return see_other("user_edit", user.pk)


@login_not_required
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """No link goes out by e-mail: an administrator makes one, and nobody learns who signs in here."""
    return render(request, "firms/password_forgotten.html")


def not_offered(request: HttpRequest) -> HttpResponse:
    """A page of the sign-in library that is not offered here."""
    raise Http404
