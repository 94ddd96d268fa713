"""The firm's letter that goes with the pack: what is enclosed, who signs, what happens next and by when."""

from datetime import date, timedelta

from minutebook.companies.changes.table import KINDS
from minutebook.companies.facts import CessationFacts
from minutebook.companies.fees import late_fee
from minutebook.companies.rules import business_day_on_or_before, registered_office_takes_effect_on
from minutebook.companies.wording import join_names, long_date
from minutebook.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Column,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Table,
)
from minutebook.documents.catalogue.conditions import members_must_act
from minutebook.documents.catalogue.letters import sign_off
from minutebook.documents.catalogue.members_resolution import is_sole_member
from minutebook.documents.catalogue.pack import Addressee, PackFacts
from minutebook.documents.catalogue.phrases import (
    ACT,
    ASIC,
    aim,
    company_in_full,
    company_number,
    is_overdue,
    lodge_by,
    make_paper,
    state_note,
    summary,
)
from minutebook.documents.catalogue.signing import directors_in_office
from minutebook.documents.catalogue.terms_of_appointment import confirm_by

TITLE = "Cover letter"
COLUMNS = (Column("Document", 0.5), Column("To be signed by", 0.5))


def build(pack: PackFacts) -> Paper:
    """Lay out the letter to the addressee, or to the directors, or members where no director is left."""
    addressee = pack.addressee or _the_directors(pack)
    blocks: list[Block] = [
        Paragraph(long_date(pack.document_date)),
        AddressBlock((addressee.name, *addressee.address_lines)),
        Paragraph(f"Dear {addressee.name}"),
        Heading(company_in_full(pack.company)),
        Paragraph(f"We enclose the documents for this change: {summary(pack)}."),
        *_enclosed(pack),
        Heading("What we ask you to do"),
        Numbered(_to_do(pack)),
        Heading("What happens next"),
        Bullets(_next(pack)),
        *sign_off(pack),
    ]
    return make_paper(pack, TITLE, blocks, letterhead=True)


def _the_directors(pack: PackFacts) -> Addressee:
    office = pack.registered_office.lines() if pack.registered_office else ()
    directors = directors_in_office(pack)
    name = directors[0].name if len(directors) == 1 else "Directors" if directors else "Members"
    return Addressee(name, (pack.company.name, company_number(pack.company), *office))


def _enclosed(pack: PackFacts) -> list[Block]:
    if not pack.enclosed:
        return []
    rows = tuple((paper.title, join_names(paper.signed_by) or "For your records") for paper in pack.enclosed)
    return [Heading("Enclosed"), Table(COLUMNS, rows)]


def _to_do(pack: PackFacts) -> tuple[str, ...]:
    steps = ["Read the documents and tell us at once if anything in them is wrong."]
    if pack.enclosed is None or any(paper.signed_by for paper in pack.enclosed):
        steps.append("Sign and date each document where your name stands, with the date on which you sign.")
    steps += [*_members_first(pack), *_before_appointment(pack), *_before_resignation(pack)]
    return (*steps, f"Return the signed documents to us {_return_by(pack)}.")


def _members_first(pack: PackFacts) -> tuple[str, ...]:
    if not members_must_act(pack):
        return ()
    who = "The sole member signs the" if is_sole_member(pack) else "The members sign their"
    by = long_date(_members_act_by(pack))
    return (f"{who} resolution first, by {by}: it decides, and the directors' record follows.",)


def _members_act_by(pack: PackFacts) -> date:
    """The day on which what the members resolve is to take effect; a later resolution takes effect when it passes."""
    new, cessation = pack.appointment, pack.cessation
    if cessation and cessation.removes_director:
        return cessation.ceased_on
    return new.effective_on if new else pack.document_date


def _before_resignation(pack: PackFacts) -> tuple[str, ...]:
    """A letter ends the office no earlier than it is given."""
    facts = pack.cessation
    if (
        facts is None
        or facts.how != "resigned"
        or facts.letter_received_on
        or facts.ceased_on < pack.document_date
    ):
        return ()
    return (
        (
            f"The resignation is to take effect on {long_date(facts.ceased_on)}, so the letter must be given to the"
            " company at its registered office by then."
        ),
    )


def _before_appointment(pack: PackFacts) -> tuple[str, ...]:
    new = pack.appointment
    if new is None or new.effective_on < pack.document_date:
        return ()
    consent = "" if new.consent_dated else f" {new.person.name} signs the consent first."
    day = long_date(new.effective_on)
    return (f"The appointment is to take effect on {day}, so please sign by then.{consent}",)


def _return_by(pack: PackFacts) -> str:
    """Some days before the notice is lodged, be it for the law or for a wished day; at once where those are over."""
    kind = KINDS[pack.change_kind]
    lodge_on = min(aim(pack) or pack.deadline.due_on, pack.deadline.due_on)
    day = business_day_on_or_before(lodge_on - timedelta(days=kind.buffer_days))
    return f"by {long_date(day)}" if day > pack.document_date else "as soon as you can"


