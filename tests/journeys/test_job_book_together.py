"""Several processes at the job book at once: numbers without gap or twin, a job handed over by one of them only."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .inside import Inside
from .installation import Installation

PROCESSES, EACH = 4, 10
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_numbers_and_hand_overs_of_four_processes(installation: Installation) -> None:
    folder = installation.folder
    crew = [Inside(installation.environment, folder / f"inside-{number}.log") for number in range(PROCESSES)]
    try:
        with ThreadPoolExecutor(PROCESSES) as at_once:
            booked = list(at_once.map(lambda one: one.call("book_jobs", count=EACH), crew))
            numbers = sorted(number for some in booked for number in some)
            assert numbers == [f"MB-{number:05}" for number in range(1, PROCESSES * EACH * 4 // 5 + 1)]
            for number in numbers[:5]:
                told = at_once.map(lambda one, job=number: one.call("hand_over_job", number=job), crew)
                assert sorted(told) == ["handed", *["moved_on"] * (PROCESSES - 1)]
        assert len(crew[0].call("deliveries")) == 5
    finally:
        for one in crew:
            one.close()
