from typing import Any

import pytest
from django.http import QueryDict

from minutebook.documents.desk import moved
from minutebook.documents.drafting import PackSettings, revise_pack, settings_of
from minutebook.documents.forms import SendForm, SettingsForm
from minutebook.documents.messages import propose_subject
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.conftest import make_person
from minutebook.firms.models import Firm
from minutebook.mail.services import Recipient


def settings_form(pack: DocumentPack, **typed: Any) -> SettingsForm:
    values = QueryDict(mutable=True)
    for name, value in ({"document_date": "29 Feb 2028", "decision": "meeting"} | typed).items():
        values.setlist(name, value if isinstance(value, list) else [str(value)])
    return SettingsForm(pack, values)


def test_meeting_may_be_left_to_be_filled_in_by_hand(pack: DocumentPack) -> None:
    form = settings_form(pack)
    assert form.is_valid()
    assert form.settings().meeting == {"place": "", "chair": None, "apologies": []}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"held_on": "1 Mar 2028"}, ["held_at", "chair"]),
        ({"held_on": "1 Mar 2028", "held_at": "9 o’clock"}, ["held_at", "chair"]),
        ({"held_on": "30 Feb 2028"}, ["held_on"]),
        ({"place": "Two\nlines"}, ["place"]),
        ({"chair": "999999"}, ["chair"]),
        ({"document_date": ""}, ["document_date"]),
        ({"document_date": "1 Jan 1901"}, ["document_date"]),
        ({"held_on": "1 Jan 1901", "held_at": "9:00"}, ["held_on"]),
        ({"decision": "coin"}, ["decision"]),
        ({"no_job_reason": "free"}, ["no_job_reason"]),
        ({"addressee": "Mallory"}, ["addressee"]),
    ],
)
def test_settings_are_refused_at_their_field(
    pack: DocumentPack, typed: dict[str, str], fields: list[str]
) -> None:
    assert list(settings_form(pack, **typed).errors) == fields


@pytest.mark.parametrize("time", ["14:30", "2:30 pm", "2:30PM"])
def test_time_is_read_as_people_write_it(pack: DocumentPack, time: str) -> None:
    chair = pack.company.officeholders.first().contact_id
    form = settings_form(pack, held_on="1 Mar 2028", held_at=time, chair=chair)
    assert form.is_valid()
    assert form.settings().meeting["held_at"] == "2028-03-01T14:30:00"


def test_chair_cannot_be_absent(pack: DocumentPack) -> None:
    chair = pack.company.officeholders.first().contact_id
    form = settings_form(pack, held_on="1 Mar 2028", held_at="9:00", chair=chair, apologies=[str(chair)])
    assert list(form.errors) == ["apologies"]


def test_revising_keeps_ticks_and_order(pack: DocumentPack) -> None:
    pack.documents.filter(key="cover_letter").update(is_included=False)
    pack.documents.filter(key="lodgement_summary").update(position=0)
    before = settings_of(pack)
    revise_pack(pack, PackSettings(before.document_date, before.addressee, "meeting"))
    rows = [(one.key, one.is_included) for one in pack.documents.all()]
    assert rows[:3] == [("lodgement_summary", True), ("meeting_minute", True), ("cover_letter", False)]
    assert "circulating_resolution" not in dict(rows)


def test_each_address_gets_the_message_once(firm: Firm) -> None:
    person = make_person(firm, "Ada", "One", email="Ada@Post.example")
    typed = {"recipients": [person.pk], "other_email": "ada@post.example", "subject": "S", "body": "B"}
    form = SendForm([person], typed)
    assert form.is_valid()
    assert form.chosen() == (Recipient("Ada One", "Ada@Post.example"),)


def test_subject_stays_one_line_of_300(pack: DocumentPack) -> None:
    pack.company.name = "長い & <name>\n" * 60
    subject = propose_subject(pack)
    assert (len(subject) <= 300, "\n" in subject, subject.endswith(f"({pack.trace_number})")) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("up:b", ["b", "a", "c"]),
        ("down:b", ["a", "c", "b"]),
        ("up:a", ["a", "b", "c"]),
        ("down:c", ["a", "b", "c"]),
        ("up:x", ["a", "b", "c"]),
        ("sideways:a", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_documents_move_one_place(move: str, order: list[str]) -> None:
    assert moved(["a", "b", "c"], move) == order
