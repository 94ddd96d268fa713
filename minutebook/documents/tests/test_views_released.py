from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.core.dates import show_date
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.posting import page_of, press
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice
from minutebook.practice_manager.models import Delivery, DeliveryStep, JobState
from minutebook.work import clock


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


@pytest.fixture
def released(pack: DocumentPack, practice: Practice, client: Client) -> DocumentPack:
    """The pack, released with its job asked for."""
    press(client, pack, "confirm")
    press(client, pack, "download")
    pack.refresh_from_db()
    return pack


@pytest.fixture
def without_job(pack: DocumentPack, practice: Practice, client: Client) -> DocumentPack:
    """The pack, released without a job."""
    press(client, pack, "download", adds_job=None, no_job_reason="later")
    pack.refresh_from_db()
    return pack


def address(pack: DocumentPack, name: str) -> str:
    return reverse(name, args=[pack.pk])


def test_page_says_what_went_out_and_who_did_what(
    released: DocumentPack, viewer: User, stranger: User, as_user: SignIn
) -> None:
    answer = as_user(viewer).get(page_of(released))
    told = [(one.who, one.words) for one in answer.context["history"]]
    assert told == [
        ("Minh Trần", "released the pack by download"),
        ("Minh Trần", "asked for the job in Xero Practice Manager"),
        ("Minh Trần", "drafted the pack"),
        ("Minh Trần", "recorded the change"),
    ]
    page = answer.content.decode()
    assert ("The job waits to be sent to XPM" in page, "Mark lodged" in page) == (True, False)
    assert as_user(stranger).get(page_of(released)).status_code == 404


@pytest.mark.parametrize("word", ["lease", "delivery", "Delivery", "job.create", "marker"])
def test_page_uses_no_word_of_ours(released: DocumentPack, client: Client, word: str) -> None:
    page = client.get(page_of(released)).content.decode().partition("<main")[2]
    assert word not in page.replace("released", "").replace("release", "").replace("Release", "")


@pytest.mark.parametrize("name", ["pack_lodgement", "pack_withdrawal"])
def test_acts_are_for_preparers_of_the_firm(
    released: DocumentPack, preparer: User, viewer: User, stranger: User, as_user: SignIn, name: str
) -> None:
    people = (preparer, viewer, stranger)
    assert [as_user(one).get(address(released, name)).status_code for one in people] == [200, 403, 404]
    assert [as_user(one).post(address(released, name), {}).status_code for one in people] == [422, 403, 404]


def test_lodgement_is_recorded(released: DocumentPack, client: Client, firm: Firm) -> None:
    today = clock.today(firm.zone)
    typed = {"on": show_date(today), "at": "12:00 am", "number": "7E<123>&", "way": "portal"}
    assert client.post(address(released, "pack_lodgement"), typed).status_code == 303
    released.refresh_from_db()
    change = released.change
    change.refresh_from_db()
    assert (released.status, change.lodged_on, str(change.lodged_time), change.lodged_number) == (
        "lodged", today, "00:00:00", "7E<123>&",
    )  # fmt: skip
    assert "7E&lt;123&gt;&amp;" in client.get(page_of(released)).content.decode()
    again = client.post(address(released, "pack_lodgement"), typed)
    assert (again.status_code, again.context["form"].non_field_errors()) == (
        422,
        ["This pack is marked as lodged already. Correct the lodgement if it is wrong."],
    )
    shown = client.get(address(released, "pack_lodgement"), follow=True)
    assert shown.redirect_chain == [(page_of(released), 303)]
    assert "The pack is marked as lodged already" in shown.content.decode()


def test_lodgement_later_today_is_refused_at_the_time(
    released: DocumentPack, client: Client, firm: Firm
) -> None:
    soon = clock.now().astimezone(firm.zone) + timedelta(minutes=2)
    typed = {"on": show_date(soon.date()), "at": f"{soon:%H:%M}", "number": "", "way": "portal"}
    errors = client.post(address(released, "pack_lodgement"), typed).context["form"].errors
    assert set(errors) <= {"at", "on"}  # two minutes before midnight it is the day that is to come
    assert errors
    released.change.refresh_from_db()
    assert released.change.lodged_on is None


