"""What fell due for one person is told in one message: judged at the moment of telling, ordered, within their day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.rules import availability, chasing, civil, letters, marks, nudging, priority
from bot.rules.availability import Hours
from bot.rules.chasing import ESCALATION, Level
from bot.services.messages import doubt, outbox
from bot.services.messages.outbox import Letter
from bot.services.people import actors
from bot.services.rhythm import briefs, late_briefs, nudges, occurrences
from bot.services.rhythm import chasing as silence
from bot.services.work import changing
from models import Lane, Occurrence, OccurrenceState, Outbox, OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries, plans
from models.queries import nudges as queries
from models.queries import people as people_queries
from models.queries import standups as team_queries
from models.queries import tasks as task_queries

IN_THE_BRIEF = "told in the morning brief"
OTHER_RULES = "other rules by now"
MOST_AT_ONCE = 40
A_MOMENT = timedelta(seconds=1)
WAITING = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
UNLIMITED = f"nudge.{nudging.SNOOZED}"

End = tuple[OccurrenceState, str]
Said = tuple[Occurrence, Task]

due = queries.due_people


@dataclass(frozen=True)
class Reader:
    """Whom a message is for, and all that is asked of them for each thing in it."""

    session: Session
    workspace: Workspace
    person: Person
    hours: Hours
    now: datetime


def kind_of(row: Occurrence) -> str:
    return row.kind.removeprefix("nudge.")


def take(session: Session, keys: Sequence[tuple[str, str]], now: datetime) -> list[tuple[str, str]]:
    """Those of them who are to be told something and whom no other process is telling."""
    found = [(person.workspace_id, person.id) for person in queries.take_people(session, keys)]
    waiting = queries.read_untold(session, found, now)
    return [key for key in found if key in waiting]


def tell(session: Session, key: tuple[str, str], now: datetime) -> None:
    """Put all that one person is to be told by now into one message; the rest ends, or waits for its moment."""
    workspace, person = people_queries.workspace(session, key[0]), people_queries.get(session, *key)
    rows = queries.hold_untold(session, *key, now)
    if workspace is None or person is None or not rows:
        return
    reader = Reader(session, workspace, person, availability.hours(person, workspace), now)
    if _is_catching_up(reader, rows):
        return
    morning = late_briefs.say(session, person, reader.hours, [row for row in rows if row.kind == late_briefs.KIND], now)
    rows, counted = _foremost(reader, [row for row in rows if row.kind != late_briefs.KIND])
    seen = _seen(reader, rows)
    said = [(row, task) for row in rows if (task := _worth_saying(reader, row, seen)) is not None]
    letter = morning or late_briefs.waiting(session, person, reader.hours, now)
    said = _each_task_once(reader, said)
    if letter is None or counted:
        letter, said = None, _within_budget(reader, said)
    said, unnamed = _named(reader, said)
    _wait_for_another_day(reader, [*counted, *unnamed])
    if said:
        _write(reader, said, len({row.subject for row in (*counted, *unnamed)}), letter)


def _is_catching_up(reader: Reader, rows: Iterable[Occurrence]) -> bool:
    """Whether Muster comes back, and more of what it missed is yet to fall due for them: all is told together."""
    late = reader.now - nudging.AWAY_AFTER
    if all(row.tell_at is None or row.tell_at >= late for row in rows):
        return False
    if not queries.has_more_due(reader.session, reader.person, reader.now):
        return False
    for row in rows:
        row.tell_at = reader.now + A_MOMENT
        reader.session.add(row)
    return True


def _foremost(reader: Reader, rows: Sequence[Occurrence]) -> tuple[list[Occurrence], list[Occurrence]]:
    """The rows to be told one by one, and those that are only counted where there are very many.

    A policy that is new, or Muster coming back, may have hundreds to tell to one lead: nobody reads that many lines,
    and each is judged by a dozen questions to the database. The most urgent ones stay.
    """
    if len(rows) <= MOST_AT_ONCE:
        return list(rows), []
    now = [row for row in rows if kind_of(row) in nudging.OWN or not _waits(reader, row)]
    found = _seen(reader, now)
    places = {str(task.number): priority.order(task, reader.now) for task in found.values() if task.is_live}
    gone = [row for row in now if row.subject not in places]
    there = sorted((row for row in now if row.subject in places),
                   key=lambda row: (_weight(kind_of(row)), places[row.subject]))  # fmt: skip
    return [*there[:MOST_AT_ONCE], *gone[:MOST_AT_ONCE]], there[MOST_AT_ONCE:]


def _waits(reader: Reader, row: Occurrence) -> bool:
    """Whether it is told later, which is written down then."""
    later = _later(reader, row)
    if later is not None:
        row.tell_at = later
        reader.session.add(row)
    return later is not None


def _named(reader: Reader, said: list[Said]) -> tuple[list[Said], list[Occurrence]]:
    """What one message names, the most urgent; what it only counts was not told, and stays due."""
    found = sorted(said, key=lambda one: (_weight(kind_of(one[0])), priority.order(one[1], reader.now)))
    return found[: nudging.NAMED], [row for row, _ in found[nudging.NAMED :]]


def _wait_for_another_day(reader: Reader, rows: Iterable[Occurrence]) -> None:
    """The next working morning; a reminder they set themselves has a message of its own right after this one."""
    for row in rows:
        row.tell_at = reader.now + A_MOMENT if row.kind == UNLIMITED else reader.hours.next_start(reader.now)
        reader.session.add(row)


def put_off(session: Session, key: tuple[str, str], until: datetime) -> None:
    """Try a message that failed later."""
    for row in queries.hold_untold(session, *key, until):
        row.tell_at = until
        session.add(row)


def _seen(reader: Reader, rows: Iterable[Occurrence]) -> dict[int, Task]:
    numbers = {int(row.subject) for row in rows}
    return {task.number: task for task in plans.list_seen(reader.session, reader.person, numbers, reader.now)}


def _worth_saying(reader: Reader, row: Occurrence, seen: Mapping[int, Task]) -> Task | None:
    """The task, if it is to be told now; else the row is ended or waits."""
    task = seen.get(int(row.subject))
    end = _objection(reader, row, task)
    if end is None and task is not None:
        end = _bad_time(reader, row, task)
    if end is not None:
        _end(reader, row, *end)
        return None
    return None if _waits(reader, row) else task


def objection(reader: Reader, row: Occurrence, task: Task | None) -> End | None:
    """Why it is not true any more, or not for this person; asked before it is written and again before it is sent."""
    is_seen = task is not None and task_queries.get(reader.session, reader.person, task.number, reader.now) is not None
    return _objection(reader, row, task if is_seen else None)


def _objection(reader: Reader, row: Occurrence, task: Task | None) -> End | None:
    """The same of a task that they see, or of none."""
    if task is None:
        return OccurrenceState.SKIPPED, "no access"
    if reader.workspace.suspended:
        return OccurrenceState.SKIPPED, "suspended"
    if not reader.person.can_be_told:
        return OccurrenceState.SKIPPED, "deactivated"
    return _own_objection(reader, row, task) if kind_of(row) in nudging.OWN else chase_objection(reader, row, task)


def _own_objection(reader: Reader, row: Occurrence, task: Task) -> End | None:
    kind = kind_of(row)
    if not task.is_live:
        return OccurrenceState.CANCELLED, "closed"
    if task.owner_id != reader.person.id:
        return OccurrenceState.CANCELLED, "re-assigned"
    if nudges.about(task, kind) != row.when:
        return OccurrenceState.SUPERSEDED, "another date by now"
    if kind == nudging.SNOOZED:
        return None
    if nudging.is_snoozed(task, reader.now):
        return OccurrenceState.SUPERSEDED, "snoozed"
    if _level(reader, task, kind) == Level.OFF:
        return OccurrenceState.SKIPPED, "off"
    since = min(row.ended_at or reader.now, reader.now - nudging.JUST_NOW)
    if queries.acted_since(reader.session, task, reader.person.id, since):
        return OccurrenceState.SUPERSEDED, "acted just now"
    return None


def chase_objection(reader: Reader, row: Occurrence, task: Task) -> End | None:
    """What silence brought is true as long as reckoning it anew brings the same."""
    facts = silence.facts_of(reader.session, reader.workspace, task, reader.now)
    if any((one.kind, one.person_id, one.key) == (kind_of(row), row.person_id, row.when)
           for one in chasing.coming(facts)):  # fmt: skip
        return None
    if not task.is_live:
        return OccurrenceState.CANCELLED, "closed"
    if facts.level(row.person_id, kind_of(row)) == Level.OFF:
        return OccurrenceState.SKIPPED, "off"
    return OccurrenceState.SUPERSEDED, "somebody acted" if task.updated_at > row.due_at else OTHER_RULES


def _level(reader: Reader, task: Task, kind: str) -> Level:
    team = task.source_channel and team_queries.team(reader.session, reader.workspace.id, task.source_channel)
    return chasing.level_of(silence.levels_of(reader.person, team or None), kind)


def is_bad_time(reader: Reader, row: Occurrence, task: Task) -> str:
    """Why it is not to be said now, though it was when it was written: Muster was away, or very slow."""
    kind, now = kind_of(row), reader.now
    if kind == nudging.SNOOZED:
        return ""
    end = nudging.objection(task, reader.hours, kind, row.due_at, now) if kind in nudging.OWN else None
    if end is not None:
        return end[1]
    at = letters.free_at(reader.person, reader.hours, now, at_work=kind not in nudging.OWN)
    return occurrences.NOT_NOW if at > now else ""


def _bad_time(reader: Reader, row: Occurrence, task: Task) -> End | None:
    """Why it is left out though it is true: too late by now, or told by the brief."""
    kind, now = kind_of(row), reader.now
    if kind == nudging.SNOOZED or kind.startswith(ESCALATION):
        return None
    assert row.tell_at is not None, "it is yet to be told"
    if kind in nudging.OWN and (end := nudging.objection(task, reader.hours, kind, row.due_at, now)) is not None:
        return end
    if kind != nudging.SOON and _is_listed(reader, kind, task) and _brief_tells(reader, task, row):
        return OccurrenceState.SUPERSEDED, IN_THE_BRIEF
    if kind == nudging.PASSED and now - row.tell_at > nudging.LATE_AFTER:
        return _fold_into_brief(reader, row)
    return None


def _later(reader: Reader, row: Occurrence) -> datetime | None:
    """When to tell it instead: not in their quiet time, and an escalation not in the hour Muster comes back."""
    kind, now = kind_of(row), reader.now
    assert row.tell_at is not None, "it is yet to be told"
    if kind == nudging.SNOOZED:
        return None
    if kind.startswith(ESCALATION) and now - row.tell_at > nudging.LATE_AFTER:
        return silence.in_two_working_hours(reader.hours, now)
    if kind in (chasing.STALE, chasing.UNACKED) and (read := _after_the_brief(reader)) is not None:
        now = max(now, read)
    at = letters.free_at(reader.person, reader.hours, now, at_work=kind not in nudging.OWN)
    return at if at > reader.now else None


def _brief_tells(reader: Reader, task: Task, row: Occurrence) -> bool:
    """Whether this morning's brief makes it one word too many.

    One still to come within two hours tells it, one that came after it fell due did, and one that listed it less than
    two hours ago is still being read.
    """
    person, now, hours = reader.person, reader.now, reader.hours
    if _comes_soon(person, hours, now):
        return True
    today = _brief_of_today(reader)
    if today is None or today.state not in (OccurrenceState.PENDING, OccurrenceState.SENT, OccurrenceState.UNKNOWN):
        return False
    if today.ended_at is None or today.ended_at >= row.due_at:
        return True
    return task.updated_at <= today.ended_at and now - today.ended_at <= nudging.NEAR_A_BRIEF


def _is_listed(reader: Reader, kind: str, task: Task) -> bool:
    """Whether a morning brief names the task at all: what is new or waits for them, and what of theirs is due."""
    if kind not in (chasing.STALE, chasing.UNACKED):
        return True
    if nudging.is_snoozed(task, reader.now):
        return False
    day = nudging.due_day(task, reader.hours.zone)
    if day is not None and day <= reader.hours.today(reader.now):
        return True
    return kind == chasing.UNACKED and _is_new(reader, task)


def _is_new(reader: Reader, task: Task) -> bool:
    """Whether this morning's brief, said or still to come, names it among what was given since the one before."""
    person, today = reader.person, _brief_of_today(reader)
    key = today.outbox_key if today is not None else None
    said = deliveries.outbox_by_key(reader.session, person.workspace_id, key) if key else None
    since = (datetime.fromisoformat(said.subject["since"]) if said is not None
             else briefs.last_told(reader.session, person, reader.now))  # fmt: skip
    return any(one.number == task.number for one in queries.given_since(reader.session, person, since))


