"""The last open part of a whole has closed: whoever has the whole hears once that it may be closed, too."""

from datetime import datetime

from bot.rules import availability, letters
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import occurrences
from bot.services.work import involving
from models import History, Lane, Session, State, Task
from models.queries import people as people_queries
from models.queries import plans as queries
from models.queries import tasks as task_queries

REACHED = "all_parts_done"
KIND = "milestone"


def closed(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """Tell it for this close and no other: one that is undone or reopened and closed again tells it once more."""
    if task.parent_number is None:
        return
    whole = task_queries.get_unseen(session, task.workspace_id, task.parent_number)
    done = parts_done(session, whole, actor.now) if whole is not None else 0
    if whole is None or not done:
        return
    for person_id in _told(session, actor, whole):
        _put(session, actor, whole, person_id, f"{task.number}v{entry.version}", done)


def parts_done(session: Session, whole: Task, now: datetime) -> int:
    """How many parts are done, when the whole still is to be done and no part of it is; else none."""
    parts = [one for one in queries.list_parts(session, whole, None, now, hidden=True)
             if one.parent_number == whole.number]  # fmt: skip
    if not whole.is_live or any(one.is_live for one in parts):
        return 0
    return sum(one.state != State.CANCELLED for one in parts)


def _told(session: Session, actor: Actor, whole: Task) -> list[str]:
    """Who has the whole, and who answers for it, if that is not who closed the part."""
    accountable = involving.accountable_of(session, whole)
    also = [accountable] if accountable not in (None, whole.owner_id, actor.person.id) else []
    return [whole.owner_id, *(one for one in also if one is not None)]


def _put(session: Session, actor: Actor, whole: Task, person_id: str, when: str, done: int) -> None:
    person = people_queries.get(session, whole.workspace_id, person_id)
    if person is None or not person.can_be_told:
        return
    at = letters.due_at(REACHED, person, availability.hours(person, actor.workspace), actor.now)
    key = f"{KIND}:{whole.number}:{when}:{person_id}"
    if occurrences.put(session, whole.workspace_id, kind=KIND, subject=str(whole.number), person_id=person_id,
                       when=when, due_at=actor.now, now=actor.now, outbox_key=key):  # fmt: skip
        outbox.put(session, whole.workspace_id, Letter(
            key=key, kind="task.told", to=person_id, reader_id=person_id, lane=Lane.PROMPTS, due_at=at,
            subject={"number": whole.number, "by": actor.person.id, "verb": REACHED, "detail": str(done)},
        ), now=actor.now)  # fmt: skip


def is_reached(session: Session, whole: Task, reader_id: str | None, now: datetime) -> bool:
    """Whether it is still true and theirs to hear when it is said."""
    theirs = reader_id in (whole.owner_id, involving.accountable_of(session, whole))
    return theirs and parts_done(session, whole, now) > 0
