import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from minutebook.core.logs import NamelessFormatter

SECRET = "canary Aroha Ngata 4 Mar 1968"


def test_error_is_logged_without_its_words() -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(NamelessFormatter("{levelname} {message}", style="{"))
    log = logging.Logger("test")
    log.addHandler(handler)
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError:
        log.exception("operation failed: operation=7")
    written = out.getvalue()
    assert ("ERROR operation failed: operation=7" in written, SECRET in written) == (True, False)
    assert ("builtins.RuntimeError" in written, "builtins.ValueError" in written) == (True, True)
    assert "test_logs.py" in written


def test_every_line_of_the_product_is_written_that_way(settings: Any) -> None:
    formatters = settings.LOGGING["formatters"]
    handlers = settings.LOGGING["handlers"].values()
    used = {formatters[handler["formatter"]]["()"] for handler in handlers}
    assert used == {"minutebook.core.logs.NamelessFormatter"}
    assert {name: one.get("handlers") for name, one in settings.LOGGING["loggers"].items()} == {
        "minutebook": None,
        "django": [],
    }


@pytest.mark.django_db
def test_crash_shows_a_page_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("minutebook.work.views.worker_is_alive", crash)
    client = Client(raise_request_exception=False)
    answer = client.get("/readyz")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
