from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from minutebook.firms.models import AuditEvent, Firm, User


def test_createuser_makes_the_firm_and_its_administrator(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINUTEBOOK_PASSWORD", "correct horse battery")
    out = StringIO()
    call_command(
        "createuser", "Ada@Ngata.example", "--firm", "Ngata & <Walker>", "--given-name", "Ada", stdout=out
    )
    user = User.objects.get()
    assert (user.email, user.role, user.firm.name) == (
        "ada@ngata.example",
        "administrator",
        "Ngata & <Walker>",
    )
    assert user.check_password("correct horse battery")
    assert out.getvalue() == "ada@ngata.example is administrator of the new firm Ngata & <Walker>\n"
    assert AuditEvent.objects.for_firm(Firm.objects.get()).get().action == "user.added"


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [("ada@x.example", "short", "too short"), ("A@firm.example", "correct horse battery", "already")],
)
def test_createuser_refuses(
    db: None, monkeypatch: pytest.MonkeyPatch, email: str, password: str, message: str
) -> None:
    User.objects.create_user("a@firm.example", firm=Firm.objects.create(name="F"))
    monkeypatch.setenv("MINUTEBOOK_PASSWORD", password)
    with pytest.raises(CommandError, match=message):
        call_command("createuser", email, "--firm", "F")
    assert User.objects.count() == 1
