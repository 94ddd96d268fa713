"""Standard jobs: what each kind of change proposes for its job."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.companies.changes.table import KINDS
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.queries import current_connection

from ..defaults import STANDARD_JOBS
from ..models import JobPreset, PresetCost
from ..preset_forms import PresetCostForms, PresetForm, cost_values
from ..presets import missing_template, preset_for, save_preset


@needs("view")
@require_safe
def preset_list(request: HttpRequest) -> HttpResponse:
    """Every kind of change with its standard job."""
    rows, connection = [], current_connection(firm_of(request))
    for kind in STANDARD_JOBS:
        preset, costs = preset_for(firm_of(request), kind)
        row = {"kind": kind, "label": KINDS[kind].label, "preset": preset, "costs": costs}
        rows.append(row | {"missing_template": missing_template(firm_of(request), kind, connection)})
    return render(request, "jobs/preset_list.html", {"rows": rows})


@needs("settings")
def preset_edit(request: FirmRequest, kind: str) -> HttpResponse:
    """Edit one; the first save makes the shipped example the firm's own."""
    if kind not in STANDARD_JOBS:
        raise Http404(kind)
    preset, costs = preset_for(firm_of(request), kind)
    typed = request.POST if request.method == "POST" else None
    form = PresetForm(current_connection(firm_of(request)), typed, instance=preset)
    lines = PresetCostForms(typed, prefix="cost", initial=[cost_values(cost) for cost in costs])
    if typed is not None and all([form.is_valid(), lines.is_valid()]):
        save_preset(form.save(commit=False), [line for one in lines if (line := one.line())], request.user)
        messages.success(request, "The standard job is saved. New packs and untouched drafts follow it.")
        return see_other("preset_list")
    missing = missing_template(firm_of(request), kind, form.connection)
    context = _context(kind, preset, costs) | {"form": form, "lines": lines, "missing_template": missing}
    return render(request, "jobs/preset_edit.html", context, status=200 if typed is None else 422)


def _context(kind: str, preset: JobPreset, costs: list[PresetCost]) -> dict[str, Any]:
    return {
        "label": KINDS[kind].label,
        "preset": preset,
        "has_examples": any(cost.is_example for cost in costs),
    }
