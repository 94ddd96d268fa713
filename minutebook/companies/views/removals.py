"""Taking back an entry that was typed into a register by mistake."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from minutebook.companies.models import CompanyAddress, Officeholder, ShareTransaction
from minutebook.companies.removals import remove_address, remove_officeholder, remove_shares
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.models import User
from minutebook.firms.permissions import needs


@needs("edit registers")
@require_POST
def officeholder_removal(request: FirmRequest, pk: int, row: int) -> HttpResponse:
    """Remove an officeholder."""
    return _remove(request, _row(request, Officeholder, pk, row), remove_officeholder, "officeholder_list")


@needs("edit registers")
@require_POST
def address_removal(request: FirmRequest, pk: int, row: int) -> HttpResponse:
    """Remove an address."""
    return _remove(request, _row(request, CompanyAddress, pk, row), remove_address, "address_list")


@needs("edit registers")
@require_POST
def share_removal(request: FirmRequest, pk: int, row: int) -> HttpResponse:
    """Remove a movement of shares."""
    return _remove(request, _row(request, ShareTransaction, pk, row), remove_shares, "member_list")


def _row(request: FirmRequest, model: type[Any], pk: int, row: int) -> Any:
    return get_object_or_404(model.objects.for_firm(firm_of(request)), company_id=pk, pk=row)


def _remove(request: FirmRequest, entry: Any, remove: Callable[[Any, User], None], page: str) -> HttpResponse:
    try:
        remove(entry, request.user)
    except DomainError as error:
        messages.error(request, f"Nothing was removed. {error.message}")
    else:
        messages.success(request, "The entry is removed. The audit trail keeps what it said.")
    return see_other(page, entry.company_id)
