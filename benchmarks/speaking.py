"""How long ten thousand prompts take where nobody knows what Slack allows, in a time that passes as fast as it can."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, update

from benchmarks.bench import Bench
from benchmarks.rows import Goal, Row
from bot.delivery import AT_ONCE, KEPT, LOOK_EVERY
from bot.rules.pace import Pace
from bot.services.messages import outbox, pacing
from models import Lane, Outbox, Session, Workspace
from models.db import plain_engine, upgrade
from models.queries import deliveries
from playground.clock import Clock
from playground.limits import WORKSPACE_POSTS, Limits

TIME, SHARE = Goal(1.15, 1.05), Goal(3, 1)
MANY, LIMITS = 10_000, (200, 300, 600, 1000)  # prompts; messages a minute
SEVERAL, MIDDLE = 3, 600  # processes, and what they are measured at
CALL = 0.15, 0.4  # seconds that a call takes
TEAM, NOW = "T0PACE", datetime(2026, 3, 9, 8, tzinfo=UTC)
TABLE = Outbox.__table__  # type: ignore[attr-defined]
ENDED = update(TABLE).where(TABLE.c.id == bindparam("row")).values(state=bindparam("ended"))


@dataclass(frozen=True)
class Spoken:
    """So many prompts, said by so many processes where so many a minute are allowed."""

    many: int
    limit: int
    processes: int
    minutes: float
    refused: int

    @property
    def floor(self) -> float:
        return self.many / self.limit

    @property
    def ratio(self) -> float:
        return self.minutes / self.floor

    @property
    def share(self) -> float:
        """Percent of all calls that were refused."""
        return 100 * self.refused / (self.many + self.refused)


class Virtual(Clock):
    """A clock that stands still but where it is moved."""

    def __init__(self) -> None:
        super().__init__(NOW)
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


@dataclass
class Process:
    """One of those that deliver: what it knows beside the database, and to whom it is just speaking."""

    looks_at: float
    pace: Pace = field(default_factory=Pace)
    busy: set[str] = field(default_factory=set)


class Morning:
    """Everybody's prompt waits. It is claimed by what claims it for real; Slack is the playground's own limiter.

    What Slack takes at once was said before, so that nobody is faster than its limit.
    """

    def __init__(self, session: Session, limit: int, processes: int) -> None:
        self._session, self._clock = session, Virtual()
        self._slack = Limits(self._clock, limit / WORKSPACE_POSTS)
        for number in range(limit):
            assert not self._slack.post(f"before {number}")
        self._chance = random.Random(limit)  # noqa: S311 - how long a call takes
        self._processes = [Process(number * LOOK_EVERY / processes) for number in range(processes)]
        self._calls: list[tuple[float, int, Process, Outbox, int]] = []  # by when they end
        self.said = self.refused = 0

    def run(self, many: int) -> float:
        """Minutes until all of them were said."""
        while self.said < many:
            process = min(self._processes, key=lambda one: one.looks_at)
            self._clock.seconds = process.looks_at
            while self._calls and self._calls[0][0] <= self._clock.seconds:
                self._end(*heappop(self._calls))
            self._look(process)
        return self._clock.seconds / 60

    def _look(self, process: Process) -> None:
        process.looks_at += LOOK_EVERY
        now, free = self._clock.now(), AT_ONCE - len(process.busy)
        if not free or not deliveries.anything_to_send(self._session, now=now, real=NOW):
            return
        rows = outbox.claim(self._session, now=now, real=NOW, busy=process.busy, limit=free, pace=process.pace,
                            kept=KEPT)  # fmt: skip
        self._session.flush()
        for row in rows:
            process.busy.add(row.to)
            wait = self._slack.post(row.to)
            ends = self._clock.seconds + self._chance.uniform(*CALL)
            heappush(self._calls, (ends, row.id or 0, process, row, wait))

    def _end(self, at: float, row_id: int, process: Process, row: Outbox, wait: int) -> None:
        process.busy.remove(row.to)
        self._session.connection().execute(ENDED, {"row": row_id, "ended": "pending" if wait else "sent"})
        self.said += not wait
        self.refused += bool(wait)
        if wait:
            pacing.refused(self._session, process.pace, row, wait, NOW + timedelta(seconds=at))


def measure(url: str, many: int, limit: int, processes: int = 1) -> Spoken:
    """In an empty database, which is left empty."""
    engine = plain_engine(url)
    with engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            session.add(Workspace(id=TEAM, created_at=NOW))
            session.flush()
            connection.execute(TABLE.insert(), _prompts(many))
            morning = Morning(session, limit, processes)
            minutes = morning.run(many)
        whole.rollback()
    engine.dispose()
    return Spoken(many, limit, processes, minutes, morning.refused)


def _prompts(many: int) -> list[dict[str, Any]]:
    row = Outbox(workspace_id=TEAM, key="", kind="standup.ask", to="", lane=Lane.PROMPTS, due_at=NOW, created_at=NOW,
                 try_real=NOW, nonce="").model_dump(exclude={"id"})  # fmt: skip
    return [row | {"key": f"prompt:{number}", "to": f"U0{number:06d}"} for number in range(many)]


def part(bench: Bench) -> Iterator[str]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'pace.db'}"
        upgrade(url)
        found += [measure(url, MANY, limit) for limit in LIMITS]
        found.append(measure(url, MANY // 5, MIDDLE, SEVERAL))
    if postgres := bench.empty_postgres():
        upgrade(postgres)
        found.append(measure(postgres, MANY // 5, MIDDLE, SEVERAL))
    whole = [one for one in found if one.many == MANY]
    slowest, loudest = max(whole, key=lambda one: one.ratio), max(whole, key=lambda one: one.share)
    bench.rows += [
        Row(f"{MANY:,} prompts: worst of {len(whole)}", slowest.minutes, "min", slowest.floor, slowest.ratio, TIME,
            [one.ratio for one in whole]),
        Row("and of all calls refused, worst", loudest.share, "%", None, loudest.share, SHARE,
            [one.share for one in whole]),
    ]  # fmt: skip
    bench.results["pace"] = [
        {"many": one.many, "limit": one.limit, "processes": one.processes, "ratio": one.ratio, "refused": one.refused}
        for one in found
    ]  # fmt: skip
    yield from table(found)


def table(found: Sequence[Spoken]) -> Iterator[str]:
    yield "prompts to so many at the same moment, by what Slack allows, which nobody is told"
    for one in found:
        by = "1 process  " if one.processes == 1 else f"{one.processes} processes"
        yield (f"  {one.many:6,} at {one.limit:5d} a minute, {by}{one.minutes:8.1f} min   ×{one.ratio:6.3f}"
               f"{one.refused:6d} × 429{one.share:6.2f} %")  # fmt: skip
