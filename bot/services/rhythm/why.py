"""Why a reminder came, or did not: what fell due for somebody in the last days, by which rule, and how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.answers.whys import Expected, Fell, Why
from bot.rules import nudging
from bot.rules.permissions import Part
from bot.services.people.actors import Actor
from bot.services.rhythm import coming
from bot.services.work import rights
from models import Occurrence, OccurrenceState, Outbox, Session, Task
from models.queries import nudges as nudge_queries
from models.queries import occurrences as queries
from models.queries import plans

DAYS = 14
PAGE = 12
SNOOZED = f"nudge.{nudging.SNOOZED}"
TOLD = (OccurrenceState.SENT, OccurrenceState.UNKNOWN, OccurrenceState.PENDING)
OVERSEE = frozenset({Part.LEAD, Part.ADMIN})
# what somebody wants to hear of, and when they can be disturbed, is between them and Muster
THEIR_OWN = frozenset({"off", "quiet", "budget", "away", "nothing to say"})
IN_PRIVATE = "their own affair"
SAID_OF_OTHERS = {"acted just now": "somebody acted"}


def of_person(session: Session, actor: Actor, page: int) -> Why:
    """The reader's own, without what is about tasks that they may not see any more."""
    since = actor.now - timedelta(days=DAYS)
    rows = queries.list_of_person(session, actor.workspace.id, actor.person.id, since)
    tasks = _seen(session, actor, rows)
    told = [row for row in rows if not row.subject.isdigit() or int(row.subject) in tasks]
    return _paged(actor, [_own(row, tasks) for row in told], page)


def of_task(session: Session, actor: Actor, task: Task, page: int) -> Why:
    """The reader's own about a task they see; whoever leads its team, or administers, reads everybody's."""
    since = actor.now - timedelta(days=DAYS)
    oversees = bool(OVERSEE & rights.parts_of(session, actor.workspace, actor.person, task))
    rows = queries.list_of_task(session, task, since, None if oversees else actor.person.id)
    by_number = {task.number: task}
    told = [_own(row, by_number) if row.person_id == actor.person.id else _of_another(row, task) for row in rows]
    following = coming.of(session, actor.workspace, task, actor.now)
    return _paged(actor, told, page, task, following)


def of_message(session: Session, actor: Actor, row: Outbox) -> Why | None:
    """All that one message told the actor, without what they may not see any more; None where that is nothing."""
    rows = [one for one in nudge_queries.list_told(session, actor.workspace.id, row.key)
            if one.person_id == actor.person.id]  # fmt: skip
    return _of_several(session, actor, rows, int(row.subject.get("more", 0)))


def of_numbers(session: Session, actor: Actor, numbers: Sequence[int]) -> Why | None:
    """What was last told the actor of each of these tasks, or else last fell due."""
    since = actor.now - timedelta(days=DAYS)
    rows = queries.list_of_numbers(session, actor.workspace.id, actor.person.id, numbers, since)
    newest: dict[int, Occurrence] = {}
    for row in sorted(rows, key=lambda one: one.state not in TOLD):
        newest.setdefault(int(row.subject), row)
    return _of_several(session, actor, [newest[number] for number in numbers if number in newest], 0)


def _of_several(session: Session, actor: Actor, rows: Sequence[Occurrence], more: int) -> Why | None:
    tasks = _seen(session, actor, rows)
    told = [_own(row, tasks) for row in rows if not row.subject.isdigit() or int(row.subject) in tasks]
    if not told:
        return None
    return Why(actor.person, tuple(told), 1, 1, DAYS, is_of_message=True, more=more)


def _paged(
    actor: Actor, rows: list[Fell], page: int, task: Task | None = None, following: tuple[Expected, ...] = ()
) -> Why:
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    return Why(actor.person, tuple(rows[(page - 1) * PAGE : page * PAGE]), page, pages, DAYS, task, following)


def _seen(session: Session, actor: Actor, rows: Iterable[Occurrence]) -> dict[int, Task]:
    numbers = {int(row.subject) for row in rows if row.subject.isdigit()}
    return {task.number: task for task in plans.list_seen(session, actor.person, numbers, actor.now)}


def _own(row: Occurrence, tasks: Mapping[int, Task]) -> Fell:
    is_of_task = row.subject.isdigit()
    return Fell(
        row.kind.removeprefix("nudge."), row.due_at, row.state, row.reason, row.ended_at, row.tell_at,
        task=tasks[int(row.subject)] if is_of_task else None, channel_id="" if is_of_task else row.subject,
        nth=_nth(row), facts=row.facts or {}, clock=_clock(row),
    )  # fmt: skip


def _of_another(row: Occurrence, task: Task) -> Fell:
    facts = {name: value for name, value in (row.facts or {}).items() if name != "level"}
    reason = IN_PRIVATE if row.reason in THEIR_OWN else SAID_OF_OTHERS.get(row.reason, row.reason)
    return Fell(row.kind.removeprefix("nudge."), row.due_at, row.state, reason, row.ended_at, None, row.person_id,
                task, nth=_nth(row), facts=facts)  # fmt: skip


def _clock(row: Occurrence) -> datetime | None:
    """The instant it is about, the first part of its key: when a silence began, or when it is due."""
    if row.kind.partition(".")[0] != "nudge" or row.kind == SNOOZED:
        return None
    return datetime.fromisoformat(row.when.partition("/")[0])


def _nth(row: Occurrence) -> int:
    """How often it had been said by then: the last part of its key."""
    _, slash, nth = row.when.rpartition("/")
    return int(nth) if slash and nth.isdigit() else 1
