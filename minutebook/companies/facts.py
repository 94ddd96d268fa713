"""A snapshot of a company's registers and of a change to them, as plain values.

Apart from the models so that law and wording can be read and tested without a database or a clock.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from minutebook.companies.rules import LATE_RESIGNATIONS_FROM
from minutebook.contacts.countries import COUNTRY_NAMES

CompanyType = Literal["proprietary", "public"]
Office = Literal["director", "secretary", "alternate director"]
DirectorIdStatus = Literal["on_file", "applied", "missing"]
Departure = Literal["resigned", "removed", "deceased"]
Authority = Literal["ASIC", "Court"]

_POST_BOX = re.compile(
    r"\b(?:g\W*)?p\W*o\W*box\b|\b(?:post\s+office|postal|mail)\s*box\b|\bpo\s*box\s*\d|\blocked\s+(?:mail\s*)?bag\b"
    r"|\bprivate\s+(?:mail\s*)?bag\b|\bparcel\s+(?:locker|collect)\b|\bposte\s+restante\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts; `country` is an ISO code and is printed only when it is not Australia."""

    line_1: str
    suburb: str = ""
    state: str = ""
    postcode: str = ""
    country: str = "AU"
    line_2: str = ""
    care_of: str = ""

    @property
    def is_post_box(self) -> bool:
        """Whether mail, but nobody in person, can be delivered here: a PO box, locked bag or the like."""
        return any(_POST_BOX.search(line) for line in (self.care_of, self.line_1, self.line_2))

    @property
    def is_in_australia(self) -> bool:
        """Whether the country is Australia."""
        return self.country == "AU"

    def lines(self) -> tuple[str, ...]:
        """The address as it stands on an envelope; empty parts leave no gap."""
        care_of = f"c/- {self.care_of}" if self.care_of else ""
        place = " ".join(part for part in (self.suburb, self.state, self.postcode) if part)
        country = "" if self.is_in_australia else COUNTRY_NAMES.get(self.country, self.country)
        return tuple(line for line in (care_of, self.line_1, self.line_2, place, country) if line)

    def one_line(self) -> str:
        """The address inside a sentence."""
        return ", ".join(self.lines())

    def premises(self) -> str:
        """The place itself inside a sentence, without the care-of line: that names who takes the mail in."""
        return replace(self, care_of="").one_line()

    def is_same_place(self, other: "Address") -> bool:
        """Whether both name one place, whatever their capitals, spaces and care-of lines."""
        return _folded(self) == _folded(other)


def _folded(address: Address) -> str:
    parts = (address.line_1, address.line_2, address.suburb, address.state, address.postcode, address.country)
    return " ".join(re.findall(r"\w+", " ".join(parts).casefold()))


@dataclass(frozen=True, slots=True)
class Person:
    """A person, or a body that holds shares; `director_id` is 15 digits, or empty when none is held."""

    contact_id: int
    name: str
    given_names: str = ""
    family_name: str = ""
    former_names: tuple[str, ...] = ()
    birth_date: date | None = None
    birth_place: str = ""
    address: Address | None = None
    director_id: str = ""
    email: str = ""
    is_deceased: bool = False
    is_individual: bool = True


@dataclass(frozen=True, slots=True)
class Officeholder:
    """A person in an office, from the day of appointment until the day they ceased (that day no longer)."""

    person: Person
    office: Office
    appointed_on: date
    ceased_on: date | None = None
    alternate_for: str = ""

    def is_in_office_on(self, day: date) -> bool:
        """Whether the register shows the person in this office on a day."""
        return self.appointed_on <= day and (self.ceased_on is None or day < self.ceased_on)


