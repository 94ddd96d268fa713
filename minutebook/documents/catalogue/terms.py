"""The resolution itself for each kind of change: what it rests on, and the numbered paragraphs passed.

One text serves the circulating resolution, the sole director's record and the minute, so they cannot differ.
"""

from minutebook.companies.facts import AppointmentFacts
from minutebook.documents.blocks import Item, Text
from minutebook.documents.catalogue import terms_of_appointment, terms_of_cessation, terms_of_move
from minutebook.documents.catalogue.pack import PackFacts


def background(pack: PackFacts) -> tuple[str, ...]:
    """Return the facts that the resolution rests on, a paragraph each."""
    if pack.cessation:
        return terms_of_cessation.background(pack, pack.cessation)
    if pack.move:
        return terms_of_move.background(pack, pack.move)
    return terms_of_appointment.background(pack, _appointment(pack))


def resolution(pack: PackFacts) -> tuple[Text | Item, ...]:
    """Return the numbered paragraphs of the resolution."""
    if pack.cessation:
        return terms_of_cessation.resolution(pack, pack.cessation)
    if pack.move:
        return terms_of_move.resolution(pack, pack.move)
    return terms_of_appointment.resolution(pack, _appointment(pack))


def _appointment(pack: PackFacts) -> AppointmentFacts:
    if pack.appointment is None:
        raise TypeError(f"{type(pack.facts).__name__} has no terms")
    return pack.appointment
