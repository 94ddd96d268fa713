import re
from datetime import date

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from minutebook.companies.models import Change, Company, Officeholder, ShareTransaction
from minutebook.companies.taking_over import add_company, record_officeholder, record_shares
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.documents.models import DocumentPack
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import make_client, make_practice
from minutebook.office.settings_cards import cards_for
from minutebook.office.waiting import waits_of
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.work import clock

DAY = date(2020, 3, 1)


@pytest.fixture
def person(firm: Firm, preparer: User) -> Contact:
    made = Contact(firm=firm, name="Zoë <Ngata> & O'Brien", birth_date=date(1988, 2, 29))
    made.director_id = "036123456789012"
    made.save()
    for number, acn in ((1, "004085616"), (2, "000000019")):
        company = add_company(Company(firm=firm, name=f"Company {number}", acn=acn), [], preparer)
        holder = Officeholder(firm=firm, company=company, contact=made, office="director", appointed_on=DAY)
        record_officeholder(holder, preparer)
        movement = ShareTransaction(
            firm=firm, company=company, kind="allotment", on=DAY, number=number * 100, to_member=made
        )
        record_shares(movement, "ORD", "", preparer)
    return made


def _pack(company: Company, status: str, change_status: str) -> DocumentPack:
    change = Change.objects.create(
        firm=company.firm,
        company=company,
        kind="x",
        facts={},
        summary="Change",
        event_on=DAY,
        status=change_status,
    )
    made: DocumentPack = DocumentPack.objects.create(
        firm=company.firm, company=company, change=change, trace_number=f"MB-{change.pk}", status=status,
        document_date=DAY,
    )  # fmt: skip
    return made


def test_contact_page_shows_all_companies_and_masks_the_director_id(
    as_user: SignIn, viewer: User, partner: User, person: Contact
) -> None:
    url = f"/contacts/{person.pk}/"
    answer = as_user(viewer).get(url)
    html = answer.content.decode()
    assert "Zoë &lt;Ngata&gt; &amp; O&#x27;Brien" in html
    assert [office.company.name for office in answer.context["offices"]] == ["Company 1", "Company 2"]
    assert [(held.company.name, held.holding.number) for held in answer.context["holdings"]] == [
        ("Company 1", 100), ("Company 2", 200),
    ]  # fmt: skip
    assert ("036••••••••9012" in html, "036123456789012" in html) == (True, False)
    assert ("director-id/" in html, "director-id/" in as_user(partner).get(url).content.decode()) == (
        False,
        True,
    )


def test_contact_page_of_another_firm_is_not_found(as_user: SignIn, stranger: User, person: Contact) -> None:
    assert as_user(stranger).get(f"/contacts/{person.pk}/").status_code == 404


def test_waits_say_who_has_the_next_move(firm: Firm, other_firm: Firm, person: Contact) -> None:
    company = Company.objects.for_firm(firm).first()
    draft = _pack(company, "draft", "draft")
    released = _pack(company, "released", "pending")
    lodged = _pack(company, "lodged", "pending")
    _pack(company, "lodged", "effective")
    _pack(company, "withdrawn", "withdrawn")
    assert [(wait.words, wait.count, wait.packs) for wait in waits_of(firm)] == [
        ("Waiting on me", 1, (draft,)), ("Waiting on client", 1, (released,)), ("Waiting on ASIC", 1, (lodged,)),
    ]  # fmt: skip
    assert [wait.count for wait in waits_of(other_firm)] == [0, 0, 0]


def test_dashboard_opens_first_and_later(
    as_user: SignIn, viewer: User, stranger: User, person: Contact
) -> None:
    assert "Welcome to Minutebook" in as_user(stranger).get("/").content.decode()
    assert "Waiting on client" in as_user(viewer).get("/").content.decode()


def test_dashboard_counts_what_it_does_not_show(
    as_user: SignIn, viewer: User, firm: Firm, person: Contact
) -> None:
    company = Company.objects.for_firm(firm).first()
    practice = Connection.objects.create(firm=firm, tenant_id="t", tenant_name="Practice")
    for number in range(9):
        delivery = Delivery.objects.create(
            firm=firm, connection=practice, tenant_id="t", kind="job", marker=f"M{number}", status="question"
        )
        Job.objects.create(
            firm=firm, company=company, label=f"L{number}", name="Job", delivery=delivery, contact=person,
            start_date=DAY, due_date=DAY,
        )  # fmt: skip
        change = _pack(company, "released", "pending").change
        Change.across_firms.filter(pk=change.pk).update(due_on=DAY)
    page = as_user(viewer).get("/")
    assert (page.context["job_count"], len(page.context["jobs"]), page.context["late_count"]) == (9, 8, 9)
    html = page.content.decode()
    assert '<span class="pin pin-warning">9</span>' in html
    assert 'href="/companies/?filter=changes&amp;sort=due"' in html


