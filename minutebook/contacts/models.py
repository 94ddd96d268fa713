"""Contact: a person or body in Global Contacts, and the names it had."""

from typing import Any

from django.db import models

from minutebook.core.sealed import keyed_hash, seal, unseal
from minutebook.core.text import fold, only_digits
from minutebook.firms.models import FirmOwned


class AddressFields(models.Model):
    """An address in parts; `country` is an ISO code."""

    care_of = models.CharField(max_length=200, blank=True)
    line_1 = models.CharField("street address", max_length=200, blank=True)
    line_2 = models.CharField("second line", max_length=200, blank=True)
    suburb = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2, default="AU")

    class Meta:
        abstract = True


class Contact(AddressFields, FirmOwned):
    """A person or body. Editing it never alters a register: registers hold their own dated facts."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individual"
        COMPANY = "company", "Company"
        TRUST = "trust", "Trust"
        SMSF = "smsf", "SMSF"
        PARTNERSHIP = "partnership", "Partnership"
        JOINT = "joint", "Joint holders"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INDIVIDUAL)
    name = models.CharField(max_length=300)
    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    acn = models.CharField("ACN", max_length=9, blank=True)
    abn = models.CharField("ABN", max_length=11, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_place = models.CharField(max_length=200, blank=True)
    is_deceased = models.BooleanField(default=False)
    director_id_sealed = models.TextField(blank=True)
    director_id_hash = models.CharField(max_length=64, blank=True)
    search_key = models.TextField(blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["firm", "acn"]), models.Index(fields=["firm", "name"])]
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def director_id(self) -> str:
        """The 15 digits, opened; show them only where the law needs them, and audit it."""
        return unseal(self.director_id_sealed, self.firm_id, "director_id")

    @director_id.setter
    def director_id(self, digits: str) -> None:
        self.director_id_sealed = seal(digits, self.firm_id, "director_id")
        self.director_id_hash = keyed_hash(digits, self.firm_id, "director_id") if digits else ""

    @property
    def has_director_id(self) -> bool:
        """Whether a director ID is on file."""
        return bool(self.director_id_sealed)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true to name, former names and numbers."""
        self.search_key = self._make_search_key()
        super().save(*args, **kwargs)

    def _make_search_key(self) -> str:
        former = [former.name for former in self.former_names.all()] if self.pk else []
        names = [fold(name) for name in [self.name, *former]]
        return " | ".join([*names, only_digits(self.acn), only_digits(self.abn), fold(self.email)])


class FormerName(FirmOwned):
    """A name that a contact had until a date."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
