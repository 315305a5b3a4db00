"""What people are told of a change to a task that they did not make themselves."""

from collections.abc import Iterable
from datetime import datetime

from bot.rules import availability, letters
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from models import History, Lane, OutboxState, Session, Task
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import tasks as queries
from models.queries import together as queries_together

NOT_TOLD = "not_told"
DECLINED = "decline"
GIVEN, GIVEN_BACK = "given", "declined"
ASKED, WROTE, ANSWERED = "asked", "wrote", "answered"
WORDS = (ASKED, WROTE, ANSWERED)
ASKS = ("?", "？", "吗")
TOGETHER = 3


def owner(session: Session, actor: Actor, task: Task) -> None:
    """Slack lets us write to nobody of another organisation: who gave the task hears that they must tell them."""
    told = people_queries.get(session, task.workspace_id, task.owner_id)
    if told is not None and told.is_stranger:
        not_told(session, task, giver_id=actor.person.id, now=actor.now)
        return
    outbox.put(session, task.workspace_id, Letter(
        key=_given(task), kind="task.given", to=task.owner_id, reader_id=task.owner_id,
        subject={"number": task.number, "by": actor.person.id}, news=GIVEN, about=(task.number,),
    ), now=actor.now)  # fmt: skip


def together(session: Session, actor: Actor, tasks: Iterable[Task], note: str = "") -> None:
    """Several tasks that were given to one person in one turn are told in one message, if they are more than two."""
    for owner_id, theirs in _by_owner(tasks).items():
        rows = [deliveries.outbox_by_key(session, task.workspace_id, _given(task)) for task in theirs]
        waiting = [row for row in rows if row is not None]
        if len(waiting) < TOGETHER:
            continue
        for row in waiting:
            row.state, row.reason = OutboxState.DROPPED, "told together with others"
            session.add(row)
        numbers = [task.number for task in theirs]
        key = f"given_together:{numbers[0]}-{numbers[-1]}:{owner_id}"
        outbox.put(session, actor.workspace.id, Letter(
            key=key, kind="task.given_together", to=owner_id, reader_id=owner_id,
            subject={"numbers": numbers, "by": actor.person.id} | ({"note": note} if note else {}),
        ), now=actor.now)  # fmt: skip
        for told in queries_together.list_told_by(session, actor.workspace.id, (row.key for row in waiting)):
            told.outbox_key = key
            session.add(told)


def _by_owner(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.owner_id, []).append(task)
    return found


def _given(task: Task) -> str:
    return f"given:{task.number}:v{task.version}"


def not_told(session: Session, task: Task, *, giver_id: str, now: datetime) -> None:
    """Who gave the task away hears that its owner could not be reached."""
    outbox.put(session, task.workspace_id, Letter(
        key=f"not_told:{task.number}:v{task.version}", kind="task.told", to=giver_id, reader_id=giver_id,
        subject={"number": task.number, "by": task.owner_id, "verb": NOT_TOLD},
    ), now=now)  # fmt: skip


def giver(session: Session, actor: Actor, task: Task, verb: str, detail: str) -> None:
    """Who gave a task away hears what became of it, unless they did it themselves."""
    if task.creator_id not in (actor.person.id, task.owner_id):
        person(session, actor, task, task.creator_id, verb, detail)


def person(session: Session, actor: Actor, task: Task, person_id: str, verb: str, detail: str) -> None:
    told = people_queries.get(session, task.workspace_id, person_id)
    at = letters.due_at(verb, told, availability.hours(told, actor.workspace), actor.now) if told else actor.now
    outbox.put(session, task.workspace_id, Letter(
        key=f"told:{task.number}:v{task.version}:{verb}:{person_id}", kind="task.told", to=person_id,
        reader_id=person_id,
        subject={"number": task.number, "by": actor.person.id, "verb": verb, "detail": detail}, lane=Lane.PROMPTS,
        due_at=at,
    ), now=actor.now)  # fmt: skip


def declined(session: Session, actor: Actor, task: Task, reason: str, suggested: str) -> None:
    """Who made a task has it back, with why and who would be better."""
    outbox.put(session, task.workspace_id, Letter(
        key=f"told:{task.number}:v{task.version}:decline:{task.creator_id}", kind="task.told", to=task.creator_id,
        reader_id=task.creator_id, subject={"number": task.number, "by": actor.person.id, "verb": DECLINED,
                                            "detail": reason, "suggested": suggested},
        news=GIVEN_BACK, about=(task.number,),
    ), now=actor.now)  # fmt: skip


def about(session: Session, task: Task, reader_id: str, *, by: str, verb: str, now: datetime) -> None:
    """Somebody hears what became of a task by reason of another person, who need not have done anything."""
    outbox.put(session, task.workspace_id, Letter(
        key=f"told:{task.number}:v{task.version}:{verb}:{by}:{reader_id}", kind="task.told", to=reader_id,
        reader_id=reader_id, subject={"number": task.number, "by": by, "verb": verb},
    ), now=now)  # fmt: skip


def word(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """A comment on somebody's task reaches them; their own comment answers whoever wrote since they last did."""
    if entry.kind != "note" or not entry.note.strip() or not task.is_live:
        return
    for person_id, verb in _listeners(session, actor, task, entry):
        listener = people_queries.get(session, task.workspace_id, person_id)
        if listener is None or not listener.can_be_told:
            continue
        at = letters.due_at(verb, listener, availability.hours(listener, actor.workspace), actor.now)
        outbox.put(session, task.workspace_id, Letter(
            key=f"word:{task.number}:{entry.id}:{person_id}", kind="task.told", to=person_id, reader_id=person_id,
            subject={"number": task.number, "by": actor.person.id, "verb": verb, "detail": entry.note,
                     "entry": entry.id}, lane=Lane.PROMPTS, due_at=at,
        ), now=actor.now)  # fmt: skip


def _listeners(session: Session, actor: Actor, task: Task, entry: History) -> list[tuple[str, str]]:
    speaker = actor.person.id
    if speaker != task.owner_id:
        is_awaited = task.is_blocked and task.blocked_by_id == speaker
        asks = entry.note.rstrip(" .!。！").endswith(ASKS)
        return [(task.owner_id, ANSWERED if is_awaited and not asks else ASKED if asks else WROTE)]
    return [(person_id, ANSWERED) for person_id in _unanswered(session, task, entry)]


def _unanswered(session: Session, task: Task, entry: History) -> list[str]:
    """Who wrote since the owner last did, the first first."""
    found: list[str] = []
    for one in queries.list_history(session, task, limit=20):
        if one.id == entry.id or one.kind != "note" or one.undone_by is not None:
            continue
        if one.actor_id == task.owner_id:
            break
        found.append(one.actor_id)
    return list(dict.fromkeys(reversed(found)))


def is_taken_back(session: Session, workspace_id: str, entry_id: int) -> bool:
    entry = queries.history_entry(session, workspace_id, entry_id)
    return entry is None or entry.undone_by is not None
