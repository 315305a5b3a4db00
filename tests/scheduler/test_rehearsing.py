"""What a rehearsal tells is what then happens: the same messages at the same moments, on real databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.notices import Dropped
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries, notices
from bot.services.rhythm import rehearsing
from bot.services.rhythm.rehearsing import CutShort, Sent
from bot.services.rhythm.steps import STEPS
from bot.services.work import life, tasks
from models import Digest, OutboxState, Priority, Session, Standup, Team, TeamMember
from models.db import Database, connect
from models.queries import deliveries as queries
from models.queries import due
from scheduler import EVERYTHING_DUE, tick
from tests.factories import TEAM, acting, make_channel, make_person, make_task, make_workspace

START = datetime(2026, 3, 9, 5, 0, tzinfo=UTC)  # a Monday
DAYS = 5
END = START + timedelta(days=DAYS)
ZONES = ("Europe/Berlin", "Asia/Shanghai", "America/New_York")
IDS = tuple(f"U0P{number:02d}" for number in range(10))
TABLES = ("task", "history", "occurrence", "outbox", "person", "standup", "digest")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = connect(database_url)
    yield database
    await database.close()


def fill(session: Session) -> None:
    """Ten people in three zones with work in every state, a standup and a digest."""
    make_workspace(session, leads=[IDS[9]])
    people = [make_person(session, ident, zone=ZONES[place % 3]) for place, ident in enumerate(IDS)]
    channel = make_channel(session, members=IDS)
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=[IDS[8]], created_at=START))
    session.flush()
    for member in IDS[:4]:
        session.add(TeamMember(workspace_id=TEAM, channel_id=channel.id, person_id=member))
    session.add(Standup(workspace_id=TEAM, channel_id=channel.id, days=[1, 2, 3, 4, 5], next_on=START.date(),
                        next_at=START, zone="UTC"))  # fmt: skip
    session.add(Digest(workspace_id=TEAM, channel_id=channel.id, days=[1, 3], at=time(17), zone="UTC",
                       next_at=START + timedelta(hours=12)))  # fmt: skip
    for place, owner in enumerate(people):
        giver, waited_for = people[(place + 1) % 10], people[(place + 3) % 10]
        on = date(2026, 3, 9) + timedelta(days=place % 4)
        hour = datetime(2026, 3, 9 + place % 5, 13, 30, tzinfo=UTC)
        make_task(session, owner, channel=channel, due_on=hour.date(), due_at=hour, now=START)
        make_task(session, owner, creator=giver, due_on=on, now=START, priority=Priority(place % 5 + 1))
        doing = make_task(session, owner, creator=giver, estimate_days=place % 4 + 1, now=START)
        life.start(session, acting(session, owner, now=START), doing)
        if place % 3 == 0:
            blocked = make_task(session, owner, due_on=on, now=START)
            life.block(session, acting(session, owner, now=START), blocked, reason="the price", by=waited_for.id)
        if place % 4 == 0:
            tasks.snooze(session, acting(session, owner, now=START), doing, START + timedelta(hours=30))


def step(session: Session, now: datetime) -> list[Sent]:
    """Say what waits, as the delivery does."""
    said = []
    while rows := queries.claimable(session, now=now, real=now, limit=100):
        for row in rows:
            row.state = OutboxState.SENDING
            notice: Any = notices.compose(session, row, now)
            outcome = Outcome(Verdict.SENT, channel_id=f"D{row.to}", ts=f"{row.id}.1")
            if isinstance(notice, Dropped):
                outcome = Outcome(Verdict.DROPPED, notice.reason)
            else:
                said.append(Sent(now, row.kind, row.to, rehearsing.items_of(row, notice)))
            assert row.id is not None
            deliveries.settled(session, row.id, row.generation, outcome, version=0, now=now, real=now,
                               left_out=getattr(notice, "left_out", ()))  # fmt: skip
        session.flush()
    return said


async def lived(database: Database) -> list[Sent]:
    """Five days by the clock, nobody acting."""
    found: list[Sent] = []
    now: datetime | None = START
    while now is not None and now <= END:
        at = now
        await tick(database, at)
        found += await database.submit(lambda session: step(session, at))  # noqa: B023 - it is awaited
        following = await database.read(lambda session: due.next_moment(session, at))  # noqa: B023 - so is this
        now = max(following, at + timedelta(seconds=1)) if following else None
    return found


def rehearsed(session: Session, until: datetime = END, **more: Any) -> list[Sent]:
    return list(rehearsing.rehearse(session, TEAM, START, until, notices.compose, **more))


def counted(session: Session) -> list[Any]:
    """Everything that a rehearsal might have touched."""
    connection = session.connection()
    rows = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in TABLES]
    return [*rows, connection.exec_driver_sql("SELECT sum(version), max(updated_at) FROM task").one()]


def in_order(sent: list[Sent]) -> list[tuple[Any, ...]]:
    return sorted((one.at, one.to, one.kind, sorted(one.items)) for one in sent)


async def test_what_is_rehearsed_is_what_happens(database: Database) -> None:
    await database.submit(fill)
    before = await database.read(counted)
    told = await database.read(rehearsed)
    assert await database.read(counted) == before
    happened = await lived(database)
    assert in_order(told) == in_order(happened)
    kinds = {kind for one in told for kind, _ in one.items} | {one.kind for one in told}
    assert {"brief", "nudge", "standup.prompt", "digest", "soon", "stale", "blocker", "unacked"} <= kinds
    assert {"escalation.late"} <= kinds
    assert {one.to for one in told} >= set(IDS)


def test_a_rehearsal_goes_on_as_long_as_it_is_let(session: Session) -> None:
    fill(session)
    soon = START + timedelta(hours=5)
    whole, found, asked = rehearsed(session, soon), list[Sent](), list[datetime]()

    def goes_on(at: datetime) -> bool:
        asked.append(at)
        return len(asked) <= 4

    told = rehearsing.rehearse(session, TEAM, START, soon, notices.compose, goes_on)
    with pytest.raises(CutShort) as stopped:
        found.extend(told)
    assert stopped.value.at == asked[-1]
    assert 0 < len(found) < len(whole)
    assert found == [one for one in whole if one.at < stopped.value.at]


def test_the_steps_that_are_rehearsed_are_those_of_the_clock() -> None:
    clock = [(one.name, one.list_due, one.do, one.put_off, one.take, one.read_along) for one in EVERYTHING_DUE]
    assert [tuple(step) for step in STEPS] == clock
