"""How long it takes to show, to save and to take back what one date moves in a plan of many tasks."""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, event, update
from sqlmodel import col, select

from bot.heard import Profile
from bot.services.people import people
from bot.services.people.actors import Actor
from bot.services.plan import plans, slips
from bot.services.work import tasks
from bot.services.work.tasks import People, Source
from models import Session, Task, TaskFields
from models.db import is_sqlite, plain_engine, upgrade
from models.queries import tasks as task_queries

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
FIRST, MOVED_TO = date(2026, 3, 10), date(2026, 3, 24)
BRANCHES, RUNS = 7, 5
COUNT = 200


@dataclass(frozen=True)
class Moved:
    """Median milliseconds of one step, the same for nothing but the rows in it, and how many statements it took."""

    database: str
    what: str
    milliseconds: float
    floor: float
    statements: int

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor


def measure(postgres: str | None = None, *, count: int = COUNT) -> Iterator[Moved]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one, which is left empty."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured(f"sqlite:///{Path(folder) / 'plan.db'}", count)
    if postgres:
        yield from _measured(postgres, count)


def _measured(url: str, count: int) -> Iterator[Moved]:
    """Chained and branched: each comes after the one before it and after another further up."""
    upgrade(url)
    engine = plain_engine(url)
    name = "SQLite" if is_sqlite(url) else "PostgreSQL"
    with engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            actor, made = _plan(session, count)
            runs = [_run(session, connection, actor, made) for _ in range(RUNS)]
        whole.rollback()
    engine.dispose()
    for what, floor in (("show", "read"), ("save", "write"), ("undo", "write")):
        taken, least = (statistics.median(run[which][0] for run in runs) for which in (what, floor))
        yield Moved(name, what, taken, least, runs[0][what][1])


def _run(session: Session, connection: Connection, actor: Actor, made: list[Task]) -> dict[str, tuple[float, int]]:
    """Shown, saved and taken back once, and the floors: the same tasks read by their keys, and written by them."""
    first, found = made[0], {}
    session.expire_all()
    found["show"] = _timed(connection, lambda: slips.ahead(session, actor, first, MOVED_TO))
    found["save"] = _timed(connection, lambda: slips.save(session, actor, first, on=MOVED_TO, at=None))
    newest = task_queries.last_changes_by(session, actor.person, NOW)
    moved = [one for one in newest if one.kind == "slip"]
    assert len(moved) == len(made) - 1, "all of them moved along"
    found["undo"] = _timed(connection, lambda: slips.take_back(session, actor, moved))
    tasks.due(session, actor, first, on=FIRST, at=None)
    numbers = [task.number for task in made]
    session.expire_all()
    mine = col(Task.workspace_id) == first.workspace_id
    by_key = select(Task).where(mine, col(Task.number).in_(numbers))
    found["read"] = _timed(connection, lambda: session.exec(by_key).all())
    rows = [{"workspace_id": first.workspace_id, "number": task.number, "due_on": task.due_on} for task in made]
    found["write"] = _timed(connection, lambda: session.execute(update(Task), rows))
    return found


def _plan(session: Session, count: int) -> tuple[Actor, list[Task]]:
    workspace = people.settle_in(session, "T0PLAN", name="Plan", bot_user_id="U0BOT", now=NOW)
    crew = [people.keep_profile(session, workspace, Profile(id=f"U{n}", name=f"crew{n}", zone="Asia/Shanghai"), NOW)
            for n in range(BRANCHES)]  # fmt: skip
    workspace.leads = [crew[0].id]
    actor = Actor(workspace, crew[0], NOW)
    made: list[Task] = []
    for n in range(count):
        fields = TaskFields(title=f"Step {n}", owner_id=crew[n % BRANCHES].id, due_on=FIRST + timedelta(days=n))
        task = tasks.add(session, actor, fields, People(), Source(door="slash"))
        before = {made[-1].number, made[max(0, n - BRANCHES)].number} if made else set()
        plans.after(session, actor, task, sorted(before))
        made.append(task)
    return actor, made


def _timed(connection: Connection, act: Callable[[], object]) -> tuple[float, int]:
    """(milliseconds, statements)"""
    said: list[int] = []

    def listen(*_: object) -> None:
        said.append(1)

    event.listen(connection, "before_cursor_execute", listen)
    began = perf_counter()
    act()
    taken = (perf_counter() - began) * 1000
    event.remove(connection, "before_cursor_execute", listen)
    return taken, len(said)


def table(found: list[Moved], count: int = COUNT) -> Iterator[str]:
    yield f"plan of {count} tasks, all moved by one date; milliseconds, floor, ratio, statements"
    for one in found:
        yield (f"  {one.database:12s}{one.what:8s}{one.milliseconds:9.1f}{one.floor:9.1f}   ×{one.ratio:5.1f}"
               f"{one.statements:6d}")  # fmt: skip
