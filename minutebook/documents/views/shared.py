"""What the views of this slice share: the pack that is asked for."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from minutebook.firms.http import firm_of

from ..models import DocumentPack


def pack_of(request: HttpRequest, pk: int) -> DocumentPack:
    """The firm's pack; 404 for another firm's."""
    rows = DocumentPack.objects.for_firm(firm_of(request)).select_related(
        "firm", "company__firm", "company__contact", "change__company__firm", "job__delivery", "message"
    )
    pack: DocumentPack = get_object_or_404(rows, pk=pk)
    return pack