def _next(pack: PackFacts) -> tuple[str, ...]:
    return (
        *_lodgement(pack),
        *([state_note(pack)] if state_note(pack) and not is_overdue(pack) else []),
        pack.effect.sentence,
        *_wished_day(pack),
        *_resignation(pack),
        *_removal(pack),
        *_confirmation(pack),
    )


def _lodgement(pack: PackFacts) -> tuple[str, ...]:
    due = pack.deadline
    fee = late_fee(due.due_on, pack.document_date)
    limit = f"within {due.period} after {long_date(due.counted_from)} ({due.source})"
    if is_overdue(pack) and fee:
        overdue = (
            f"We lodge the notice with {ASIC} as soon as the documents are signed. It was due by {lodge_by(pack)},"
            f" {limit}. {fee.on_paper}"
        )
        return (overdue,)
    moved = f"; {due.rolled_because}, so the next business day counts" if due.rolled_because else ""
    in_time = (
        f"We lodge the notice with {ASIC}, which must have it by {lodge_by(pack)}: {limit}{moved}. ASIC charges a"
        " late fee after that day."
    )
    return (in_time,)


def _wished_day(pack: PackFacts) -> tuple[str, ...]:
    wished = pack.move.takes_effect_on if pack.move else None
    if wished is None or pack.effect.effective_on:
        return ()
    lodge_on = aim(pack)
    if lodge_on is None:
        earliest = registered_office_takes_effect_on(pack.document_date, None)
        return (
            (
                f"It can no longer take effect on {long_date(wished)}: a notice lodged on"
                f" {long_date(pack.document_date)} takes effect on {long_date(earliest)}."
            ),
        )
    return (
        f"For the move to take effect on {long_date(wished)}, we must lodge the notice by {long_date(lodge_on)}.",
    )


def _resignation(pack: PackFacts) -> tuple[str, ...]:
    facts = pack.cessation
    if facts is None or not facts.late_notice_moves_date:
        return ()
    if pack.is_resignation_late:
        return _late_resignation(pack, facts)
    return (
        (
            f"If ASIC is not told within 28 days after {long_date(facts.ceased_on)}, the resignation takes"
            f" effect only on the day it is told, and {facts.officeholder.person.name} remains a director"
            f" until then (section 203AA of {ACT})."
        ),
    )


def _late_resignation(pack: PackFacts, facts: CessationFacts) -> tuple[str, ...]:
    stated = long_date(facts.ceased_on)
    warning = (
        f"The resignation states {stated}. Please do not rely on that day: the 28 days for telling ASIC"
        f" have passed (section 203AA of {ACT})."
    )
    return (warning, *(way.sentence for way in pack.effect.alternatives), *_application(pack, facts))


def _application(pack: PackFacts, facts: CessationFacts) -> tuple[str, ...]:
    """Offer an application to ASIC, or say what becomes of the one that the directors resolve to make."""
    asic = pack.effect.alternatives[0]
    if asic.decided_by != "ASIC":
        return ()
    if not facts.seeks_earlier_date:
        return ("Tell us at once if you want an application to ASIC: we prepare it.",)
    return (
        (
            f"The directors resolve that the company apply to ASIC to fix {long_date(facts.ceased_on)}. We prepare the"
            " application: it must be made by"
            f" {long_date(asic.apply_by)}, and needs the signed resolution first."
        ),
    )


def _removal(pack: PackFacts) -> tuple[str, ...]:
    """Name the members' resolution that the papers rest on, where it is not among them."""
    facts = pack.cessation
    if facts is None or not facts.removes_director or facts.members_resolved_on is None:
        return ()
    resolved_on = long_date(facts.members_resolved_on)
    if pack.company.is_proprietary:
        return (
            f"The removal rests on the resolution that the members passed on {resolved_on}: please send us a copy.",
        )
    return (
        (
            "The removal rests on the resolution that the members passed at the general meeting of"
            f" {resolved_on}: please send us its minutes. The intention to move it had to be told to the company"
            f" at least 2 months before the meeting (section 203D of {ACT}). Tell us at once if it was not."
        ),
    )


def _confirmation(pack: PackFacts) -> tuple[str, ...]:
    by = confirm_by(pack)
    if by is None or pack.appointment is None:
        return ()
    unless = ", unless the constitution provides otherwise" if pack.company.has_constitution else ""
    if by < pack.document_date:
        return (
            (
                f"The members had to confirm the appointment of {pack.appointment.person.name} by {long_date(by)}."
                f" Tell us whether they did: without that the office ended on that day{unless} (section"
                f" 201H(2) of {ACT})."
            ),
        )
    return (
        (
            f"The members are to confirm the appointment of {pack.appointment.person.name} by resolution by"
            f" {long_date(by)}. Without that the office ends on that day{unless} (section 201H(2) of {ACT})."
        ),
    )
