"""The side bar and the top bar as values: links with counts of what needs a person, and the connection in words."""

from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse

from minutebook.documents.models import DocumentPack
from minutebook.firms.models import Firm, User
from minutebook.jobs.attention import waiting_jobs
from minutebook.mail.models import Message
from minutebook.practice_manager.budget import budget_of, calls_left
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.queries import current_connection

MAIL_TROUBLE = (Message.Status.REFUSED, Message.Status.UNKNOWN)
FEW_CALLS = 200
# Pages that belong to a list of the side bar but stand at another address.
_ELSEWHERE = {"/documents/": ("/packs/", "/changes/")}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the side bar. `count` is shown with `count_words` for those who cannot see where it stands."""

    label: str
    url: str
    icon: str
    key: str = ""
    count: int = 0
    count_words: str = ""
    is_urgent: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one label."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """The connection's state in a few words; `level` is ok, warning or off."""

    words: str
    level: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page."""

    groups: tuple[Group, ...] = ()
    connection: ConnectionLine | None = None
    search_url: str = ""


def build_frame(user: User, path: str) -> Frame:
    """The frame for this user on this page; links to pages that this installation lacks are left out."""
    firm = user.firm
    jobs, mail = _jobs_that_wait(firm), _mail_that_waits(firm)
    work = (
        Link("Dashboard", address_of("dashboard"), "layout-dashboard", "g d"),
        Link("Companies", address_of("company_list"), "building-2", "g c"),
        Link("Global Contacts", address_of("contact_list"), "users", "g g"),
        Link("Documents", address_of("pack_list"), "files", "g p", _packs_in_hand(firm), "in hand"),
        Link("Jobs", address_of("job_list"), "briefcase", "g j"),
        Link("Needs attention", address_of("attention"), "circle-alert", "g a", jobs, is_urgent=True),
        Link("Outbox", address_of("outbox"), "mail", "g o", mail, needs_you(mail), True),
    )
    practice = (
        Link("Contacts Integration", address_of("integration"), "link", "g i"),
        Link("Settings", address_of("settings"), "settings", "g s"),
    )
    groups = (Group("", _shown(work, path)), Group("Practice", _shown(practice, path)))
    return Frame(groups, connection_line(user), address_of("search"))


def needs_you(count: int) -> str:
    """The words behind the count of what waits for a person: 1 needs you, 2 need you."""
    return "needs you" if count == 1 else "need you"


def address_of(name: str, *args: int) -> str:
    """The address of a page by its URL name, or nothing where the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def connection_line(user: User) -> ConnectionLine:
    """How it stands with the practice manager, with a page about it that the user's role may open."""
    url = address_of("practice_manager_settings" if user.may("settings") else "integration")
    connection = current_connection(user.firm)
    if connection is None:
        return ConnectionLine("XPM: not connected", "off", url)
    if connection.status == Connection.Status.RECONNECT:
        return ConnectionLine("XPM: sign in again", "warning", url)
    if connection.paused_at is not None:
        return ConnectionLine("XPM: calls are paused", "warning", url)
    budget = budget_of(connection)
    if budget is not None and budget.down_until is not None:
        return ConnectionLine("XPM: does not answer", "warning", url)
    left = calls_left(budget)
    return ConnectionLine(
        f"XPM: connected, {left:,} calls left today", "ok" if left > FEW_CALLS else "warning", url
    )


def _shown(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    return tuple(replace(link, is_current=_leads_to(link.url, path)) for link in links if link.url)


def _leads_to(url: str, path: str) -> bool:
    if url == "/":
        return path == url
    return any(path.startswith(prefix) for prefix in (url, *_ELSEWHERE.get(url, ())))


def _packs_in_hand(firm: Firm) -> int:
    return DocumentPack.objects.for_firm(firm).filter(status=DocumentPack.Status.DRAFT).count()


def _jobs_that_wait(firm: Firm) -> int:
    return waiting_jobs(firm).count()


def _mail_that_waits(firm: Firm) -> int:
    return Message.objects.for_firm(firm).filter(status__in=MAIL_TROUBLE, called_back="").count()
