"""A person's decision about a line that only the template brought."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest
from minutebook.firms.permissions import needs

from ..template_costs import keep_cost, take_off_cost
from .jobs import job_of


@needs("release")
@require_POST
def template_cost_decision(request: FirmRequest, pk: int, cost: int) -> HttpResponse:
    """Keep the line, or take it off the job."""
    job = job_of(request, pk)
    line = get_object_or_404(job.costs.all(), pk=cost)
    answer = request.POST.get("answer", "")
    if answer == "keep":
        keep_cost(job, line, request.user)
        messages.success(request, "The line stays on the job.")
    elif answer == "zero":
        take_off_cost(job, line, request.user)
        messages.success(request, "The line is taken off; XPM is told now.")
    else:
        raise DomainError("answer", "Choose to keep the line or to take it off.")
    return see_other("job_page", job.pk)
