"""Which way each database takes through very many tasks: the plans of all statements behind a list, a page of what is
found, a digest, and what is due."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlmodel import SQLModel

from benchmarks.bench import Bench
from benchmarks.large import NOW
from benchmarks.lists import MINE
from benchmarks.searching import JUDGED, page_of
from benchmarks.summing_up import post_now
from benchmarks.ticks import NUDGES
from bot import commands
from models import Session
from models.db import plain_engine
from scheduler.due import TOGETHER

Asked = Callable[[Session], object]


def take_due(session: Session) -> None:
    assert NUDGES.take is not None
    NUDGES.take(session, NUDGES.list_due(session, NOW)[:TOGETHER], NOW)


ASKED: dict[str, Asked] = {
    "my list": lambda session: commands.run(session, MINE, NOW),
    "find": lambda session: page_of(JUDGED["English"], session),
    "digest": post_now,
    "due": take_due,
    "nothing due": lambda session: NUDGES.list_due(session, NOW.replace(year=2000)),
}
EXPLAIN = (  # PostgreSQL tells the plan of what it has done, with the rows that each step gave
    "LOAD 'auto_explain'", "SET auto_explain.log_min_duration = 0", "SET auto_explain.log_level = 'notice'",
    "SET auto_explain.log_analyze = on", "SET auto_explain.log_timing = off", "SET client_min_messages = 'notice'",
)  # fmt: skip
STEP = re.compile(
    r"(?P<how>[A-Z][A-Za-z ]*Scan(?: using \w+)? on (?P<table>\w+))[^(\n]*"
    r"\(cost.*?actual rows=(?P<rows>\d+) loops=(?P<loops>\d+)"
)
OF_SQLITE = re.compile(r"(?:SEARCH|SCAN) (?P<table>\w+)")
TABLES = {*SQLModel.metadata.tables, "taskwords_fts", "taskwords_words"}


def part(bench: Bench) -> Iterator[str]:
    for *_, large in bench.worlds:
        engine = plain_engine(large.url)
        yield f"plans on {large.database} among {large.size:,}: how each table is gone into, and by how many steps"
        for name, asked in ASKED.items():
            with Session(engine) as session:
                steps = ways(session, asked)
                session.rollback()
            bench.results.setdefault(f"plans on {large.database}", {})[name] = steps
            for way in dict.fromkeys(steps):
                yield f"  {name:12s}{steps.count(way):3d}  {way}"
        engine.dispose()


def ways(session: Session, asked: Asked) -> list[str]:
    """Every step that reads a table, of all statements that it asks."""
    raw: Any = session.connection().connection.dbapi_connection
    listening = _on_sqlite if isinstance(raw, sqlite3.Connection) else _on_postgres
    with listening(raw) as steps:
        asked(session)
    return steps


@contextmanager
def _on_sqlite(raw: sqlite3.Connection) -> Iterator[list[str]]:
    said: list[str] = []
    steps: list[str] = []
    raw.set_trace_callback(said.append)
    try:
        yield steps
    finally:
        raw.set_trace_callback(None)
    for statement in said:
        if statement.startswith(("SELECT", "WITH", "UPDATE")):
            told = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}")]
            steps += [step for step in told if (of := OF_SQLITE.match(step)) and of["table"] in TABLES]


@contextmanager
def _on_postgres(raw: psycopg.Connection) -> Iterator[list[str]]:
    steps: list[str] = []

    def hear(notice: psycopg.errors.Diagnostic) -> None:
        found = STEP.finditer(notice.message_primary or "")
        steps.extend(f"{step['how']} ({int(step['rows']) * int(step['loops']):,} rows)"
                     for step in found if step["table"] in TABLES)  # fmt: skip

    for setting in EXPLAIN:
        raw.execute(setting.encode())
    raw.add_notice_handler(hear)
    try:
        yield steps
        raw.execute(b"SELECT 1")  # the last plan is told when the next statement comes
    finally:
        raw.remove_notice_handler(hear)
