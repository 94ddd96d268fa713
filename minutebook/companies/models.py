"""The facts of a company's registers, and Change: what is about to alter them."""

from typing import Any

from django.db import models

from minutebook.contacts.models import AddressFields, Contact
from minutebook.core.text import fold
from minutebook.firms.models import FirmOwned, User


class Company(FirmOwned):
    """A company whose registers the firm keeps. Its contact is its identity in search and in the practice manager."""

    class Type(models.TextChoices):
        PROPRIETARY = "proprietary", "Proprietary company limited by shares"
        PUBLIC = "public", "Public company"

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="company")
    name = models.CharField(max_length=300)
    acn = models.CharField("ACN", max_length=9)
    abn = models.CharField("ABN", max_length=11, blank=True)
    company_type = models.CharField(max_length=12, choices=Type, default=Type.PROPRIETARY)
    is_special_purpose = models.BooleanField("special purpose company", default=False)
    has_constitution = models.BooleanField("has a constitution", default=True)
    incorporated_on = models.DateField("incorporated on", null=True, blank=True)
    review_month = models.PositiveSmallIntegerField(null=True, blank=True)
    review_day = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=30, default="Registered")
    search_key = models.TextField(blank=True, editable=False)  # folded name, that search compares with

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "acn"], name="one_company_an_acn")]
        ordering = ["name", "id"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true."""
        self.search_key = fold(self.name)
        super().save(*args, **kwargs)


class CompanyAddress(AddressFields, FirmOwned):
    """Where the company is, from a date; the register keeps the earlier ones."""

    class Kind(models.TextChoices):
        REGISTERED_OFFICE = "registered_office", "Registered office"
        PRINCIPAL_PLACE = "principal_place", "Principal place of business"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, choices=Kind)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    occupier = models.CharField(max_length=300, blank=True)
    change = models.ForeignKey("Change", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "from_date", "id"]


class Officeholder(FirmOwned):
    """A contact in an office of a company, from its appointment until it ceased."""

    class Office(models.TextChoices):
        DIRECTOR = "director", "Director"
        SECRETARY = "secretary", "Secretary"
        ALTERNATE = "alternate director", "Alternate director"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="officeholders")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="offices")
    office = models.CharField(max_length=20, choices=Office)
    appointed_on = models.DateField()
    ceased_on = models.DateField(null=True, blank=True)
    cessation = models.CharField(max_length=20, blank=True)
    consent_dated = models.DateField(null=True, blank=True)
    alternate_for = models.CharField(
        max_length=300, blank=True, help_text="For an alternate director: the director they stand in for."
    )
    change = models.ForeignKey("Change", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["appointed_on", "id"]


class ShareClass(FirmOwned):
    """A class of shares; there is no par value in Australia."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="share_classes")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="one_class_a_code")]


class ShareTransaction(FirmOwned):
    """A movement of shares; holdings are a fold over these and never stored."""

    class Kind(models.TextChoices):
        ALLOTMENT = "allotment", "Allotment"
        TRANSFER = "transfer", "Transfer"
        CANCELLATION = "cancellation", "Cancellation"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="share_transactions")
    share_class = models.ForeignKey(ShareClass, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    from_member = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_member = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    paid = models.DecimalField("paid a share", max_digits=14, decimal_places=4, default=0)
    unpaid = models.DecimalField("unpaid a share", max_digits=14, decimal_places=4, default=0)
    is_beneficial = models.BooleanField("beneficially held", default=True)

    class Meta:
        ordering = ["on", "id"]


class Change(FirmOwned):
    """A proposed event on a company: pending until its effective event, then written into the registers.

    Superseded: the office that it would end has ended otherwise before, as by a death.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PENDING = "pending", "Pending"
        EFFECTIVE = "effective", "Effective"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=40)
    facts = models.JSONField()
    summary = models.CharField(max_length=700)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    event_on = models.DateField()
    due_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    lodged_on = models.DateField(null=True)
    lodged_time = models.TimeField(null=True)
    lodged_number = models.CharField(max_length=60, blank=True)
    lodged_way = models.CharField(max_length=60, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = models.TextField(blank=True, editable=False)  # folded summary, that search compares with

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.summary

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true."""
        self.search_key = fold(self.summary)
        super().save(*args, **kwargs)
