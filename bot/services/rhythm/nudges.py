"""Nudges: a morning brief, a word before a named hour and after it, the end of a snooze. Few, merged, never twice."""

from datetime import date, datetime, time, timedelta

from bot.notices import Brief, Dropped, Nudge, TaskGone
from bot.rules import availability, civil, nudging, priority
from bot.rules.availability import Hours
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.priority import ranking, suggesting
from bot.services.review import review_steps
from bot.services.rhythm import occurrences
from models import Lane, OccurrenceState, Outbox, OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries

NOTHING = "nothing to say"
IN_THE_BRIEF = "told in the morning brief"
BUDGETED = (f"nudge.{nudging.SOON}", f"nudge.{nudging.PASSED}")
FIRST_BRIEF_LOOKS_BACK = timedelta(days=7)
SHOWN_AS_LATE = timedelta(minutes=15)
WAITING = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)


def due_briefs(session: Session, now: datetime) -> list[tuple[str, str]]:
    """(workspace, person) of the mornings that have come."""
    return [(person.workspace_id, person.id) for person in people_queries.due_briefs(session, now)]


def brief(session: Session, key: tuple[str, str], now: datetime) -> None:
    """Say one person's morning, once a local day; of several missed ones only the newest. Then wait for the next."""
    person, workspace = queries.hold_person(session, *key), people_queries.workspace(session, key[0])
    if person is None or workspace is None or person.brief_at is None or person.brief_at > now:
        return
    hours = availability.hours(person, workspace)
    planned, day = hours.today(person.brief_at), nudging.brief_day(hours, now)
    person.brief_at = hours.next_start(now) if person.can_be_told else None
    session.add(person)
    if person.brief_at is None or workspace.suspended or not queries.has_anything(session, person):
        return
    if planned != day and now >= nudging.brief_until(hours, planned):
        _keep_brief(session, person, hours, planned, now, state=OccurrenceState.EXPIRED, reason="late")
    if day is not None:
        _say_brief(session, workspace, person, day, missed=planned < day, now=now)


def put_off_brief(session: Session, key: tuple[str, str], until: datetime) -> None:
    """Try a morning that failed later."""
    person = queries.hold_person(session, *key)
    if person is not None and person.brief_at is not None:
        person.brief_at = until
        session.add(person)


def _say_brief(
    session: Session, workspace: Workspace, person: Person, day: date, *, missed: bool, now: datetime
) -> None:
    hours = availability.hours(person, workspace)
    since = _last_told(session, person, now)
    suggesting.weekly(session, workspace, person, now)
    if not _has_content(_gather(session, person, hours, since, now)):
        _keep_brief(session, person, hours, day, now, state=OccurrenceState.SKIPPED, reason=NOTHING)
        return
    letter = _brief_letter(person, hours, day, f"brief:{person.id}:{day}", since, missed=missed)
    if _keep_brief(session, person, hours, day, now, outbox_key=letter.key):
        outbox.put(session, person.workspace_id, letter, now=now)


def _brief_letter(person: Person, hours: Hours, day: date, key: str, since: datetime, *, missed: bool) -> Letter:
    return Letter(
        key=key, kind="brief", to=person.id, reader_id=person.id, lane=Lane.PROMPTS,
        subject={"on": day.isoformat(), "since": since.isoformat(), "missed": missed},
        expires_at=nudging.brief_until(hours, day),
    )  # fmt: skip


def _keep_brief(
    session: Session, person: Person, hours: Hours, day: date, now: datetime, *, outbox_key: str | None = None,
    state: OccurrenceState = OccurrenceState.PENDING, reason: str = "",
) -> bool:  # fmt: skip
    return occurrences.put(
        session, person.workspace_id, kind="brief", subject="", person_id=person.id, when=day.isoformat(),
        due_at=hours.start_of(day), outbox_key=outbox_key, state=state, reason=reason, now=now,
    )  # fmt: skip


def _last_told(session: Session, person: Person, now: datetime) -> datetime:
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


def compose_brief(session: Session, row: Outbox, now: datetime) -> Brief | Dropped:
    """The brief as things stand when it is read."""
    person, workspace = _reader(session, row)
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


