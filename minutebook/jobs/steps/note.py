"""POST job.api/note, found again by the reference at its end."""

from minutebook.practice_manager.delivery.kinds import Made, Match, step_kind
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm import records
from minutebook.xpm.api import Api

from .base import Step
from .cost import refuse_billed


@step_kind("job.note")
class AddNote(Step):
    """POST job.api/note: not repeatable, so its text ends with a reference of its own; after everything else."""

    waits_for_all = True
    urgency = Urgency.CHANGES

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """One call reads all notes of the job, so two complete readings without it are proof enough."""
        return True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Add the note; XPM does not say which one it made."""
        if step.payload.get("unless_billed"):
            refuse_billed(api, step)
        number = step.delivery.results["job_number"]
        api.add_note(records.NewNote(number, step.payload["title"], _text(step)))
        return Made()

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """The notes that carry our reference; else one of the same title whose text XPM may have cut."""
        notes = api.get_job(step.delivery.results["job_number"]).notes
        ours = [note for note in notes if _reference(step) in note.text]
        if ours:
            return [_match(note, is_ours=True) for note in ours]
        return [_match(note, is_ours=False) for note in notes if _may_be_ours(note, step)]


def _reference(step: DeliveryStep) -> str:
    return f"[ref {step.payload['reference']}]"


def _text(step: DeliveryStep) -> str:
    return f"{step.payload['text']}\n{_reference(step)}"


def _may_be_ours(note: records.Note, step: DeliveryStep) -> bool:
    is_another = "[ref " in note.text
    words = " ".join(note.text.split())
    return not is_another and note.title == step.payload["title"] and _begins(words, step)


def _begins(words: str, step: DeliveryStep) -> bool:
    return bool(words) and " ".join(_text(step).split()).startswith(words)


def _match(note: records.Note, *, is_ours: bool) -> Match:
    return Match(Made(note.uuid), is_ours, {"Title": note.title, "Text": note.text}, is_ours)
