"""Everything a document may say, in one value: the company, the change, the firm, the days and the people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from minutebook.companies.changes.base import Effect
from minutebook.companies.facts import (
    Address,
    AppointmentFacts,
    CessationFacts,
    ChangeFacts,
    CompanyFacts,
    Person,
    RegisteredOfficeFacts,
)
from minutebook.companies.rules import Deadline

Decision = Literal["resolution", "meeting"]


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """The accounting firm that prepares the pack; `agent_number` is its ASIC registered agent number."""

    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    agent_number: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the cover letter greets, and where it goes."""

    name: str
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the directors, as its minute records it."""

    place: str
    held_at: datetime
    chair: Person
    present: tuple[Person, ...]
    apologies: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A paper of the pack as the cover letter lists it."""

    title: str
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackFacts:
    """The facts of one pack.

    `signatories` narrows who signs for the directors to those entitled to vote; empty means every director.
    `form_signatory` signs the lodgement summary; None means the first director or secretary in office.
    `addressee` None means the directors at the registered office. `enclosed` None means the papers that the
    table proposes. People who died or left never sign, whatever is passed in.
    """

    company: CompanyFacts
    change_kind: str
    facts: ChangeFacts
    document_date: date
    firm: FirmFacts
    trace_number: str
    deadline: Deadline
    effect: Effect
    addressee: Addressee | None = None
    decision: Decision = "resolution"
    meeting: Meeting | None = None
    signatories: tuple[Person, ...] = ()
    form_signatory: Person | None = None
    enclosed: tuple[Enclosure, ...] | None = field(default=None)

    @property
    def appointment(self) -> AppointmentFacts | None:
        """The person about to enter an office: the change itself, or the successor of one who leaves."""
        if isinstance(self.facts, AppointmentFacts):
            return self.facts
        return self.facts.successor if isinstance(self.facts, CessationFacts) else None

    @property
    def cessation(self) -> CessationFacts | None:
        """The officeholder who leaves, if the change is one."""
        return self.facts if isinstance(self.facts, CessationFacts) else None

    @property
    def move(self) -> RegisteredOfficeFacts | None:
        """The move of the registered office, if the change is one."""
        return self.facts if isinstance(self.facts, RegisteredOfficeFacts) else None

    @property
    def is_effective(self) -> bool:
        """Whether the change has taken effect by the day of the documents."""
        return self.effect.effective_on is not None and self.effect.effective_on <= self.document_date

    @property
    def is_resignation_late(self) -> bool:
        """Whether late notice has moved a director's resignation to the day ASIC is told (s203AA)."""
        return bool(self.effect.alternatives)

    @property
    def registered_office(self) -> Address | None:
        """The registered office that letters to the company still go to."""
        return self.company.registered_office
