"""The morning brief: what is late, due, waited for and new, once a local day, and nothing when there is nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.notices import Brief, Dropped
from bot.rules import availability, chasing, nudging, priority
from bot.rules.availability import Hours
from bot.rules.chasing import Level
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.priority import ranking, suggesting
from bot.services.review import review_steps
from bot.services.rhythm import occurrences
from bot.services.rhythm.chasing import levels_of
from models import Lane, OccurrenceState, Outbox, Person, Session, Task, Workspace
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries

NOTHING = "nothing to say"
QUIET = "quiet"
FIRST_BRIEF_LOOKS_BACK = timedelta(days=7)


def due(session: Session, now: datetime) -> list[tuple[str, str]]:
    """(workspace, person) of the mornings that have come."""
    return [(person.workspace_id, person.id) for person in people_queries.due_briefs(session, now)]


def take(session: Session, keys: Sequence[tuple[str, str]], now: datetime) -> list[tuple[str, str]]:
    """Those of them that have come and no other process is saying."""
    found = queries.take_people(session, keys)
    return [(one.workspace_id, one.id) for one in found if one.brief_at is not None and one.brief_at <= now]


def say(session: Session, key: tuple[str, str], now: datetime) -> None:
    """Say one person's morning, once a local day; of several missed ones only the newest. Then wait for the next."""
    person, workspace = queries.hold_person(session, *key), people_queries.workspace(session, key[0])
    if person is None or workspace is None or person.brief_at is None or person.brief_at > now:
        return
    hours = availability.hours(person, workspace)
    planned, day, due_at = hours.today(person.brief_at), nudging.brief_day(hours, now), person.brief_at
    if (until := nudging.listens_from(person, now)) > now:
        _wait_for_quiet(session, person, hours, planned, until, now)
        return
    person.brief_at = hours.next_start(now) if person.can_be_told else None
    session.add(person)
    if person.brief_at is None or workspace.suspended or not queries.has_anything(session, person):
        return
    if planned != day and now >= nudging.brief_until(hours, planned):
        _keep(session, person, hours, planned, now, state=OccurrenceState.EXPIRED, reason="late")
    if day is not None:
        _say(session, workspace, person, day, due_at, missed=planned < day, now=now)


def _wait_for_quiet(
    session: Session, person: Person, hours: Hours, planned: date, until: datetime, now: datetime
) -> None:  # fmt: skip
    """They asked for quiet: their morning comes when that ends, or not at all where that is too late for the day."""
    if until >= nudging.brief_until(hours, planned):
        _keep(session, person, hours, planned, now, state=OccurrenceState.SKIPPED, reason=QUIET)
    person.brief_at = min(until, hours.next_start(now)) if person.can_be_told else None
    session.add(person)


def put_off(session: Session, key: tuple[str, str], until: datetime) -> None:
    """Try a morning that failed later."""
    person = queries.hold_person(session, *key)
    if person is not None and person.brief_at is not None:
        person.brief_at = until
        session.add(person)


def _say(
    session: Session, workspace: Workspace, person: Person, day: date, due_at: datetime, *, missed: bool, now: datetime
) -> None:
    """Write it, or leave it to be told along with all else that comes late for them."""
    hours = availability.hours(person, workspace)
    since = last_told(session, person, now)
    suggesting.weekly(session, workspace, person, now)
    if chasing.level_of(levels_of(person, None), chasing.BRIEF) == Level.OFF:
        _keep(session, person, hours, day, now, state=OccurrenceState.SKIPPED, reason="off")
        return
    if not _has_content(_gather(session, person, hours, since, now)):
        _keep(session, person, hours, day, now, state=OccurrenceState.SKIPPED, reason=NOTHING)
        return
    if now - due_at > nudging.AWAY_AFTER:
        _keep(session, person, hours, day, now, tell_at=due_at, facts={"missed": missed})
        return
    written = letter(person, hours, day, f"brief:{person.id}:{day}", since, missed=missed, due_at=due_at)
    if _keep(session, person, hours, day, now, outbox_key=written.key):
        outbox.put(session, person.workspace_id, written, now=now)


