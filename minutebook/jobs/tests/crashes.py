"""Where a worker may end, what XPM may do to a call, and what the promise says of each pair: data, and one rule.

The points are those of docs/exactly-once.md ("Proof"), the behaviours what a network or a server does to one call.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from django.db import OperationalError, connection

from minutebook.jobs.tests.watch import Moment
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.tests.worlds import SECOND_PRACTICE

if TYPE_CHECKING:
    from minutebook.jobs.tests.story import Story

CREATE, ASSIGN, COST, ANY = "*job.api/add", "*job.api/assign", "*job.api/cost", "*job.api/*"
NUMBERINGS = ("own", "series")
HOUR, RENAMED = 3600, "Renamed by Ann"
Row, Column = TypeVar("Row"), TypeVar("Column")


@dataclass(frozen=True)
class Behaviour:
    """What happens to one call. `executes`: XPM does what it says; `is_unclear`: its sender cannot tell."""

    name: str
    executes: bool
    is_unclear: bool
    fault: dict[str, object] = field(default_factory=dict)
    is_late: bool = False

    @property
    def is_sent_again_at_once(self) -> bool:
        """Whether the same attempt goes on with a fresh token."""
        return self.fault.get("kind") == "expired_token"

    @property
    def is_refusal(self) -> bool:
        """Whether XPM says plainly that this call made nothing; of an earlier one it says nothing."""
        return not self.is_unclear and (
            self.fault.get("kind") == "error_200" or self.fault.get("code") == 400
        )


def _status(code: int, **more: object) -> dict[str, object]:
    return {"kind": "status", "code": code, **more}


def _error(text: str, **more: object) -> dict[str, object]:
    return {"kind": "error_200", "text": text, **more}


BEHAVIOURS = (
    Behaviour("OK", True, False),
    Behaviour("OK, slow", True, False, {"kind": "slow", "seconds": 0.02}),
    Behaviour("OK, late after the time-out", True, True, is_late=True),
    Behaviour("cut reply", True, True, {"kind": "cut_reply"}),
    Behaviour("reset before", False, True, {"kind": "reset_before"}),
    Behaviour("reset in the body", False, True, {"kind": "reset_mid"}),
    Behaviour("reset after", True, True, {"kind": "lost_reply"}),
    Behaviour("200 ERROR, plain", False, False, _error("The value of an element is invalid")),
    Behaviour("200 ERROR, in use", False, True, _error("Job number in use")),
    Behaviour("200 ERROR, executed", True, True, _error("An error occurred", executed=True)),
    Behaviour("400", False, False, _status(400)),
    Behaviour("401", False, False, {"kind": "expired_token"}),
    Behaviour("403", False, False, {"kind": "forbidden"}),
    Behaviour("404", False, True, _status(404)),
    Behaviour("429, minute", False, False, {"kind": "rate_minute"}),
    Behaviour("429, day", False, False, {"kind": "rate_day"}),
    Behaviour("500, executed", True, True, _status(500, executed=True)),
    Behaviour("500, not executed", False, True, _status(500)),
    Behaviour("503", False, True, _status(503)),
    Behaviour("302", False, True, {"kind": "redirect"}),
    Behaviour("HTML", False, True, {"kind": "html"}),
    Behaviour("empty", True, True, {"kind": "empty"}),
    Behaviour("huge", True, True, {"kind": "huge", "megabytes": 65}),
    Behaviour("XML bomb", True, True, {"kind": "xml_bomb"}),
)


@dataclass(frozen=True)
class Point:
    """A moment of the n-th attempt at which something happens to the worker; the behaviour is put on `call`.

    `number_in_series`: which attempt it is there, where it differs. `before`: faults that lead to it.
    `meanwhile`: what happens before the next worker comes. `leaves`: what XPM then holds of the job at last.
    """

    name: str
    call: str
    moment: Moment | None = None
    number: int = 1
    number_in_series: int = 0
    strike: Callable[["Story"], None] = lambda story: story.watch.die()
    meanwhile: Callable[["Story"], None] = lambda story: None
    before: tuple[dict[str, object], ...] = ()
    spared: int = 0
    method: str = "*"
    is_lost: bool = False
    edits: dict[str, str] = field(default_factory=dict)
    repeats_once: bool = False

    @property
    def costs(self) -> int:
        """How many the job has: two where they are what it is about, else one, which is quicker."""
        return 2 if self.call == COST else 1


def _disk_full(story: "Story") -> None:
    raise OperationalError("database or disk is full")


def _commit_fails(story: "Story") -> None:
    raise OperationalError("the connection was lost")


def _sleep_through_lease(story: "Story") -> None:
    story.others_go_on()


def _connect_another(story: "Story") -> None:
    Connection.across_firms.update(tenant_id=SECOND_PRACTICE)


def _restore(story: "Story") -> None:
    story.restore()


def _delete_job(story: "Story") -> None:
    del story.practice.jobs[-1:]


def _edit_name(story: "Story") -> None:
    story.practice.jobs[-1].name = RENAMED


def _edit_number(story: "Story") -> None:
    story.practice.jobs[-1].id = "ANN1"


def _clock_jumps(hours: int) -> Callable[["Story"], None]:
    def jump(story: "Story") -> None:
        story.hands.wrong_by += hours * HOUR

    return jump


_LOST: dict[str, object] = {"kind": "lost_reply", "path": CREATE}
_NEVER_CAME: dict[str, object] = {"kind": "reset_before", "path": CREATE}
_DAY_IS_OVER: dict[str, object] = {"kind": "rate_day", "path": COST}

POINTS = (
    Point("C1 before the press is committed", CREATE),
    Point("C2 the press is committed", CREATE),
    Point("C3 taken, nothing written", CREATE, Moment.TAKEN, 0),
    Point("C4 before the first byte", CREATE, Moment.BEGUN),
    Point("C5 new tokens not stored", CREATE, Moment.TOKEN),
    Point("C6 in the body", CREATE, Moment.HALF_SENT),
    Point("C7 no reply yet", CREATE, Moment.SENT),
    Point("C8 reply lost", CREATE, Moment.EXECUTED),
    Point("C9 reply cut", CREATE, Moment.CUT),
    Point("C10 reply read, not committed", CREATE, Moment.CLOSING),
    Point("C11 commit fails", CREATE, Moment.COMMITTING, strike=_commit_fails),
    Point("C11 committed, nobody told", CREATE, Moment.COMMITTED, strike=_commit_fails),
    Point("C12 made, nobody assigned", ASSIGN, Moment.RECORDED),
    Point("C13 assign sent", ASSIGN, Moment.SENT, 2),
    Point("C13 assigned, not committed", ASSIGN, Moment.CLOSING, 2),
    Point("C14 cost sent", COST, Moment.SENT, 3),
    Point("C15 cost made, not recorded", COST, Moment.CLOSING, 3),
    Point("C16 between two costs", COST, Moment.RECORDED, 3, spared=1),
    Point("C17 looking", ANY, Moment.SENT, 2, before=(_LOST,), method="GET"),
    Point("C17 found, not committed", ANY, Moment.CLOSING, 2, before=(_LOST,), method="GET"),
    Point(
        "C18 none found, not sent again",
        CREATE,
        Moment.RECORDED,
        3,
        4,
        before=(_NEVER_CAME,),
        repeats_once=True,
    ),
    Point("C19 asleep before the first byte", CREATE, Moment.BEGUN, strike=_sleep_through_lease),
    Point("C19 asleep over the answer", CREATE, Moment.ANSWERED, strike=_sleep_through_lease),
    Point("C20 clock leaps ahead", CREATE, Moment.SENT, meanwhile=_clock_jumps(36)),
    Point("C20 clock falls back", CREATE, Moment.SENT, meanwhile=_clock_jumps(-36)),
    Point("C21 day used up between job and cost", COST, Moment.CLOSING, 3, before=(_DAY_IS_OVER,)),
    Point("C22 job deleted in XPM", ASSIGN, Moment.RECORDED, meanwhile=_delete_job, is_lost=True),
    Point("C23 name edited in XPM", ASSIGN, Moment.RECORDED, meanwhile=_edit_name, edits={"name": RENAMED}),
    Point("C24 restored from a backup", ANY, Moment.RECORDED, 3, meanwhile=_restore, method="GET"),
    Point("C26 disk full", CREATE, Moment.INTENT, strike=_disk_full),
    Point("C27 another practice connected", CREATE, Moment.TAKEN, 0, meanwhile=_connect_another),
)


def in_turn(rows: Iterable[Row], columns: Iterable[Column]) -> Iterator[tuple[Row, Column, str]]:
    """Every row with every column, the numberings in turn; on PostgreSQL each pair has the other one."""
    first = int(connection.vendor == "postgresql")
    for (row, one), (column, other) in product(enumerate(rows), enumerate(columns)):
        yield one, other, NUMBERINGS[(row + column + first) % 2]


def cases() -> Iterator[tuple[Point, Behaviour, str]]:
    """The whole matrix."""
    return in_turn(POINTS, BEHAVIOURS)


_OUTSIDE_A_CALL = (None, Moment.TAKEN, Moment.INTENT, Moment.COMMITTED, Moment.RECORDED)
_NEVER_REACHED = (Moment.BEGUN, Moment.TOKEN, Moment.HALF_SENT)
_AFTER_THE_SECOND_TRY = (Moment.CLOSING, Moment.COMMITTING)


def asks_person(point: Point, behaviour: Behaviour, numbering: str) -> bool:
    """The promise's only question: a job in XPM's series that was not made, where nobody can tell that it was not."""
    if numbering == "own" or point.call != CREATE:
        return False
    if point.moment in _OUTSIDE_A_CALL:
        is_open = behaviour.is_unclear or (behaviour.is_refusal and point.repeats_once)
        return is_open and not behaviour.executes
    return not is_executed(point, behaviour)


def is_executed(point: Point, behaviour: Behaviour) -> bool:
    """Whether the call during which the worker ended is carried out."""
    again = behaviour.is_sent_again_at_once and point.moment in _AFTER_THE_SECOND_TRY
    return point.moment not in _NEVER_REACHED and (behaviour.executes or again)
