"""What the page of a pack that is out offers when it cannot be withdrawn, was withdrawn, or its day was fixed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.companies.models import Change, Company
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack, release_pack, withdraw_pack
from minutebook.documents.tests.posting import page_of
from minutebook.documents.work_context import propose_job
from minutebook.firms.models import Firm, User
from minutebook.work import clock
from minutebook.work.worker import Worker


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


def release(pack: DocumentPack, user: User) -> DocumentPack:
    release_pack(
        pack, user, propose_job(pack, user, None).with_changes(adds_job=False, no_job_reason="covered")
    )
    Worker().work(until_idle=True)
    pack.refresh_from_db()
    return pack


def address(pack: DocumentPack, name: str) -> str:
    return reverse(name, args=[pack.pk])


def late_resignation(company: Company, successor: Contact, user: User) -> DocumentPack:
    """The resignation of the first director forty days ago, with a successor of that day, released."""
    gone = (clock.today(company.firm.zone) - timedelta(days=40)).isoformat()
    facts = {
        "officeholder_id": company.officeholders.order_by("pk")[0].pk,
        "how": "resigned",
        "ceased_on": gone,
        "letter_received_on": gone,
        "successor": {
            "contact_id": successor.pk,
            "office": "director",
            "effective_on": gone,
            "consent_dated": gone,
        },
    }
    return release(draft_pack(company, "officeholder_cessation", facts, user), user)


def test_effective_pack_is_withdrawn_until_asic_is_told(
    pack: DocumentPack, person: Contact, preparer: User, viewer: User, client: Client, as_user: SignIn
) -> None:
    page = client.get(page_of(release(pack, preparer))).content.decode()
    today = show_date(clock.today(pack.firm.zone))
    assert f"took effect on {today} and stands in the registers" in page
    path = address(pack, "pack_withdrawal")
    assert path in page
    assert path not in as_user(viewer).get(page_of(pack)).content.decode()
    asked = client.get(path).content.decode()
    assert f"The change stands in the registers since {today}: it is taken out of them again." in asked
    assert f"{person.name}, director: the appointment on {today} is taken out of the register." in asked
    assert client.post(path, {"because": "Nobody signed"}).status_code == 303
    assert not pack.company.officeholders.filter(contact=person).exists()
    assert "took what it had written out of the registers" in client.get(page_of(pack)).content.decode()


def test_withdrawn_pack_is_recorded_again_with_its_facts(
    pack: DocumentPack, preparer: User, viewer: User, client: Client, as_user: SignIn, facts: dict[str, Any]
) -> None:
    withdraw_pack(pack, "Wrong", preparer)
    link = reverse("change_new", args=[pack.company_id, "officeholder_appointment"]) + f"?again={pack.pk}"
    assert link in client.get(page_of(pack)).content.decode()
    assert link not in as_user(viewer).get(page_of(pack)).content.decode()
    form = client.get(link).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown | {"contact": shown["contact"].pk} == {
        "contact": facts["contact_id"],
        "office": "director",
        "effective_on": show_date(clock.today(pack.firm.zone)),
        "consent_dated": show_date(clock.today(pack.firm.zone)),
        "has_applied_for_director_id": False,
        "alternate_for": "",
        "alternate_terms": "",
    }


def test_facts_of_another_firms_or_companys_pack_are_not_shown(
    pack: DocumentPack, stranger: User, as_user: SignIn, client: Client
) -> None:
    path = reverse("change_new", args=[pack.company_id, "registered_office"])
    for again in (pack.pk, "x", 10**18):
        assert client.get(f"{path}?again={again}").context["form"]["line_1"].value() is None
    path = reverse("change_new", args=[pack.company_id, "officeholder_appointment"])
    assert as_user(stranger).get(f"{path}?again={pack.pk}").status_code == 404


def test_fixed_day_is_recorded_and_the_register_follows(
    company: Company, person: Contact, preparer: User, client: Client, firm: Firm
) -> None:
    pack = late_resignation(company, person, preparer)
    path, today = address(pack, "pack_fixed_day"), clock.today(firm.zone)
    assert path in client.get(page_of(pack)).content.decode()
    assert client.get(path).status_code == 200
    refused = client.post(path, {"by": "ASIC", "on": show_date(today + timedelta(days=1))})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["on"])
    assert client.post(path, {"by": "ASIC", "on": show_date(today)}).status_code == 303
    Worker().work(until_idle=True)
    change = Change.across_firms.get(pk=pack.change_id)
    assert (change.status, change.effective_on) == ("effective", change.event_on)
    page = client.get(page_of(pack)).content.decode()
    assert (path in page, f"as ASIC decided on {today.day} {today:%B %Y} (s203AA)" in page) == (False, True)


def test_fixed_day_is_for_preparers_and_for_packs_that_are_out(
    company: Company, person: Contact, pack: DocumentPack, preparer: User, viewer: User, stranger: User,
    as_user: SignIn,
) -> None:  # fmt: skip
    late = late_resignation(company, person, preparer)
    people = (preparer, viewer, stranger)
    assert [as_user(one).get(address(late, "pack_fixed_day")).status_code for one in people] == [
        200,
        403,
        404,
    ]
    assert as_user(preparer).get(address(pack, "pack_fixed_day")).status_code == 303


def test_withdrawal_of_a_late_resignation_says_who_leaves_the_register(
    company: Company, person: Contact, preparer: User, client: Client
) -> None:
    pack = late_resignation(company, person, preparer)
    page = client.get(address(pack, "pack_withdrawal")).content.decode()
    assert f"{person.name}, director: the appointment on" in page


def test_resignation_that_a_death_overtook_says_so_and_may_be_withdrawn(
    company: Company, person: Contact, preparer: User, client: Client
) -> None:
    pack = late_resignation(company, person, preparer)
    died = clock.today(company.firm.zone) - timedelta(days=2)
    death = {"officeholder_id": pack.change.facts["officeholder_id"], "how": "deceased"}
    release(
        draft_pack(company, "officeholder_cessation", death | {"ceased_on": died.isoformat()}, preparer),
        preparer,
    )
    page = client.get(page_of(pack)).content.decode()
    said = (
        f"Hēmi Ngata died on {show_date(died)}: the register shows that end of the office, and this change ends"
        f" nothing more. Withdraw the pack. If ASIC was told of it before {show_date(died)}, mark it lodged with that"
        " day: then it stands."
    )
    assert said in page
    assert "The office had ended otherwise by then: the change is superseded" in page
    assert (address(pack, "pack_withdrawal") in page, address(pack, "pack_lodgement") in page) == (True, True)
    withdraw_pack(pack, "He died", preparer)
    assert "Withdrawn: He died" in client.get(page_of(pack)).content.decode()


def test_move_is_lodged_only_with_the_occupiers_consent_on_file(
    company: Company, preparer: User, client: Client
) -> None:
    today = clock.today(company.firm.zone)
    facts = {
        "address": {
            "line_1": "9 Pitt St", "line_2": "", "care_of": "", "suburb": "Sydney", "state": "NSW", "postcode": "2000",
            "country": "AU",
        },
        "resolved_on": (today - timedelta(days=3)).isoformat(), "takes_effect_on": None, "company_occupies": False,
        "occupier_name": "Salt & <Stone>", "occupier_consented_on": None, "also_principal_place": False,
    }  # fmt: skip
    pack = release(draft_pack(company, "registered_office", facts, preparer), preparer)
    path = address(pack, "pack_lodgement")
    assert "Salt &amp; &lt;Stone&gt; consented on" in client.get(path).content.decode()
    typed = {"on": show_date(today - timedelta(days=1)), "at": "", "number": "", "way": "portal"}
    late = {"consented_on": show_date(today)}
    answers = [client.post(path, typed | more) for more in ({}, late)]
    assert [list(answer.context["form"].errors) for answer in answers] == [["consented_on"]] * 2
    given = today - timedelta(days=2)
    assert client.post(path, typed | {"consented_on": show_date(given)}).status_code == 303
    pack.change.refresh_from_db()
    assert (pack.change.lodged_on, pack.change.facts["occupier_consented_on"]) == (
        today - timedelta(days=1),
        given.isoformat(),
    )
    assert "recorded the occupier’s consent (s143)" in client.get(page_of(pack)).content.decode()
    early = typed | {"on": show_date(today - timedelta(days=3))}
    refused = client.post(address(pack, "pack_lodgement_correction"), early)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["on"])