@dataclass(frozen=True, slots=True)
class Member:
    """A holder in the register of members; a joint holding is one member with several holders."""

    name: str
    holders: tuple[Person, ...]
    shares: str


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the registers say about a company; numbers are digits without spaces."""

    company_id: int
    name: str
    acn: str
    company_type: CompanyType
    incorporated_on: date | None
    registered_office: Address | None
    officeholders: tuple[Officeholder, ...]
    abn: str = ""
    special_purpose: bool = False
    occupier: str = ""
    principal_place: Address | None = None
    members: tuple[Member, ...] = ()
    has_constitution: bool = True

    @property
    def is_proprietary(self) -> bool:
        """Whether this is a proprietary company; otherwise it is public."""
        return self.company_type == "proprietary"

    @property
    def sole_member(self) -> Member | None:
        """The only member, or None where there are several or none is recorded."""
        return self.members[0] if len(self.members) == 1 else None

    def directors_on(self, day: date) -> tuple[Person, ...]:
        """The living directors on a day, in the register's order; a death ends the office at once."""
        return self._holders_on("director", day)

    def secretaries_on(self, day: date) -> tuple[Person, ...]:
        """The living secretaries on a day, in the register's order."""
        return self._holders_on("secretary", day)

    def is_sole_director_and_member_on(self, day: date) -> bool:
        """Whether the one director is also the one member, so that section 201F governs appointments."""
        member = self.sole_member
        directors = {person.contact_id for person in self.directors_on(day)}
        return member is not None and len(directors) == 1 and directors == _ids(member.holders)

    def office_overlapping(self, new: "AppointmentFacts") -> Officeholder | None:
        """Return the entry by which a person is, or later will be, in the office of an appointment, or None.

        An alternate for another director is in another office.
        """
        office, day = (new.person.contact_id, new.office, new.alternate_for), new.effective_on
        for entry in self.officeholders:
            same = (entry.person.contact_id, entry.office, entry.alternate_for) == office
            if same and (entry.ceased_on is None or day < entry.ceased_on):
                return entry
        return None

    def entries_ended(self, facts: "CessationFacts") -> tuple[Officeholder, ...]:
        """Return the entries that a cessation ends: its own, and by a death every other office of the person."""
        entry = facts.officeholder
        others = tuple(
            other
            for other in self.officeholders
            if facts.how == "deceased"
            and other != entry
            and other.person.contact_id == entry.person.contact_id
            and other.is_in_office_on(facts.ceased_on)
        )
        return (entry, *others)

    def offices_ended(self, facts: "CessationFacts") -> tuple[str, ...]:
        """Return the offices that a cessation ends, each by its name."""
        return tuple(dict.fromkeys(entry.office for entry in self.entries_ended(facts)))

    def _holders_on(self, office: Office, day: date) -> tuple[Person, ...]:
        living = (
            entry.person
            for entry in self.officeholders
            if entry.office == office and entry.is_in_office_on(day) and not entry.person.is_deceased
        )
        return tuple({person.contact_id: person for person in living}.values())


def _ids(people: tuple[Person, ...]) -> set[int]:
    return {person.contact_id for person in people}


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """A person about to enter an office; `consent_dated` is None until a signed consent is on file."""

    person: Person
    office: Office
    effective_on: date
    consent_dated: date | None = None
    has_applied_for_director_id: bool = False
    alternate_for: str = ""
    alternate_terms: str = ""

    @property
    def director_id_status(self) -> DirectorIdStatus:
        """Whether the person's director ID is on file, applied for, or missing."""
        if self.person.director_id:
            return "on_file"
        return "applied" if self.has_applied_for_director_id else "missing"

    @property
    def needs_director_id(self) -> bool:
        """Directors and alternate directors need one before they take office; secretaries never do."""
        return self.office != "secretary"


@dataclass(frozen=True, slots=True)
class CessationFacts:
    """A person leaving an office; `ceased_on` is the day stated, before any rule that moves it.

    `letter_received_on` is the day the company received the written resignation, if it has.
    `seeks_earlier_date`: ASIC will be asked to fix the stated day although notice to it is late.
    `date_fixed_by`: who has fixed it, "" while nobody has; `date_fixed_on` is the day of that decision (s203AA).
    `members_resolved_on` is the day on which members have resolved to remove a director; None while they have not.
    """

    officeholder: Officeholder
    how: Departure
    ceased_on: date
    letter_received_on: date | None = None
    successor: AppointmentFacts | None = None
    seeks_earlier_date: bool = False
    date_fixed_by: Authority | Literal[""] = ""
    date_fixed_on: date | None = None
    members_resolved_on: date | None = None

    @property
    def removes_director(self) -> bool:
        """Whether the members remove a director: other officeholders are removed by whoever appointed them."""
        return self.how == "removed" and self.officeholder.office == "director"

    @property
    def late_notice_moves_date(self) -> bool:
        """Whether section 203AA applies: the resignation of a director or alternate, never of a secretary.

        It does not reach those who stopped being a director before it came into force.
        """
        resigns = self.how == "resigned" and self.officeholder.office != "secretary"
        return resigns and self.ceased_on >= LATE_RESIGNATIONS_FROM


@dataclass(frozen=True, slots=True)
class RegisteredOfficeFacts:
    """A move of the registered office, resolved on a day, to take effect no earlier than a wished day."""

    address: Address
    resolved_on: date
    takes_effect_on: date | None = None
    company_occupies: bool = False
    occupier_name: str = ""
    occupier_consented_on: date | None = None
    also_principal_place: bool = False


ChangeFacts = AppointmentFacts | CessationFacts | RegisteredOfficeFacts
