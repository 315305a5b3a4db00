"""What happens next on a task if nothing moves: told before it happens, by the rules that bring it about."""

from collections.abc import Iterator
from datetime import datetime, time

from bot.answers.whys import Expected
from bot.rules import chasing, civil, nudging
from bot.rules.chasing import Coming, Facts, Level
from bot.services.rhythm import chasing as silence
from models import OccurrenceState, Person, Session, Task, Workspace
from models.queries import occurrences as queries
from models.queries import people as people_queries

BRIEF = "brief"


def of(session: Session, workspace: Workspace, task: Task, now: datetime) -> tuple[Expected, ...]:
    """The first one first; who hears at the same moment stands together."""
    if not task.is_live or workspace.suspended:
        return ()
    facts = silence.facts_of(session, workspace, task, now)
    owner = people_queries.get(session, workspace.id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    found = [*_of_dates(task, facts, owner, now), *_of_silence(session, task, facts, now)]
    together: dict[tuple[datetime, str, int], list[Coming]] = {}
    for one in sorted(found, key=lambda one: (one.at, one.kind, one.nth)):
        together.setdefault((one.at, one.kind, one.nth), []).append(one)
    return tuple(Expected(kind, at, tuple(one.person_id for one in several), nth, several[0].facts)
                 for (at, kind, nth), several in together.items())  # fmt: skip


def _of_dates(task: Task, facts: Facts, owner: Person, now: datetime) -> Iterator[Coming]:
    """The owner's brief on the day, a word before a named hour and after it, and the end of a snooze."""
    if not owner.can_be_told:
        return
    hours, due = facts.hours[owner.id], nudging.due_day(task, facts.hours[owner.id].zone)
    if due is not None and not nudging.is_snoozed(task, now) and owner.brief_at is not None:
        opens = civil.instant(due, time(), hours.zone)
        at = owner.brief_at if owner.brief_at >= opens else hours.next_start(opens)
        yield Coming(BRIEF, owner.id, at, at)
    if task.nudge_at is None or task.nudge_at <= now:
        return
    kind = nudging.kind_of(task, task.nudge_at)
    if kind == nudging.SNOOZED or facts.level(owner.id, kind) != Level.OFF:
        yield Coming(kind, owner.id, task.nudge_at, task.nudge_at)
    if kind == nudging.SOON and task.due_at is not None and facts.level(owner.id, nudging.PASSED) != Level.OFF:
        yield Coming(nudging.PASSED, owner.id, hours.next_moment(task.due_at), task.due_at)


def _of_silence(session: Session, task: Task, facts: Facts, now: datetime) -> Iterator[Coming]:
    """What is yet to come, and what has come and waits for its hour."""
    waiting = {(row.kind, row.person_id, row.when): row.tell_at for row in queries.list_of_task(session, task)
               if row.state == OccurrenceState.PENDING and row.tell_at is not None}  # fmt: skip
    for one in chasing.coming(facts):
        at = one.at if one.at > now else waiting.get((f"nudge.{one.kind}", one.person_id, one.key))
        if at is not None and one.person_id in facts.hours:
            told_at = facts.hours[one.person_id].next_moment(max(at, now))
            yield Coming(one.kind, one.person_id, told_at, one.about, one.nth, one.facts)
