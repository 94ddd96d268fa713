"""When a document is called for: one plain question about a pack each, read by the table."""

from minutebook.documents.catalogue.members_resolution import members_signing
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.signing import (
    directors_in_office,
    is_removal_of_director,
    is_sole_director,
    is_sole_director_and_member,
    members_act,
    members_appoint,
)


def always(pack: PackFacts) -> bool:
    """Every change."""
    return True


def decides_alone(pack: PackFacts) -> bool:
    """A sole director of a proprietary company decides; such a director holds no meeting."""
    return is_sole_director(pack)


def decides_by_circulation(pack: PackFacts) -> bool:
    """Several directors sign a resolution without meeting."""
    return bool(directors_in_office(pack)) and not is_sole_director(pack) and pack.decision == "resolution"


def decides_at_meeting(pack: PackFacts) -> bool:
    """Several directors meet."""
    return bool(directors_in_office(pack)) and not is_sole_director(pack) and pack.decision == "meeting"


def is_officeholder_change(pack: PackFacts) -> bool:
    """Somebody enters or leaves an office."""
    return pack.move is None


def appoints(pack: PackFacts) -> bool:
    """Somebody enters an office, who is alive to consent."""
    return pack.appointment is not None and not pack.appointment.person.is_deceased


def lacks_consent(pack: PackFacts) -> bool:
    """The appointee's signed consent is not on file."""
    return pack.appointment is not None and pack.appointment.consent_dated is None


def becomes_director(pack: PackFacts) -> bool:
    """Somebody becomes a director or alternate director, and so needs a director ID."""
    return appoints(pack) and pack.appointment is not None and pack.appointment.needs_director_id


def resigns(pack: PackFacts) -> bool:
    """A living officeholder resigns; for removal and death there is no letter."""
    cessation = pack.cessation
    return (
        cessation is not None
        and cessation.how == "resigned"
        and not cessation.officeholder.person.is_deceased
    )


def lacks_letter(pack: PackFacts) -> bool:
    """The company has not received the letter of resignation."""
    return pack.cessation is not None and pack.cessation.letter_received_on is None


def has_other_occupier(pack: PackFacts) -> bool:
    """Somebody else occupies the new registered office."""
    return pack.move is not None and not pack.move.company_occupies and bool(pack.move.occupier_name)


def lacks_occupiers_consent(pack: PackFacts) -> bool:
    """The occupier's written consent is not on file."""
    return pack.move is not None and pack.move.occupier_consented_on is None


def members_resolve(pack: PackFacts) -> bool:
    """Members of a proprietary company remove, appoint or confirm a director; section 201F needs no confirmation.

    What they have resolved already is not put to them again.
    """
    if not pack.company.is_proprietary or not members_signing(pack) or members_have_resolved(pack):
        return False
    appointment = pack.appointment
    if is_removal_of_director(pack) or members_appoint(pack):
        return True
    enters = appointment is not None and appointment.office == "director"
    return enters and bool(directors_in_office(pack)) and not is_sole_director_and_member(pack)


def members_must_act(pack: PackFacts) -> bool:
    """The members themselves remove or appoint, from this day on."""
    return members_act(pack) and not members_have_resolved(pack)


def members_have_resolved(pack: PackFacts) -> bool:
    """The members have passed the resolution that removes a director."""
    cessation = pack.cessation
    return cessation is not None and cessation.removes_director and cessation.members_resolved_on is not None
