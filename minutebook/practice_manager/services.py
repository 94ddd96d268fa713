"""What an administrator sets about a connection: states, numbering, and whether jobs are switched on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.work import clock

from .delivery.services import resume_held
from .models import Connection, JobState
from .queries import has_template
from .sync import wake_reading

NO_REFERENCE = (
    "In XPM’s number series a job can be found again only by our reference. Let it stand in the client order number,"
    " in the description, or in both."
)


@dataclass(frozen=True, slots=True)
class StateName:
    """What one state is called in XPM, and the code that XPM takes for it."""

    name: str
    code: str


def activate(connection: Connection, user: User) -> None:
    """Switch on jobs; refused until the lists were read in full and a job template exists.

    Jobs of the firm go to one practice: the others are switched off by this.
    """
    if connection.status != Connection.Status.CONNECTED:
        raise DomainError("not_connected", "Connect Xero Practice Manager first.")
    if connection.last_synced_at is None:
        raise DomainError("not_read", "Read the lists first: clients, staff and templates are not here yet.")
    if not has_template(connection):
        raise DomainError(
            "no_template",
            "There is no job template in XPM. Create those of the guide, then read the lists again.",
        )
    with transaction.atomic():
        rows = Connection.objects.for_firm(connection.firm_id)
        rows.exclude(pk=connection.pk).update(is_active=False)
        rows.filter(pk=connection.pk).update(is_active=True)
        record_event("connection.jobs_switched_on", connection, user)
    connection.refresh_from_db(fields=["is_active"])


def deactivate(connection: Connection, user: User) -> None:
    """Switch off new jobs; those that are being made go on."""
    with transaction.atomic():
        Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk).update(is_active=False)
        record_event("connection.jobs_switched_off", connection, user)
    connection.refresh_from_db(fields=["is_active"])


def pause(connection: Connection, user: User) -> None:
    """Send nothing to this practice until it is resumed; what is under way at this moment ends. Twice is once."""
    with transaction.atomic():
        rows = Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk, paused_at=None)
        if rows.update(paused_at=clock.now(), paused_by=user):
            record_event("connection.paused", connection, user)
    connection.refresh_from_db(fields=["paused_at", "paused_by"])


def resume(connection: Connection, user: User) -> None:
    """Go on with what waits; twice is once."""
    with transaction.atomic():
        rows = Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk)
        if rows.exclude(paused_at=None).update(paused_at=None, paused_by=None):
            record_event("connection.resumed", connection, user)
            resume_held(connection)
            wake_reading(connection)
    connection.refresh_from_db(fields=["paused_at", "paused_by"])


def set_notice_emails(connection: Connection, emails: list[str], user: User) -> None:
    """Say who is told by e-mail when a person is needed; nobody where the list is empty."""
    with transaction.atomic():
        Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk).update(notice_emails=emails)
        record_event("connection.notices_set", connection, user, count=len(emails))
    connection.refresh_from_db(fields=["notice_emails"])


@dataclass(frozen=True, slots=True)
class JobHabits:
    """Whose job numbers are used, where our reference stands, what is done about a job that is not found."""

    numbering: str
    marks_client_number: bool
    marks_description: bool
    repeats_once: bool
    attaches_papers: bool


def set_habits(connection: Connection, habits: JobHabits, user: User) -> None:
    """How jobs are made from now on; refused where XPM numbers them and our reference would stand nowhere."""
    has_reference = habits.marks_client_number or habits.marks_description
    if habits.numbering == Connection.Numbering.SERIES and not has_reference:
        raise DomainError("no_reference", NO_REFERENCE, "marks_description")
    values = asdict(habits)
    with transaction.atomic():
        Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk).update(**values)
        record_event("connection.numbering_set", connection, user, **values)
    connection.refresh_from_db(fields=list(values))


def set_states(connection: Connection, names: Mapping[str, StateName], user: User) -> None:
    """Say which of XPM's states each of ours is; a new code clears what XPM said of the old one."""
    with transaction.atomic():
        for role, wanted in names.items():
            _set_state(connection, role, wanted)
        codes = {role: wanted.code for role, wanted in names.items()}
        record_event("connection.states_set", connection, user, codes=codes)


def _set_state(connection: Connection, role: str, wanted: StateName) -> None:
    state, _ = JobState.across_firms.get_or_create(
        connection=connection, role=role, defaults={"firm_id": connection.firm_id}
    )
    if state.code != wanted.code:
        state.refused_code, state.refused_at = "", None
    state.name, state.code = wanted.name, wanted.code
    state.save()