def _after_the_brief(reader: Reader) -> datetime | None:
    """When the morning has been read: beside it anything that it does not tell is one message too many."""
    person, now, hours = reader.person, reader.now, reader.hours
    if person.brief_at is not None and _comes_soon(person, hours, now):
        return person.brief_at + nudging.NEAR_A_BRIEF
    today = _brief_of_today(reader)
    told = today is not None and today.state in (OccurrenceState.PENDING, OccurrenceState.SENT)
    read = (today.ended_at or now) + nudging.NEAR_A_BRIEF if today is not None and told else None
    return read if read is not None and read > now else None


def _brief_of_today(reader: Reader) -> Occurrence | None:
    person, day = reader.person, reader.hours.today(reader.now)
    return deliveries.occurrence(reader.session, person.workspace_id, "brief", "", person.id, day.isoformat())


def _comes_soon(person: Person, hours: Hours, now: datetime) -> bool:
    if person.brief_at is None or person.brief_at > now + nudging.NEAR_A_BRIEF:
        return False
    return person.brief_at <= now or hours.today(person.brief_at) == hours.today(now)


def _fold_into_brief(reader: Reader, row: Occurrence) -> End | None:
    """What was missed while nobody listened is told together, in one message a day."""
    letter = late_briefs.put(reader.session, reader.person, reader.hours, reader.now)
    if letter is None or letter.state not in WAITING:
        return OccurrenceState.EXPIRED, "late: left to the next brief"
    row.tell_at, row.outbox_key = None, letter.key
    reader.session.add(row)
    return OccurrenceState.PENDING, ""


