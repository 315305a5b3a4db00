"""Standups for tests: a team over three zones, a day to let pass, and what was said in it."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, func, select

from bot.heard import Door, Gesture, Heard
from bot.notices import Dropped, Notice
from bot.services.messages import notices
from bot.services.rhythm import standups
from bot.services.rhythm.standups import Settings
from models import Channel, Outbox, OutboxState, Person, Session, Standup, StandupAnswer, StandupRun
from models.queries import deliveries
from models.queries import standups as queries
from scheduler.standups import DUE
from tests.factories import NOW, TEAM, acting, make_channel, make_person

CHANNEL = "C0LAUNCH"
MINUTE = timedelta(minutes=1)
ZONES = {"U0LEI": "Asia/Shanghai", "U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"}


def make_team(session: Session, *, zones: dict[str, str] = ZONES, now: datetime = NOW, **chosen: Any) -> Standup:
    """Everybody of those zones in one channel, led by the first, asked from the next run on."""
    people = [make_person(session, person_id, zone=zone) for person_id, zone in zones.items()]
    channel = make_channel(session, CHANNEL, members=tuple(zones))
    settings = Settings(**({"members": tuple(zones), "leads": (people[0].id,)} | chosen))
    return standups.set_up(session, acting(session, people[0], now=now), channel, settings)


def tick(session: Session, now: datetime) -> int:
    """One turn of the clock over what is due, as the scheduler does it."""
    done = 0
    for due in DUE:
        for key in due.list_due(session, now):
            due.do(session, key, now)
            session.flush()
            done += 1
    return done


def pass_time(session: Session, start: datetime, end: datetime) -> None:
    """Let the clock tick from one moment to another: whenever something falls due, and a minute before."""
    now = start
    tick(session, now)
    while (moment := _next_moment(session)) is not None and moment <= end:
        if moment - MINUTE > now:
            tick(session, moment - MINUTE)
        now = max(now, moment)
        assert tick(session, now) > 0, f"something due at {moment} does not move on"
    tick(session, end)


def _next_moment(session: Session) -> datetime | None:
    columns = (Standup.next_at, StandupAnswer.next_at, StandupRun.wrap_at)
    found = [session.exec(select(func.min(column))).one() for column in columns]
    return min((moment for moment in found if moment is not None), default=None)


def letters(session: Session, prefix: str = "standup:") -> list[Outbox]:
    """What was written to be said, in the order it was written."""
    return [row for row in session.exec(select(Outbox).order_by(col(Outbox.id))) if row.key.startswith(prefix)]


def letter(session: Session, key: str) -> Outbox:
    row = deliveries.outbox_by_key(session, TEAM, key)
    assert row is not None, key
    return row


def deliver(session: Session, now: datetime) -> list[tuple[str, Notice | Dropped]]:
    """Compose whatever waits, as delivery does, and mark it sent or dropped."""
    told = []
    for row in letters(session):
        if row.state == OutboxState.PENDING and row.due_at <= now:
            notice = notices.compose(session, row, now)
            row.state = OutboxState.DROPPED if isinstance(notice, Dropped) else OutboxState.SENT
            row.ts, row.sent_at = f"{row.id}.0", now
            session.add(row)
            told.append((row.key, notice))
    session.flush()
    return told


def part(session: Session, person_id: str, on: Any) -> StandupAnswer:
    row = queries.answer(session, (TEAM, CHANNEL, on, person_id))
    assert row is not None, f"{person_id} has no part in {on}"
    return row


def states(session: Session, on: Any) -> dict[str, str]:
    return {row.person_id: str(row.state) for row in queries.list_answers(session, TEAM, CHANNEL, on)}


def channel_of(session: Session) -> Channel:
    channel = session.get(Channel, (TEAM, CHANNEL))
    assert channel is not None
    return channel


def person_of(session: Session, person_id: str) -> Person:
    person = session.get(Person, (TEAM, person_id))
    assert person is not None
    return person


def heard(person_id: str, text: str, *, kind: str = "public", channel_id: str = CHANNEL, **more: Any) -> Heard:
    return Heard(workspace_id=TEAM, person_id=person_id, door=Door.SLASH, text=text, gesture=Gesture(text),
                 channel_id=channel_id, channel_kind=kind, **more)  # fmt: skip