def test_lodgement_is_corrected_or_taken_back(released: DocumentPack, client: Client, firm: Firm) -> None:
    today = show_date(clock.today(firm.zone))
    typed = {"on": today, "at": "12:00 am", "number": "7E<123>&", "way": "portal"}
    path = address(released, "pack_lodgement_correction")
    assert client.get(path).status_code == 303
    client.post(address(released, "pack_lodgement"), typed)
    page = client.get(page_of(released)).content.decode()
    assert (path in page, address(released, "pack_withdrawal") in page) == (True, False)
    form = client.get(path).content.decode()
    assert all(value in form for value in (f'value="{today}"', "00:00", "7E&lt;123&gt;&amp;"))
    assert client.post(path, typed | {"on": "1 Jan 2100"}).status_code == 422
    assert client.post(path, typed | {"number": "7E9"}).status_code == 303
    released.change.refresh_from_db()
    assert released.change.lodged_number == "7E9"
    assert client.post(path, {"do": "take back"}).status_code == 422
    assert client.post(path, {"do": "take back", "why": "rejected"}).status_code == 303
    released.refresh_from_db()
    released.change.refresh_from_db()
    assert (released.status, released.change.lodged_on) == ("released", None)
    page = client.get(page_of(released)).content.decode()
    assert "took the lodgement back: ASIC rejected it" in page
    assert address(released, "pack_lodgement") in page


