"""JSON answers, for the sign-in and the admin door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response


def write_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Write a value in its own order of keys, readable by people."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(text, status, dict(headers or {}), content_type="application/json; charset=utf-8")
