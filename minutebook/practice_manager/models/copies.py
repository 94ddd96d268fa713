"""Copies of the practice manager's lists: read in full, replaced complete or not at all."""

from typing import Any

from django.db import models

from minutebook.contacts.models import Contact
from minutebook.core.text import fold, only_digits
from minutebook.firms.models import FirmOwned, User

from .connection import Connection


class Copy(FirmOwned):
    """A record of the practice manager as last read; `is_gone` when the last full reading did not have it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    uuid = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    is_gone = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Client(Copy):
    """XPM's customer, and the contact it is linked to."""

    class LinkedBy(models.TextChoices):
        ACN = "acn", "same ACN"
        PERSON = "person", "chosen by a person"
        CREATED = "created", "made from Minutebook"

    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=500, blank=True)
    company_number = models.CharField(max_length=60, blank=True)
    business_number = models.CharField(max_length=60, blank=True)
    structure = models.CharField(max_length=100, blank=True)
    is_archived = models.BooleanField(default=False)
    web_url = models.CharField(max_length=300, blank=True)
    search_key = models.TextField(blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="clients"
    )
    linked_by = models.CharField(max_length=10, choices=LinkedBy, blank=True)
    is_unlinked_by_user = models.BooleanField(default=False)

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_client_a_uuid")]

    @property
    def is_usable(self) -> bool:
        """Whether a job can be made for it."""
        return not (self.is_archived or self.is_gone)

    def fill_search_key(self) -> None:
        """Make the folded text that search compares with."""
        numbers = [only_digits(self.company_number), only_digits(self.business_number)]
        self.search_key = " | ".join([fold(self.name), *numbers])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key true."""
        self.fill_search_key()
        super().save(*args, **kwargs)


class Staff(Copy):
    """A person in the practice manager; ours are users."""

    email = models.CharField(max_length=254, blank=True)

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_staff_a_uuid")]


class StaffLink(FirmOwned):
    """Which member of staff a user is: proposed by e-mail address, confirmed by a person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_links")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="user_links")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "user"], name="one_staff_a_user")]


class JobTemplate(Copy):
    """A job template; XPM tells only its name, so `learnt_costs` keeps what a job made from it brought last."""

    learnt_costs = models.JSONField(null=True)
    learnt_at = models.DateTimeField(null=True)

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_template_a_uuid")]


class Category(Copy):
    """A job category."""

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_category_a_uuid")]


class JobTask(Copy):
    """A task of the practice's list."""

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_task_a_uuid")]


class CostItem(Copy):
    """A line of the practice manager's standard cost list; `name` is its description."""

    code = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    unit_cost = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4, default=0)

    class Meta(Copy.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["connection", "uuid"], name="one_cost_item_a_uuid")]