def test_lodgement_is_corrected_by_preparers_of_the_firm(
    released: DocumentPack,
    preparer: User,
    viewer: User,
    stranger: User,
    as_user: SignIn,
    client: Client,
    firm: Firm,
) -> None:
    typed = {"on": show_date(clock.today(firm.zone)), "way": "portal"}
    client.post(address(released, "pack_lodgement"), typed)
    path, people = address(released, "pack_lodgement_correction"), (preparer, viewer, stranger)
    assert [as_user(one).get(path).status_code for one in people] == [200, 403, 404]
    assert [as_user(one).post(path, {}).status_code for one in people] == [422, 403, 404]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on": "1 Jan 2100"}, "on"),
        ({"at": "25:00"}, "at"),
        ({"at": "2:30"}, "at"),
        ({"way": "fax"}, "way"),
        ({"on": ""}, "on"),
    ],
)
def test_lodgement_is_refused_at_its_field(
    released: DocumentPack, client: Client, fields: dict[str, str], field: str
) -> None:
    typed = {"on": "22 Nov 2026", "at": "", "number": "", "way": "portal"} | fields
    answer = client.post(address(released, "pack_lodgement"), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_withdrawal_needs_a_reason_and_an_answer_about_the_job(
    released: DocumentPack, client: Client
) -> None:
    answer = client.post(address(released, "pack_withdrawal"), {})
    assert list(answer.context["form"].errors) == ["because", "job"]
    typed = {"because": "Signed the wrong one", "job": "keep"}
    assert client.post(address(released, "pack_withdrawal"), typed).status_code == 303
    released.refresh_from_db()
    released.change.refresh_from_db()
    assert (released.status, released.change.withdrawn_because) == ("withdrawn", "Signed the wrong one")
    assert client.post(address(released, "pack_withdrawal"), typed).status_code == 422


def test_job_is_cancelled_with_the_pack_once_it_is_made(
    released: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    typed = {"because": "Wrong", "job": "cancel"}
    refused = client.post(address(released, "pack_withdrawal"), typed)
    assert list(refused.context["form"].errors) == ["job"]
    Job.across_firms.update(number="J1")
    DeliveryStep.across_firms.update(status="done")
    Delivery.across_firms.update(status="done")
    JobState.across_firms.create(
        firm=firm, connection=practice.connection, role="cancelled", name="Cancelled", code="CANCELLED"
    )
    assert client.post(address(released, "pack_withdrawal"), typed).status_code == 303
    job = Job.across_firms.get()
    assert job.cancelled_because == "Wrong"
    assert (job.state, job.delivery.steps.last().payload) == (
        "cancelled",
        {"role": "cancelled", "code": "CANCELLED", "unless_billed": True},
    )


def test_draft_can_be_withdrawn_before_anything_went_out(pack: DocumentPack, client: Client) -> None:
    assert address(pack, "pack_withdrawal") in client.get(address(pack, "pack_page")).content.decode()
    assert client.post(address(pack, "pack_withdrawal"), {"because": "Not wanted"}).status_code == 303
    page = client.get(page_of(pack))
    assert (page.status_code, "Nothing: the pack was withdrawn" in page.content.decode()) == (200, True)


def test_job_is_added_later_once(
    without_job: DocumentPack, client: Client, viewer: User, stranger: User, as_user: SignIn
) -> None:
    path = address(without_job, "pack_job")
    assert [as_user(one).get(path).status_code for one in (viewer, stranger)] == [403, 404]
    panel = client.get(path).context["panel"]
    assert panel.wants_job
    typed = _typed(panel)
    assert client.post(path, typed | {"do": "add job"}).status_code == 422
    assert client.post(path, typed | {"do": "confirm"})["Location"] == f"{path}#costs"
    assert client.post(path, typed | {"do": "add job"})["Location"] == f"{page_of(without_job)}#job"
    assert client.post(path, typed | {"do": "add job"})["Location"] == page_of(without_job)
    without_job.refresh_from_db()
    assert (Job.across_firms.get().pk, without_job.no_job_reason) == (without_job.job_id, "")


def test_line_is_added_on_the_later_page(without_job: DocumentPack, client: Client) -> None:
    path = address(without_job, "pack_job")
    typed = _typed(client.get(path).context["panel"])
    client.post(path, typed | {"do": "add line"})
    assert len(client.get(path).context["panel"].lines.forms) == 2


def test_page_of_a_pack_far_past_its_deadline_says_so(
    released: DocumentPack, client: Client, firm: Firm
) -> None:
    late = (clock.today(firm.zone) - timedelta(days=40)).isoformat()
    released.change.facts = released.change.facts | {"effective_on": late}
    released.change.save()
    assert "days ago)" in client.get(page_of(released)).content.decode()


def _typed(panel: Any) -> dict[str, Any]:
    typed: dict[str, Any] = {"adds_job": "on"}
    for form in (panel.form, panel.lines.management_form, *panel.lines.forms):
        for bound in form:
            value = bound.field.prepare_value(bound.value())
            if bound.name == "contact":
                typed |= {"contact": value.pk, "contact_text": value.name}
            elif value not in (None, "", False):
                typed[bound.html_name] = "on" if value is True else value
    return typed


def test_job_that_waits_can_be_called_off_with_its_pack(released: DocumentPack, client: Client) -> None:
    path = address(released, "pack_withdrawal")
    assert [value for value, _ in client.get(path).context["form"].fields["job"].choices] == ["drop", "keep"]
    assert client.post(path, {"because": "Not needed", "job": "drop"}).status_code == 303
    released.refresh_from_db()
    assert released.job is not None
    assert released.job.delivery is not None
    assert (released.status, released.job.delivery.status) == ("withdrawn", "cancelled")
    assert set(released.job.delivery.steps.values_list("status", flat=True)) == {"cancelled"}


def test_job_that_was_made_meanwhile_is_not_called_off(released: DocumentPack, client: Client) -> None:
    assert released.job is not None
    released.job.delivery.steps.filter(kind="job.create").update(status="done", sends=1)  # type: ignore[union-attr]
    answer = client.post(address(released, "pack_withdrawal"), {"because": "Not needed", "job": "drop"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["job"] == [
        "The job has moved on since you opened this page. Choose again."
    ]


def test_withdrawal_while_the_job_is_made_says_so_and_looks_again(
    released: DocumentPack, client: Client
) -> None:
    assert released.job is not None
    DeliveryStep.across_firms.filter(kind="job.create").update(status="sending", sends=1)
    Delivery.across_firms.update(status="under way")
    path = address(released, "pack_withdrawal")
    page = client.get(path).content.decode()
    assert "The job is being made in XPM. As soon as it is there, cancelling it is offered here." in page
    assert f'id="job-choice" hx-get="{path}"' in page
    client.post(path, {"because": "Wrong", "job": "keep"})
    shown = client.get(page_of(released)).content.decode()
    assert "The pack is withdrawn, but its job still stands." in shown
    Job.across_firms.update(cancelled_because="Wrong")
    assert "its job still stands" not in client.get(page_of(released)).content.decode()


def test_second_tab_is_told_who_released_the_pack(released: DocumentPack, client: Client) -> None:
    answer = client.post(page_of(released), {"do": "download"}, follow=True)
    assert answer.redirect_chain == [(page_of(released), 303)]
    page = answer.content.decode()
    assert "This pack was released already, by Minh Trần on" in page
    assert f'<a href="{reverse("pack_zip", args=[released.pk])}" download>Download</a>' in page
