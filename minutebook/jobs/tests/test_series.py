from collections.abc import Callable

import pytest
from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.series import next_number, read_number, set_next_number, take_number

Booked = Callable[..., Job]


def test_each_firm_counts_for_itself(firm: Firm, other_firm: Firm) -> None:
    assert next_number(firm) == "MB-00001"
    assert [take_number(firm), take_number(firm), take_number(other_firm)] == [
        "MB-00001",
        "MB-00002",
        "MB-00001",
    ]
    assert (next_number(firm), next_number(other_firm)) == ("MB-00003", "MB-00002")


def test_number_is_given_back_with_what_it_was_for(firm: Firm) -> None:
    with transaction.atomic():
        assert take_number(firm) == "MB-00001"
        transaction.set_rollback(True)
    assert take_number(firm) == "MB-00001"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("MB-00001", ["MB-00001", "MB-00002"]),
        ("2027/0099", ["2027/0099", "2027/0100"]),
        ("  J 9 ", ["J 9", "J 10"]),
        ("1", ["1", "2"]),
        ("X999999999", ["X999999999", "X1000000000"]),
    ],
)
def test_series_goes_on_with_the_wanted_number(
    firm: Firm, administrator: User, wanted: str, given: list[str]
) -> None:
    set_next_number(firm, wanted, administrator)
    assert [take_number(firm), take_number(firm)] == given
    assert AuditEvent.across_firms.filter(action="series.changed", user=administrator).count() == 1


@pytest.mark.parametrize(
    "wanted",
    ["", "MB-", "00001-MB", "Ā-1", "MB-١", "M" * 21 + "1", "1" * 30 + "x", "a\n1", "=1", "0", "MB-000"],
)
def test_number_that_cannot_count_is_refused(wanted: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_number(wanted)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("wanted", "is_refused"),
    [
        ("MB-1", True),
        ("MB-00001", True),
        ("MB-00002", False),
        ("MB-0000001", True),
        ("MB-2", False),
    ],
)
def test_number_that_a_job_has_is_not_given_again(
    firm: Firm, administrator: User, booked: Booked, wanted: str, is_refused: bool
) -> None:
    booked()
    if is_refused:
        with pytest.raises(DomainError) as refused:
            set_next_number(firm, wanted, administrator)
        assert refused.value.code == "used"
    else:
        set_next_number(firm, wanted, administrator)
    assert booked().book_number != "MB-00001"
