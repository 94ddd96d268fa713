"""Pages of the sign-in library that must stay closed."""

from django.test import Client

from minutebook.conftest import SignIn
from minutebook.firms.models import User


def test_nobody_changes_their_own_address(as_user: SignIn, preparer: User) -> None:
    client = as_user(preparer)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "other@x.example"})
    assert answer.status_code == 404
    preparer.refresh_from_db()
    assert preparer.email == "preparer@firm" + str(preparer.firm_id) + ".example"


def test_nobody_registers_themselves(db: None) -> None:

    answer = Client().post(
        "/accounts/signup/",
        {"email": "new@x.example", "password1": "long enough 1", "password2": "long enough 1"},
    )
    assert (answer.status_code, User.objects.count()) == (200, 0)
