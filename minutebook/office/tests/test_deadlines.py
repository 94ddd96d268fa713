from datetime import date, timedelta

from minutebook.companies.models import Change, Company
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm
from minutebook.office.charts import BAR_MOST, BASE_LINE
from minutebook.office.deadlines import chart_of, open_deadlines

SUNDAY = date(2026, 11, 22)


def test_chart_counts_what_is_late_and_each_week() -> None:
    due = [date(2026, 11, 21), SUNDAY, date(2026, 11, 23), date(2026, 11, 29), date(2027, 1, 10)]
    chart = chart_of(due, SUNDAY)
    assert [(bar.label, bar.shown) for bar in chart.bars] == [
        ("Overdue", "1"), ("This week", "1"), ("23 Nov", "2"), ("30 Nov", ""), ("7 Dec", ""), ("14 Dec", ""),
        ("21 Dec", ""), ("28 Dec", ""), ("4 Jan", "1"),
    ]  # fmt: skip
    assert chart.words == (
        "Lodgements due by week. overdue: 1; this week: 1; week of 23 Nov: 2; week of 4 Jan: 1."
    )
    assert (chart.bars[2].height, chart.bars[2].y, chart.bars[3].height) == (
        BAR_MOST,
        BASE_LINE - BAR_MOST,
        0,
    )


def test_chart_of_nothing_says_so() -> None:
    assert chart_of([], SUNDAY).words == "Lodgements due by week. None in the next eight weeks."


def test_open_deadlines_leave_out_what_is_lodged_withdrawn_or_far(firm: Firm, other_firm: Firm) -> None:
    def change(owner: Firm, days: int, **facts: object) -> Change:
        contact = Contact.objects.create(firm=owner, name="K")
        acn = f"{contact.pk:09d}"
        company = Company.objects.create(firm=owner, contact=contact, name="K", acn=acn)
        made: Change = Change.objects.create(
            firm=owner, company=company, kind="x", facts={}, summary="x", event_on=SUNDAY,
            due_on=SUNDAY + timedelta(days=days), **facts,
        )  # fmt: skip
        return made

    late, soon = change(firm, -5), change(firm, 5, status="pending")
    change(firm, 5, lodged_on=SUNDAY, status="pending")
    change(firm, 5, status="withdrawn")
    change(firm, 60)
    change(other_firm, 5)
    assert list(open_deadlines(firm, SUNDAY)) == [late, soon]
