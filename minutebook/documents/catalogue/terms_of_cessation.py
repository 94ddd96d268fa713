"""What the directors resolve, or record, when somebody leaves an office."""

from minutebook.companies.facts import AppointmentFacts, CessationFacts
from minutebook.companies.wording import join_names, long_date, with_article
from minutebook.documents.blocks import Bold, Item, Text
from minutebook.documents.catalogue import terms_of_appointment
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, ASIC, company_in_full, office_title, or_constitution
from minutebook.documents.catalogue.signing import directors_in_office, members_appoint

EVENTS = {"resigned": "resignation", "removed": "removal", "deceased": "death"}


def background(pack: PackFacts, facts: CessationFacts) -> tuple[str, ...]:
    """Say who leaves and how, and who follows."""
    successor = facts.successor
    if successor is None:
        return (_departure(pack, facts),)
    verb = terms_of_appointment.to_be_appointed(pack, successor)
    follows = f"{successor.person.name} {verb} {office_title(successor)} of the company."
    return (_departure(pack, facts), follows, *terms_of_appointment.papers_held(successor))


def resolution(pack: PackFacts, facts: CessationFacts) -> tuple[Text | Item, ...]:
    """Appoint the successor first, record the departure, deal with late notice, register, notify."""
    return (
        *_appoint_successor(pack, facts),
        _record(pack, facts),
        *_late_notice(pack, facts),
        terms_of_appointment.register_and_notify(
            pack, _events(facts), "ASIC" if pack.is_resignation_late else ASIC
        ),
    )


def after_departure(pack: PackFacts) -> str:
    """Say that a director who leaves on the day of the documents has left, where the others sign without them."""
    facts = pack.cessation
    if facts is None or facts.how == "deceased" or facts.officeholder.office != "director":
        return ""
    signing = {person.contact_id for person in directors_in_office(pack)}
    if pack.effect.effective_on != pack.document_date or facts.officeholder.person.contact_id in signing:
        return ""
    return f" (the {EVENTS[facts.how]} recorded below having taken effect)"


def _departure(pack: PackFacts, facts: CessationFacts) -> str:
    company = company_in_full(pack.company)
    name, office = facts.officeholder.person.name, with_article(facts.officeholder.office)
    if facts.how == "deceased":
        held = join_names([with_article(each) for each in pack.company.offices_ended(facts)])
        return f"{name}, {held} of {company} (the company), died on {long_date(facts.ceased_on)}."
    if facts.how == "removed":
        verb = "was removed" if facts.ceased_on < pack.document_date else "is to be removed"
        return f"{name} {verb} as {office} of {company} (the company){_members_deed(pack, facts)}."
    verb = "has resigned" if facts.letter_received_on else "is resigning"
    return f"{name} {verb} as {office} of {company} (the company){_letter(facts)}."


def _members_deed(pack: PackFacts, facts: CessationFacts) -> str:
    """The members' resolution that the papers rest on, where it is passed already."""
    if not facts.removes_director or facts.members_resolved_on is None:
        return ""
    at = "" if pack.company.is_proprietary else " at a general meeting"
    return f" by a resolution that its members passed{at} on {long_date(facts.members_resolved_on)}"


def _letter(facts: CessationFacts) -> str:
    received = facts.letter_received_on
    return f" by a letter that the company received on {long_date(received)}" if received else ""


def _appoint_successor(pack: PackFacts, facts: CessationFacts) -> tuple[Text, ...]:
    if facts.successor is None:
        return ()
    before = facts.how != "deceased" and facts.successor.office == "director"
    if members_appoint(pack):
        return (_appointed_by_members(pack, facts, facts.successor),)
    clause = f", taking effect immediately before the {EVENTS[facts.how]} recorded below" if before else ""
    return (
        terms_of_appointment.appoint(pack, facts.successor, clause),
        *terms_of_appointment.confirm(pack, facts.successor),
    )


def _appointed_by_members(pack: PackFacts, facts: CessationFacts, successor: AppointmentFacts) -> Text:
    deed = _members_deed(pack, facts) or " by resolution of its members"
    tail = f" as a director of the company with effect from {long_date(successor.effective_on)},{deed}, be recorded."
    return ("That the appointment of ", Bold(successor.person.name), tail)


def _record(pack: PackFacts, facts: CessationFacts) -> str:
    entry = facts.officeholder
    name, office, day = entry.person.name, entry.office, long_date(facts.ceased_on)
    if facts.how == "deceased":
        held = join_names([f"of {each}" for each in pack.company.offices_ended(facts)])
        return (
            f"That the death of {name} on {day}, and the end of the office {held} on that day, be recorded."
        )
    if facts.how == "resigned":
        when = "" if pack.is_resignation_late else f" with effect from {day}"
        return f"That the resignation of {name} as {with_article(office)} of the company{when} be noted."
    if facts.removes_director:
        return _record_removal(pack, facts)
    if office == "secretary":
        return f"That {name} be removed as a secretary of the company with effect from {day}."
    return _record_end_of_alternate(pack, facts)


def _record_end_of_alternate(pack: PackFacts, facts: CessationFacts) -> str:
    """Whoever appointed an alternate ends the appointment, in writing (s201K): neither members nor board do."""
    entry, day = facts.officeholder, long_date(facts.ceased_on)
    signs_here = pack.decision == "resolution" and facts.ceased_on >= pack.document_date
    verb = "ends by signing this document" if signs_here else "has ended in writing"
    return (
        f"That it be recorded that {entry.alternate_for} {verb} the appointment of {entry.person.name} as an alternate"
        f" director of the company with effect from {day} (section 201K of {ACT}{or_constitution(pack)})."
    )


def _record_removal(pack: PackFacts, facts: CessationFacts) -> str:
    """The members remove, and the directors record it: by a resolution passed, or once the one in the pack is."""
    name, day = facts.officeholder.person.name, long_date(facts.ceased_on)
    deed = _members_deed(pack, facts)
    if deed:
        return f"That the removal of {name} as a director of the company with effect from {day},{deed}, be recorded."
    return (
        f"That, once its members have passed the resolution for it, the removal of {name} as a director of the"
        f" company with effect from {day} be recorded."
    )


def _late_notice(pack: PackFacts, facts: CessationFacts) -> tuple[str, ...]:
    if not pack.is_resignation_late:
        return ()
    stated, ways = long_date(facts.ceased_on), pack.effect.alternatives
    rule = (
        f"That it be noted that the letter of resignation states {stated}, that {ASIC} was not notified within"
        f" 28 days after that day, and that by section 203AA of {ACT} the resignation therefore takes effect on the"
        f" day ASIC is notified, unless ASIC or the Court fixes {stated}."
    )
    if not facts.seeks_earlier_date or ways[0].decided_by != "ASIC":
        return (rule,)
    application = (
        f"That the company apply to ASIC by {long_date(ways[0].apply_by)} to fix {stated} as the day on which the"
        " resignation takes effect."
    )
    return (rule, application)


def _events(facts: CessationFacts) -> str:
    event = EVENTS[facts.how]
    return f"appointment and the {event}" if facts.successor else event
