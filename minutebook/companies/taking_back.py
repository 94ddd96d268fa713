"""Taking out of the registers what a change wrote there, when it is withdrawn before ASIC has it.

A registered office needs no taking back: it takes effect by its lodgement (s142).
"""

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event

from .models import Change, Officeholder

RESTS = "Another change ends the office of {name} that this one began. Withdraw that one first."
WORKING = (Change.Status.DRAFT, Change.Status.PENDING, Change.Status.EFFECTIVE)


def take_back(change: Change, user: User) -> list[int]:
    """Put the offices as they were before this change, in the caller's transaction, which holds the registers.

    Gives the changes that were superseded by it and may now stand again. Refused where another change rests on an
    office that this one began.
    """
    rows = change.company.officeholders.filter(change=change)
    begun = rows.filter(ceased_on=None).exclude(pk=change.facts.get("officeholder_id", 0))
    _require_nothing_rests(change, list(begun))
    if not rows:
        return []
    ended = list(rows.exclude(pk__in=begun))
    record_event("change.taken_back", change, user, offices=[row.pk for row in rows])
    begun.delete()
    for row in ended:
        _let_go_on(row)
    superseded = change.company.changes.filter(
        status=Change.Status.SUPERSEDED, facts__officeholder_id__in=[row.pk for row in ended]
    )
    return list(superseded.values_list("pk", flat=True))


def written_by(change: Change) -> list[Officeholder]:
    """The offices that a withdrawal of this change would take back: begun or ended by it."""
    if change.status == Change.Status.SUPERSEDED:
        return []
    return list(change.company.officeholders.filter(change=change).select_related("contact"))


def _let_go_on(row: Officeholder) -> None:
    """The office goes on; of a death nothing is left but what other entries say."""
    was_death = row.cessation == "deceased"
    appointment = row.company.changes.filter(
        kind="officeholder_appointment",
        status=Change.Status.EFFECTIVE,
        effective_on=row.appointed_on,
        facts__contact_id=row.contact_id,
        facts__office=row.office,
    )
    row.ceased_on, row.cessation, row.change = None, "", appointment.first()
    row.save(update_fields=["ceased_on", "cessation", "change"])
    if was_death and not row.contact.offices.filter(cessation="deceased").exists():
        Contact.across_firms.filter(pk=row.contact_id).update(is_deceased=False)


def _require_nothing_rests(change: Change, begun: list[Officeholder]) -> None:
    others = change.company.changes.filter(status__in=WORKING).exclude(pk=change.pk)
    for row in begun:
        if others.filter(facts__officeholder_id=row.pk).exists():
            raise DomainError("rests", RESTS.format(name=row.contact.name))
    appointed = change.facts.get("successor") or change.facts
    if "contact_id" not in appointed:
        return
    # An office that ended since carries the change that ended it.
    own = {"contact_id": appointed["contact_id"], "office": appointed["office"]}
    rows = change.company.officeholders.filter(**own, appointed_on=appointed["effective_on"])
    if rows.exclude(ceased_on=None).exclude(change=change).exists():
        raise DomainError("rests", RESTS.format(name=rows[0].contact.name))