def letter(
    person: Person, hours: Hours, day: date, key: str, since: datetime, *, missed: bool, due_at: datetime | None = None
) -> Letter:
    return Letter(
        key=key, kind="brief", to=person.id, reader_id=person.id, lane=Lane.PROMPTS,
        subject={"on": day.isoformat(), "since": since.isoformat(), "missed": missed},
        due_at=due_at, expires_at=nudging.brief_until(hours, day),
    )  # fmt: skip


def _keep(
    session: Session, person: Person, hours: Hours, day: date, now: datetime, *, outbox_key: str | None = None,
    state: OccurrenceState = OccurrenceState.PENDING, reason: str = "", tell_at: datetime | None = None,
    facts: dict[str, Any] | None = None,
) -> bool:  # fmt: skip
    return occurrences.put(
        session, person.workspace_id, kind="brief", subject="", person_id=person.id, when=day.isoformat(),
        due_at=hours.start_of(day), outbox_key=outbox_key, state=state, reason=reason, tell_at=tell_at, facts=facts,
        now=now,
    )  # fmt: skip


def last_told(session: Session, person: Person, now: datetime) -> datetime:
    """Since when things are new: the newest brief that was read or had nothing to say."""
    last = queries.last_brief(session, person, NOTHING)
    return (last.ended_at or last.due_at) if last is not None else now - FIRST_BRIEF_LOOKS_BACK


def _gather(session: Session, person: Person, hours: Hours, since: datetime, now: datetime) -> Brief:
    """A brief of this moment: each task once, in the order to do them in, without what is snoozed."""
    agenda = nudging.agenda(task_queries.list_live_of(session, person), hours, now)
    shown = {task.number for task in (*agenda.placed, *agenda.late, *agenda.today)}
    new = [task for task in queries.given_since(session, person, since)
           if task.number not in shown and not nudging.is_snoozed(task, now)]  # fmt: skip
    waiting = [task for task in task_queries.list_blocked_on(session, person) if task.owner_id != person.id]
    to_accept = review_steps.list_waiting_for(session, person)
    weekly = suggesting.opens_the_week(hours, hours.today(now))
    followed = queries.list_followed(session, person) if weekly else []
    named = {task.owner_id for task in (*waiting, *to_accept, *followed)} | {task.creator_id for task in new}
    return Brief(
        person=person, on=hours.today(now), late=agenda.late, due=agenda.today,
        blocked_on=_in_order(waiting, now), new=_in_order(new, now), to_accept=tuple(to_accept),
        followed=_in_order(followed, now),
        people=people_queries.list_by_ids(session, person.workspace_id, named | {person.id}),
        placed=agenda.placed, first_because=ranking.first_because(session, person, agenda, hours, now),
    )  # fmt: skip


def _in_order(tasks: list[Task], now: datetime) -> tuple[Task, ...]:
    return tuple(sorted(tasks, key=lambda task: priority.order(task, now)))


def _has_content(brief: Brief) -> bool:
    parts = (brief.placed, brief.late, brief.due, brief.blocked_on, brief.to_accept, brief.new, brief.followed)
    return any(parts)


def compose(session: Session, row: Outbox, now: datetime) -> Brief | Dropped:
    """The brief as things stand when it is read."""
    person, workspace = reader(session, row)
    if person is None:
        return Dropped("deactivated")
    hours = availability.hours(person, workspace)
    on = date.fromisoformat(row.subject["on"])
    gathered = _gather(session, person, hours, datetime.fromisoformat(row.subject["since"]), now)
    if not _has_content(gathered):
        return Dropped(NOTHING)
    late = row.subject["missed"] or now - hours.start_of(on) > nudging.CATCH_UP_AFTER
    waiting = suggesting.made_on(session, person, hours, on)
    return Brief(**vars(gathered) | {"on": on, "catch_up": late, "suggested": waiting})


def reader(session: Session, row: Outbox) -> tuple[Person | None, Workspace]:
    """The person a letter is for, if they can still be told."""
    workspace = people_queries.workspace(session, row.workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    person = people_queries.get(session, row.workspace_id, row.to)
    return (person if person is not None and person.can_be_told else None), workspace
