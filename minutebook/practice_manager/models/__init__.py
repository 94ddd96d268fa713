"""The practice manager's side: the connection, copies of its lists, and deliveries to it."""

from .connection import CallBudget, Connection, Consent, JobState
from .copies import Category, Client, CostItem, JobTask, JobTemplate, Staff, StaffLink
from .delivery import Attempt, Delivery, DeliveryStep

__all__ = [
    "Attempt",
    "CallBudget",
    "Category",
    "Client",
    "Connection",
    "Consent",
    "CostItem",
    "Delivery",
    "DeliveryStep",
    "JobState",
    "JobTask",
    "JobTemplate",
    "Staff",
    "StaffLink",
]
