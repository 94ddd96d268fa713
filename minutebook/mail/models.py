"""Message: every e-mail the firm sends, kept for good."""

from typing import Any

from django.db import models

from minutebook.core.text import fold
from minutebook.firms.models import FirmOwned, User


class Message(FirmOwned):
    """One e-mail. Once sending has begun and its outcome is not known, only a person may send it again."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused"
        UNKNOWN = "unknown", "May have been sent"
        STOPPED = "stopped", "Stopped"

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    recipients = models.JSONField()  # [{"name", "email"}]
    subject = models.CharField(max_length=300)
    body = models.TextField()
    attachments = models.JSONField(default=list)  # [{"name", "digest", "type"}]
    label = models.CharField(max_length=200, blank=True)  # what it belongs to, for people: a trace number
    link = models.CharField(max_length=200, blank=True)  # the page it belongs to
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    called_back = models.CharField(max_length=300, blank=True)  # why it must never go out, or go out again
    search_key = models.TextField(blank=True, editable=False)  # folded subject, that search compares with

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true."""
        self.search_key = fold(self.subject)
        super().save(*args, **kwargs)
