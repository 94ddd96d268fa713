import csv

import pytest

from minutebook.core.sheets import csv_answer, safe_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("+61 2 9000", "'+61 2 9000"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("Salt & <Stone>", "Salt & <Stone>"),
        (None, ""),
        (12, "12"),
        ("a\0b", "ab"),
    ],
)
def test_cell_is_never_a_formula(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_csv_answer_keeps_letters_quotes_and_line_breaks() -> None:
    answer = csv_answer("list.csv", ["Name"], [['Kōwhai "K", Pty\nLtd']])
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows == [["Name"], ['Kōwhai "K", Pty\nLtd']]
