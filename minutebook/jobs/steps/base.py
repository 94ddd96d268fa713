"""What most steps of a job share: not to be repeated blindly, no look-up, nothing of ours to write."""

from typing import Any

from minutebook.practice_manager.delivery.kinds import Made, Match
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm.api import Api


class Step:
    """What most steps of a job share."""

    is_repeat_safe = False
    waits_for_all = False
    blocks_rest = False
    is_awaited = True
    urgency = Urgency.JOB
    only_reads = False

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        return False

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        return []

    def finish(self, step: DeliveryStep, made: Made) -> None:
        return None

    def refuse(self, step: DeliveryStep, reason: str) -> None:
        return None

    def give_up(self, step: DeliveryStep) -> None:
        return None

    def renew(self, step: DeliveryStep) -> dict[str, Any]:
        return dict(step.payload)
