"""The typed records of XPM: `answers` are what it tells us, `requests` what we ask it to make."""

from minutebook.xpm.records.answers import (
    Category,
    Client,
    ClientContact,
    Cost,
    CostItem,
    Invoice,
    Job,
    JobTask,
    JobTemplate,
    Note,
    Ref,
    Staff,
    Task,
)
from minutebook.xpm.records.requests import (
    JobUpdate,
    NewClient,
    NewClientContact,
    NewCost,
    NewDocument,
    NewJob,
    NewNote,
)

__all__ = [
    "Category",
    "Client",
    "ClientContact",
    "Cost",
    "CostItem",
    "Invoice",
    "Job",
    "JobTask",
    "JobTemplate",
    "JobUpdate",
    "NewClient",
    "NewClientContact",
    "NewCost",
    "NewDocument",
    "NewJob",
    "NewNote",
    "Note",
    "Ref",
    "Staff",
    "Task",
]
