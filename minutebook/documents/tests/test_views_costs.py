from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from minutebook.conftest import SignIn
from minutebook.documents.job_drafts import stored_job_draft
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack
from minutebook.documents.tests.posting import page_of, press, typed_on
from minutebook.firms.models import Firm, User
from minutebook.jobs.tests.practice import Practice
from minutebook.work import clock

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"cost__0__quantity": "-1"}, "quantity"),
        ({"cost__0__quantity": "1.00001"}, "quantity"),
        ({"cost__0__unit_cost": "-0.01"}, "unit_cost"),
        ({"cost__0__unit_price": "12.345"}, "unit_price"),
        ({"cost__0__unit_price": "1e400"}, "unit_price"),
        ({"cost__0__unit_price": "ten"}, "unit_price"),
        ({"cost__0__date": "30/2/26"}, "date"),
    ],
)
def test_absurd_cost_is_refused_at_its_field_and_kept(
    pack: DocumentPack, practice: Practice, client: Client, typed: dict[str, str], field: str
) -> None:
    answer = press(client, pack, "save", **typed)
    assert (answer.status_code, list(answer.context["panel"].lines.forms[0].errors)) == (422, [field])
    assert f'value="{next(iter(typed.values()))}"' in answer.content.decode()


def test_lines_are_added_and_removed_without_losing_the_others(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "add line")
    press(
        client,
        pack,
        "add item",
        item=practice.item.pk,
        cost__1__description="Search & <copy>",
        cost__1__unit_price="0",
    )
    press(client, pack, "remove:0")
    draft = stored_job_draft(DocumentPack.across_firms.get())
    assert draft is not None
    assert [
        (line.description, line.unit_cost, line.unit_price, line.code, line.source) for line in draft.costs
    ] == [
        ("Search & <copy>", Decimal("0.00"), Decimal("0.00"), "", "free"),
        ("Courier & post", Decimal("9.50"), Decimal("12.50"), "POST", "standard"),
    ]


def test_line_is_added_though_another_cannot_be_read(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "add line", cost__0__quantity="many")
    assert (answer.status_code, len(answer.context["panel"].lines.forms)) == (422, 2)


@pytest.mark.parametrize("item", ["", "x", "999999"])
def test_standard_cost_that_is_not_ours_is_refused(
    pack: DocumentPack, practice: Practice, client: Client, item: str
) -> None:
    answer = press(client, pack, "add item", item=item)
    assert (answer.status_code, answer.context["desk"].refusals) == (422, ["Choose a standard cost to add."])


def test_own_price_is_no_example(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "save", cost__0__unit_price="$1,130.00")
    assert "Example price, not yours" not in client.get(page_of(pack)).content.decode()


def test_later_edit_takes_the_confirmation_away(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "confirm")
    assert _draft(pack).is_confirmed
    press(client, pack, "save", name="Another name")
    assert _draft(pack).is_confirmed
    press(client, pack, "save", cost__0__quantity="2")
    assert not _draft(pack).is_confirmed


def test_unknown_price_is_asked_for_before_confirm(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "add line")
    answer = press(client, pack, "confirm", cost__1__description="Fee")
    errors = answer.context["panel"].lines.forms[1].errors
    assert (answer.status_code, list(errors)) == (422, ["unit_price"])
    assert not _draft(pack).is_confirmed


def test_late_fee_is_offered_unticked_and_its_amount_asked_for(
    pack: DocumentPack, practice: Practice, client: Client, facts: dict[str, Any], firm: Firm, preparer: User
) -> None:
    late = (clock.today(firm.zone) - timedelta(days=40)).isoformat()
    other = draft_pack(
        pack.company,
        "officeholder_appointment",
        facts | {"effective_on": late, "consent_dated": late},
        preparer,
    )
    typed = typed_on(client, other)
    assert typed["cost-1-source"] == "late"
    assert "cost-1-is_included" not in typed
    answer = press(client, other, "confirm", cost__1__is_included="on", cost__1__unit_price=None)
    errors = answer.context["panel"].lines.forms[1].errors
    assert {name: "not known here" in words[0] for name, words in errors.items()} == {
        "unit_cost": True,
        "unit_price": True,
    }


def test_cost_of_an_unknown_registry_fee_is_never_taken_as_nothing(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    line = {"cost__0__source": "late", "cost__0__unit_price": "98", "cost__0__unit_cost": None}
    answer = press(client, pack, "confirm", **line)
    assert list(answer.context["panel"].lines.forms[0].errors) == ["unit_cost"]
    assert press(client, pack, "confirm", **(line | {"cost__0__unit_cost": "98"})).status_code == 303
    assert _draft(pack).margin == 0


def test_standard_cost_without_a_price_asks_for_it(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    practice.item.unit_price = Decimal(0)
    practice.item.save()
    press(client, pack, "add item", item=practice.item.pk)
    answer = press(client, pack, "confirm")
    assert list(answer.context["panel"].lines.forms[1].errors) == ["unit_price"]


def _draft(pack: DocumentPack) -> Any:
    return stored_job_draft(DocumentPack.across_firms.get(pk=pack.pk))


def test_costs_that_cannot_be_confirmed_any_more_are_not_called_confirmed(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "confirm")
    assert client.get(page_of(pack)).context["panel"].shown.is_confirmed
    for do in ("confirm", "download"):
        answer = press(client, pack, do, cost__0__unit_price="")
        assert (answer.status_code, answer.context["panel"].shown.is_confirmed) == (422, False)


def test_costs_stay_confirmed_where_only_another_field_is_wrong(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "confirm")
    answer = press(client, pack, "confirm", due_date="never")
    assert (answer.status_code, answer.context["panel"].shown.is_confirmed) == (422, True)
