"""Fees of the Australian registry as dated rows, each with its source.

Apart because figures change each 1 July. A day that no row covers has no figure: an older one is never
passed off as current. ASIC's fees carry no GST.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minutebook.companies.rules import add_months
from minutebook.companies.wording import long_date

INFO_30 = "ASIC Information Sheet 30, fees from 1 July 2024"
ASIC_FEES_PAGE = "ASIC fees page, asic.gov.au"
INNOVATE = "innovateservices.com.au, quoting ASIC"
ACT_TAX = "acttaxgroup.com.au, table for 2025-26"
CLEAR_TAX = "cleartax.com.au, table for 2023-24"

LATE_UP_TO_1_MONTH = "late fee, up to 1 month"
LATE_OVER_1_MONTH = "late fee, over 1 month"
CHANGE_OF_DETAILS = "change of company details"
ANNUAL_REVIEW = "annual review"


@dataclass(frozen=True, slots=True)
class RegistryFee:
    """A fee in Australian dollars between two days, both included; no last day means it still runs.

    `company_type` is "any", or who pays it. `grade` A: read at the registry itself; B: a good second source.
    """

    item: str
    form: str
    company_type: str
    from_date: date
    to_date: date | None
    amount: Decimal
    source: str
    grade: str

    def covers(self, day: date) -> bool:
        """Whether the fee holds on a day."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


# First day's year, item, form, payer, Australian dollars, source, grade; each runs 1 July to 30 June.
_YEARLY: tuple[tuple[int, str, str, str, int, str, str], ...] = (
    (2024, "reserve company name", "410", "any", 61, INFO_30, "A"),
    (2024, "extend name reservation", "410", "any", 61, INFO_30, "A"),
    (2024, "Minister's consent to a name", "", "any", 1485, INFO_30, "A"),
    (2024, 'omit "limited" from a name', "432", "any", 491, INFO_30, "A"),
    (2024, "register company with share capital", "201", "any", 597, INFO_30, "A"),
    (2024, "register company without share capital", "201", "any", 491, INFO_30, "A"),
    (2024, "change annual review date, one company", "488", "any", 49, INFO_30, "A"),
    (2024, "change annual review date, group of 10 or more", "488", "group", 485, INFO_30, "A"),
    (2023, ANNUAL_REVIEW, "", "proprietary", 310, CLEAR_TAX, "B"),
    (2024, ANNUAL_REVIEW, "", "proprietary", 321, INFO_30, "A"),
    (2025, ANNUAL_REVIEW, "", "proprietary", 329, ACT_TAX, "B"),
    (2023, ANNUAL_REVIEW, "", "public", 1440, CLEAR_TAX, "B"),
    (2024, ANNUAL_REVIEW, "", "public", 1492, INFO_30, "A"),
    (2023, ANNUAL_REVIEW, "", "special purpose proprietary", 63, CLEAR_TAX, "B"),
    (2024, ANNUAL_REVIEW, "", "special purpose proprietary", 65, INNOVATE, "B"),
    (2024, ANNUAL_REVIEW, "", "special purpose public", 61, INNOVATE, "B"),
    (2024, ANNUAL_REVIEW, "", "CCIV", 1492, INNOVATE, "B"),
    (2023, LATE_UP_TO_1_MONTH, "", "any", 93, CLEAR_TAX, "B"),
    (2024, LATE_UP_TO_1_MONTH, "", "any", 96, ASIC_FEES_PAGE, "A"),
    (2025, LATE_UP_TO_1_MONTH, "", "any", 98, ACT_TAX, "B"),
    (2023, LATE_OVER_1_MONTH, "", "any", 387, CLEAR_TAX, "B"),
    (2024, LATE_OVER_1_MONTH, "", "any", 401, ASIC_FEES_PAGE, "A"),
    (2025, LATE_OVER_1_MONTH, "", "any", 411, ACT_TAX, "B"),
    (2025, "voluntary deregistration", "6010", "any", 50, ACT_TAX, "B"),
)

FEES: tuple[RegistryFee, ...] = (
    RegistryFee(CHANGE_OF_DETAILS, "484", "any", date(2024, 7, 1), None, Decimal(0), INFO_30, "A"),
    *(
        RegistryFee(
            item, form, payer, date(year, 7, 1), date(year + 1, 6, 30), Decimal(dollars), source, grade
        )
        for year, item, form, payer, dollars, source, grade in _YEARLY
    ),
)


def fee_on(item: str, day: date, company_type: str = "any") -> RegistryFee | None:
    """Return the fee of an item on a day, or None where no figure is known for that day."""
    for fee in FEES:
        if fee.item == item and fee.company_type in (company_type, "any") and fee.covers(day):
            return fee
    return None


@dataclass(frozen=True, slots=True)
class LateFee:
    """What lateness costs: the band, the fee when its figure is known, and a sentence for the page."""

    band: str
    fee: RegistryFee | None
    explanation: str

    @property
    def on_paper(self) -> str:
        """The sentence for a paper: who reads or signs one is not asked to look a figure up."""
        return (
            self.explanation
            if self.fee
            else f"The lodgement is {_lateness(self.band)}, so ASIC charges a late fee."
        )


def late_fee(due_on: date, lodged_on: date) -> LateFee | None:
    """Return the late fee of one form, or None when it is in time; one fee per form, however many changes."""
    if lodged_on <= due_on:
        return None
    band = LATE_UP_TO_1_MONTH if lodged_on <= add_months(due_on, 1) else LATE_OVER_1_MONTH
    fee = fee_on(band, lodged_on)
    return LateFee(band, fee, _explanation(band, fee, lodged_on))


def _lateness(band: str) -> str:
    return "not more than 1 month late" if band == LATE_UP_TO_1_MONTH else "more than 1 month late"


def _explanation(band: str, fee: RegistryFee | None, lodged_on: date) -> str:
    lateness = _lateness(band)
    if fee is None:
        return (
            f"The lodgement is {lateness}, so ASIC charges a late fee. Its amount on"
            f" {long_date(lodged_on)} is not on file: look it up at asic.gov.au and enter it."
        )
    return f"The lodgement is {lateness}: ASIC charges a late fee of AUD {fee.amount} ({fee.source})."
