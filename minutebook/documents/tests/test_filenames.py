import pytest

from minutebook.documents.filenames import document_filename, draft_filename, pack_filename

UGLY = [
    "Kōwhai & Sons",
    'a/b\\c:d*e?f"g<h>i|j',
    "../../etc/passwd",
    "line\r\nbreak\ttab\x00nul\x7f",
    "\u202egpj.exe",
    "zero\u200bwidth\u2028line",
    "שלום עולם",
    "阮 文 明 有限公司",
    "😀👨‍👩‍👧",
    "ā" * 300,
    "x" * 300,
    " . trailing . ",
    "",
    "...",
    "CON",
    "con.Pty",
    "NUL .txt",
    "COM¹",
    "lpt9.a.b",
    "Ma\u0304ori",
]
FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)} | {"\x7f", "\u202e", "\u200b", "\u2028"}


@pytest.mark.parametrize("name", UGLY)
def test_any_name_makes_a_safe_file_name(name: str) -> None:
    made = [
        document_filename(2, "Consent to act", name, "pdf"),
        document_filename(12, name, name, "docx"),
        pack_filename(name, "7KQ2-M9XD"),
        draft_filename(name, "7KQ2-M9XD"),
    ]
    for file_name in made:
        assert not FORBIDDEN & set(file_name)
        assert len(file_name.encode()) <= 200
        assert file_name == file_name.strip(" .")
        stem = file_name.partition(".")[0].rstrip().upper()
        assert stem not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM¹", "LPT9", ""}
        assert "  " not in file_name
    assert pack_filename(name, "7KQ2-M9XD").endswith(" - 7KQ2-M9XD.zip")


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Kōwhai Whenua Pty Ltd", "Kōwhai Whenua Pty Ltd - 7KQ2-M9XD.zip"),
        ('A "B" <C> / D', "A B C D - 7KQ2-M9XD.zip"),
        ("CON.Pty", "_CON.Pty - 7KQ2-M9XD.zip"),
        ("Console Pty Ltd", "Console Pty Ltd - 7KQ2-M9XD.zip"),
        ("", "_ - 7KQ2-M9XD.zip"),
        ("阮 文", "阮 文 - 7KQ2-M9XD.zip"),
        ("Ma\u0304ori", "M\u0101ori - 7KQ2-M9XD.zip"),
    ],
)
def test_name_stays_as_people_know_it(name: str, file_name: str) -> None:
    assert pack_filename(name, "7KQ2-M9XD") == file_name


def test_files_sort_by_their_place_and_differ_even_with_one_title() -> None:
    names = [document_filename(number, "Consent", "ā" * 300, "pdf") for number in range(1, 30)]
    assert sorted(names) == names
    assert len(set(names)) == 29
