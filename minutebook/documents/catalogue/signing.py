"""Who signs: the directors in office on the day of the documents, never a person who died or has left."""

from minutebook.companies.facts import CessationFacts, Person
from minutebook.documents.blocks import Signature, Signatures
from minutebook.documents.catalogue.pack import PackFacts


def directors_in_office(pack: PackFacts) -> tuple[Person, ...]:
    """Return the living directors on the day of the documents, with what this change already did to them."""
    people = {person.contact_id: person for person in pack.company.directors_on(pack.document_date)}
    cessation, appointment = pack.cessation, pack.appointment
    if appointment and appointment.office == "director" and appointment.effective_on < pack.document_date:
        people.setdefault(appointment.person.contact_id, appointment.person)
    if (
        cessation
        and "director" in pack.company.offices_ended(cessation)
        and _has_left(pack, cessation, len(people))
    ):
        people.pop(cessation.officeholder.person.contact_id, None)
    return tuple(person for person in people.values() if not person.is_deceased)


def _has_left(pack: PackFacts, cessation: CessationFacts, directors: int) -> bool:
    """Whether the person no longer signs; the last director signs on the day itself, to appoint a successor.

    A late resignation waits for ASIC to be told; that its stated day is asked for moves nothing until it is fixed.
    """
    if cessation.how == "deceased":
        return True
    left_on = pack.effect.effective_on
    if left_on is None:
        return False
    return left_on < pack.document_date or (left_on == pack.document_date and directors > 1)


def directors_signing(pack: PackFacts) -> tuple[Person, ...]:
    """Return the directors who sign a resolution: those chosen as entitled to vote, or all in office."""
    in_office = directors_in_office(pack)
    chosen = {person.contact_id for person in pack.signatories}
    return tuple(person for person in in_office if person.contact_id in chosen) or in_office


def is_sole_director(pack: PackFacts) -> bool:
    """Whether section 248B governs: a proprietary company with one director in office."""
    return pack.company.is_proprietary and len(directors_in_office(pack)) == 1


def is_sole_director_and_member(pack: PackFacts) -> bool:
    """Whether section 201F governs: the one director is also the one member."""
    member = pack.company.sole_member
    if member is None or not is_sole_director(pack):
        return False
    return [holder.contact_id for holder in member.holders] == [directors_in_office(pack)[0].contact_id]


def members_appoint(pack: PackFacts) -> bool:
    """Whether the members appoint the successor: with a removal (s203C), or when no director is left (s201G)."""
    cessation, new = pack.cessation, pack.appointment
    if cessation is None or new is None or new.office != "director" or not pack.company.is_proprietary:
        return False
    return is_removal_of_director(pack) or not directors_in_office(pack)


def is_removal_of_director(pack: PackFacts) -> bool:
    """Whether a director is removed."""
    cessation = pack.cessation
    return (
        cessation is not None and cessation.how == "removed" and cessation.officeholder.office == "director"
    )


def members_act(pack: PackFacts) -> bool:
    """Whether members still remove or appoint, from this day on; what they did before is not done again."""
    if not pack.company.is_proprietary:
        return False
    if pack.cessation and is_removal_of_director(pack):
        return pack.cessation.ceased_on >= pack.document_date
    new = pack.appointment
    return new is not None and members_appoint(pack) and new.effective_on >= pack.document_date


def secretaries_in_office(pack: PackFacts) -> tuple[Person, ...]:
    """Return the living secretaries on the day of the documents, without one who leaves by this change."""
    everyone = pack.company.secretaries_on(pack.document_date)
    cessation = pack.cessation
    if cessation is None or "secretary" not in pack.company.offices_ended(cessation):
        return everyone
    leaving = cessation.officeholder.person.contact_id
    return tuple(person for person in everyone if person.contact_id != leaving)


def form_signatory(pack: PackFacts) -> tuple[Person, str] | None:
    """Return who signs for ASIC and in which capacity, or None when no officeholder is left.

    Somebody who leaves by this change signs only where nobody else can.
    """
    candidates = [(person, "Director") for person in directors_in_office(pack)]
    candidates += [(person, "Secretary") for person in secretaries_in_office(pack)]
    leaving = pack.cessation.officeholder.person.contact_id if pack.cessation else None
    candidates.sort(key=lambda candidate: candidate[0].contact_id == leaving)
    chosen = pack.form_signatory
    for person, capacity in candidates:
        if chosen and person.contact_id == chosen.contact_id:
            return person, capacity
    return candidates[0] if candidates else None


def interested(pack: PackFacts) -> tuple[Person, ...]:
    """Return the signing directors whom the resolution concerns."""
    return tuple(person for person in directors_signing(pack) if is_concerned(pack, person))


def is_concerned(pack: PackFacts, person: Person) -> bool:
    """Whether a person enters or leaves the office, or occupies the premises of the new registered office."""
    if pack.move:
        return not pack.move.company_occupies and person.name.casefold() == pack.move.occupier_name.casefold()
    entering = pack.appointment is not None and pack.appointment.person.contact_id == person.contact_id
    leaving = (
        pack.cessation is not None and pack.cessation.officeholder.person.contact_id == person.contact_id
    )
    return entering or leaving


def signature_block(people: tuple[Person, ...], capacity: str) -> Signatures:
    """A block to sign for each person, in one capacity, with a line for the date."""
    return Signatures(tuple(Signature(person.name, capacity) for person in people))
