"""Shared fixtures: two firms, one user of each role, a stranger, and clients signed in as them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minutebook.firms.models import Firm, User
from minutebook.firms.roles import Role

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _blobs_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def firm(db: None) -> Firm:
    """The firm under test."""
    return Firm.objects.create(name="Ngata & Walker", email="office@ngata.example")


@pytest.fixture
def other_firm(db: None) -> Firm:
    """Another firm, whose rows must never be seen."""
    return Firm.objects.create(name="Elsewhere Accountants")


@pytest.fixture
def administrator(firm: Firm) -> User:
    """Everything in the firm, settings too."""
    return _user(firm, Role.ADMINISTRATOR, "Ada", "Walker")


@pytest.fixture
def partner(firm: Firm) -> User:
    """May answer questions and reveal director IDs."""
    return _user(firm, Role.PARTNER, "Hēmi", "Ngata")


@pytest.fixture
def preparer(firm: Firm) -> User:
    """May edit registers and release packs."""
    return _user(firm, Role.PREPARER, "Minh", "Trần")


@pytest.fixture
def viewer(firm: Firm) -> User:
    """May only look."""
    return _user(firm, Role.VIEWER, "Siân", "O'Connor")


@pytest.fixture
def stranger(other_firm: Firm) -> User:
    """An administrator of the other firm."""
    return _user(other_firm, Role.ADMINISTRATOR, "Sam", "Stranger")


@pytest.fixture
def as_user() -> SignIn:
    """Gives a client signed in as a user who has just given the password: `as_user(viewer).get(...)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return sign_in


def _user(firm: Firm, role: Role, first_name: str, last_name: str) -> User:
    return User.objects.create_user(
        f"{role}@firm{firm.pk}.example", "correct horse battery", firm=firm, role=role,
        first_name=first_name, last_name=last_name,
    )  # fmt: skip
