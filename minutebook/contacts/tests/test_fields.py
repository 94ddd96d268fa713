import pytest
from django import forms

from minutebook.contacts.fields import FreeTextArea, FreeTextField


class Both(forms.Form):
    line = FreeTextField(required=False)
    text = FreeTextArea(required=False)


@pytest.mark.parametrize("field", ["line", "text"])
@pytest.mark.parametrize("typed", ["TFN 123 456 782", "a\x07b", "a\x1bb", "a\0b"])
def test_what_may_not_be_kept_is_refused_at_its_field(field: str, typed: str) -> None:
    assert list(Both({field: typed}).errors) == [field]


def test_several_lines_stay_as_written() -> None:
    form = Both({"text": " Kōwhai & <Rātā>\r\n\tsecond\rthird "})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Kōwhai & <Rātā>\n\tsecond\nthird"
