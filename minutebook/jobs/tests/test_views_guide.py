from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import JobPreset
from minutebook.jobs.tests.practice import Practice, make_practice
from minutebook.practice_manager.guide import CATEGORIES, TEMPLATES
from minutebook.practice_manager.models import JobTemplate

PAGE = reverse("template_guide")


def add_template(practice: Practice, name: str, *, is_gone: bool = False) -> None:
    connection = practice.connection
    JobTemplate.across_firms.create(
        firm_id=connection.firm_id, connection=connection, uuid=name, name=name, is_gone=is_gone
    )


def add_preset(firm: Firm, kind: str, template: str, category: str = "") -> None:
    JobPreset.across_firms.create(
        firm=firm, change_kind=kind, template_name=template, category_name=category,
        name_pattern="{company}", description_pattern="{summary}",
    )  # fmt: skip


def test_guide_ticks_what_was_found(firm: Firm, preparer: User, viewer: User, as_user: SignIn) -> None:
    practice = make_practice(firm, preparer)
    JobTemplate.across_firms.all().delete()
    add_template(practice, "COSEC - change")
    add_template(practice, "CoSec - Shares", is_gone=True)
    groups = as_user(viewer).get(PAGE).context["groups"]
    assert [row.wanted.name for row in groups[0].rows if row.is_found] == ["CoSec - Change"]


def test_guide_lists_the_names_of_the_firms_own_standard_jobs(
    firm: Firm, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    practice = make_practice(firm, preparer)
    add_preset(firm, "registered_office", "Secretarial & <own>", "cosec - BILLABLE")
    add_preset(firm, "officeholder_cessation", "Secretarial & <own>", "Advice")
    add_template(practice, "secretarial & <own>")
    groups = as_user(viewer).get(PAGE).context["groups"]
    own = [row for row in groups[0].rows if row.wanted not in TEMPLATES]
    assert [(row.wanted.name, row.wanted.purpose, row.is_found) for row in own] == [
        (
            "Secretarial & <own>",
            "For your standard job: Cease an officeholder, Change the registered office",
            True,
        )
    ]
    assert [row.wanted.name for row in groups[2].rows if row.wanted not in CATEGORIES] == ["Advice"]
    assert "&lt;own&gt;" not in as_user(stranger).get(PAGE).content.decode()
