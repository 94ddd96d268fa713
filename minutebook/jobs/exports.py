"""Jobs as files: rows for a spreadsheet, and the CSV files that XPM's own import takes.

Of that import Xero tells that the file is CSV under the headings of its sample, that jobs are grouped into one file
for each template, category and state, that a client it does not know by name is made anew, and that a job number
that exists is refused (Xero's Practice Manager training, "Import jobs and WIP"). Its sample file is not published:
the headings below are assumed, and docs/job-book.md says so.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from minutebook.core.dates import show_date
from minutebook.core.money import line_amount
from minutebook.core.sheets import safe_cell
from minutebook.core.text import shorten
from minutebook.firms.models import Firm
from minutebook.practice_manager.models import Client
from minutebook.practice_manager.queries import current_connection

from .models import ClientName, Job
from .presets import preset_for
from .queries import billed_price

HEAD = (
    "Job", "Client", "Company", "Number", "In XPM", "State", "Start", "Due", "Price ex GST", "Pack",
)  # fmt: skip
COST_HEAD = (
    "Number", "Job", "Date", "Cost Description", "Code", "Billable", "Quantity", "Unit Cost", "Unit Price",
    "Amount ex GST",
)  # fmt: skip
IMPORT_HEAD = (
    "Job Number", "Client", "Job Name", "Description", "Client Order Number", "Start Date", "Due Date", "Budget",
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


def job_rows(jobs: Iterable[Any]) -> Iterator[tuple[object, ...]]:
    """A row for each job, as `HEAD` names its cells."""
    for job in jobs:
        yield (
            job.name,
            job.client.name if job.client else job.contact.name,
            job.company.name if job.company else "",
            job.shown_number,
            job.status_word,
            job.get_state_display(),
            show_date(job.start_date),
            show_date(job.due_date),
            billed_price(job),
            job.label,
        )


def cost_rows(jobs: Iterable[Any]) -> Iterator[tuple[object, ...]]:
    """A row for each line of these jobs, as `COST_HEAD` names its cells; what is not billable amounts to nothing."""
    for job in jobs:
        for cost in job.costs.all():
            amount = line_amount(cost.quantity, cost.unit_price) if cost.is_billable else Decimal("0.00")
            yield (
                job.shown_number, job.name, show_date(cost.date), cost.description, cost.code,
                "Yes" if cost.is_billable else "No", cost.quantity, cost.unit_cost, cost.unit_price, amount,
            )  # fmt: skip


def import_zip(jobs: Sequence[Job], names: dict[int, str]) -> bytes:
    """The files for XPM's import, one for each template, category and state; `names` are XPM's names by contact id."""
    files: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        files[_group_of(job)].append(job)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, group in enumerate(sorted(files), start=1):
            name = "".join(char if char.isalnum() or char in " -,." else "_" for char in group)
            content = import_csv(files[group], names)
            entry = zipfile.ZipInfo(f"{number:02} {shorten(name, 100)}.csv", _EPOCH)
            archive.writestr(entry, content.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def import_csv(jobs: Iterable[Job], names: dict[int, str]) -> str:
    """One file: no line breaks inside a cell, no empty line at the end, days as 22/11/2026."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(IMPORT_HEAD)
    for job in jobs:
        cells = (
            job.book_number, names[job.contact_id], job.name, " ".join(job.description.split()), job.label,
            f"{job.start_date:%d/%m/%Y}", f"{job.due_date:%d/%m/%Y}", billed_price(job),
        )  # fmt: skip
        writer.writerow(safe_cell(cell) for cell in cells)
    return written.getvalue()


def client_names(firm: Firm, jobs: Iterable[Job]) -> dict[int, str]:
    """XPM's name of each contact that is linked: to a client that we have read, else by the name a person typed."""
    ids = {job.contact_id for job in jobs}
    typed = dict(ClientName.objects.for_firm(firm).filter(contact__in=ids).values_list("contact_id", "name"))
    names = typed | _linked_names(firm, ids)
    # Such a name would have to be altered to be safe in a spreadsheet, and XPM would make a client of the altered name.
    return {pk: name for pk, name in names.items() if safe_cell(name) == name}


def _linked_names(firm: Firm, ids: set[int]) -> dict[int, str]:
    connection = current_connection(firm)
    clients = Client.objects.for_firm(firm).filter(connection=connection, contact__in=ids)
    from_xpm = clients.filter(is_gone=False, is_archived=False)
    return {pk: name for pk, name in from_xpm.values_list("contact_id", "name") if pk is not None}


def _group_of(job: Job) -> str:
    preset, _ = preset_for(job.firm, job.standard_job or job.change_kind)
    parts = (preset.template_name, preset.category_name, job.get_state_display())
    return ", ".join(part for part in parts if part)
