"""Why a reminder came, or did not: what fell due for somebody in the last days, by which rule, and how it ended."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.answers.whys import Expected, Fell, Why
from bot.rules.permissions import Part
from bot.services.people.actors import Actor
from bot.services.rhythm import coming
from bot.services.work import rights
from models import Occurrence, Session, Task
from models.queries import occurrences as queries
from models.queries import plans

DAYS = 14
PAGE = 12
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
        nth=_nth(row), facts=row.facts or {},
    )  # fmt: skip


def _of_another(row: Occurrence, task: Task) -> Fell:
    facts = {name: value for name, value in (row.facts or {}).items() if name != "level"}
    reason = IN_PRIVATE if row.reason in THEIR_OWN else SAID_OF_OTHERS.get(row.reason, row.reason)
    return Fell(row.kind.removeprefix("nudge."), row.due_at, row.state, reason, row.ended_at, None, row.person_id,
                task, nth=_nth(row), facts=facts)  # fmt: skip


def _nth(row: Occurrence) -> int:
    """How often it had been said by then: the last part of its key."""
    _, slash, nth = row.when.rpartition("/")
    return int(nth) if slash and nth.isdigit() else 1
