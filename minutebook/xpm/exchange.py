"""What is kept of one HTTP exchange: evidence for the caller's attempt row, never a personal payload."""

from dataclasses import dataclass
from datetime import datetime

EXCERPT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what is known of its answer.

    `status` is None when no answer came. `path` is without its query, which may hold a person's name.
    `retry_after` is in seconds. `excerpt` is empty after a success.
    """

    method: str
    path: str
    request_sha256: str
    started_at: datetime
    finished_at: datetime
    status: int | None = None
    correlation_id: str = ""
    minute_remaining: int | None = None
    day_remaining: int | None = None
    app_minute_remaining: int | None = None
    rate_problem: str = ""
    retry_after: float | None = None
    excerpt: str = ""
