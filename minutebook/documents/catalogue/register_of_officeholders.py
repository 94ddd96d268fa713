"""The register of officeholders as at the day of the documents, with the change shown as it stands.

Director IDs are left out: they are confidential and no part of this register.
"""

from datetime import date

from minutebook.companies.facts import Officeholder
from minutebook.companies.wording import long_date
from minutebook.documents.blocks import Block, Column, Heading, Note, Paper, Paragraph, Table
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import make_paper

TITLE = "Register of officeholders"
COLUMNS = (
    Column("Name and address", 0.32),
    Column("Born", 0.18),
    Column("Office", 0.16),
    Column("Appointed", 0.17),
    Column("Ceased", 0.17),
)
Row = tuple[str, str, str, str, str]


def build(pack: PackFacts) -> Paper:
    """Lay out the present officeholders, then the former ones."""
    entries = _entries_with_change(pack)
    present = [entry for entry in entries if not _is_former(pack, entry)]
    former = [entry for entry in entries if _is_former(pack, entry)]
    blocks: list[Block] = [
        Paragraph(f"As at {long_date(pack.document_date)}"),
        Heading("Present officeholders"),
        _table(pack, present) if present else Paragraph("None."),
    ]
    if former:
        blocks += [Heading("Former officeholders"), _table(pack, former)]
    if not pack.is_effective and not pack.move:
        blocks.append(Note(f"Entries marked pending are still to take effect. {pack.effect.sentence}"))
    return make_paper(pack, TITLE, blocks)


def _entries_with_change(pack: PackFacts) -> list[Officeholder]:
    entries = sorted(pack.company.officeholders, key=lambda entry: (entry.appointed_on, entry.person.name))
    new = pack.appointment
    if new and not pack.company.office_overlapping(new):
        entries.append(Officeholder(new.person, new.office, new.effective_on, None, new.alternate_for))
    return entries


def _is_former(pack: PackFacts, entry: Officeholder) -> bool:
    ceased_on = _ceased_on(pack, entry)
    return ceased_on is not None and ceased_on <= pack.document_date


def _ceased_on(pack: PackFacts, entry: Officeholder) -> date | None:
    """The day a person left, as law has it: a late resignation waits for ASIC, whatever the letter states."""
    if _is_ended(pack, entry):
        return pack.effect.effective_on
    return entry.ceased_on


def _is_ended(pack: PackFacts, entry: Officeholder) -> bool:
    return pack.cessation is not None and entry in pack.company.entries_ended(pack.cessation)


def _table(pack: PackFacts, entries: list[Officeholder]) -> Table:
    return Table(COLUMNS, tuple(_row(pack, entry) for entry in entries))


def _row(pack: PackFacts, entry: Officeholder) -> Row:
    person = entry.person
    former = (f"formerly {', '.join(person.former_names)}",) if person.former_names else ()
    address = person.address.lines() if person.address else ()
    born = [long_date(person.birth_date)] if person.birth_date else []
    office = entry.office.capitalize() + (f" for {entry.alternate_for}" if entry.alternate_for else "")
    return (
        "\n".join((person.name, *former, *address)),
        "\n".join([*born, *([person.birth_place] if person.birth_place else [])]),
        office,
        _day(pack, entry.appointed_on),
        _ceased_cell(pack, entry),
    )


def _ceased_cell(pack: PackFacts, entry: Officeholder) -> str:
    if pack.cessation is None or not _is_ended(pack, entry):
        return long_date(entry.ceased_on) if entry.ceased_on else ""
    how = {"resigned": "resigned", "removed": "removed", "deceased": "died"}[pack.cessation.how]
    ceased_on = pack.effect.effective_on
    if ceased_on is None:
        return f"pending: the day ASIC is told ({how})"
    state = f"pending, {how}" if ceased_on > pack.document_date else how
    return f"{long_date(ceased_on)} ({state})"


def _day(pack: PackFacts, day: date) -> str:
    return f"{long_date(day)} (pending)" if day > pack.document_date else long_date(day)
