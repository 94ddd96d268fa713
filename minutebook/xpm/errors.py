"""The errors of this library, one tree named by what the caller does next.

XpmError
├── RetryLater         no effect and no result: ask again after `after` seconds
│   └── NotSent        not one byte left this machine
├── Refused            XPM understood and said no: a person has to change something
│   ├── NotFound       the thing that was asked for is not there
│   └── NotAllowed     one of its lists is closed to us, while the consent as a whole may stand
├── ReconnectNeeded    the consent is gone: a person has to connect again
└── OutcomeUnknown     a write may have taken effect: look before any repeat
"""

from minutebook.xpm.exchange import Exchange

RETRY_SECONDS = 30.0
NOT_SENT_SECONDS = 10.0


class XpmError(Exception):
    """Anything that kept a call from giving its result; `exchange` is None when there was none."""

    def __init__(self, message: str, exchange: Exchange | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.exchange = exchange


class RetryLater(XpmError):  # noqa: N818 - named by what the caller does
    """The call had no effect; the same call may be made again after `after` seconds."""

    def __init__(self, message: str, after: float = RETRY_SECONDS, exchange: Exchange | None = None) -> None:
        super().__init__(message, exchange)
        self.after = after


class NotSent(RetryLater):
    """Provably nothing was sent: no address, refused, no TLS, no free connection."""

    def __init__(
        self, message: str, after: float = NOT_SENT_SECONDS, exchange: Exchange | None = None
    ) -> None:
        super().__init__(message, after, exchange)


class Refused(XpmError):  # noqa: N818 - named by what the caller does
    """XPM's own business error, in its own words; also a request that we can see would be refused."""

    def __init__(self, reason: str, exchange: Exchange | None = None) -> None:
        super().__init__(reason, exchange)
        self.reason = reason


class NotFound(Refused):
    """XPM does not know the identifier, or answered 404 to a read (`exchange.status` tells which).

    A 404 is the weaker witness: XPM also gives it for a job number with punctuation that does exist.
    """


class NotAllowed(Refused):
    """Xero lets us read other things, perhaps, but not this: which scope covers it is not documented."""


class ReconnectNeeded(XpmError):  # noqa: N818 - named by what the caller does
    """The token, the scope or the tenant is not accepted: a person has to give consent again."""


class OutcomeUnknown(XpmError):  # noqa: N818 - named by what the caller does
    """A write may or may not have taken effect; it must be looked for before it is sent again."""
