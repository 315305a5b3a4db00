"""Briefs that come late because Muster was away: all that comes late for one person is told along with theirs."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.rules import nudging
from bot.rules.availability import Hours
from bot.services.messages import outbox
from bot.services.rhythm import briefs, occurrences
from models import Occurrence, OccurrenceState, Outbox, OutboxState, Person, Session
from models.queries import deliveries, together

KIND = "brief"


def say(session: Session, person: Person, hours: Hours, rows: Iterable[Occurrence], now: datetime) -> Outbox | None:
    """Write the morning that waits to be told, and give its letter; one whose day is over ends, in a quiet it waits."""
    letter = None
    for row in rows:
        day = date.fromisoformat(row.when)
        free = nudging.listens_from(person, now)
        if free >= nudging.brief_until(hours, day):
            occurrences.end(row, OccurrenceState.EXPIRED if free == now else OccurrenceState.SKIPPED,
                            "late" if free == now else briefs.QUIET, now)  # fmt: skip
        elif free > now:
            row.tell_at = free
        else:
            letter = _put(session, person, hours, day, row, now)
        session.add(row)
    return letter


def _put(session: Session, person: Person, hours: Hours, day: date, row: Occurrence, now: datetime) -> Outbox | None:
    key = f"brief:{person.id}:{day}"
    if deliveries.outbox_by_key(session, person.workspace_id, key) is not None:  # it was written and put back
        key = f"{key}:{now.isoformat()}"
    missed, since = bool((row.facts or {}).get("missed")), briefs.last_told(session, person, now)
    outbox.put(session, person.workspace_id, briefs.letter(person, hours, day, key, since, missed=missed,
                                                           due_at=row.tell_at), now=now)  # fmt: skip
    row.tell_at, row.outbox_key = None, key
    return deliveries.outbox_by_key(session, person.workspace_id, key)


def put(session: Session, person: Person, hours: Hours, now: datetime) -> Outbox | None:
    """The one message of the day that tells what was missed since the morning; it is written where it was not yet."""
    day = hours.today(now)
    letter = briefs.letter(person, hours, day, _key(person, day), briefs.last_told(session, person, now), missed=True)
    outbox.put(session, person.workspace_id, letter, now=now)
    return deliveries.outbox_by_key(session, person.workspace_id, letter.key)


def waiting(session: Session, person: Person, hours: Hours, now: datetime) -> Outbox | None:
    """That message, where it is written and nobody has begun to send it; it is held from whoever would."""
    found = together.hold_letters(session, person.workspace_id, [_key(person, hours.today(now))])
    return next((row for row in found if row.state == OutboxState.PENDING), None)


def _key(person: Person, day: date) -> str:
    return f"brief:{person.id}:{day}:late"
