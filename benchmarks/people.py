"""A workspace of very many people: reading all of them from a Slack that is played, moving some, naming and listing."""

import asyncio
import gc
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random
from time import process_time, thread_time
from typing import Any, TypeVar, cast

import aiohttp
from sqlalchemy import Engine, delete, insert
from sqlmodel import SQLModel

from bot.clock import Clock
from bot.delivery import Delivery
from bot.render.slack import notice
from bot.services.messages import census
from bot.services.people import directory as directory_services
from bot.services.people.actors import Actor
from bot.services.people.roster import Roster
from handlers.slack import directory, facts, options
from handlers.slack.desk import Desk
from handlers.slack.tenants import Tenants
from models import Person, Session, State, Task, Workspace
from models.db import Database, connect, is_sqlite, plain_engine, upgrade
from models.queries import people as queries
from scheduler import errands
from scheduler.due import run_due

T = TypeVar("T")
TEAM, NOW, SEED = "T0PEOPLE", datetime(2026, 3, 9, 8, tzinfo=UTC), 20260309
MOVED, EACH = 200, 100  # a page of people who moved to another zone, each with so many tasks
ASKED = 100  # names, of which the slowest hundredth counts
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Los_Angeles")
GIVEN = ("Ann", "Bo", "Carla", "Dana", "Emil", "Finn", "Gus", "Hana", "Ivo", "Jon", "李雷", "韩梅梅", "王芳")
FAMILY = ("Miller", "Smith", "Brown", "Jones", "Garcia", "Wang", "Zhang", "Nowak", "Rossi", "Meyer")


@dataclass(frozen=True)
class Found:
    """One figure of one database among so many people."""

    database: str
    people: int
    what: str
    value: float
    unit: str
    note: str = ""


class Slack:
    """Gives a directory page by page and keeps none of it."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.seen: Callable[[int], None] = lambda at: None

    async def users_list(self, *, limit: int, cursor: str, include_locale: bool) -> dict[str, Any]:
        at = int(cursor or 0)
        self.seen(at)
        members = [_user(number) for number in range(at, min(at + limit, self._count))]
        following = str(at + limit) if at + limit < self._count else ""
        return {"members": members, "response_metadata": {"next_cursor": following}}


def _user(number: int, zone: str = "") -> dict[str, Any]:
    chance = Random(number)  # noqa: S311 - the same every time
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    return {
        "id": _id(number), "name": f"{family.lower()}.{number}", "tz": zone or chance.choice(ZONES), "locale": "en-US",
        "updated": NOW.timestamp(), "profile": {"real_name": f"{given} {family}{number}", "display_name": given},
    }  # fmt: skip


def _id(number: int) -> str:
    return f"U{number:08d}"


class Held(Database):
    """The same database, which notes how long each transaction kept the thread that writes at work."""

    def __init__(self, inner: Database) -> None:
        super().__init__(inner._threads, inner.dialect)
        self.seconds: list[float] = []

    async def submit(self, work: Callable[[Session], T]) -> T:
        def timed(session: Session) -> T:
            began = thread_time()
            try:
                return work(session)
            finally:
                session.flush()
                self.seconds.append(thread_time() - began)

        return await super().submit(timed)

    def longest(self) -> float:
        """Milliseconds, and begin to count anew."""
        found, self.seconds = max(self.seconds, default=0.0) * 1000, []
        return found


def measure(postgres: str | None = None, *, count: int) -> Iterator[Found]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one, which is emptied."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured(f"sqlite:///{Path(folder) / 'people.db'}", count)
    if postgres:
        yield from _measured(postgres, count)


def _measured(url: str, count: int) -> Iterator[Found]:
    name = "SQLite" if is_sqlite(url) else "PostgreSQL"
    upgrade(url)
    engine = plain_engine(url)
    with Session(engine) as session:
        session.add(Workspace(id=TEAM, created_at=NOW, set_up_at=NOW))
        session.commit()
    figures = [*asyncio.run(_read_all(url, engine, count)), *_asked(engine, count)]
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(table))
    engine.dispose()
    yield from (Found(name, count, *figure) for figure in figures)


Figure = tuple[str, float, str, str]


async def _read_all(url: str, engine: Engine, count: int) -> list[Figure]:
    """Everybody for the first time, the same again, and a page of people who moved."""
    held, slack, clock = Held(connect(url)), Slack(count), Clock(NOW)
    async with aiohttp.ClientSession() as http:
        tenants = Tenants(held, clock, lambda _: cast(Any, slack))
        delivery = Delivery(held, clock, lambda _: cast(Any, None), notice)
        desk = Desk(held, clock, tenants, delivery, http)
        first, minutes, grown = await _one_reading(desk, slack, count)
        figures: list[Figure] = [
            ("the first reading", first, "s", "of processor, all threads"),
            ("as Slack lets it", minutes, "min", "by a clock that is played"),
            ("its longest transaction", held.longest(), "ms", "of processor"),
            ("memory it grew by", grown, "MB", "resident, after its first fifth"),
        ]
        again, _, _ = await _one_reading(desk, slack, count)
        figures += [("reading them again", again, "s", "nothing is news"),
                    ("its longest transaction again", held.longest(), "ms", "of processor")]  # fmt: skip
        figures += await _moved(held, engine, min(MOVED, count))
    await held.close()
    return figures


async def _one_reading(desk: Desk, slack: Slack, count: int) -> tuple[float, float, float]:
    """Seconds of processor, minutes by the played clock, megabytes grown since a fifth was read."""
    at, resident = [0.0], [0.0]

    async def sleep(seconds: float) -> None:
        at[0] += seconds

    def seen(place: int) -> None:
        if place >= count // 5 and not resident[0]:
            gc.collect()
            resident[0] = _resident()

    slack.seen = seen
    began = process_time()
    assert await directory.read_directory(desk, TEAM, directory.Pace(lambda: at[0], sleep)) == count
    taken = process_time() - began
    gc.collect()
    return taken, at[0] / 60, max(0.0, _resident() - resident[0])


def _resident() -> float:
    """Megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


