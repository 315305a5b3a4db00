"""App Home of somebody with very much to do, in a large workspace: how long it takes to make, and how large it is."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import Session, col, select

from bot.answers import Reader
from bot.answers.days import MyDay
from bot.render import slack
from bot.services.people.actors import Actor
from bot.services.priority import days
from models import Channel, Person, Role, RoleKind, State, Task, Team, Workspace
from models.db import is_sqlite, plain_engine, upgrade

TEAM, ME, OTHERS = "T0BENCH", "U0ME", 400
NOW = datetime(2026, 3, 11, 2, tzinfo=UTC)
OPEN = (1_000,)
RUNS = 15
AT_ONCE = 5_000
STATES = (State.REVIEW, State.OPEN, State.DOING, State.OPEN)


@dataclass(frozen=True)
class Made:
    """Median milliseconds to read and to draw one Home, the same for nothing but the rows in it, and its size."""

    database: str
    tasks: int
    milliseconds: float
    floor: float
    blocks: int
    kilobytes: float

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor


def measure(postgres: str | None = None, *, sizes: tuple[int, ...] = OPEN, in_all: int) -> Iterator[Made]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            yield _measured(f"sqlite:///{Path(folder) / f'{size}.db'}", size, in_all)
    for size in sizes if postgres else ():
        yield _measured(str(postgres), size, in_all)


def _measured(url: str, size: int, in_all: int) -> Made:
    upgrade(url)
    engine = plain_engine(url)
    try:
        with Session(engine) as session:
            _fill(session, size, in_all)
            session.commit()
        _settle(engine, url)
        drawn = _home(engine)[1]
        numbers = _numbers(_home(engine)[0])
        taken = _median(lambda: _home(engine))
        return Made("SQLite" if is_sqlite(url) else "PostgreSQL", size, taken, _median(lambda: _bare(engine, numbers)),
                    len(drawn["blocks"]), len(json.dumps(drawn).encode()) / 1024)  # fmt: skip
    finally:
        engine.dispose()


def _settle(engine: Engine, url: str) -> None:
    """What a running database does by itself: it learns how its rows are spread."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if is_sqlite(url) else "VACUUM ANALYZE"))


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _home(engine: Engine) -> tuple[MyDay, dict[str, Any]]:
    with Session(engine, expire_on_commit=False) as session:
        workspace, person = session.get(Workspace, TEAM), session.get(Person, (TEAM, ME))
        assert workspace is not None
        assert person is not None
        day = days.my_day(session, Actor(workspace, person, NOW))
    return day, slack.home(day, Reader(ME, "zh", "Asia/Shanghai", NOW))


def _numbers(day: MyDay) -> list[int]:
    parts = (day.day, day.given, day.soon, day.later, day.done)
    shown = [task for part in parts for task in part.rows] + [one.task for one in day.waiting.rows]
    return [task.number for task in (*shown, *(task for team in day.teams.rows for task in team.first))]


def _bare(engine: Engine, numbers: list[int]) -> object:
    """The floor: the same tasks by their keys, in one statement, into the same objects."""
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(Task).where(Task.workspace_id == TEAM, col(Task.number).in_(numbers))).all()


def _fill(session: Session, size: int, in_all: int) -> None:
    """So many of mine, given by me and in my team; the rest is everybody's, two thirds of it done."""
    for table in ("role", "task", "team", "channel", "person", "workspace"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own words
    session.add(Workspace(id=TEAM, created_at=NOW, set_up_at=NOW))
    session.flush()
    people = [ME, *(f"U0P{number}" for number in range(OTHERS))]
    session.add_all(
        Person(workspace_id=TEAM, id=id_, name=id_, zone="Asia/Shanghai", refreshed_at=NOW) for id_ in people
    )
    session.add_all(Channel(workspace_id=TEAM, id=f"C0{n}", name=f"team-{n}", kind="public") for n in range(20))
    session.flush()
    session.add_all(Team(workspace_id=TEAM, channel_id=f"C0{n}", leads=[ME], created_at=NOW) for n in range(3))
    session.flush()
    rows = [_task(number, size) for number in range(1, in_all + 1)]
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(Task), rows[start : start + AT_ONCE])
    reviewers = [{"workspace_id": TEAM, "number": row["number"], "person_id": people[row["number"] % 97], "step": 1,
                  "kind": str(RoleKind.REVIEWER), "mode": "all",
                  "awaited": row["state"] == State.REVIEW} for row in rows if row["number"] % 4 == 0]  # fmt: skip
    for start in range(0, len(reviewers), AT_ONCE):
        session.execute(insert(Role), reviewers[start : start + AT_ONCE])


_PLAIN = Task(
    workspace_id=TEAM, number=0, title="", owner_id=ME, creator_id=ME, created_at=NOW, updated_at=NOW
).model_dump()


def _task(number: int, size: int) -> dict[str, Any]:
    other, another = f"U0P{number % OTHERS}", f"U0P{number * 7 % OTHERS}"
    group = (number - 1) // size
    owner, creator = ((ME, other if number % 3 == 0 else ME), (other, ME), (other, another))[min(group, 2)]
    is_live = group < 3 or number % 3 == 0
    channel = f"C0{number % 3}" if group == 2 else f"C0{3 + number % 17}"
    ends_at = NOW + timedelta(hours=number * 13 % 1200 - 300) if number % 4 else None
    closed_at = None if is_live else NOW - timedelta(hours=number % 9000)
    return _PLAIN | {
        "number": number, "title": f"整理第 {number} 批合同并发给法务确认", "owner_id": owner, "creator_id": creator,
        "state": str(STATES[number % 4] if is_live else State.DONE), "closed_at": closed_at,
        "ends_at": ends_at, "due_on": ends_at.date() if ends_at else None, "source_channel": channel,
        "source_is_private": False, "level": 1 + number % 5, "labels": ["法务"] if number % 10 == 0 else [],
        "project": "合同" if number % 7 == 0 else None,
    }  # fmt: skip


def table(found: list[Made], in_all: int) -> Iterator[str]:
    yield f"home, of {in_all:,} tasks: open ones of mine, given and of my teams each; milliseconds, floor, ratio, size"
    for one in found:
        yield (f"  {one.database:12s}{one.tasks:8,d}{one.milliseconds:9.1f}{one.floor:9.1f}   ×{one.ratio:5.1f}"
               f"{one.blocks:6d} blocks{one.kilobytes:8.1f} KB")  # fmt: skip
