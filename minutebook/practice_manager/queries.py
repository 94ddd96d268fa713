"""What other slices and our own pages ask about the connection."""

from dataclasses import dataclass

from minutebook.core.text import fold, read_id
from minutebook.firms.models import Firm

from .guide import TEMPLATES
from .models import Connection, JobTemplate


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is still missing before jobs can be made, and the page (a URL name) that fixes it."""

    message: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Prerequisites:
    """Whether jobs can be asked for now. `warning` says what will keep a job waiting although it can be asked for."""

    ready: bool
    missing: tuple[Missing, ...]
    connection: Connection | None
    warning: str = ""


def prerequisites(firm: Firm) -> Prerequisites:
    """Contacts Integration is on (connected, lists read in full once), a job template exists, and jobs are on.

    A consent that has run out does not switch jobs off: they are queued and wait, which `warning` says.
    """
    connection = current_connection(firm)
    if connection is None:
        missing = Missing("Xero Practice Manager is not connected.", "practice_manager_settings")
        return Prerequisites(False, (missing,), None)
    found = _missing(connection)
    return Prerequisites(not found, tuple(found), connection, _warning(connection))


def _warning(connection: Connection) -> str:
    if connection.status == Connection.Status.RECONNECT:
        return "Xero asks us to sign in again; until then jobs wait."
    return "Calls to XPM are paused; until they are resumed jobs wait." if connection.paused_at else ""


def current_connection(firm: Firm) -> Connection | None:
    """The connection that jobs go to: one that is on, else the one connected last; None when all are disconnected."""
    rows = Connection.objects.for_firm(firm).exclude(status=Connection.Status.DISCONNECTED)
    connection: Connection | None = rows.order_by("-is_active", "-connected_at", "-id").first()
    return connection


def asked_connection(firm: Firm, practice: str) -> Connection | None:
    """The firm's connection with the id that was asked for, unless it is disconnected; else the current one."""
    rows = Connection.objects.for_firm(firm).exclude(status=Connection.Status.DISCONNECTED)
    pk = read_id(practice)
    asked: Connection | None = rows.filter(pk=pk).first() if pk else None
    return asked or current_connection(firm)


def seed_templates(connection: Connection) -> set[str]:
    """The names of the guide's templates that exist in XPM, as the guide writes them."""
    names = JobTemplate.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
    seen = {fold(name) for name in names.values_list("name", flat=True)}
    return {template.name for template in TEMPLATES if fold(template.name) in seen}


def _missing(connection: Connection) -> list[Missing]:
    missing = []
    if connection.last_synced_at is None:
        missing.append(
            Missing("Clients, staff and templates have not been read from XPM yet.", "integration")
        )
    elif not has_template(connection):
        missing.append(Missing("There is no job template in XPM yet.", "template_guide"))
    if not connection.is_active:
        missing.append(Missing("An administrator has not switched on jobs yet.", "practice_manager_settings"))
    return missing


def has_template(connection: Connection) -> bool:
    """Whether XPM has a job template, the guide's or one of the firm's own."""
    return (
        JobTemplate.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False).exists()
    )
