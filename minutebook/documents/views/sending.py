"""Send: the message is looked over, then the pack is released and the message goes into the Outbox."""

from django.http import HttpResponse
from django.shortcuts import render

from minutebook.companies.snapshots import facts_of
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.firms.http import FirmRequest
from minutebook.firms.permissions import needs
from minutebook.mail.services import Outgoing, check_message

from ..desk import Desk
from ..filenames import document_filename
from ..forms import SendForm
from ..messages import propose_body, propose_subject
from ..models import DocumentPack
from ..people import check_addresses, concerned_ids, people_with_email
from ..services import release_pack
from .shared import pack_of


@needs("release")
def pack_send(request: FirmRequest, pk: int) -> HttpResponse:
    """Recipients, subject and words; "Release and send" does both at once."""
    pack = pack_of(request, pk)
    if pack.status != DocumentPack.Status.DRAFT:
        return see_other("pack_page", pack.pk)
    people = people_with_email(pack.company, concerned_ids(facts_of(pack.change)))
    initial = {"subject": propose_subject(pack), "body": propose_body(pack, request.user)}
    form = SendForm(people, request.POST if request.method == "POST" else None, initial=initial)
    desk = Desk(pack, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _require_seen(request, pack)
            return _release(request, desk, form)
        except DomainError as error:
            pack.refresh_from_db()
            add_refusal(form, error)
    return _page(request, desk, form)


def _require_seen(request: FirmRequest, pack: DocumentPack) -> None:
    """Nothing goes out that was edited in another window since this page was opened."""
    if request.POST.get("seen", str(pack.version)) != str(pack.version):
        raise DomainError(
            "overtaken", "This pack was edited in another window meanwhile. Look at it again, then send."
        )


def _release(request: FirmRequest, desk: Desk, form: SendForm) -> HttpResponse:
    if desk.is_unready():
        raise DomainError(
            "unready", "Something on Document Production is not ready. Go back, put it right, then send."
        )
    pack, values = desk.pack, form.cleaned_data
    outgoing = Outgoing(
        recipients=form.chosen(),
        subject=values["subject"],
        body=values["body"],
        label=pack.trace_number,
        link=f"/packs/{pack.pk}/",
    )
    check_message(outgoing)
    if values["other_email"] and not values["is_meant"]:
        check_addresses(pack.company, [values["other_email"]], list(form.people.values()))
    release_pack(pack, request.user, desk.draft, outgoing)
    return see_other("pack_page", pack.pk)


def _page(request: FirmRequest, desk: Desk, form: SendForm) -> HttpResponse:
    pack = desk.pack
    included = [one for one in pack.documents.all() if one.is_included]
    names = [
        document_filename(number, one.title, pack.company.name, "pdf")
        for number, one in enumerate(included, start=1)
    ]
    context = {"pack": pack, "company": pack.company, "form": form, "names": names, "draft": desk.draft}
    return render(request, "documents/pack_send.html", context, status=422 if form.errors else 200)