def _reader(session: Session, row: Outbox) -> tuple[Person | None, Workspace]:
    """The person a letter is for, if they can still be told."""
    workspace = people_queries.workspace(session, row.workspace_id)
    assert workspace is not None, "rows belong to a known workspace"
    person = people_queries.get(session, row.workspace_id, row.to)
    return (person if person is not None and person.can_be_told else None), workspace


def due_nudges(session: Session, now: datetime) -> list[tuple[str, int]]:
    """(workspace, number) of the tasks that want attention."""
    return [(task.workspace_id, task.number) for task in task_queries.due_nudges(session, now)]


def nudge(session: Session, key: tuple[str, int], now: datetime) -> None:
    """Say what a task wants its owner to hear, or write down why not, and set its next moment."""
    task, workspace = queries.hold_task(session, *key), people_queries.workspace(session, key[0])
    if task is None or workspace is None or task.nudge_at is None or task.nudge_at > now:
        return
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    assert owner is not None, "a task's owner is always known"
    hours = availability.hours(owner, workspace)
    planned, kind = task.nudge_at, nudging.kind_of(task, task.nudge_at)
    task.nudge_at = nudging.moment_after(task, hours, kind, now)
    session.add(task)
    end = nudging.objection(task, hours, kind, planned, now) or _silence(session, task, owner, hours, kind, now)
    if workspace.suspended:
        end = OccurrenceState.SKIPPED, "suspended"
    if end is not None:
        _keep_nudge(session, task, kind, planned, now, state=end[0], reason=end[1])
    elif kind == nudging.PASSED and now - planned > nudging.LATE_AFTER:
        _fold_into_brief(session, task, owner, hours, planned, now)
    else:
        _say_nudge(session, task, hours, kind, planned, now)


def put_off_nudge(session: Session, key: tuple[str, int], until: datetime) -> None:
    """Try a nudge that failed later; a reminder stays one, so its snooze lasts as much longer."""
    task = queries.hold_task(session, *key)
    if task is None or task.nudge_at is None:
        return
    if task.snoozed_until == task.nudge_at:
        task.snoozed_until = until
    task.nudge_at = until
    session.add(task)


def _silence(
    session: Session, task: Task, owner: Person, hours: Hours, kind: str, now: datetime
) -> tuple[OccurrenceState, str] | None:
    """Why this person is better left alone about it. A reminder they asked for is always said."""
    if not owner.can_be_told:
        return OccurrenceState.SKIPPED, "deactivated"
    if kind == nudging.SNOOZED:
        return None
    if queries.acted_since(session, task, owner.id, now - nudging.JUST_NOW):
        return OccurrenceState.SUPERSEDED, "acted just now"
    if kind == nudging.PASSED and _brief_tells(session, task, owner, hours, now):
        return OccurrenceState.SUPERSEDED, IN_THE_BRIEF
    midnight = civil.instant(hours.today(now), time(), hours.zone)
    if queries.count_said(session, owner, BUDGETED, midnight) >= nudging.BUDGET:
        return OccurrenceState.SKIPPED, "budget"
    return None


def _brief_tells(session: Session, task: Task, owner: Person, hours: Hours, now: datetime) -> bool:
    """Whether this morning's brief makes a word after the hour one too many.

    One still to come within two hours tells it, one that came after the hour did, and one that listed it less than
    two hours ago is still being read.
    """
    if _comes_soon(owner, hours, now):
        return True
    today = deliveries.occurrence(session, owner.workspace_id, "brief", "", owner.id, hours.today(now).isoformat())
    if today is None or today.state not in (OccurrenceState.PENDING, OccurrenceState.SENT, OccurrenceState.UNKNOWN):
        return False
    if today.ended_at is None or task.due_at is None or today.ended_at >= task.due_at:
        return True
    return task.updated_at <= today.ended_at and now - today.ended_at <= nudging.NEAR_A_BRIEF


def _comes_soon(owner: Person, hours: Hours, now: datetime) -> bool:
    if owner.brief_at is None or owner.brief_at > now + nudging.NEAR_A_BRIEF:
        return False
    return owner.brief_at <= now or hours.today(owner.brief_at) == hours.today(now)


