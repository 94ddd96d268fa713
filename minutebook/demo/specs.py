"""The shape of the demo companies' tables: what each row says, in the words of a register.

Days are ISO texts; holders and officeholders are keys of the people, bodies and companies.
"""

from dataclasses import dataclass

from minutebook.companies.models import CompanyAddress, Officeholder, ShareTransaction

from .addresses import FIRM_OFFICE

FIRM_NAME = "Fernleigh & Daughters"


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office; `how` it ended: resigned, removed or deceased."""

    person: str
    office: Officeholder.Office
    appointed: str
    ceased: str = ""
    how: str = ""
    alternate_for: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of shares; amounts are dollars a share."""

    kind: ShareTransaction.Kind
    on: str
    number: int
    sender: str = ""
    to: str = ""
    code: str = "ORD"
    paid: str = "1.00"
    unpaid: str = "0"
    is_beneficial: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company is from a day until another; `occupier` where the premises are not its own."""

    kind: CompanyAddress.Kind
    address: str
    since: str = ""  # empty: since incorporation
    until: str = ""
    occupier: str = ""


@dataclass(frozen=True, slots=True)
class CompanySpec:
    """One company with its whole registers; `{acn}` in a name stands for its own number."""

    key: str
    name: str
    incorporated: str
    places: tuple[Place, ...]
    terms: tuple[Term, ...]
    movements: tuple[Movement, ...]
    classes: tuple[tuple[str, str], ...] = (("ORD", "Ordinary shares"),)
    former: tuple[str, str] | None = None
    review: tuple[int, int] | None = None  # month and day where it differs from the incorporation's
    is_public: bool = False
    is_special_purpose: bool = False
    has_constitution: bool = True
    has_abn: bool = True


def director(person: str, appointed: str, ceased: str = "", how: str = "") -> Term:
    """A director's term."""
    return Term(person, Officeholder.Office.DIRECTOR, appointed, ceased, how)


def secretary(person: str, appointed: str, ceased: str = "", how: str = "") -> Term:
    """A secretary's term."""
    return Term(person, Officeholder.Office.SECRETARY, appointed, ceased, how)


def alternate(person: str, stands_in_for: str, appointed: str) -> Term:
    """An alternate director's term."""
    return Term(person, Officeholder.Office.ALTERNATE, appointed, alternate_for=stands_in_for)


def allot(
    to: str, number: int, on: str, code: str = "ORD", paid: str = "1.00", unpaid: str = "0"
) -> Movement:
    """Shares issued to a member who holds them for itself."""
    return Movement(ShareTransaction.Kind.ALLOTMENT, on, number, to=to, code=code, paid=paid, unpaid=unpaid)


def allot_on_trust(to: str, number: int, on: str, code: str = "ORD") -> Movement:
    """Shares issued to a trustee, so not beneficially held."""
    return Movement(ShareTransaction.Kind.ALLOTMENT, on, number, to=to, code=code, is_beneficial=False)


def transfer(sender: str, to: str, number: int, on: str, code: str = "ORD") -> Movement:
    """Shares that pass from one member to another."""
    return Movement(ShareTransaction.Kind.TRANSFER, on, number, sender=sender, to=to, code=code)


def cancel(sender: str, number: int, on: str, code: str = "ORD") -> Movement:
    """Shares that end, by buy-back or reduction."""
    return Movement(ShareTransaction.Kind.CANCELLATION, on, number, sender=sender, code=code)


def own_premises(address: str, since: str = "") -> tuple[Place, ...]:
    """Registered office and principal place at the company's own premises."""
    return (
        Place(CompanyAddress.Kind.REGISTERED_OFFICE, address, since),
        Place(CompanyAddress.Kind.PRINCIPAL_PLACE, address, since),
    )


def at_the_firm(principal_place: str, since: str = "") -> tuple[Place, ...]:
    """Registered office at the accounting firm's, business elsewhere: the commonest case."""
    return (
        Place(CompanyAddress.Kind.REGISTERED_OFFICE, FIRM_OFFICE, since, occupier=FIRM_NAME),
        Place(CompanyAddress.Kind.PRINCIPAL_PLACE, principal_place, since),
    )
