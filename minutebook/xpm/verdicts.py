"""What an answer, or the lack of one, means for the caller: pure functions from a status to an error.

The status alone never says that a write took effect; see the table in `judge`.
"""

import json
import re

from lxml import etree

from minutebook.xpm.errors import (
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    ReconnectNeeded,
    Refused,
    RetryLater,
    XpmError,
)
from minutebook.xpm.exchange import Exchange
from minutebook.xpm.xml.envelope import ErrorAnswer, MalformedAnswer, open_envelope

RATE_SECONDS = 60.0  # without a Retry-After: the minute's window is the longest that XPM leaves unnamed
FORGOTTEN_SECONDS = 30.0
_REFUSALS = {400, 413, 415}
# Nobody says which scope covers these; those of all other calls are documented.
_SCOPE_UNKNOWN = {
    "template.api": "job templates",
    "category.api": "job categories",
    "task.api": "tasks",
    "cost.api": "standard costs",
    "invoice.api": "invoices",
}
# The first words were recorded, the others are plain English for the same. Pieces are bounded: XPM's words may be long.
_UNKNOWN = (
    r"invalid (?:{0}) identifier\b"
    r"|(?:no such|unknown) (?:{0})\b(?! template)"
    r"|(?:(?:the|this) )?(?:{0})(?: (?:id|identifier|number))?(?: ['\"]?(?=[\w-]{{0,60}}\d)[\w-]{{1,60}}['\"]?)?"
    r"(?: (?:was|is|could|can))? ?(?:not (?:be )?found|does not exist|doesn.t exist)\b"
)
# A job may be gone when we write to it; any other identifier is a record's own only when it is read.
_UNKNOWN_JOB = re.compile(_UNKNOWN.format("job"), re.IGNORECASE)
_UNKNOWN_RECORD = re.compile(_UNKNOWN.format("job|client"), re.IGNORECASE)


def judge(exchange: Exchange, reason: str) -> XpmError | None:
    """Give the error that a status stands for, None when the body has to be read.

    400, 413, 415 and, to a read, 404 or XPM's word that the record is unknown: XPM said no. 401 and 403: the
    consent is gone, or does not reach as far as this list. 429: the gateway did not let it through. All else
    (3xx, 404 and 405 to a write, 5xx): nothing is known.
    """
    status = exchange.status or 0
    if 200 <= status < 300:
        return None
    if status == 429:
        return RetryLater(_rate_message(exchange), _seconds_to_wait(exchange, RATE_SECONDS), exchange)
    if status in (401, 403):
        return _judge_no_access(exchange)
    if status in _REFUSALS:
        return judge_refusal(exchange, reason or f"Xero Practice Manager refused the request ({status}).")
    if exchange.method == "GET" and (status == 404 or _UNKNOWN_RECORD.match(reason)):
        return NotFound(reason or "Xero Practice Manager does not know this record (404).", exchange)
    return judge_unclear(exchange, f"it answered with status {status}")


def _judge_no_access(exchange: Exchange) -> XpmError:
    withheld = _SCOPE_UNKNOWN.get(exchange.path.partition("/")[0])
    if withheld:
        return NotAllowed(
            f"Xero does not let Minutebook read {withheld} ({exchange.status}): connect Xero Practice Manager"
            " again in Settings, and see that its app may read them.",
            exchange,
        )
    return ReconnectNeeded(
        f"Xero did not accept our access ({exchange.status}): connect Xero Practice Manager again.", exchange
    )


def judge_unclear(exchange: Exchange, circumstance: str) -> XpmError:
    """Give the error for an exchange that proves nothing: a read may be repeated, a write may not."""
    if exchange.method == "GET":
        return RetryLater(
            f"Xero Practice Manager gave no usable answer: {circumstance}.",
            _seconds_to_wait(exchange, FORGOTTEN_SECONDS),
            exchange,
        )
    return OutcomeUnknown(
        f"Xero Practice Manager may have done this or not: {circumstance}. Look before repeating it.",
        exchange,
    )


def judge_refusal(exchange: Exchange, description: str) -> Refused:
    """Give the error for Status ERROR, in XPM's own words."""
    reason = description or "Xero Practice Manager refused the request without saying why."
    unknown = _UNKNOWN_RECORD if exchange.method == "GET" else _UNKNOWN_JOB
    return NotFound(reason, exchange) if unknown.match(reason) else Refused(reason, exchange)


def read_reason(body: bytes) -> str:
    """Give the words in an error's body: XPM's ErrorDescription, the gateway's Detail, else the text.

    Without the character that some databases refuse to store.
    """
    return _read_words(body).replace("\0", "")


def _read_words(body: bytes) -> str:
    text = body.decode("utf-8", errors="replace").strip()
    if text.startswith("{"):
        return _read_gateway_reason(text)
    try:
        open_envelope(body)
    except ErrorAnswer as answer:
        return str(answer)
    except (MalformedAnswer, etree.LxmlError):
        return text
    return text


def _read_gateway_reason(text: str) -> str:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for key in ("Detail", "Message", "error_description", "error", "Title"):
        if isinstance(answer, dict) and isinstance(answer.get(key), str) and answer[key]:
            return str(answer[key])
    return text


def _rate_message(exchange: Exchange) -> str:
    problem = exchange.rate_problem or "rate"
    return f"Xero's limit of calls is reached ({problem}): it goes on by itself."


def _seconds_to_wait(exchange: Exchange, otherwise: float) -> float:
    return otherwise if exchange.retry_after is None else exchange.retry_after
