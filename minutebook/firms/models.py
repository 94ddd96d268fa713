"""Firm, User, AuditEvent, and FirmOwned: the base of every row that belongs to a firm."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from .roles import ANSWER, ANSWERING, Role, may_answer, role_allows


class UnscopedQuery(RuntimeError):  # noqa: N818 named by what it is
    """A query on a firm's rows did not name the firm. A programming error, never shown to a user."""


Row = TypeVar("Row", bound=models.Model, covariant=True)


class FirmQuerySet(models.QuerySet[Row]):
    """Rows of one firm. Refuses to run until `for_firm` was called, so that no view can forget it."""

    _scoped = False

    def for_firm(self, firm: "Firm | int") -> Self:
        """Only this firm's rows; the one way to make the query runnable."""
        scoped = self.filter(firm=firm)
        scoped._scoped = True
        return scoped

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # not in the stubs
        clone._scoped = self._scoped
        return clone  # type: ignore[no-any-return]  # nor is this

    def _check(self) -> None:
        if not self._scoped:
            raise UnscopedQuery(f"{self.model.__name__}: name the firm with for_firm()")

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()

    def aiterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().aiterator(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._check()
        return super().bulk_update(*args, **kwargs)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        self._check()
        return super().explain(*args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: nobody can tell whether SQL written by hand names the firm."""
        raise UnscopedQuery(f"{self.model.__name__}: write the query without raw SQL")

    # Rows that another query brings in must be one firm's too.

    def union(self, *others: Any, **kwargs: Any) -> Self:
        _check_all(others)
        return super().union(*others, **kwargs)

    def __or__(self, other: Any) -> Self:
        _check_all([other])
        return super().__or__(other)

    def __xor__(self, other: Any) -> Self:
        _check_all([other])
        return super().__xor__(other)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a sub-query of another one."""
        self._check()
        return super().resolve_expression(*args, **kwargs)


def _check_all(querysets: Iterable[Any]) -> None:
    for one in querysets:
        if isinstance(one, FirmQuerySet):
            one._check()


class Firm(models.Model):
    """The accounting practice that runs Minutebook; nothing is ever shared between two of them."""

    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    agent_number = models.CharField("ASIC registered agent number", max_length=20, blank=True)
    colour = models.CharField(max_length=7, default="#0f4c5c")
    logo_digest = models.CharField(max_length=64, blank=True)
    time_zone = models.CharField(max_length=60, default="Australia/Sydney")
    currency = models.CharField(max_length=3, default="AUD")
    requires_second_factor = models.BooleanField(default=False)
    answering_role = models.CharField(
        "who answers questions about jobs, and those above",
        max_length=20,
        choices=[(role.value, role.label) for role in ANSWERING],
        default=Role.PARTNER,
    )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this firm's days begin."""
        return ZoneInfo(self.time_zone)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as printed, a line each."""
        return tuple(line.strip() for line in self.address.splitlines() if line.strip())


class FirmOwned(models.Model):
    """A row of one firm: `objects` refuses a query without the firm; `across_firms` is for worker and Django."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")

    across_firms: ClassVar[models.Manager[Self]] = models.Manager()
    objects = models.Manager.from_queryset(FirmQuerySet)()

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    """Makes users that sign in by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a hashed password; without one nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractUser):
    """A person of the firm who signs in. People of the practice manager are Staff, linked here by choice."""

    username = None  # type: ignore[assignment]  # how Django takes a field away
    email = models.EmailField("e-mail address", unique=True)
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="users")
    role = models.CharField(max_length=20, choices=Role, default=Role.PREPARER)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # Django expects its own

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def may(self, permission: str) -> bool:
        """Whether this user's role allows the permission (`firms.roles`)."""
        role = Role(self.role)
        if permission == ANSWER:
            return self.is_active and may_answer(role, Role(self.firm.answering_role))
        return self.is_active and role_allows(role, permission)


class AuditEvent(FirmOwned):
    """One thing somebody did: ids, not names, so that erasing a person fits. Triggers refuse changes."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["firm", "subject", "subject_id"])]
        ordering = ["-id"]


class TriedCount(models.Model):
    """Django's cache, kept in the database: how often somebody tried to sign in lately."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


def record_event(action: str, subject: models.Model, user: User | None = None, **facts: Any) -> None:
    """Append one event in the caller's transaction. `facts` hold ids, dates and codes; never names or secrets."""
    AuditEvent.across_firms.create(
        firm_id=subject.pk if isinstance(subject, Firm) else subject.firm_id,  # type: ignore[attr-defined]  # FirmOwned or User
        user=user,
        action=action,
        subject=str(subject._meta.model_name),
        subject_id=subject.pk,
        facts=facts,
    )


class SavedFilter(FirmOwned):
    """A search and filter of a list that a person keeps under a name, for themselves."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)  # the name of the list's address
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)  # as behind the question mark

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_filter_a_name")]
        ordering = ["name"]