def _say_nudge(session: Session, task: Task, hours: Hours, kind: str, planned: datetime, now: datetime) -> None:
    when = _when(task, kind)
    key = f"nudge:{kind}:{task.number}:{task.owner_id}:{when}"
    if _keep_nudge(session, task, kind, planned, now, outbox_key=key):
        outbox.put(session, task.workspace_id, Letter(
            key=key, kind="nudge", to=task.owner_id, reader_id=task.owner_id, lane=Lane.PROMPTS,
            subject={"number": task.number, "kind": kind, "when": when, "planned": planned.isoformat()},
            expires_at=nudging.until(task, hours, kind, planned),
        ), now=now)  # fmt: skip


def _fold_into_brief(
    session: Session, task: Task, owner: Person, hours: Hours, planned: datetime, now: datetime
) -> None:
    """What was missed while nobody listened is told together, in one message a day."""
    day = hours.today(now)
    letter = _brief_letter(owner, hours, day, f"brief:{owner.id}:{day}:late", _last_told(session, owner, now),
                           missed=True)  # fmt: skip
    outbox.put(session, owner.workspace_id, letter, now=now)
    row = deliveries.outbox_by_key(session, owner.workspace_id, letter.key)
    if row is not None and row.state in WAITING:
        _keep_nudge(session, task, nudging.PASSED, planned, now, outbox_key=letter.key)
    else:
        _keep_nudge(session, task, nudging.PASSED, planned, now, state=OccurrenceState.EXPIRED,
                    reason="late: left to the next brief")  # fmt: skip


def _keep_nudge(
    session: Session, task: Task, kind: str, planned: datetime, now: datetime, *, outbox_key: str | None = None,
    state: OccurrenceState = OccurrenceState.PENDING, reason: str = "",
) -> bool:  # fmt: skip
    return occurrences.put(
        session, task.workspace_id, kind=f"nudge.{kind}", subject=str(task.number), person_id=task.owner_id,
        when=_when(task, kind), due_at=planned, outbox_key=outbox_key, state=state, reason=reason, now=now,
    )  # fmt: skip


def _when(task: Task, kind: str) -> str:
    """The instant a nudge is about: one word before and one after each named hour, one at each end of a snooze."""
    instant = task.snoozed_until if kind == nudging.SNOOZED else task.due_at
    return instant.isoformat() if instant is not None else ""


def compose_nudge(session: Session, row: Outbox, now: datetime) -> Nudge | TaskGone | Dropped:
    """The nudge, unless the world has moved on since it was written. One that was said says what became of it."""
    if row.state == OutboxState.SENT:
        return _compose_again(session, row, now)
    task = task_queries.get_unseen(session, row.workspace_id, int(row.subject["number"]))
    person, _ = _reader(session, row)
    kind, planned = row.subject["kind"], datetime.fromisoformat(row.subject["planned"])
    if task is None or not task.is_live:
        return Dropped("closed")
    if person is None:
        return Dropped("deactivated")
    if task.owner_id != person.id:
        return Dropped("re-assigned")
    if _when(task, kind) != row.subject["when"]:
        return Dropped("another date by now")
    if kind != nudging.SNOOZED and nudging.is_snoozed(task, now):
        return Dropped("snoozed")
    if kind != nudging.SNOOZED and queries.acted_since(
        session, task, person.id, min(row.created_at, now - nudging.JUST_NOW)
    ):
        return Dropped("acted just now")
    return Nudge(kind, task, person, planned if now - planned > SHOWN_AS_LATE else None)


def _compose_again(session: Session, row: Outbox, now: datetime) -> Nudge | TaskGone | Dropped:
    task = task_queries.get_unseen(session, row.workspace_id, int(row.subject["number"]))
    person = people_queries.get(session, row.workspace_id, row.to)
    if task is None or person is None:
        return Dropped("gone")
    if task_queries.get(session, person, task.number, now) is None:
        return TaskGone(task.number, task.version)
    return Nudge(row.subject["kind"], task, person, state=_what_became_of(task, row, now))


def _what_became_of(task: Task, row: Outbox, now: datetime) -> str:
    """In a word; empty while there is something to do about it."""
    if not task.is_live:
        return task.state
    if task.owner_id != row.to:
        return "given"
    if nudging.is_snoozed(task, now):
        return "snoozed"
    is_same = row.subject["kind"] == nudging.SNOOZED or _when(task, row.subject["kind"]) == row.subject["when"]
    return "" if is_same else "moved"
