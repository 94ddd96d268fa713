"""Operation: one unit of durable background work; Heartbeat: that a worker lives."""

from django.db import models

from minutebook.firms.models import FirmOwned


class Operation(FirmOwned):
    """Work on one subject, found by kind and subject id; survives kill -9, taken by lease, run until it is done.

    There is one row for a subject, woken again when there is more to do. `lease_number` grows with each
    lease and fences: whoever writes under an older number writes nothing.
    """

    class Status(models.TextChoices):
        READY = "ready", "ready"
        LEASED = "leased", "under way"
        DONE = "done", "done"

    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.READY)
    due_at = models.DateTimeField()
    is_urgent = models.BooleanField(default=False)  # somebody waits for the next run
    woken = models.BooleanField(default=False)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    lease_number = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_operation_a_subject")]
        indexes = [models.Index(fields=["status", "due_at"])]


class Heartbeat(models.Model):
    """The last sign of life of one worker process."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
