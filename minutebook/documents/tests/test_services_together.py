"""Two people at one pack: each act locks the pack, then the company, then the change: no two wait for each other."""

from typing import Any

import pytest
from django.db import connection, transaction

from minutebook.companies.models import Change
from minutebook.companies.registers import hold_registers
from minutebook.companies.services import Lodgement
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import correct_pack_lodgement, lodge_pack, withdraw_pack
from minutebook.documents.tests.test_services import fresh
from minutebook.firms.models import User
from minutebook.work import clock
from minutebook.work.tests.side import meanwhile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]
Status = DocumentPack.Status


@pytest.mark.parametrize("act", ["withdraw", "lodge", "correct"])
def test_pack_is_locked_before_its_change(pack: DocumentPack, preparer: User, act: str) -> None:
    """While a release, or another press, has the pack and goes on to its change."""
    before = {"withdraw": Status.DRAFT, "lodge": Status.RELEASED, "correct": Status.LODGED}[act]
    today = clock.today(pack.firm.zone)
    DocumentPack.across_firms.update(status=before)
    Change.across_firms.update(status="pending", lodged_on=today if act == "correct" else None)
    lodgement = Lodgement(today, None, "7E", "portal")
    acts: dict[str, Any] = {
        "withdraw": lambda: withdraw_pack(fresh(pack), "mistake", preparer),
        "lodge": lambda: lodge_pack(fresh(pack), lodgement, preparer),
        "correct": lambda: correct_pack_lodgement(fresh(pack), lodgement, preparer),
    }
    with transaction.atomic():
        DocumentPack.across_firms.filter(pk=pack.pk).update(version=7)
        other = meanwhile(acts[act])
        hold_registers(pack.company_id)
        Change.across_firms.filter(pk=pack.change_id).update(summary="first")
    other()
    after = Status.WITHDRAWN if act == "withdraw" else Status.LODGED
    assert (fresh(pack).status, fresh(pack).version, fresh(pack).change.summary) == (after, 7, "first")
