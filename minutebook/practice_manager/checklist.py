"""What the settings page shows of a connection: how far each point of the checklist is."""

from dataclasses import dataclass

from django.conf import settings

from minutebook.core.text import fold
from minutebook.firms.models import Firm, User

from .guide import CATEGORIES, TASKS, TEMPLATES, ToCreate
from .models import Category, Client, Connection, CostItem, JobState, JobTask, JobTemplate, Staff, StaffLink
from .models.copies import Copy
from .queries import Prerequisites, has_template, prerequisites, seed_templates


@dataclass(frozen=True, slots=True)
class Checklist:
    """The state of each point; without a connection only what can be said without one."""

    prerequisites: Prerequisites
    others: tuple[Connection, ...] = ()
    lists: tuple[tuple[str, int], ...] = ()
    templates_found: int = 0
    has_template: bool = False
    templates_wanted: int = len(TEMPLATES)
    states_with_code: int = 0
    refused_states: tuple[JobState, ...] = ()
    staff_linked: int = 0
    users: int = 0
    can_activate: bool = False
    has_app: bool = False


@dataclass(frozen=True, slots=True)
class GuideRow:
    """One thing to create in XPM, and whether it was found there."""

    wanted: ToCreate
    is_found: bool


@dataclass(frozen=True, slots=True)
class GuideGroup:
    """Templates, tasks or categories, and where in XPM they are created."""

    title: str
    place: str
    rows: tuple[GuideRow, ...]


def checklist(firm: Firm, connection: Connection | None) -> Checklist:
    """How far the firm is."""
    needed, has_app = prerequisites(firm), bool(settings.XERO_CLIENT_ID and settings.XERO_CLIENT_SECRET)
    if connection is None:
        return Checklist(needed, has_app=has_app)
    states = JobState.objects.for_firm(firm).filter(connection=connection)
    has_any = has_template(connection)
    return Checklist(
        prerequisites=needed,
        others=tuple(Connection.objects.for_firm(firm).exclude(pk=connection.pk).order_by("tenant_name")),
        lists=tuple((label, _count(model, connection)) for label, model in _LISTS),
        templates_found=len(seed_templates(connection)),
        has_template=has_any,
        states_with_code=states.exclude(code="").count(),
        refused_states=tuple(states.exclude(refused_code="")),
        staff_linked=StaffLink.objects.for_firm(firm)
        .filter(connection=connection, user__is_active=True)
        .count(),
        users=User.objects.filter(firm=firm, is_active=True).count(),
        can_activate=connection.last_synced_at is not None and has_any,
        has_app=has_app,
    )


def guide_rows(
    connection: Connection | None, templates: tuple[ToCreate, ...], categories: tuple[ToCreate, ...]
) -> tuple[GuideGroup, ...]:
    """What to create in XPM, with what is there already; the firm's own names come after the guide's."""
    place = "Business Settings, Job, "
    templates, categories = _joined(TEMPLATES, templates), _joined(CATEGORIES, categories)
    return (
        GuideGroup("Job templates", f"{place}Templates", _found(templates, JobTemplate, connection)),
        GuideGroup("Tasks", f"{place}Tasks", _found(TASKS, JobTask, connection)),
        GuideGroup("Job categories", f"{place}Categories", _found(categories, Category, connection)),
    )


_LISTS: tuple[tuple[str, type[Copy]], ...] = (
    ("Clients", Client),
    ("Staff", Staff),
    ("Job templates", JobTemplate),
    ("Job categories", Category),
    ("Tasks", JobTask),
    ("Standard costs", CostItem),
)


def _count(model: type[Copy], connection: Connection) -> int:
    return model.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False).count()


def _joined(guide: tuple[ToCreate, ...], own: tuple[ToCreate, ...]) -> tuple[ToCreate, ...]:
    known = {fold(one.name) for one in guide}
    return (*guide, *(one for one in own if fold(one.name) not in known))


def _found(
    wanted: tuple[ToCreate, ...], model: type[Copy], connection: Connection | None
) -> tuple[GuideRow, ...]:
    seen: set[str] = set()
    if connection is not None:
        rows = model.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
        seen = {fold(name) for name in rows.values_list("name", flat=True)}
    return tuple(GuideRow(one, fold(one.name) in seen) for one in wanted)
