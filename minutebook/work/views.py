"""Health: that the process answers, and that the work behind it gets done."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from . import clock
from .models import Operation
from .worker import worker_is_alive

OLDEST_DUE_SECONDS = 300


@login_not_required
@require_safe
def process_health(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readiness(request: HttpRequest) -> JsonResponse:
    """The database answers, a worker lives, and nothing has been due for long; 503 otherwise."""
    late = clock.now() - timedelta(seconds=OLDEST_DUE_SECONDS)
    has_old = Operation.across_firms.filter(status=Operation.Status.READY, due_at__lt=late).exists()
    state = {"database": True, "worker": worker_is_alive(), "nothing_overdue": not has_old}
    return JsonResponse(state, status=200 if all(state.values()) else 503)
