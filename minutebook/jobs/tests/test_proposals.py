from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from minutebook.companies.changes.table import KINDS
from minutebook.companies.models import Company
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.defaults import PATTERN_WORDS, STANDARD_JOBS
from minutebook.jobs.drafts import CostDraft, Work
from minutebook.jobs.models import JobPreset
from minutebook.jobs.presets import fill_line, fill_pattern, preset_for, save_preset, unknown_words
from minutebook.jobs.proposals import pattern_words, propose_draft, propose_due
from minutebook.jobs.tests.practice import make_client, make_practice
from minutebook.work.clock import today

DUE = date(2026, 12, 21)


def work_for(company: Company, **fields: Any) -> Work:
    wanted: dict[str, Any] = {
        "company_id": company.pk, "company_name": company.name, "contact_id": company.contact_id,
        "change_kind": "registered_office", "kind_label": "Change the registered office",
        "summary": "Moved to {company}", "effective_on": date(2028, 2, 29), "trace_number": "7KQ2-M9XD",
        "due_on": DUE, "deadline_rule": "28 days",
    }  # fmt: skip
    return Work(**(wanted | fields))


@pytest.mark.parametrize(
    ("due_on", "buffer_days", "due"),
    [
        (date(2026, 12, 21), 7, date(2026, 12, 14)),
        (date(2026, 12, 20), 7, date(2026, 12, 11)),
        (date(2026, 12, 19), 7, date(2026, 12, 11)),
        (date(2026, 11, 25), 7, date(2026, 11, 22)),
        (date(2026, 1, 1), 7, date(2026, 11, 22)),
        (None, 7, date(2026, 12, 4)),
        (date(2027, 1, 4), 8, date(2026, 12, 24)),
        (date(2027, 1, 8), 7, date(2026, 12, 31)),
        (date(2028, 3, 7), 7, date(2028, 2, 29)),
        (date(2026, 12, 21), 0, date(2026, 12, 21)),
    ],
)
def test_job_is_due_before_the_deadline_on_a_business_day(
    due_on: date | None, buffer_days: int, due: date
) -> None:
    assert propose_due(date(2026, 11, 22), due_on, buffer_days) == due


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("{a} and {b}", "{b} and two"),
        ("{unknown} {a}", "{unknown} {b}"),
        ("  {empty} \n {b} ", "two"),
        ("{{b}}", "{two}"),
        ("{b", "{b"),
        ("", ""),
    ],
)
def test_pattern_is_filled_once_and_an_unknown_word_is_seen(pattern: str, filled: str) -> None:
    assert fill_pattern(pattern, {"a": "{b}", "b": "two", "empty": ""}) == filled


def test_unknown_words_are_named() -> None:
    assert unknown_words("{company} {yaer} {x} {company}", PATTERN_WORDS) == ["yaer", "x"]


def test_shipped_standard_jobs_serve_every_kind_of_change_with_known_words(company: Company) -> None:
    assert set(STANDARD_JOBS) == set(KINDS)
    assert set(pattern_words(work_for(company))) == set(PATTERN_WORDS)
    for job in STANDARD_JOBS.values():
        patterns = [job.name, job.description, *(line.description for line in job.costs)]
        assert [unknown_words(pattern, PATTERN_WORDS) for pattern in patterns] == [[]] * len(patterns)


def test_firm_without_its_own_gets_the_shipped_standard_job_as_examples(firm: Firm) -> None:
    preset, costs = preset_for(firm, "registered_office")
    assert (preset.pk, JobPreset.across_firms.count()) == (None, 0)
    assert [(line.code, line.unit_price, line.is_example) for line in costs] == [
        ("CS-ADDRESS", Decimal(90), True)
    ]


def test_saved_standard_job_is_the_firms_alone(firm: Firm, other_firm: Firm, administrator: User) -> None:
    preset, _ = preset_for(firm, "registered_office")
    line = {
        "description_pattern": "Fee",
        "quantity": Decimal(1),
        "unit_cost": Decimal(0),
        "unit_price": Decimal("99.95"),
    }
    for lines in ([line, line], [line]):
        save_preset(preset, lines, administrator)
    own, costs = preset_for(firm, "registered_office")
    assert own == preset
    assert [(one.unit_price, one.is_example, one.user) for one in costs] == [
        (Decimal("99.95"), False, administrator)
    ]
    assert preset_for(other_firm, "registered_office")[0].pk is None
    assert AuditEvent.across_firms.filter(action="preset.saved", user=administrator).count() == 2


def test_panel_opens_as_the_standard_job_proposes(firm: Firm, preparer: User, company: Company) -> None:
    practice = make_practice(firm, preparer)
    client = make_client(practice, company.name, company.contact)
    fee = CostDraft(DUE, "ASIC fee", Decimal(1), Decimal("61.00"), Decimal("61.00"), source="registry")
    draft = propose_draft(firm, preparer, practice.connection, work_for(company, registry_lines=(fee,)))
    start = today(firm.zone)
    text = f"Corporate secretarial: Change the registered office, {company.name}, 29 Feb 2028"
    assert draft.with_changes(due_date=DUE) == draft.with_changes(
        adds_job=True, contact_id=company.contact_id, client_id=client.pk, creates_client=False,
        template_id=practice.template.pk, name=f"CoSec 2028 - Change the registered office - {company.name}",
        description="Moved to {company} To be lodged with ASIC by 21 Dec 2026. Our reference 7KQ2-M9XD.",
        start_date=start, due_date=DUE, staff_ids=(practice.me.pk,), state="planned", is_confirmed=False,
        category_name="CoSec - billable",
        costs=(
            CostDraft(
                start, text, Decimal(1), Decimal(0), Decimal(90), is_example=True, code="CS-ADDRESS", source="fee"
            ),
            fee,
        ),
    )  # fmt: skip


def test_without_a_connection_a_job_of_the_book_is_proposed(
    firm: Firm, preparer: User, company: Company
) -> None:
    draft = propose_draft(firm, preparer, None, work_for(company, due_on=None))
    assert (draft.adds_job, draft.in_book, draft.standard_job) == (True, True, "registered_office")
    assert (draft.client_id, draft.template_id, draft.staff_ids) == (None, None, (preparer.pk,))
    assert draft.due_date == today(firm.zone) + timedelta(days=14)


def test_name_of_a_company_of_300_letters_fits_the_job_name(
    firm: Firm, preparer: User, company: Company
) -> None:
    draft = propose_draft(firm, preparer, None, work_for(company, company_name="ā" * 300))
    assert (len(draft.name), draft.name[-2:]) == (255, "ā…")
    assert [len(line.description) for line in draft.costs] == [300]
    assert draft.costs[0].description.endswith("ā…, 29 Feb 2028")


def test_lines_of_a_description_stay_lines() -> None:
    assert fill_pattern("{a}  now\r\n\r\nOur {b}", {"a": "A", "b": "B"}) == "A now\n\nOur B"


def test_line_that_is_too_long_without_the_company_is_cut_too() -> None:
    assert fill_line("{summary}, {company}", {"summary": "s" * 20, "company": "ABC"}, 10) == "sssssssss…"
