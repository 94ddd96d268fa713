"""DocumentPack: the papers for one change, with a trace number; Document: one of them."""

from django.db import models

from minutebook.companies.models import Change, Company
from minutebook.firms.models import FirmOwned, User
from minutebook.jobs.models import Job
from minutebook.mail.models import Message


class DocumentPack(FirmOwned):
    """The set of papers for a change. Released once, frozen with its digests, and with at most one job, ever."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RELEASED = "released", "Released"
        LODGED = "lodged", "Lodged"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class NoJob(models.TextChoices):
        COVERED = "covered", "Covered by the yearly fee"
        NO_CHARGE = "no charge", "No charge"
        LATER = "later", "Will add later"
        KEEPS = "keeps", "Keeps the job of the withdrawn pack"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="packs")
    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="pack")
    trace_number = models.CharField(max_length=20)
    # The withdrawn pack of the same change, recorded again.
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    document_date = models.DateField()
    addressee = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=12, default="resolution")  # resolution | meeting
    meeting = models.JSONField(default=dict)
    job_draft = models.JSONField(default=dict)  # the panel as last typed, costs included
    job_proposal = models.JSONField(default=dict)  # what was proposed when it was typed
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="packs")
    no_job_reason = models.CharField(max_length=10, choices=NoJob, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_way = models.CharField(max_length=10, blank=True)  # download | send
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(
        default=0
    )  # grows with each edit: a release freezes the version it rendered
    edited_page = models.CharField(max_length=16, blank=True)  # which opened page made the last edit
    zip_digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "trace_number"], name="one_pack_a_trace_number")
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.trace_number


class Document(FirmOwned):
    """One paper of a pack: chosen or not, in an order; its files once released."""

    pack = models.ForeignKey(DocumentPack, on_delete=models.CASCADE, related_name="documents")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField()
    is_included = models.BooleanField(default=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    word_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="one_document_a_key")]
