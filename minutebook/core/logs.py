"""Log lines without people's data: a traceback tells where and which error, never the error's own words."""

import logging
import traceback
from types import TracebackType


class NamelessFormatter(logging.Formatter):
    """A line as usual. An error's message may hold a name, a token or a whole row of a table, so it is left out."""

    def formatException(  # noqa: N802 logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where the error came from, and its class; the same for what caused it."""
        error: BaseException | None = ei[1]
        told: list[str] = []
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            told.append(f"{frames}\n{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\ncaused by:\n".join(told)
