import pytest
from django import forms

from minutebook.contacts.models import Contact
from minutebook.contacts.picker import ContactPicker
from minutebook.firms.models import Firm


def _pick(firm: Firm, chosen: str, text: str, required: bool = True) -> tuple[Contact | None, list[str]]:
    class Form(forms.Form):
        who = ContactPicker(required=required)

    form = Form({"who": chosen, "who_text": text})
    form.fields["who"].firm = firm  # type: ignore[attr-defined]
    form.is_valid()
    return form.cleaned_data.get("who"), [str(error) for error in form.errors.get("who", [])]


@pytest.fixture
def jane(firm: Firm) -> Contact:
    return Contact.objects.create(firm=firm, name="Jane O'Smith & <Co>")


def test_picker_takes_the_chosen_id(firm: Firm, jane: Contact) -> None:
    assert _pick(firm, str(jane.pk), "jane  o'smith & <CO>") == (jane, [])
    assert _pick(firm, str(jane.pk), "") == (jane, [])


def test_name_typed_over_a_choice_counts_without_script(firm: Firm, jane: Contact) -> None:
    other = Contact.objects.create(firm=firm, name="Ngāti Trust")
    assert _pick(firm, str(jane.pk), "Ngati Trust") == (other, [])
    assert _pick(firm, str(jane.pk), "Nobody")[0] is None


def test_picker_resolves_a_typed_name_without_script(firm: Firm, jane: Contact) -> None:
    assert _pick(firm, "", "jane o'smith & <co>") == (jane, [])


def test_picker_asks_when_several_have_the_name(firm: Firm, jane: Contact) -> None:
    Contact.objects.create(firm=firm, name=jane.name)
    assert _pick(firm, "", jane.name) == (
        None,
        ["Several contacts are called “Jane O'Smith & <Co>”. Choose one from the list."],
    )


@pytest.mark.parametrize("chosen", ["999999", "-1", "1 OR 1=1", "9" * 30, "١"])
def test_picker_refuses_an_unknown_id_and_name(firm: Firm, jane: Contact, chosen: str) -> None:
    picked, errors = _pick(firm, chosen, "Nobody")
    assert (picked, len(errors)) == (None, 1)


def test_picker_refuses_another_firms_contact(other_firm: Firm, jane: Contact) -> None:
    picked, errors = _pick(other_firm, str(jane.pk), jane.name)
    assert (picked, len(errors)) == (None, 1)


def test_picker_may_be_empty_where_optional(firm: Firm) -> None:
    assert _pick(firm, "", "", required=False) == (None, [])
    assert _pick(firm, "", "") == (None, ["This is needed. Fill it in."])
