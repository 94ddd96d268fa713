from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import JobPreset, PresetCost
from minutebook.jobs.tests.practice import make_practice

LIST, EDIT = reverse("preset_list"), reverse("preset_edit", args=["registered_office"])


def typed(**fields: Any) -> dict[str, Any]:
    own = {
        "adds_job": "on", "template_name": "CoSec & <Change>", "category_name": "", "state": "planned",
        "name_pattern": "{year} {company}", "description_pattern": "{summary}\n{deadline}", "buffer_days": "10",
    }  # fmt: skip
    line = {
        "cost-TOTAL_FORMS": "2", "cost-INITIAL_FORMS": "1", "cost-0-description_pattern": "Our fee, {company}",
        "cost-0-code": "CS-ADDRESS", "cost-0-is_billable": "on", "cost-0-quantity": "1.25", "cost-0-unit_cost": "",
        "cost-0-unit_price": "1,095.50", "cost-1-is_billable": "on",
    }  # fmt: skip
    return own | line | fields


def test_list_is_for_all_and_editing_for_administrators(
    administrator: User, partner: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    assert [as_user(one).get(LIST).status_code for one in (administrator, partner, viewer)] == [200, 200, 200]
    assert [as_user(one).get(EDIT).status_code for one in (administrator, partner, viewer)] == [200, 403, 403]
    assert "Example price, not yours" in as_user(stranger).get(LIST).content.decode()


def test_saved_prices_are_the_firms_own(
    administrator: User, stranger: User, firm: Firm, as_user: SignIn
) -> None:
    assert as_user(administrator).post(EDIT, typed()).status_code == 303
    assert as_user(administrator).post(EDIT, typed(buffer_days="3")).status_code == 303
    preset = JobPreset.across_firms.get()
    assert (preset.firm, preset.change_kind, preset.template_name, preset.buffer_days) == (
        firm, "registered_office", "CoSec & <Change>", 3,
    )  # fmt: skip
    cost = PresetCost.across_firms.get()
    assert (cost.quantity, cost.unit_cost, cost.unit_price, cost.is_example, cost.user) == (
        Decimal("1.25"), Decimal("0.00"), Decimal("1095.50"), False, administrator,
    )  # fmt: skip
    assert "CoSec &amp; &lt;Change&gt;" in as_user(administrator).get(LIST).content.decode()
    assert "CoSec &amp; &lt;Change&gt;" not in as_user(stranger).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("fields", "form", "field"),
    [
        ({"name_pattern": "{yaer} {company}"}, "form", "name_pattern"),
        ({"description_pattern": "{client}"}, "form", "description_pattern"),
        ({"name_pattern": "Two\nlines"}, "form", "name_pattern"),
        ({"buffer_days": "-1"}, "form", "buffer_days"),
        ({"buffer_days": "61"}, "form", "buffer_days"),
        ({"state": "cancelled"}, "form", "state"),
        ({"template_name": ""}, "form", "template_name"),
        ({"cost-0-description_pattern": "{who}"}, "line", "description_pattern"),
        ({"cost-0-unit_price": "-1"}, "line", "unit_price"),
        ({"cost-0-unit_price": ""}, "line", "unit_price"),
        ({"cost-0-quantity": "0.00001"}, "line", "quantity"),
    ],
)
def test_preset_is_refused_at_its_field_and_kept(
    administrator: User, as_user: SignIn, fields: dict[str, str], form: str, field: str
) -> None:
    answer = as_user(administrator).post(EDIT, typed(**fields))
    owner = answer.context["form"] if form == "form" else answer.context["lines"].forms[0]
    assert (answer.status_code, list(owner.errors)) == (422, [field])
    assert not JobPreset.across_firms.exists()


def test_staff_of_another_firm_cannot_be_chosen(
    administrator: User, firm: Firm, other_firm: Firm, stranger: User, as_user: SignIn
) -> None:
    make_practice(firm, administrator)
    foreign = make_practice(other_firm, stranger, "tenant-2")
    answer = as_user(administrator).post(EDIT, typed(manager=foreign.me.pk, partner=foreign.me.pk))
    assert sorted(answer.context["form"].errors) == ["manager", "partner"]


def test_unknown_kind_is_not_found(administrator: User, as_user: SignIn) -> None:
    assert as_user(administrator).get(reverse("preset_edit", args=["merger"])).status_code == 404


def test_template_that_is_not_in_xpm_is_said_with_what_fixes_it(
    administrator: User, viewer: User, firm: Firm, as_user: SignIn
) -> None:
    assert "Not in XPM" not in as_user(administrator).get(LIST).content.decode()
    practice = make_practice(firm, administrator)
    assert "Not in XPM" not in as_user(administrator).get(LIST).content.decode()
    practice.template.is_gone = True
    practice.template.save()
    page = as_user(administrator).get(LIST).content.decode()
    assert page.count("Not in XPM") == 3
    assert page.count(reverse("template_guide")) == 3
    seen_by_viewer = as_user(viewer).get(LIST).content.decode()
    assert (seen_by_viewer.count("Not in XPM"), EDIT in seen_by_viewer) == (3, False)
    edited = as_user(administrator).get(EDIT).content.decode()
    assert "No template in XPM is called “CoSec - Change”." in edited
    as_user(administrator).post(EDIT, typed(template_name="cosec - CHANGE"))
    practice.template.is_gone = False
    practice.template.save()
    assert "Not in XPM" not in as_user(administrator).get(LIST).content.decode()
