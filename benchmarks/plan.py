"""`python -m benchmarks.plan`: how long it takes to show and to save what one date moves in a plan of many tasks."""

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from sqlalchemy import event

from bot.heard import Profile
from bot.services import people, plans, slips, tasks
from bot.services.actors import Actor
from bot.services.tasks import People, Source
from models import Session, Task, TaskFields
from models.db import plain_engine, upgrade

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
FIRST, MOVED_TO = date(2026, 3, 10), date(2026, 3, 24)
BRANCHES = 7
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan", description=__doc__)
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--url", help="an empty database, PostgreSQL for instance; a fresh SQLite file without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(options.url or f"sqlite:///{Path(folder) / 'plan.db'}", options.tasks)


def measure(url: str, count: int) -> None:
    """Chained and branched: each comes after the one before it and after another further up."""
    upgrade(url)
    engine = plain_engine(url)
    asked = [0]
    event.listen(engine, "before_cursor_execute", lambda *_: asked.__setitem__(0, asked[0] + 1))
    with engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            actor, first = _plan(session, count)
            name = url.partition(":")[0]
            slip = _timed(name, "show", asked, lambda: slips.ahead(session, actor, first, MOVED_TO))
            entry, _ = _timed(name, "save", asked, lambda: slips.save(session, actor, first, on=MOVED_TO, at=None))
            together = [one for one in slips.taken_together(session, entry) if one.kind == "slip"]
            _timed(name, "undo", asked, lambda: slips.take_back(session, actor, together))
            print(f"{name:12s} {len(slip.rows)} of {count} tasks moved along")
        whole.rollback()
    engine.dispose()


def _plan(session: Session, count: int) -> tuple[Actor, Task]:
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
    return actor, made[0]


def _timed(name: str, what: str, asked: list[int], act: Callable[[], T]) -> T:
    began, before = perf_counter(), asked[0]
    found = act()
    print(f"{name:12s} {what:6s} {(perf_counter() - began) * 1000:8.0f} ms {asked[0] - before:6d} statements")
    return found


if __name__ == "__main__":
    main()
