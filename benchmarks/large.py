"""Workspaces of very many tasks: everybody has a hundred, however many people there are, so that lists stay equal."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert, text

from benchmarks.servers.cast import LARGE_CHANNEL, LARGE_PERSON, TEAM
from models import Channel, Person, Session, State, Task, Workspace
from models.db import is_sqlite, plain_engine, upgrade
from models.queries import search

BOT, NOW = "U0MUSTER01", datetime(2026, 3, 9, 12, tzinfo=UTC)
EACH = 100  # tasks of one person, a third of them open
BUSY = 100  # one task in so many is of the one busy channel
BIG = 7  # one in so many is of the one big project
CHANNELS, SHAPES = 1_000, 2_000
DUE = 10  # one timer in so many is due
TIMES, WARM = 5, 1
WORDS = {
    "en": ["deck", "supplier", "budget", "launch", "review", "slides", "vendor", "contract", "price", "list", "hotel"],
    "zh": [
        "报价单",
        "发布会",
        "供应商",
        "合同",
        "预算",
        "周报",
        "客户",
        "样品",
        "海报",
        "会议",
        "纪要",
        "发票",
        "审计",
    ],
}
SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :size)",
    "postgresql": "WITH n AS (SELECT generate_series(2, :size) AS i)",
}
AFTER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-03-09 12:00:00', ({}) || ' seconds')",
    "postgresql": "timestamptz '2026-03-09 12:00:00+00' + ({}) * interval '1 second'",
}
BOTH_TEXTS = {"sqlite": "{} || ' ' || {}", "postgresql": "{} || CAST('''' || {} || '''\\:1' AS tsvector)"}


@dataclass(frozen=True)
class World:
    """A filled database."""

    database: str
    url: str
    size: int

    @property
    def people(self) -> int:
        return self.size // EACH

    @property
    def due(self) -> int:
        """How many timers are due by NOW."""
        return self.size // DUE


def person(number: int | str) -> str:
    return f"{LARGE_PERSON}{number}"


def channel(number: int | str) -> str:
    return f"{LARGE_CHANNEL}{number}"


def world(url: str, size: int) -> World:
    """Fill an empty database, and let it learn how its rows are spread, as a running one has."""
    upgrade(url)
    engine = plain_engine(url)
    with Session(engine) as session:
        if is_sqlite(url):
            session.connection().exec_driver_sql("PRAGMA cache_size = -200000")
        _people(session, size)
        _one_task(session)
        _shapes(session)
        _tasks(session, size)
        _words(session)
        session.commit()
    _settle(engine, url)
    engine.dispose()
    return World("SQLite" if is_sqlite(url) else "PostgreSQL", url, size)


def _people(session: Session, size: int) -> None:
    session.add(Workspace(id=TEAM, created_at=NOW, set_up_at=NOW, bot_user_id=BOT, zone="UTC", next_number=size + 1))
    session.flush()
    known = 2  # what Slack says of them is older, so that nothing is news
    one = Person(
        workspace_id=TEAM, id="", name="somebody", zone="UTC", slack_updated=known, refreshed_at=NOW
    ).model_dump()
    session.execute(insert(Person), [one | {"id": person(number)} for number in range(size // EACH)])
    here = Channel(workspace_id=TEAM, id="", name="team", kind="public", bot_is_in=True, read_at=NOW).model_dump()
    session.execute(insert(Channel), [here | {"id": channel(number)} for number in range(CHANNELS)])


def _one_task(session: Session) -> None:
    """By its model; the others are like it."""
    ahead = NOW + timedelta(days=1)
    session.add(Task(workspace_id=TEAM, number=1, title="First of all", owner_id=person(0), creator_id=person(0),
                     source_channel=channel(1), source_is_private=False, nudge_at=ahead, snoozed_until=ahead,
                     created_at=NOW - timedelta(days=400), updated_at=NOW - timedelta(days=400)))  # fmt: skip
    session.flush()


def _shapes(session: Session) -> None:
    """What tasks are called, with their lexemes: half in English, half in Chinese."""
    chance = Random(7)  # noqa: S311 - the same every time
    kind = "TEXT" if session.get_bind().dialect.name == "sqlite" else "TSVECTOR"
    session.execute(text(f"CREATE TEMPORARY TABLE shape (at INTEGER PRIMARY KEY, title TEXT, note TEXT, "
                         f"found_title {kind}, found_words {kind})"))  # fmt: skip
    session.execute(_insert_shape(session), list(_shape_rows(session, chance)))


def _insert_shape(session: Session) -> Any:
    cast = "{}" if session.get_bind().dialect.name == "sqlite" else "CAST({} AS TSVECTOR)"
    return text(f"INSERT INTO shape VALUES (:at, :title, :note, {cast.format(':found_title')}, "  # noqa: S608
                f"{cast.format(':found_words')})")  # fmt: skip


def _shape_rows(session: Session, chance: Random) -> Iterator[dict[str, Any]]:
    is_postgres = session.get_bind().dialect.name != "sqlite"
    for at in range(SHAPES):
        title = " ".join(chance.choices(WORDS["en"], k=4)) if at % 2 else "".join(chance.choices(WORDS["zh"], k=3))
        note = " ".join(chance.choices(WORDS["en"] + WORDS["zh"], k=12))
        whole = dict.fromkeys(search.TASK_WORDS) | {"title": title, "note": note}
        found = search.found_by(whole, notes=(), case=None)
        yield {"at": at, "title": title, "note": note} | {
            f"found_{name}": _written(lexemes, is_postgres) for name, lexemes in found._asdict().items()
        }


def _written(lexemes: list[str], is_postgres: bool) -> str:
    if not is_postgres:
        return " ".join(lexemes)
    return " ".join(f"'{lexeme}':{place}" for place, lexeme in enumerate(lexemes, 1))


def _tasks(session: Session, size: int) -> None:
    dialect, people = session.get_bind().dialect.name, size // EACH
    is_live, after = f"(i / {people}) % 3 = 0", AFTER[dialect]
    nudge = f"CASE WHEN i <= {size // DUE} THEN -(i % 60 + 1) ELSE i * 2 END"
    new = {
        "number": "i", "title": "shape.title || ' order' || i", "note": "shape.note",
        "owner_id": f"'{person('')}' || (i % {people})", "creator_id": f"'{person('')}' || (i * 7 % {people})",
        "level": "1 + i % 5", "project": f"CASE WHEN i % {BIG} = 0 THEN 'big' END",
        "state": f"CASE WHEN {is_live} THEN '{State.OPEN}' ELSE '{State.DONE}' END",
        "ends_at": after.format("(i * 13 % 1200 - 300) * 3600"),
        "closed_at": f"CASE WHEN {is_live} THEN NULL ELSE {after.format('-(i % 9000) * 3600')} END",
        "source_channel": f"'{channel('')}' || (CASE WHEN i % {BUSY} = 0 THEN 0 ELSE 1 + i % {CHANNELS - 1} END)",
        "created_at": after.format("-(i % 400) * 86400"), "updated_at": after.format("-(i % 300) * 86400"),
        "nudge_at": after.format(nudge), "snoozed_until": after.format(nudge),
    }  # fmt: skip
    names = [column.name for column in Task.__table__.columns]  # type: ignore[attr-defined]
    values = ", ".join(new.get(name, f"one.{name}") for name in names)
    session.execute(text(
        f"INSERT INTO task ({', '.join(names)}) {SERIES[dialect]} SELECT {values} "  # noqa: S608 - our own words
        f"FROM n JOIN shape ON shape.at = n.i % {SHAPES}, task one WHERE one.number = 1"
    ), {"size": size})  # fmt: skip


def _words(session: Session) -> None:
    """Each is found by its number, too."""
    both, number = BOTH_TEXTS[session.get_bind().dialect.name], "('order' || number)"
    session.execute(text(
        "INSERT INTO taskwords (workspace_id, number, title, words) "  # noqa: S608 - our own words
        f"SELECT workspace_id, number, {both.format('found_title', number)}, {both.format('found_words', number)} "
        f"FROM task JOIN shape ON shape.at = number % {SHAPES} WHERE number > 1"
    ))  # fmt: skip


def _settle(engine: Engine, url: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if is_sqlite(url) else "VACUUM ANALYZE"))


def in_the_middle(engine: Engine, work: Callable[[Session], object]) -> float:
    """Milliseconds that it takes there, each time in a session of its own, once it has been done before."""
    times = []
    for _ in range(WARM + TIMES):
        with Session(engine) as session:
            session.connection()
            began = time.perf_counter()
            work(session)
            times.append(time.perf_counter() - began)
    return statistics.median(times[WARM:]) * 1000
