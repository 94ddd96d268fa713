"""Fixtures: the users of minutebook/conftest.py, and a firm that has one of everything."""

from typing import Any

import pytest

from minutebook import conftest as shared

from .one_of_everything import OneOfEverything, make_one_of_everything

as_user, other_firm, stranger = shared.as_user, shared.other_firm, shared.stranger
_blobs_of_this_test = shared._blobs_of_this_test


@pytest.fixture
def everything(db: None, settings: Any) -> OneOfEverything:
    """The demo firm with a connection, two packs, a job, a message: something behind every address."""
    return make_one_of_everything()
