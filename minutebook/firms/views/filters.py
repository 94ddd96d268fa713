"""Keeping a filter of a list, and taking it away."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from minutebook.core.errors import DomainError

from ..filters import LISTS, plain_query, save_filter
from ..http import FirmRequest, firm_of
from ..models import SavedFilter
from ..permissions import needs


@needs("view")
@require_POST
def filter_new(request: FirmRequest) -> HttpResponse:
    """Keep the filter that the list shows now."""
    page, query = request.POST.get("page", ""), request.POST.get("query", "")
    try:
        save_filter(request.user, page, request.POST.get("name", ""), query)
    except DomainError as error:
        messages.error(request, error.message)
    return _back(page, query)


@needs("view")
@require_POST
def filter_removal(request: FirmRequest, pk: int) -> HttpResponse:
    """Take one of this person's filters away."""
    rows = SavedFilter.objects.for_firm(firm_of(request)).filter(user=request.user)
    kept = get_object_or_404(rows, pk=pk)
    kept.delete()
    return _back(kept.page, kept.query)


def _back(page: str, query: str) -> HttpResponse:
    """The list as it was; the dashboard where there is no such list."""
    if page not in LISTS:
        return HttpResponseRedirect(reverse("dashboard"), status=303)
    kept = plain_query(query)
    return HttpResponseRedirect(f"{reverse(page)}?{kept}" if kept else reverse(page), status=303)
