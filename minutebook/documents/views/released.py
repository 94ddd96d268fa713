"""A pack that has gone out: its page, lodging, withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minutebook.companies.consents import awaited_consent
from minutebook.companies.queries import why_superseded
from minutebook.companies.services import record_fixed_date
from minutebook.companies.snapshots import facts_of, state_of
from minutebook.companies.taking_back import written_by
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.firms.http import FirmRequest
from minutebook.firms.permissions import needs
from minutebook.jobs.live import job_context
from minutebook.jobs.models import Job
from minutebook.mail.live import message_context
from minutebook.practice_manager.models import Delivery, JobState
from minutebook.practice_manager.queries import prerequisites
from minutebook.work.clock import today
from minutebook.work.worker import worker_is_alive

from ..forms import FixedDateForm, LodgementForm, TakeBackForm, WithdrawalForm
from ..history import history_of
from ..models import DocumentPack
from ..outlook import outlook
from ..services import correct_pack_lodgement, lodge_pack, ways_with_job, withdraw_pack, zip_name
from .shared import pack_of

Status = DocumentPack.Status
_LODGED_NOT_NOW = {
    Status.DRAFT: "The pack is a draft: release it, then it can be marked as lodged.",
    Status.LODGED: "The pack is marked as lodged already: see “With ASIC”.",
    Status.WITHDRAWN: "The pack was withdrawn, so it is not lodged.",
}


def released_page(request: HttpRequest, pack: DocumentPack) -> HttpResponse:
    """What went out, when and by whom; its job live; what can be done next."""
    change = pack.change
    context = {
        "pack": pack,
        "company": pack.company,
        "change": change,
        "documents": list(pack.documents.exclude(pdf_digest="").order_by("position")),
        "zip_name": zip_name(pack) if pack.zip_digest else "",
        "starts_download": "download" in request.GET and bool(pack.zip_digest),
        "outlook": outlook(
            change.kind, facts_of(change), change.lodged_on, today(pack.firm.zone), state_of(pack.company)
        ),
        "superseded": why_superseded(change),
        "history": history_of(pack),
        "needs": prerequisites(pack.firm),
        "worker_is_alive": worker_is_alive(),
        "job_stands": pack.status == Status.WITHDRAWN and pack.job is not None and _stands(pack, pack.job),
        "lodged_by": dict(LodgementForm.base_fields["way"].choices).get(change.lodged_way, ""),  # type: ignore[attr-defined]  # a choice field
        **(message_context(pack.message) if pack.message else {}),
        **(job_context(pack.job) if pack.job else {}),
    }
    return render(request, "documents/pack_page.html", context)


@needs("lodge")
def pack_lodgement(request: FirmRequest, pk: int) -> HttpResponse:
    """Mark the pack as lodged with ASIC."""
    pack = pack_of(request, pk)
    if pack.status != Status.RELEASED and request.method != "POST":
        messages.info(request, _LODGED_NOT_NOW[Status(pack.status)])
        return see_other("pack_page", pack.pk)
    typed = request.POST if request.method == "POST" else None
    initial = {"on": today(pack.firm.zone), "way": "software"}
    form = LodgementForm(typed, initial=initial, consent_of=awaited_consent(pack.change))
    if form.is_bound and form.is_valid():
        try:
            lodge_pack(pack, form.lodgement(), request.user, form.cleaned_data.get("consented_on"))
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "The pack is marked as lodged.")
            return see_other("pack_page", pack.pk)
    context = {"pack": pack, "company": pack.company, "form": form}
    return render(request, "documents/pack_lodgement.html", context, status=422 if form.errors else 200)


@needs("lodge")
def pack_lodgement_correction(request: FirmRequest, pk: int) -> HttpResponse:
    """Correct a recorded lodgement, or take it back where ASIC does not have it."""
    pack = pack_of(request, pk)
    if pack.status != Status.LODGED:
        return see_other("pack_page", pack.pk)
    typed = request.POST if request.method == "POST" else None
    takes_back = typed is not None and typed.get("do") == "take back"
    form = LodgementForm(None if takes_back else typed, initial=LodgementForm.values_of(pack.change))
    back = TakeBackForm(typed if takes_back else None)
    sent: LodgementForm | TakeBackForm = back if takes_back else form
    if sent.is_bound and sent.is_valid():
        lodgement = None if takes_back else form.lodgement()
        try:
            correct_pack_lodgement(pack, lodgement, request.user, why=sent.cleaned_data.get("why", ""))
        except DomainError as error:
            add_refusal(sent, error)
        else:
            said = "The lodgement is taken back." if takes_back else "The lodgement is corrected."
            messages.success(request, said)
            return see_other("pack_page", pack.pk)
    context = {"pack": pack, "company": pack.company, "form": form, "back": back}
    status = 422 if sent.errors else 200
    return render(request, "documents/pack_lodgement_correction.html", context, status=status)


@needs("lodge")
def pack_fixed_day(request: FirmRequest, pk: int) -> HttpResponse:
    """Record that ASIC or the Court fixed the day that a late resignation states."""
    pack = pack_of(request, pk)
    if pack.status == Status.DRAFT:
        return see_other("pack_page", pack.pk)
    form = FixedDateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            record_fixed_date(pack.change, form.fixed(), request.user)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "The day is recorded. The register follows it.")
            return see_other("pack_page", pack.pk)
    context = {"pack": pack, "company": pack.company, "form": form, "stated_on": pack.change.event_on}
    return render(request, "documents/pack_fixed_day.html", context, status=422 if form.errors else 200)


@needs("withdraw")
def pack_withdrawal(request: FirmRequest, pk: int) -> HttpResponse:
    """Take the pack and its change back; says what becomes of the job."""
    pack = pack_of(request, pk)
    typed = request.POST if request.method == "POST" else None
    if request.method != "POST" and (why_not := _why_not_withdrawn(pack)):
        messages.info(request, why_not)
        return see_other("pack_page", pack.pk)
    in_book = pack.job is not None and pack.job.is_in_book
    form = WithdrawalForm(typed, ways=ways_with_job(pack), in_book=in_book)
    if form.is_bound and form.is_valid():
        try:
            with_job = form.cleaned_data.get("job", "")
            withdraw_pack(pack, form.cleaned_data["because"], request.user, with_job=with_job)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, "The pack is withdrawn. The registers are as they were before it.")
            return see_other("pack_page", pack.pk)
    context = {
        "pack": pack,
        "company": pack.company,
        "form": form,
        "only_keeps": ways_with_job(pack) == ("keep",),
        "written": written_by(pack.change),
        **(job_context(pack.job) if pack.job else {}),
    }
    return render(request, "documents/pack_withdrawal.html", context, status=422 if form.errors else 200)


def _why_not_withdrawn(pack: DocumentPack) -> str:
    if pack.status == Status.WITHDRAWN:
        return "This pack is withdrawn already."
    return "ASIC was told of this change, so its pack is not withdrawn." if pack.change.lodged_on else ""


def _stands(pack: DocumentPack, job: Job) -> bool:
    """Whether the job is there or still to be made: nobody has called it off, no pack in this one's place has it."""
    if pack.superseded_by.filter(job=job).exists():
        return False
    is_left_out = job.delivery is not None and job.delivery.status == Delivery.Status.CANCELLED
    return not (job.cancelled_because or is_left_out or job.state == JobState.Role.CANCELLED)
