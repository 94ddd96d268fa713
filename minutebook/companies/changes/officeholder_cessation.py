"""An officeholder resigns, is removed or dies: deadline, effect, summary, and a resignation told late."""

from datetime import date

from minutebook.companies.changes.base import Alternative, ChangeKind, Effect
from minutebook.companies.changes.cessation_checks import cessation_deadline, check_cessation
from minutebook.companies.facts import CessationFacts, CompanyFacts
from minutebook.companies.rules import ResignationDates, resignation_dates
from minutebook.companies.wording import join_names, long_date, takes_effect

NOUNS = {"resigned": "Resignation", "removed": "Removal", "deceased": "Death"}


def cessation_effect(facts: CessationFacts, lodged_on: date | None, today: date) -> Effect:
    """Return when the person leaves; a director's late resignation waits for ASIC to be told (s203AA)."""
    dates = resignation_dates(facts.ceased_on, lodged_on, today)
    if facts.date_fixed_by:
        return _fixed_resignation(facts)
    if facts.late_notice_moves_date and dates.is_late:
        return _late_resignation(dates, today)
    if facts.how == "deceased":
        return Effect(facts.ceased_on, f"The office ended on {long_date(facts.ceased_on)}, by death.")
    noun = NOUNS[facts.how].lower()
    return Effect(facts.ceased_on, f"The {noun} {takes_effect(facts.ceased_on, today)}.")


def summarise_cessation(company: CompanyFacts, facts: CessationFacts) -> str:
    """Return one sentence for lists, search and the job's description."""
    entry = facts.officeholder
    link = ", " if facts.how == "deceased" else " as "
    sentence = (
        f"{NOUNS[facts.how]} of {entry.person.name}{link}{join_names(company.offices_ended(facts))} of {company.name},"
        f" {long_date(facts.ceased_on)}"
    )
    if facts.successor:
        sentence += f"; {facts.successor.person.name} appointed {facts.successor.office}"
    return sentence


def _fixed_resignation(facts: CessationFacts) -> Effect:
    who = "the Court" if facts.date_fixed_by == "Court" else facts.date_fixed_by
    decided = f" on {long_date(facts.date_fixed_on)}" if facts.date_fixed_on else ""
    stated = long_date(facts.ceased_on)
    return Effect(
        facts.ceased_on, f"The resignation took effect on {stated}, as {who} decided{decided} (s203AA)."
    )


def _late_resignation(dates: ResignationDates, today: date) -> Effect:
    stated = long_date(dates.stated_on)
    if dates.effective_on:
        sentence = f"The resignation {takes_effect(dates.effective_on, today)}, the day ASIC was told"
    else:
        sentence = "The resignation takes effect on the day ASIC is told; until then the person is a director"
    ending = f", because the notice came more than 28 days after {stated} (s203AA)."
    if not dates.effective_on:
        ending = f" and may sign as one, because 28 days after {stated} have passed without notice (s203AA)."
    return Effect(dates.effective_on, sentence + ending, _ways_to_earlier_date(dates, today))


def _ways_to_earlier_date(dates: ResignationDates, today: date) -> tuple[Alternative, ...]:
    """What may still be asked for: ASIC's 56 days end, the Court may allow longer than its 12 months."""
    stated, asic_by = long_date(dates.stated_on), dates.asic_application_due.due_on
    court_by = dates.court_application_due.due_on
    asic = Alternative(
        dates.stated_on,
        f"ASIC may fix {stated} on an application by the company or the director,"
        f" made by {long_date(asic_by)} (56 days).",
        asic_by,
        "ASIC",
    )
    court = Alternative(
        dates.stated_on,
        f"The Court may fix {stated} on an application made by {long_date(court_by)} (12 months),"
        " or later if the Court allows.",
        court_by,
        "Court",
    )
    return (asic, court) if today <= asic_by else (court,)


OFFICEHOLDER_CESSATION = ChangeKind(
    key="officeholder_cessation",
    label="Cease an officeholder",
    facts_type=CessationFacts,
    check=check_cessation,
    event_on=lambda facts: facts.ceased_on,
    deadline=cessation_deadline,
    effect=cessation_effect,
    summary=summarise_cessation,
)
