import pytest

from minutebook.jobs.refusals import CLOSED, LOCKED, advice_on


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("The date falls in a period that is locked", LOCKED),
        ("PERIOD LOCKED", LOCKED),
        ("Costs cannot be entered on a job that is Completed", CLOSED),
        ("Invalid job template identifier", ""),
        ("The job is billed on I000777: its costs stay as they are.", ""),
        ("", ""),
    ],
)
def test_known_refusals_lead_to_a_choice(reason: str, advice: str) -> None:
    assert advice_on(reason) == advice
