"""The pages: who may see and change what, and that nothing of another firm is ever touched."""

from typing import Any

import pytest
from django.test import Client as Browser

from minutebook.conftest import SignIn
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.practice_manager.models import Connection, JobState, JobTemplate, Staff, StaffLink
from minutebook.practice_manager.queries import prerequisites
from minutebook.work import clock

from .conftest import MakeClient, MakeContact, make_connection

SETTINGS = "/settings/practice-manager/"


def have_read(connection: Connection, *templates: str) -> None:
    """As after a complete reading that brought these templates."""
    Connection.across_firms.filter(pk=connection.pk).update(last_synced_at=clock.now())
    for name in templates:
        JobTemplate.across_firms.create(firm=connection.firm, connection=connection, uuid=name, name=name)


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        (SETTINGS, (200, 403, 403)),
        (f"{SETTINGS}templates/", (200, 200, 200)),
        ("/integration/", (200, 200, 200)),
        ("/integration/clients/{client}/", (200, 200, 200)),
        ("/integration/contacts/{contact}/", (200, 200, 200)),
    ],
)
def test_pages_open_by_role(
    make_client: MakeClient,
    make_contact: MakeContact,
    as_user: SignIn,
    administrator: User,
    preparer: User,
    viewer: User,
    path: str,
    statuses: tuple[int, int, int],
) -> None:
    path = path.format(client=make_client("Salt & <b>Stone").pk, contact=make_contact("Salt & <b>Stone").pk)
    users = (administrator, preparer, viewer)
    assert tuple(as_user(user).get(path).status_code for user in users) == statuses


@pytest.mark.parametrize("path", ["/integration/clients/{client}/", "/integration/contacts/{contact}/"])
def test_pages_of_another_firm_are_not_there(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, stranger: User, path: str
) -> None:
    make_connection(stranger.firm, stranger)
    path = path.format(client=make_client("Ours").pk, contact=make_contact("Ours").pk)
    assert as_user(stranger).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "disconnection",
        "states",
        "staff",
        "numbering",
        "activation",
        "activation/end",
        "notices",
        "pause",
        "pause/end",
    ],
)
def test_settings_are_changed_by_an_administrator_of_the_firm_only(
    connection: Connection, as_user: SignIn, viewer: User, partner: User, stranger: User, path: str
) -> None:
    have_read(connection, "CoSec - Change")
    before = list(Connection.across_firms.values())
    users = (viewer, partner, stranger)
    statuses = [as_user(user).post(f"{SETTINGS}{connection.pk}/{path}/").status_code for user in users]
    assert statuses == [403, 403, 404]
    assert list(Connection.across_firms.values()) == before


