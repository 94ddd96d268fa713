"""ASIC lodgement summary: what to enter for Form 484, section by section, by when, and who signs for it.

It lists the content; it is no copy of the form and is kept on file, not lodged.
"""

from minutebook.companies.facts import AppointmentFacts, CessationFacts, Person, RegisteredOfficeFacts
from minutebook.companies.fees import CHANGE_OF_DETAILS, fee_on, late_fee
from minutebook.companies.wording import join_names, long_date
from minutebook.documents.blocks import Block, Facts, Heading, Note, Paper, Paragraph, Signature, Signatures
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import BLANK, aim, company_number, make_paper, state_note
from minutebook.documents.catalogue.signing import form_signatory

TITLE = "ASIC lodgement summary"
FORM = "Form 484, Change to company details"
Rows = tuple[tuple[str, str], ...]


def build(pack: PackFacts) -> Paper:
    """Lay out the deadline, the sections to enter, and the certificate of a director or secretary."""
    blocks: list[Block] = [
        Heading("Notice"),
        Facts(_notice(pack)),
        *_sections(pack),
        *_certificate(pack),
    ]
    return make_paper(pack, TITLE, blocks)


def _notice(pack: PackFacts) -> Rows:
    due, agent = pack.deadline, pack.firm.agent_number
    rows = [
        ("Form", FORM),
        ("Company", f"{pack.company.name}, {company_number(pack.company)}"),
        ("Lodge by", long_date(due.due_on)),
        ("Rule", f"{due.rule} ({due.source})"),
        *([("Why that day", due.roll)] if due.roll else []),
        *([("Note", state_note(pack))] if state_note(pack) else []),
        *_wished(pack),
        *_fees(pack),
        ("Effect", pack.effect.sentence),
        *(("Or", way.sentence) for way in pack.effect.alternatives),
        ("Lodged by", f"{pack.firm.name}{f', registered agent {agent}' if agent else ''}"),
    ]
    return tuple(rows)


def _wished(pack: PackFacts) -> Rows:
    wished, lodge_on = pack.move.takes_effect_on if pack.move else None, aim(pack)
    if wished is None or lodge_on is None:
        return ()
    return (
        (
            f"For {long_date(wished)}",
            f"Lodge by {long_date(lodge_on)} for the move to take effect on that day.",
        ),
    )


def _fees(pack: PackFacts) -> Rows:
    """What ASIC charges, as far as it is on file: what staff still have to look up is for the screen to say."""
    fee = fee_on(CHANGE_OF_DETAILS, pack.document_date)
    late = late_fee(pack.deadline.due_on, pack.document_date)
    amount = f"AUD {fee.amount}" if fee and fee.amount else "none"
    return (
        *((("Lodging fee", f"{amount} ({fee.source})"),) if fee else ()),
        *((("Late fee", late.on_paper),) if late else ()),
    )


def _sections(pack: PackFacts) -> list[Block]:
    blocks: list[Block] = []
    if pack.move:
        blocks += [Heading("Section A1: Change of address"), Facts(_address_rows(pack.move))]
    if pack.cessation:
        blocks += [
            Heading("Section B1: Cease company officeholder"),
            Facts(_cessation_rows(pack, pack.cessation)),
        ]
    if pack.appointment:
        heading = Heading("Section B2: Appoint company officeholder")
        blocks += [heading, Facts(_appointment_rows(pack.appointment))]
    return blocks


def _address_rows(move: RegisteredOfficeFacts) -> Rows:
    kinds = "Registered office"
    if move.also_principal_place:
        kinds += " and principal place of business"
    wished = (
        long_date(move.takes_effect_on) if move.takes_effect_on else "none; the seventh day after lodgement"
    )
    if move.company_occupies:
        occupier: Rows = (("Does the company occupy it?", "Yes"),)
    else:
        consented = "Yes" if move.occupier_consented_on else "To be given in writing before lodging"
        occupier = (
            ("Does the company occupy it?", "No"),
            ("Occupier", move.occupier_name),
            ("Occupier's consent", consented),
        )
    return (
        ("Address changed", kinds),
        ("New address", move.address.one_line()),
        *occupier,
        ("Resolved on", long_date(move.resolved_on)),
        ("Later day named in the notice", wished),
    )


def _cessation_rows(pack: PackFacts, cessation: CessationFacts) -> Rows:
    entry = cessation.officeholder
    reason = {"resigned": "Resigned", "removed": "Removed", "deceased": "Deceased"}[cessation.how]
    stated = long_date(cessation.ceased_on)
    when = f"{stated} as stated; ASIC records the day of lodgement" if pack.is_resignation_late else stated
    return (
        ("Office", join_names(pack.company.offices_ended(cessation)).capitalize()),
        *((("Alternate for", entry.alternate_for),) if entry.alternate_for else ()),
        *_name_rows(entry.person),
        ("Date ceased", when),
        ("Reason", reason),
    )


def _appointment_rows(appointment: AppointmentFacts) -> Rows:
    person = appointment.person
    alternate = (("Alternate for", appointment.alternate_for),) if appointment.alternate_for else ()
    return (
        ("Office", appointment.office.capitalize()),
        *alternate,
        *_name_rows(person),
        ("Former names", "; ".join(person.former_names) or "None"),
        ("Place of birth", person.birth_place or BLANK),
        ("Residential address", person.address.one_line() if person.address else BLANK),
        ("Date appointed", long_date(appointment.effective_on)),
    )


def _name_rows(person: Person) -> Rows:
    parts = (("Family name", person.family_name), ("Given names", person.given_names))
    names = tuple(row for row in parts if row[1]) or (("Name", person.name),)
    return (*names, ("Date of birth", long_date(person.birth_date) if person.birth_date else BLANK))


def _certificate(pack: PackFacts) -> list[Block]:
    signatory = form_signatory(pack)
    if signatory is None:
        return [
            Note(
                "No director or secretary is in office to sign. One is appointed before the notice is lodged."
            )
        ]
    person, capacity = signatory
    return [
        Heading("Certificate"),
        Paragraph(
            f"I certify that the content above is true and complete, and I authorise {pack.firm.name} to"
            f" lodge it with ASIC for {pack.company.name}."
        ),
        Signatures((Signature(person.name, capacity),)),
    ]
