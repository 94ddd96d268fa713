"""Connection: one firm's consent to one Xero tenant, with its tokens, states and call budget."""

from django.db import models

from minutebook.core.sealed import seal, unseal
from minutebook.firms.models import FirmOwned, User

from ..limiter.numbers import FIRST_SLOTS


class Connection(FirmOwned):
    """The consent to one practice in Xero Practice Manager. Tokens are encrypted and bound to the firm."""

    class Status(models.TextChoices):
        CONNECTED = "connected", "Connected"
        RECONNECT = "reconnect", "Sign in again"
        DISCONNECTED = "disconnected", "Disconnected"

    class Numbering(models.TextChoices):
        SERIES = "series", "XPM's number series"
        OWN = "own", "Own job numbers"

    tenant_id = models.CharField(max_length=60)
    tenant_name = models.CharField(max_length=200)
    xero_connection_id = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.CONNECTED)
    problem = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField("jobs are switched on", default=False)
    numbering = models.CharField(max_length=6, choices=Numbering, default=Numbering.SERIES)
    marks_client_number = models.BooleanField("put our reference in the client order number", default=True)
    marks_description = models.BooleanField("put our reference in the description", default=True)
    repeats_once = models.BooleanField("send once more what was not found", default=False)
    attaches_papers = models.BooleanField("put the released papers on the job", default=False)
    access_token_sealed = models.TextField(blank=True)
    access_expires_at = models.DateTimeField(null=True)
    refresh_token_sealed = models.TextField(blank=True)
    refresh_lease_until = models.DateTimeField(null=True)
    token_version = models.PositiveIntegerField(default=0)
    connected_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    notice_emails = models.JSONField(default=list)  # told when a person is needed
    noticed_at = models.DateTimeField(null=True)
    is_loss_noticed = models.BooleanField(default=False)
    seen_states = models.JSONField(default=list)  # names of states on XPM's jobs: XPM has no list of them
    last_synced_at = models.DateTimeField(null=True)
    sync_started_at = models.DateTimeField(null=True)
    sync_step = models.CharField(max_length=60, blank=True)
    sync_count = models.PositiveIntegerField(default=0)
    sync_problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "tenant_id"], name="one_connection_a_tenant")]

    def __str__(self) -> str:
        return self.tenant_name

    @property
    def access_token(self) -> str:
        """The access token, opened."""
        return unseal(self.access_token_sealed, self.firm_id, "access_token")

    @property
    def refresh_token(self) -> str:
        """The refresh token, opened."""
        return unseal(self.refresh_token_sealed, self.firm_id, "refresh_token")

    def seal_tokens(self, access_token: str, refresh_token: str) -> None:
        """Take over a new pair of tokens; the caller saves."""
        self.access_token_sealed = seal(access_token, self.firm_id, "access_token")
        self.refresh_token_sealed = seal(refresh_token, self.firm_id, "refresh_token")


class Consent(FirmOwned):
    """One trip to Xero's consent page: state and PKCE verifier, bound to the user, used once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    state_hash = models.CharField(max_length=64, unique=True)
    verifier_sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    tokens_sealed = models.TextField(blank=True)  # between consent and the choice among several practices
    tenants = models.JSONField(default=list)


class JobState(FirmOwned):
    """The firm's own mapping of a state's name in XPM to the code that XPM takes; XPM has no list of these."""

    class Role(models.TextChoices):
        PLANNED = "planned", "Planned"
        WORKING = "in progress", "In Progress"
        COMPLETE = "complete", "Complete"
        CANCELLED = "cancelled", "Cancelled"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="job_states")
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField("name in XPM", max_length=100)
    code = models.CharField("code in XPM", max_length=50, blank=True)
    refused_code = models.CharField(max_length=50, blank=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "role"], name="one_state_a_role")]


class CallBudget(FirmOwned):
    """What may still be sent to one tenant, shared by all processes and machines; `limiter.Numbers` explains each."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="budget")
    arrival_at = models.DateTimeField(null=True)  # GCRA's theoretical arrival time
    blocked_until = models.DateTimeField(null=True)
    day_started_at = models.DateTimeField(null=True)
    day_count = models.PositiveIntegerField(default=0)
    day_remaining = models.IntegerField(null=True)  # as the last answer said
    day_limit = models.IntegerField(null=True)
    day_seen_at = models.DateTimeField(null=True)
    minute_remaining = models.IntegerField(null=True)
    minute_seen_at = models.DateTimeField(null=True)
    slots = models.PositiveSmallIntegerField(default=FIRST_SLOTS)
    clean_calls = models.PositiveIntegerField(default=0)
    # In the row, not in rows of their own: every decision reads and writes them all, under the row's lock.
    open_calls = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    recent = models.JSONField(default=list)
    down_until = models.DateTimeField(null=True)
    down_seconds = models.FloatField(default=0.0)
    probe = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