def test_posts_without_the_forms_token_are_refused(connection: Connection, administrator: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(administrator)
    assert browser.post(f"{SETTINGS}{connection.pk}/activation/").status_code == 403
    assert browser.post("/integration/reading/start/").status_code == 403


def test_first_visit_says_what_xero_asks(as_user: SignIn, administrator: User) -> None:
    page = as_user(administrator).get(SETTINGS).content.decode()
    assert page.index("What Xero asks of your firm") < page.index("Connect to Xero")
    assert "A$1,445 a month" in page


def test_activation_needs_both_prerequisites(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    browser = as_user(administrator)

    def press() -> bool:
        browser.post(f"{SETTINGS}{connection.pk}/activation/")
        return Connection.across_firms.get(pk=connection.pk).is_active

    assert press() is False
    have_read(connection)
    assert press() is False
    assert "There is no job template in XPM yet." in browser.get(SETTINGS).content.decode()
    have_read(connection, "Our own & only")
    assert press() is True
    browser.post(f"{SETTINGS}{connection.pk}/activation/end/")
    assert Connection.across_firms.get(pk=connection.pk).is_active is False


def test_activation_moves_from_one_practice_to_another(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    other = make_connection(connection.firm, administrator, tenant_id="t2", is_active=True)
    have_read(connection, "CoSec - Change")
    as_user(administrator).post(f"{SETTINGS}{connection.pk}/activation/")
    assert dict(Connection.across_firms.values_list("id", "is_active")) == {
        connection.pk: True,
        other.pk: False,
    }


STATES = {
    "planned_name": "Planned", "planned_code": "PLANNED", "in_progress_name": "Doing", "in_progress_code": "DO & <X>",
    "complete_name": "Completed", "complete_code": "", "cancelled_name": "", "cancelled_code": "",
}  # fmt: skip


def test_state_names_on_jobs_are_offered(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    Connection.across_firms.update(seen_states=["All <done>", "On the go"])
    page = as_user(administrator).get(SETTINGS).content.decode()
    assert "Seen on your jobs: All &lt;done&gt;, On the go." in page
    assert '<option value="On the go">' in page
    assert page.count('list="seen-states"') == 4


def test_states_are_saved_and_clear_a_refusal(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    for role, code in (("planned", "PLANNED"), ("in progress", "OLD")):
        JobState.across_firms.create(
            firm=connection.firm,
            connection=connection,
            role=role,
            code=code,
            refused_code=code,
            refused_at=clock.now(),
        )
    browser = as_user(administrator)
    assert "XPM refused the code OLD" in browser.get(SETTINGS).content.decode()
    assert browser.post(f"{SETTINGS}{connection.pk}/states/", STATES).status_code == 303
    assert list(JobState.across_firms.order_by("id").values_list("role", "name", "code", "refused_code")) == [
        ("planned", "Planned", "PLANNED", "PLANNED"), ("in progress", "Doing", "DO & <X>", ""),
        ("complete", "Completed", "", ""), ("cancelled", "", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"complete_code": "PLANNED"}, "Planned has this code already."),
        ({"planned_code": "X" * 51}, "This has 51 characters; at most 50 fit."),
        ({"planned_name": "a\x00b"}, "without line breaks"),
    ],
)
def test_states_come_back_with_what_was_typed(
    connection: Connection, as_user: SignIn, administrator: User, change: dict[str, str], message: str
) -> None:
    answer = as_user(administrator).post(f"{SETTINGS}{connection.pk}/states/", STATES | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "DO &amp; &lt;X&gt;" in page
    assert JobState.across_firms.count() == 0


def test_proposed_codes_are_not_saved_by_looking(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    assert 'value="INPROGRESS"' in as_user(administrator).get(SETTINGS).content.decode()
    assert JobState.across_firms.count() == 0


def test_staff_are_proposed_and_saved(
    connection: Connection,
    as_user: SignIn,
    administrator: User,
    preparer: User,
    other_firm: Firm,
    stranger: User,
) -> None:
    fields: dict[str, Any] = {"firm": connection.firm, "connection": connection}
    person = Staff.across_firms.create(uuid="a", name="Minh", email=preparer.email.upper(), **fields)
    foreign = Staff.across_firms.create(
        uuid="b", name="Theirs", firm=other_firm, connection=make_connection(other_firm, stranger)
    )
    browser = as_user(administrator)
    assert "Proposed: same e-mail address" in browser.get(SETTINGS).content.decode()
    path = f"{SETTINGS}{connection.pk}/staff/"
    assert browser.post(path, {f"user_{preparer.pk}": foreign.pk}).status_code == 422
    both = {f"user_{preparer.pk}": person.pk, f"user_{administrator.pk}": person.pk}
    assert browser.post(path, both).status_code == 422
    assert StaffLink.across_firms.count() == 0
    assert (
        browser.post(path, {f"user_{preparer.pk}": person.pk, f"user_{stranger.pk}": person.pk}).status_code
        == 303
    )
    assert list(StaffLink.across_firms.values_list("user", "staff")) == [(preparer.pk, person.pk)]


def test_numbering_is_saved(connection: Connection, as_user: SignIn, administrator: User) -> None:
    browser, path = as_user(administrator), f"{SETTINGS}{connection.pk}/numbering/"
    assert browser.post(path, {"numbering": "roman"}).status_code == 422
    assert browser.post(path, {"numbering": "own"}).status_code == 303
    stored = Connection.across_firms.get(pk=connection.pk)
    assert (stored.numbering, stored.marks_client_number, stored.repeats_once) == ("own", False, False)


def test_series_without_our_reference_anywhere_is_refused_and_keeps_what_was_ticked(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    browser, path = as_user(administrator), f"{SETTINGS}{connection.pk}/numbering/"
    answer = browser.post(path, {"numbering": "series", "repeats_once": "on", "attaches_papers": "on"})
    form = answer.context["numbering_form"]
    assert (answer.status_code, list(form.errors)) == (422, ["marks_description"])
    assert [form[name].value() for name in ("repeats_once", "attaches_papers", "marks_description")] == [
        True,
        True,
        False,
    ]
    stored = Connection.across_firms.get(pk=connection.pk)
    assert (stored.marks_client_number, stored.marks_description, stored.repeats_once) == (True, True, False)
    one = {"numbering": "series", "marks_description": "on", "repeats_once": "on", "attaches_papers": "on"}
    assert browser.post(path, one).status_code == 303
    stored.refresh_from_db()
    assert (stored.marks_client_number, stored.repeats_once, stored.attaches_papers) == (False, True, True)


def test_calls_are_paused_and_resumed_and_both_are_audited(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    browser, own = as_user(administrator), f"{SETTINGS}{connection.pk}/"
    assert browser.post(f"{own}pause/", follow=True).status_code == 200
    assert browser.post(f"{own}pause/").status_code == 303
    connection.refresh_from_db()
    assert (connection.paused_at is None, connection.paused_by) == (False, administrator)
    page = browser.get(SETTINGS).content.decode()
    assert "Resume calls" in page
    assert (
        "Nothing. An administrator has paused the calls to XPM. Everything waits until they are resumed."
        in " ".join(page.split())
    )
    assert (
        prerequisites(connection.firm).warning == "Calls to XPM are paused; until they are resumed jobs wait."
    )
    browser.post(f"{own}pause/end/")
    browser.post(f"{own}pause/end/")
    connection.refresh_from_db()
    assert (connection.paused_at, connection.paused_by) == (None, None)
    assert "Pause calls" in browser.get(SETTINGS).content.decode()
    events = AuditEvent.objects.for_firm(connection.firm).filter(
        action__in=("connection.paused", "connection.resumed")
    )
    assert [(one.action, one.user) for one in events.order_by("id")] == [
        ("connection.paused", administrator), ("connection.resumed", administrator),
    ]  # fmt: skip


def test_pause_is_not_made_by_looking(connection: Connection, as_user: SignIn, administrator: User) -> None:
    assert as_user(administrator).get(f"{SETTINGS}{connection.pk}/pause/").status_code == 405


@pytest.mark.parametrize(
    ("text", "saved"),
    [
        ("", []),
        (
            "  a@firm.example \r\n\r\nb@firm.example,c@firm.example; A@firm.example",
            ["A@firm.example", "b@firm.example", "c@firm.example"],
        ),
    ],
)
def test_addresses_are_saved_once_each(
    connection: Connection, as_user: SignIn, administrator: User, text: str, saved: list[str]
) -> None:
    answer = as_user(administrator).post(f"{SETTINGS}{connection.pk}/notices/", {"emails": text})
    assert answer.status_code == 303
    assert Connection.across_firms.get().notice_emails == saved


@pytest.mark.parametrize(
    "text",
    [
        "no address",
        "a@b@firm.example",
        "a@firm.example\nBcc:x@evil.example",
        "\n".join(f"p{n}@firm.example" for n in range(11)),
        "x" * 5000,
    ],
)
def test_what_is_no_address_is_refused_and_kept_as_typed(
    connection: Connection, as_user: SignIn, administrator: User, text: str
) -> None:
    answer = as_user(administrator).post(f"{SETTINGS}{connection.pk}/notices/", {"emails": text})
    assert answer.status_code == 422
    assert text.splitlines()[0][:40] in answer.content.decode()
    assert Connection.across_firms.get().notice_emails == []


def test_page_tells_who_connected_also_when_that_person_has_left(
    connection: Connection, as_user: SignIn, administrator: User, partner: User
) -> None:
    Connection.across_firms.update(connected_by=partner)
    User.objects.filter(pk=partner.pk).update(is_active=False)
    page = " ".join(as_user(administrator).get(SETTINGS).content.decode().split())
    assert "by Hēmi Ngata, who may no longer sign in here" in page
