import pytest
from django.http import QueryDict

from minutebook.jobs.lines import count_lines, with_line, without_line

TYPED = QueryDict(
    "cost-TOTAL_FORMS=2&cost-0-description=A&cost-0-is_included=on&cost-1-description=B%20%26%20C&name=kept"
)


def test_line_is_added_after_the_others() -> None:
    changed = with_line(TYPED, {"description": "New", "is_included": "on"})
    assert changed.dict() == TYPED.dict() | {
        "cost-TOTAL_FORMS": "3", "cost-2-description": "New", "cost-2-is_included": "on",
    }  # fmt: skip


def test_removed_line_takes_its_ticks_along() -> None:
    assert without_line(TYPED, 0).dict() == {
        "cost-TOTAL_FORMS": "1",
        "cost-0-description": "B & C",
        "name": "kept",
    }


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_line_that_is_not_there_removes_nothing(number: int) -> None:
    assert without_line(TYPED, number) == TYPED


@pytest.mark.parametrize(
    ("text", "count"), [("3", 3), ("-1", 0), ("many", 0), ("", 0), ("٣", 0), ("99999999", 200)]
)
def test_count_of_lines_is_read_with_care(text: str, count: int) -> None:
    typed = QueryDict(mutable=True)
    typed["cost-TOTAL_FORMS"] = text
    assert count_lines(typed) == count
