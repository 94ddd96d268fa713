"""The page of names to create in XPM: the guide's, and those that the firm's standard jobs name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.checklist import guide_rows
from minutebook.practice_manager.queries import current_connection

from ..presets import own_names


@needs("view")
@require_safe
def template_guide(request: FirmRequest) -> HttpResponse:
    """What to create in XPM, each ticked when it was found there."""
    firm = firm_of(request)
    connection = current_connection(firm)
    templates, categories = own_names(firm, "template_name"), own_names(firm, "category_name")
    groups = guide_rows(connection, templates, categories)
    context = {"connection": connection, "groups": groups, "may_link": request.user.may("link clients")}
    return render(request, "jobs/template_guide.html", context)