def _each_task_once(reader: Reader, said: list[Said]) -> list[Said]:
    """A task has one line in a message: what its own dates say, else who was told, else its silence."""
    kept: dict[int, tuple[Occurrence, Task]] = {}
    for row, task in sorted(said, key=lambda one: _weight(kind_of(one[0]))):
        if task.number in kept:
            _end(reader, row, OccurrenceState.SUPERSEDED, "told in the same message")
        else:
            kept[task.number] = (row, task)
    return list(kept.values())


def _weight(kind: str) -> int:
    if kind in nudging.OWN:
        return 0
    return 1 if kind.startswith(ESCALATION) else 2


def _within_budget(reader: Reader, said: list[Said]) -> list[Said]:
    """Their day holds so many messages; what is one too many goes into the next brief, an escalation waits for it."""
    limited = [row for row, _ in said if row.kind != UNLIMITED]
    if not limited:
        return said
    midnight = civil.instant(reader.hours.today(reader.now), time(), reader.hours.zone)
    if queries.count_letters(reader.session, reader.person, UNLIMITED, midnight) < nudging.BUDGET:
        return said
    for row in limited:
        if kind_of(row).startswith(ESCALATION):
            row.tell_at = reader.hours.next_start(reader.now)
            reader.session.add(row)
        else:
            _end(reader, row, OccurrenceState.SKIPPED, "budget")
    return [one for one in said if one[0].kind == UNLIMITED]


