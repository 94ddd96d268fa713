import re

from minutebook.practice_manager.delivery.markers import line_reference, new_marker


def test_marker_is_thirteen_letters_and_digits_that_nobody_misreads() -> None:
    markers = {new_marker() for _ in range(2000)}
    assert len(markers) == 2000
    assert all(re.fullmatch(r"M[0-9A-HJKMNP-TV-Z]{12}", marker) for marker in markers)


def test_reference_of_one_line_is_never_the_beginning_of_another() -> None:
    notes = [f"[ref {line_reference('M0', line)}]" for line in range(1, 41)]
    assert not [(one, other) for one in notes for other in notes if one != other and one in other]
