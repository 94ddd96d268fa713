"""What a person can do about XPM's refusals that we know by their words. Pure."""

LOCKED = (
    "The day of this line falls in a period that is locked in XPM. Choose: ask whoever runs XPM to unlock the period"
    " and press Retry, or put it right here and date the line on the first open day."
)
CLOSED = (
    "The job's state in XPM takes no costs. Choose: mark the job In Progress, here or in XPM, and press Retry, or"
    " put it right here and leave the line out."
)


def advice_on(reason: str) -> str:
    """What to choose between; nothing for words that we do not know."""
    words = reason.casefold()
    if "lock" in words and ("period" in words or "date" in words):
        return LOCKED
    if "costs cannot be entered" in words or (
        "cost" in words and ("completed" in words or "closed" in words)
    ):
        return CLOSED
    return ""


def is_locked_period(reason: str) -> bool:
    """Whether another day would help."""
    return advice_on(reason) == LOCKED
