"""The e-mail that goes with a pack, as proposed; every word can be changed before it is sent."""

from minutebook.core.dates import show_date
from minutebook.core.text import shorten
from minutebook.firms.models import User

from .models import DocumentPack

MOST_SUBJECT = 300


def propose_subject(pack: DocumentPack) -> str:
    """The company and our reference; one line whatever the company is called."""
    end = f": documents to sign ({pack.trace_number})"
    return shorten(" ".join(pack.company.name.split()), MOST_SUBJECT - len(end)) + end


def propose_body(pack: DocumentPack, user: User) -> str:
    """What is attached, what to do with it and by when."""
    due = pack.change.due_on
    by = f" ASIC must be told by {show_date(due)}." if due else ""
    lines = [
        "Good day",
        "",
        f"We have prepared the documents for this change: {pack.change.summary.rstrip('.')}.",
        "",
        f"The documents are attached. Please sign and date each where marked, and send them back to us.{by}",
        f"Our reference is {pack.trace_number}.",
        "",
        "Kind regards",
        str(user),
        pack.firm.name,
    ]
    return "\n".join(lines)
