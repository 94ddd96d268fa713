"""Job and Cost: what is billed for a piece of work; JobPreset: what a kind of change proposes."""

from typing import Any

from django.db import models
from django.db.models import Q

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.core.text import fold
from minutebook.firms.models import FirmOwned, User
from minutebook.practice_manager.models import Client, Connection, Delivery, JobState, JobTemplate, Staff

_STATUS_WORDS = {
    Delivery.Status.WAITING: "Being made",
    Delivery.Status.UNDER_WAY: "Being made",
    Delivery.Status.QUESTION: "Needs a person",
    Delivery.Status.REFUSED: "Refused",
    Delivery.Status.HELD: "Waits for sign-in",
    Delivery.Status.DONE: "Made",
    Delivery.Status.CANCELLED: "Left out",
}


class Job(FirmOwned):
    """A job that was asked for. Its delivery makes it in XPM; without one it lives in our job book."""

    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="jobs")
    change_kind = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=60)  # the trace number of the pack it was made for
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="jobs")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="jobs")
    template = models.ForeignKey(JobTemplate, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    description = models.TextField()
    start_date = models.DateField()
    due_date = models.DateField()
    staff = models.ManyToManyField(Staff, related_name="+")
    manager = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=JobState.Role, default=JobState.Role.PLANNED)
    files = models.JSONField(default=list)  # [{"title", "name", "digest"}]: papers to put on the job in XPM
    delivery = models.OneToOneField(Delivery, null=True, on_delete=models.PROTECT, related_name="job")
    number = models.CharField(max_length=60, blank=True)
    uuid = models.CharField(max_length=60, blank=True)
    web_url = models.CharField(max_length=300, blank=True)
    lodge_by = models.DateField(null=True)  # the legal deadline of what it is for
    adds_to = models.CharField(max_length=60, blank=True)  # the number of the open job that its costs go to
    adds_to_uuid = models.CharField(max_length=60, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    cancelled_draft = models.JSONField(default=dict)  # as it stood when it was called off
    awaits_replacement = models.BooleanField(
        default=False
    )  # cancelled, and its new job still to be asked for
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    # What stands for number, template and staff of XPM while the job is in our job book; kept when it is handed over.
    book_number = models.CharField(max_length=40, blank=True)
    standard_job = models.CharField(max_length=40, blank=True)  # a kind of change
    book_staff = models.ManyToManyField(User, related_name="+")
    book_manager = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    book_partner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True)  # when a person said that it is in XPM by the import file
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = models.TextField(blank=True, editable=False)  # folded name, that search compares with

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "book_number"], condition=~Q(book_number=""), name="one_job_a_book_number"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true."""
        self.search_key = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def is_in_book(self) -> bool:
        """Whether it was never handed to the practice manager: then all of it is decided here."""
        return self.delivery_id is None

    @property
    def status_word(self) -> str:
        """How far it is, in one word for the list and for every file of it."""
        if self.imported_at:
            return "By import file"
        return _STATUS_WORDS[Delivery.Status(self.delivery.status)] if self.delivery else "Job book only"

    @property
    def shown_number(self) -> str:
        """XPM's number once it has one; before that, and without XPM, the job book's."""
        return self.number or self.book_number


class BookSeries(FirmOwned):
    """The firm's own series of job numbers: `MB-` with five digits gives MB-00001; the last one given is kept."""

    prefix = models.CharField(max_length=20, blank=True, default="MB-")
    digits = models.PositiveIntegerField(default=5)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm"], name="one_series_a_firm")]


class ClientName(FirmOwned):
    """What XPM calls a contact that is linked to no client we have read: typed by a person, for the import file."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="client_name")
    name = models.CharField(max_length=300)


class Cost(FirmOwned):
    """A line on a job, ex GST."""

    class Source(models.TextChoices):
        FEE = "fee", "our fee"
        REGISTRY = "registry", "registry fee"
        LATE = "late", "late fee"
        STANDARD = "standard", "standard cost"
        FREE = "free", "added by hand"
        TEMPLATE = "template", "from the template"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="costs")
    position = models.PositiveIntegerField()
    date = models.DateField()
    description = models.CharField(max_length=300)
    code = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.FREE)
    is_billable = models.BooleanField(default=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=4)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=2)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    reference = models.CharField(max_length=40, blank=True)  # our marker in the cost's note
    uuid = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)  # what stood in its note in XPM, before our reference
    is_undecided = models.BooleanField(default=False)  # the template brought it, and nobody planned it

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="one_cost_a_position")]

    @property
    def is_removed(self) -> bool:
        """Whether it was taken off a job that exists: XPM cannot delete a cost, so it stands with quantity 0."""
        return self.quantity == 0


class JobPreset(FirmOwned):
    """Standard job: what one kind of change proposes for its job."""

    change_kind = models.CharField(max_length=40)
    adds_job = models.BooleanField("add a job by default", default=True)
    template_name = models.CharField("template in XPM", max_length=200)
    category_name = models.CharField("category in XPM", max_length=200, blank=True)
    name_pattern = models.CharField(max_length=300)
    description_pattern = models.TextField()
    state = models.CharField(max_length=12, choices=JobState.Role, default=JobState.Role.PLANNED)
    buffer_days = models.PositiveIntegerField("days before the legal deadline", default=7)
    manager = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    partner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "change_kind"], name="one_preset_a_kind")]
        ordering = ["change_kind"]


class PresetCost(FirmOwned):
    """A cost line that a standard job proposes. `is_example` until the firm has set its own price."""

    preset = models.ForeignKey(JobPreset, on_delete=models.CASCADE, related_name="costs")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60, blank=True)
    description_pattern = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=Cost.Source, default=Cost.Source.FEE)
    is_billable = models.BooleanField(default=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    is_example = models.BooleanField(default=True)
    user = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # who set the price

    class Meta:
        ordering = ["position"]


class JobReading(FirmOwned):
    """What XPM said last about one thing that a page asked for: the invoices of a job, the open jobs of a client.

    Asked for when `asked_at` is later than `read_at`; `problem` says why the last reading failed.
    """

    class Kind(models.TextChoices):
        INVOICES = "invoices", "invoices of a job"
        OPEN_JOBS = "open jobs", "open jobs of a client"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=60)  # the job's number; the client's identifier in XPM
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "key"], name="one_reading_a_thing")
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.read_at is None or self.read_at < self.asked_at
