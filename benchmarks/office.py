"""Three days of an office, played through the real code: how many rows a person makes a day, and what each weighs."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from bot import commands
from bot.clock import Clock
from bot.delivery import Delivery
from bot.heard import ChannelFacts, Door, Gesture, Heard, Profile
from bot.render import slack
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.people import people
from bot.turn import turn
from models import Inbox, OutboxState, Session
from models.db import Database, connect, is_sqlite, plain_engine, upgrade
from models.queries import deliveries
from scheduler import tick

TEAM, CHANNEL, ZONE = "T0OFFICE01", "C0OFFICE01", "Europe/Berlin"
FIRST_DAY = datetime(2026, 3, 9, 7, tzinfo=UTC)
PEOPLE, DAYS, TASKS_A_DAY = 40, 3, 2  # tasks of one person on one day
LINE = "send the offer for the new building to the supplier and ask what it costs by the end of the quarter"


@dataclass(frozen=True)
class Weight:
    """Of one table: rows by one person on one day, and bytes of one row with its part of every index."""

    table: str
    rows: float
    bytes_: float


@dataclass(frozen=True)
class Played:
    """What an office left in an empty database, and how many gestures and messages a person made on a day."""

    database: str
    weights: tuple[Weight, ...]
    gestures: float
    messages: float


class Nobody:
    """Stands where Slack would: everything is taken at once."""

    def __init__(self) -> None:
        self._numbers = count(1)

    async def post(
        self, to: str, message: dict[str, Any], *, thread_ts: str | None, nonce: str, until: datetime
    ) -> Outcome:
        channel = to if to.startswith("C") else f"D{to[1:]}"
        return Outcome(Verdict.SENT, channel_id=channel, ts=f"1773000000.{next(self._numbers):06d}")

    async def update(self, channel_id: str, ts: str, message: dict[str, Any]) -> Outcome:
        return Outcome(Verdict.SENT, channel_id=channel_id, ts=ts)

    async def find(self, to: str, *, thread_ts: str | None, nonce: str, since: datetime) -> Outcome:
        return Outcome(Verdict.NOT_SENT)


def measure(postgres: str | None = None, *, crew: int = PEOPLE, days: int = DAYS) -> Iterator[Played]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one."""
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_played(f"sqlite:///{Path(folder) / 'office.db'}", crew, days))
    if postgres:
        yield asyncio.run(_played(postgres, crew, days))


async def _played(url: str, crew: int, days: int) -> Played:
    upgrade(url)
    engine = plain_engine(url)
    before = _bytes(engine)
    database = connect(url)
    ids = [f"U0CREW{n:04d}" for n in range(crew)]
    await database.submit(lambda session: _move_in(session, ids))
    for day in range(days):
        await _a_day(database, ids, FIRST_DAY + timedelta(days=day))
    await database.close()
    rows, now = _rows(engine), _bytes(engine)
    engine.dispose()
    in_all = crew * days
    found = [Weight(table, rows[table] / in_all, max(0, now[table] - before[table]) / rows[table])
             for table in sorted(rows) if rows[table] >= in_all / 2]  # fmt: skip
    return Played(
        "SQLite" if is_sqlite(url) else "PostgreSQL", tuple(found), rows["inbox"] / in_all, rows["outbox"] / in_all
    )


def _move_in(session: Session, ids: list[str]) -> None:
    workspace = people.settle_in(session, TEAM, name="Office", bot_user_id="U0BOT", now=FIRST_DAY)
    for one in ids:
        profile = Profile(id=one, name=one.lower(), real_name=one.title(), zone=ZONE, locale="en-US")
        people.keep_profile(session, workspace, profile, FIRST_DAY)
    facts = ChannelFacts(id=CHANNEL, kind="public", name="office", bot_is_in=True, members=tuple(ids))
    people.keep_channel(session, TEAM, facts, FIRST_DAY)
    people.plan_briefs(session, FIRST_DAY)


async def _a_day(database: Database, ids: list[str], at: datetime) -> None:
    """Each makes tasks for a colleague, who starts and finishes most of them; the clock ticks by the hour."""
    clock = Clock(at)
    delivery = Delivery(database, clock, lambda _: Nobody(), slack.notice)
    delivery.pace = Pace(1e6)
    speaking = asyncio.create_task(delivery.run())
    for hour in range(10):
        now = at + timedelta(hours=hour)
        clock.move(now)
        await tick(database, now)
        if hour in range(2, 2 + 2 * TASKS_A_DAY, 2):
            await asyncio.gather(*(_a_task(database, ids, n, now) for n in range(len(ids))))
        await _all_said(database, delivery, clock)
    delivery.stop()
    await speaking


async def _a_task(database: Database, ids: list[str], n: int, now: datetime) -> None:
    maker, owner = ids[n], ids[(n + 7) % len(ids)]
    title = " ".join(LINE.split()[n % 5 : n % 5 + 4 + n % 9])
    made = await _say(database, maker, f"/task {title} {n} {now:%d %H} <@{owner}> by Friday #office", now)
    number = made.view.task.number  # type: ignore[attr-defined]
    await _say(database, owner, f"/task start {number}", now)
    if n % 4:
        await _say(database, owner, f"/task done {number}", now)
    else:
        await _say(database, owner, f"/task due {number} next Tuesday", now)


async def _say(database: Database, who: str, line: str, now: datetime) -> object:
    heard = Heard(TEAM, who, Door.SLASH, line, Gesture(f"{who}:{now:%d %H}:{line}"[:200]), CHANNEL, "public")
    return await turn(database, heard, lambda session: commands.run(session, heard, now), now=now)


async def _all_said(database: Database, delivery: Delivery, clock: Clock) -> None:
    waiting = {f"outbox_{state}" for state in (OutboxState.PENDING, OutboxState.SENDING)} | {"cards_stale"}
    while True:
        backlog = await database.read(lambda session: deliveries.backlog(session, clock.now()))
        if not any(backlog.get(one) for one in waiting):
            return
        delivery.wake()
        await asyncio.sleep(0.02)


def _tables(engine: Engine) -> list[str]:
    return [table.name for table in Inbox.metadata.sorted_tables]


def _rows(engine: Engine) -> Counter[str]:
    with engine.connect() as connection:
        return Counter({name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() or 0)  # noqa: S608
                        for name in _tables(engine)})  # fmt: skip


def _bytes(engine: Engine) -> Counter[str]:
    """By table, with its indexes; on SQLite the words that are found by lie in tables of their own."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            sizes = connection.execute(text(
                "SELECT CASE WHEN m.tbl_name LIKE '%fts%' THEN 'taskwords' ELSE m.tbl_name END, sum(d.pgsize) "
                "FROM dbstat AS d JOIN sqlite_master AS m ON m.name = d.name GROUP BY 1"
            ))  # fmt: skip
            return Counter({str(name): int(size) for name, size in sizes})
        return Counter({name: int(connection.execute(text("SELECT pg_total_relation_size(CAST(:name AS regclass))"),
                                                     {"name": f'"{name}"'}).scalar() or 0)
                        for name in _tables(engine)})  # fmt: skip


def table(found: list[Played]) -> Iterator[str]:
    yield f"an office of {PEOPLE} for {DAYS} days: rows by one person on one day, bytes of one row with its indexes"
    for one in found:
        yield f"  {one.database}: {one.gestures:.1f} gestures and {one.messages:.1f} messages by one person on one day"
        for weight in sorted(one.weights, key=lambda weight: -weight.rows * weight.bytes_):
            yield f"    {weight.table:14s}{weight.rows:8.2f}{weight.bytes_:8.0f}"
