"""Lists as CSV and XLSX files that a spreadsheet opens as text, whatever people typed into a name."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_answer(file_name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV download in UTF-8 with a byte order mark, so that macrons open right in Excel."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return response


def xlsx_answer(
    file_name: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]
) -> HttpResponse:
    """An XLSX download: for each sheet its name, head and rows. Amounts are numbers, anything else is text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00##"})
        # The quote prefix keeps a text text, in the sheet and when somebody edits its cell.
        plain = book.add_format({"quote_prefix": True})
        for name, head, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(head):
                sheet.write_string(0, column, title, bold)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        sheet.write_number(number, column, float(value), money)
                    else:
                        sheet.write_string(number, column, safe_text(value), plain)
            sheet.autofit(300)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(made.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def safe_text(value: object) -> str:
    """The value as text that XML can carry, at most as long as a cell may be."""
    text = "" if value is None else str(value)
    return "".join(char for char in text if char.isprintable() or char in "\n\t")[:32_000]


def safe_cell(value: object) -> str:
    """The value as a cell's text; an apostrophe before anything a spreadsheet would take for a formula."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