def test_settings_show_what_the_user_may_set(administrator: User, viewer: User) -> None:
    own = ["Your password", "Two-step sign-in"]
    assert [card.label for card in cards_for(viewer)] == own
    labels = [card.label for card in cards_for(administrator)]
    assert (labels[:2], labels[-2:]) == (["Firm", "Users"], own)


def test_pages_ask_for_sign_in(client: Client, db: None) -> None:
    for url in ("/", "/search/", "/settings/", "/contacts/1/"):
        assert client.get(url)["Location"].startswith("/accounts/login/")


def test_pages_carry_a_strict_policy_and_are_not_stored(as_user: SignIn, viewer: User) -> None:
    answer = as_user(viewer).get("/")
    html = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert (" style=" in html, "<style" in html, "onclick" in html, "<script>" in html) == (False,) * 4


def test_error_pages_are_ours(client: Client, as_user: SignIn, viewer: User) -> None:
    assert "This page does not exist" in as_user(viewer).get("/companies/999999/").content.decode()
    page = as_user(viewer).get("/companies/new/").content.decode()
    assert "Your role does not include this" in page
    assert "As viewer you may not edit companies, contacts and their registers." in page


@pytest.mark.parametrize("path", ["/companies/999999/", "/companies/new/", "/no/such/address/"])
def test_error_page_keeps_the_side_bar_for_those_who_are_signed_in(
    client: Client, as_user: SignIn, viewer: User, path: str
) -> None:
    assert '<nav class="side' in as_user(viewer).get(path).content.decode()
    assert '<nav class="side' not in client.get(path, follow=True).content.decode()


def test_error_page_shows_nothing_of_the_firm_before_the_second_factor(
    as_user: SignIn, viewer: User, firm: Firm
) -> None:
    firm.requires_second_factor = True
    firm.save()
    page = as_user(viewer).get("/no/such/address/").content.decode()
    assert ("This page does not exist" in page, 'href="/companies/"' in page) == (True, False)


@pytest.mark.parametrize("path", ["/", "/companies/", "/contacts/", "/integration/"])
def test_first_run_offers_a_viewer_nothing_that_is_refused(as_user: SignIn, viewer: User, path: str) -> None:
    browser = as_user(viewer)
    found = set(re.findall(r'href="(/(?!static)[^"#]*)"', browser.get(path).content.decode()))
    links = found - {reverse("account_login")}  # shown once the sign-in has ended
    answers = {link: browser.get(link).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


def test_pin_says_how_a_company_stands_in_xpm_once_a_practice_is_connected(
    as_user: SignIn, viewer: User, preparer: User, firm: Firm
) -> None:
    company = add_company(Company(firm=firm, name="Company", acn="004085616"), [], preparer)
    url = reverse("company_page", args=[company.pk])
    assert "in XPM" not in page_of(as_user(viewer), url)
    practice = make_practice(firm, preparer)
    assert '<span class="pin pin-off">Not in XPM</span>' in page_of(as_user(viewer), url)
    link = reverse("contact_client", args=[company.contact_id])
    assert f'href="{link}">Not in XPM</a>' in page_of(as_user(preparer), url)
    client = make_client(practice, "Company", company.contact)
    link = reverse("client_page", args=[client.pk])
    assert f'pin-ok" href="{link}">Linked to XPM</a>' in page_of(as_user(viewer), url)
    client.is_gone = True
    client.save()
    assert "Deleted in XPM" in page_of(as_user(viewer), url)


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_jobs_that_wait_for_paused_calls_are_counted_under_their_own_name(
    as_user: SignIn, viewer: User, administrator: User, person: Contact, firm: Firm, preparer: User
) -> None:
    practice = make_practice(firm, preparer)
    Connection.across_firms.update(paused_at=clock.now())
    delivery = Delivery.across_firms.create(
        firm=firm, connection=practice.connection, tenant_id="t", kind="job", marker="M1", status="held"
    )
    Job.across_firms.create(
        firm=firm, contact=person, name="CoSec", label="T", start_date=DAY, due_date=DAY, delivery=delivery
    )
    answer = as_user(viewer).get("/")
    assert (answer.context["job_count"], answer.context["paused_count"]) == (0, 1)
    assert "Waiting while calls are paused" in answer.content.decode()
    shown = [as_user(viewer).get(f"/jobs/?show={show}").context["rows"] for show in ("paused", "needs")]
    assert [[job.name for job, _ in rows] for rows in shown] == [["CoSec"], []]
    assert as_user(viewer).get("/attention/").context["total"] == 0


def test_browser_that_reads_no_page_finds_the_logo() -> None:
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, static("core/logo.svg"))
