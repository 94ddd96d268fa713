"""Delivery: the making of one thing in the practice manager; its steps; every try of each."""

from django.db import models
from django.utils import timezone

from minutebook.firms.models import FirmOwned

from .connection import Connection


class Delivery(FirmOwned):
    """One wanted thing (a job, a client). `marker` is our reference by which it is found again, fixed once."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        UNDER_WAY = "under way", "Under way"
        QUESTION = "question", "Needs a person"
        REFUSED = "refused", "Refused"
        HELD = "held", "Held"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="deliveries")
    tenant_id = models.CharField(max_length=60)  # a delivery never moves to another tenant
    kind = models.CharField(max_length=20)
    marker = models.CharField(max_length=20, unique=True)
    uses_own_number = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    next_at = models.DateTimeField(null=True)
    results = models.JSONField(default=dict)  # client_uuid, job_number, job_uuid, web_url
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(default=timezone.now)  # when a person last set it going
    settled_at = models.DateTimeField(null=True)
    is_noticed = models.BooleanField(default=False)  # an e-mail has told that it needs a person

    class Meta:
        verbose_name_plural = "deliveries"


class DeliveryStep(FirmOwned):
    """One call of a delivery; its payload is frozen when it is queued."""

    class Status(models.TextChoices):
        STAGED = "staged", "to be sent"
        SENDING = "sending", "being sent"
        UNKNOWN = "unknown", "outcome not known yet"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        QUESTION = "question", "needs a person"
        HELD = "held", "held"
        CANCELLED = "cancelled", "dropped"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    payload = models.JSONField()
    payload_sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.STAGED)
    sends = models.PositiveIntegerField(default=0)
    last_sent_at = models.DateTimeField(null=True)
    empty_probes = models.PositiveIntegerField(default=0)
    first_empty_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    remote_id = models.CharField(max_length=100, blank=True)
    named = models.CharField(max_length=40, blank=True)  # the number that a person says it has in XPM
    reason = models.CharField(max_length=500, blank=True)
    candidates = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "position"], name="one_step_a_position")]
        ordering = ["position"]


class Attempt(FirmOwned):
    """One request of a step, written before its first byte; only its outcome is filled in afterwards."""

    step = models.ForeignKey(DeliveryStep, on_delete=models.CASCADE, related_name="attempts")
    purpose = models.CharField(max_length=10)  # send | probe
    worker = models.CharField(max_length=80)
    lease_number = models.PositiveIntegerField()
    request_sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    http_status = models.PositiveIntegerField(null=True)
    correlation_id = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
