"""Minutes of a meeting of the directors, signed by its chair (Corporations Act 2001 s251A)."""

from minutebook.companies.facts import Person
from minutebook.companies.rules import lodgement_deadline
from minutebook.companies.wording import join_names, long_date
from minutebook.documents.blocks import (
    Block,
    Facts,
    Heading,
    Note,
    Numbered,
    Paper,
    Paragraph,
    Signature,
    Signatures,
)
from minutebook.documents.catalogue import terms
from minutebook.documents.catalogue.pack import Meeting, PackFacts
from minutebook.documents.catalogue.phrases import ACT, BLANK, make_paper, or_constitution
from minutebook.documents.catalogue.signing import directors_in_office, is_concerned

TITLE = "Minutes of a meeting of the directors"


def build(pack: PackFacts) -> Paper:
    """Lay out the minutes; without a recorded meeting, lines are left to be filled in by hand."""
    chair = pack.meeting.chair.name if pack.meeting and not pack.meeting.chair.is_deceased else BLANK
    blocks: list[Block] = [
        Facts(_particulars(pack, pack.meeting)),
        Heading("Notice and quorum"),
        Paragraph(
            "The chair noted that reasonable notice of the meeting had been given individually to every other"
            f" director (section 248C of {ACT}{or_constitution(pack)}) and that enough directors were present"
            " to form a quorum, and opened the meeting."
        ),
        *_disclosure(pack),
        Heading("Business"),
        *(Paragraph(sentence) for sentence in terms.background(pack)),
        Heading("Resolution"),
        Paragraph("The directors resolved:"),
        Numbered(terms.resolution(pack)),
        Heading("Close"),
        Paragraph("There was no other business and the chair closed the meeting."),
        Paragraph("Signed by the chair as a true record of the meeting."),
        Signatures((Signature(chair, "Chair of the meeting"),)),
        Note(_time_limit(pack.meeting)),
    ]
    return make_paper(pack, TITLE, blocks)


def _particulars(pack: PackFacts, meeting: Meeting | None) -> tuple[tuple[str, str], ...]:
    if meeting is None:
        labels = ("Place or technology used", "Date and time", "Chair", "Present", "Apologies")
        return tuple((label, BLANK) for label in labels)
    held_at = meeting.held_at
    return (
        ("Place or technology used", meeting.place or BLANK),
        ("Date and time", f"{long_date(held_at.date())}, {held_at:%H:%M}"),
        ("Chair", meeting.chair.name),
        ("Present", _names(meeting.present)),
        ("Apologies", _names(meeting.apologies)),
    )


def _names(people: tuple[Person, ...]) -> str:
    return join_names([person.name for person in people if not person.is_deceased]) or "None"


def _disclosure(pack: PackFacts) -> list[Block]:
    present = pack.meeting.present if pack.meeting else directors_in_office(pack)
    directors = {person.contact_id for person in directors_in_office(pack)}
    names = [p.name for p in present if p.contact_id in directors and is_concerned(pack, p)]
    if not names:
        return []
    verb = "has" if len(names) == 1 else "each have"
    return [
        Heading("Disclosure of interest"),
        Paragraph(
            f"{join_names(names)} {verb} an interest in the business below as a person whom it concerns, and"
            f" {verb} disclosed it to the meeting."
        ),
    ]


def _time_limit(meeting: Meeting | None) -> str:
    text = "The minutes are recorded in the minute book within 1 month after the meeting"
    if meeting:
        text += f", by {long_date(lodgement_deadline('minutes recorded', meeting.held_at.date()).due_on)}"
    return f"{text}, and signed within a reasonable time by the chair of this meeting or of the next one."