def _end(reader: Reader, row: Occurrence, state: OccurrenceState, reason: str) -> None:
    row.tell_at = None
    if state != OccurrenceState.PENDING:
        occurrences.end(row, state, reason, reader.now)
    reader.session.add(row)


def _write(reader: Reader, said: list[Said], more: int, late_brief: Outbox | None) -> None:
    """A message of its own, unless a brief waits that comes late as well: then along with that."""
    if late_brief is None:
        key = _write_letter(reader, said, more)
    else:
        key = late_brief.key
        late_brief.expires_at = None  # a reminder is worth saying when the brief is not any more
        names = doubt.nonce_of(reader.session, late_brief.workspace_id, tuple(doubt.name_of(row) for row, _ in said))
        late_brief.nonce = marks.joined([*marks.parts(late_brief.nonce), *marks.parts(names)])
        reader.session.add(late_brief)
    for row, task in said:
        row.tell_at, row.outbox_key = None, key
        reader.session.add(row)
        if kind_of(row).startswith(ESCALATION) and not (row.facts or {}).get(occurrences.WRITTEN):
            told = {"policy": kind_of(row).removeprefix(f"{ESCALATION}."), "to": row.person_id} | (row.facts or {})
            actor = actors.itself(reader.workspace, reader.now)
            changing.record(reader.session, actor, task, "escalated", {}, told)


def _write_letter(reader: Reader, said: list[Said], more: int) -> str:
    """It is due since the first of what it says might be told."""
    person, now = reader.person, reader.now
    key = f"nudge:{person.id}:{now.isoformat()}"
    ends = [nudging.until(task, reader.hours, kind_of(row), row.due_at) for row, task in said]
    known = [end for end in ends if end is not None]
    outbox.put(reader.session, person.workspace_id, Letter(
        key=key, kind="nudge", to=person.id, reader_id=person.id, lane=Lane.PROMPTS,
        names=tuple(doubt.name_of(row) for row, _ in said),
        subject={"number": said[0][1].number, "numbers": [task.number for _, task in said]}
        | ({"more": more} if more else {}), due_at=min(row.tell_at or now for row, _ in said),
        expires_at=max(known) if len(known) == len(ends) else None,
    ), now=now)  # fmt: skip
    return key