async def _moved(held: Held, engine: Engine, count: int) -> list[Figure]:
    """A page in which everybody moved, and what the clock makes of it, while somebody else asks for a turn."""
    with Session(engine) as session:
        one = Task(workspace_id=TEAM, number=0, title="Write it down", owner_id="", creator_id=_id(0), state=State.OPEN,
                   due_on=date(2026, 3, 12), ends_at=NOW, created_at=NOW, updated_at=NOW).model_dump()  # fmt: skip
        session.execute(insert(Task), [one | {"number": 1 + number, "owner_id": _id(number % count)}
                                       for number in range(count * EACH)])  # fmt: skip
        session.commit()
    page = [_user(number, zone="Australia/Sydney") | {"updated": NOW.timestamp() + 1} for number in range(count)]
    held.longest()
    await held.submit(lambda session: _take(session, page))
    of_page = held.longest()
    waits: list[float] = []
    asking = asyncio.create_task(_ask(held, waits))
    began, pieces = process_time(), 0
    while done := await run_due(held, errands.DUE[0], NOW):
        pieces += done
    taken = process_time() - began
    asking.cancel()
    return [
        ("a page of people who moved", of_page, "ms", f"{count} of them, with {count * EACH:,} tasks"),
        ("what follows from it", taken, "s", f"of processor, in {pieces:,} pieces"),
        ("its longest piece", held.longest(), "ms", "of processor"),
        ("who asks meanwhile waits", _slowest(waits), "ms", "of processor, the slowest hundredth"),
    ]


def _take(session: Session, page: list[dict[str, Any]]) -> None:
    workspace = queries.workspace(session, TEAM)
    assert workspace is not None
    census.take_page(session, workspace, [facts.profile_of(one) for one in page], NOW)


async def _ask(held: Held, waits: list[float]) -> None:
    """By what the process itself does meanwhile: on a busy machine the clock tells of others."""
    while True:
        began = process_time()
        await Database.submit(held, lambda session: queries.workspace(session, TEAM))
        waits.append((process_time() - began) * 1000)
        await asyncio.sleep(0.02)


def _asked(engine: Engine, count: int) -> list[Figure]:
    """What is asked about everybody, by the processor time of the slowest hundredth."""
    chance = Random(SEED)  # noqa: S311 - the same every time
    names = [f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}{chance.randrange(count)}" for _ in range(ASKED)]
    pages = [1 + chance.randrange(-(-count // directory_services.PAGE)) for _ in range(10)]
    with Session(engine) as session:
        boss = session.get(Person, (TEAM, _id(0)))
        workspace = session.get(Workspace, TEAM)
        assert boss is not None
        assert workspace is not None
        actor = Actor(workspace, boss, NOW)
        whole = [_taken(partial(queries.list_named, session, TEAM, name)) for name in names]
        begun = [_taken(partial(queries.list_beginning, session, TEAM, name[-8:])) for name in names[:50]]
        roster = [_taken(partial(Roster, session, TEAM)) for _ in range(5)]
        paged = [_taken(partial(directory_services.page, session, actor, number)) for number in pages]
    picked = [_taken(partial(options.matching, "zones", typed, "zh")) for typed in ("sh", "ber", "上海", "a")]
    return [
        ("whom a name means", _slowest(whole), "ms", "of processor, the slowest hundredth"),
        ("whom a beginning means", _slowest(begun), "ms", "the same"),
        ("all names for a text of many lines", statistics.median(roster), "ms", "of processor"),
        ("a page of the directory", _slowest(paged), "ms", "of processor, the slowest of ten"),
        ("a list of choices by what is typed", _slowest(picked), "ms", "of processor, the slowest"),
    ]


def _taken(work: Callable[[], Any]) -> float:
    """Milliseconds of this thread's processor time."""
    began = thread_time()
    work()
    return (thread_time() - began) * 1000


def _slowest(found: list[float]) -> float:
    return sorted(found)[max(0, -(-len(found) * 99 // 100) - 1)] if found else 0.0


def table(found: list[Found]) -> Iterator[str]:
    yield f"among {found[0].people:,} people"
    for one in found:
        yield f"  {one.database:12s}{one.what:38s}{one.value:9.1f} {one.unit:4s}{one.note}"
