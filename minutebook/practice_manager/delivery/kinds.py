"""What a kind of step must be able to do; slices register theirs by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from minutebook.xpm.api import Api

from ..limiter import Urgency
from ..models import DeliveryStep


@dataclass(frozen=True, slots=True)
class Made:
    """What a call made or found: its identifier there, and values that later steps need."""

    remote_id: str = ""
    results: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """Something in the practice manager that carries our marker. `is_as_wanted`: it equals what was asked for.

    Where nothing carries it, what is alike in all else: not known to be ours, but reason enough not to send again.
    """

    made: Made
    is_as_wanted: bool
    description: dict[str, str]  # shown to a person, side by side with what was wanted
    is_ours: bool = True


class StepKind(Protocol):
    """One kind of call. `send` raises the library's errors; `probe` reads completely or raises."""

    is_repeat_safe: bool
    waits_for_all: bool  # runs only when every earlier step is done
    blocks_rest: bool  # nothing after it runs until it is done
    is_awaited: bool  # whether one that waits for all waits for it too
    urgency: Urgency  # the class of its call; one below the writes of a job keeps nothing else waiting
    only_reads: bool  # makes and sets nothing

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """Whether a second complete look-up that finds nothing allows one more send."""
        ...

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Make the call."""
        ...

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """All that carries this step's marker."""
        ...

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Write what was made into our own rows, inside the transaction that marks the step done."""
        ...

    def refuse(self, step: DeliveryStep, reason: str) -> None:
        """Note a refusal in our own rows, inside the transaction that marks the step refused."""
        ...

    def give_up(self, step: DeliveryStep) -> None:
        """Take it out of our own rows, inside the transaction in which a person leaves the step."""
        ...

    def renew(self, step: DeliveryStep) -> dict[str, Any]:
        """The payload for a retry after a refusal, with what a person has put right elsewhere since."""
        ...


_KINDS: dict[str, StepKind] = {}


def step_kind(name: str) -> Callable[[type[Any]], type[Any]]:
    """Register a class as the kind of step with this name."""

    def register(kind: type[Any]) -> type[Any]:
        _KINDS[name] = kind()
        return kind

    return register


def kind_of(step: DeliveryStep) -> StepKind:
    """The kind of a step; KeyError for one that only a newer version knows."""
    return _KINDS[step.kind]


def is_known(step: DeliveryStep) -> bool:
    """Whether this version knows the step's kind and status; an upgrade may have left one of a newer version."""
    return step.kind in _KINDS and step.status in DeliveryStep.Status.values


def is_extra(step: DeliveryStep) -> bool:
    """Whether what was asked for is complete without this step: it is called when there is room for it."""
    return kind_of(step).urgency > Urgency.JOB


def earlier_allow(step: DeliveryStep, earlier: Sequence[DeliveryStep]) -> bool:
    """Whether all that this step needs is settled among those before it."""
    waits_for_all = kind_of(step).waits_for_all
    needed = [
        other
        for other in earlier
        if kind_of(other).blocks_rest or (waits_for_all and kind_of(other).is_awaited and not is_extra(other))
    ]
    return all(other.status in (DeliveryStep.Status.DONE, DeliveryStep.Status.CANCELLED) for other in needed)


def main_step(steps: Sequence[DeliveryStep]) -> DeliveryStep:
    """The step that makes what the delivery is for: the last one that all later ones need, readings aside."""
    kinds = [(step, kind_of(step)) for step in steps]
    return [step for step, kind in kinds if kind.blocks_rest and not kind.only_reads][-1]
