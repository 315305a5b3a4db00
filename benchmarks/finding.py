"""What finding by words costs among many tasks, beside the bare index of words."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import bindparam, insert, text

from models import Channel, Person, Session, Task, TaskWords, Workspace
from models.db import is_sqlite, plain_engine, upgrade
from models.lexemes import sought
from models.queries import listing, search
from models.queries.listing import Filter

TEAM, NOW, RUNS, AT_ONCE = "T0BENCH", datetime(2026, 3, 9, tzinfo=UTC), 7, 2000
SAID = {
    "en": "deck supplier budget launch review slides vendor contract price list hotel flight caterer invoice",
    "zh": "报价单 发布会 供应商 合同 预算 周报 客户 样品 海报 会议 纪要 发票 差旅 培训 翻译 审计 路线图 酒店 名单",
}
LOOKED_FOR = {
    "rare": "order7777", "beginning": "order777", "quoted": '"hotel flight"', "two words": "caterer deck",
    "common": "launch", "Chinese": "审计报价", "common in Chinese": "报价", "one character": "酒", "miss": "zeppelin",
}  # fmt: skip
INDEX_ALONE = {
    "sqlite": text("SELECT count(*) FROM taskwords_fts WHERE taskwords_fts MATCH :sought"),
    "postgresql": text("SELECT count(*) FROM taskwords WHERE words @@ CAST(:sought AS tsquery)"),
}
WITHOUT = text("SELECT count(*) FROM task WHERE lower(title) LIKE :word OR lower(note) LIKE :word")


def tasks(count: int) -> Iterator[dict[str, Any]]:
    """Half in English, half in Chinese; one in ten private, of somebody else."""
    chance = Random(7)  # noqa: S311 - the same tasks every time
    english, chinese = SAID["en"].split(), SAID["zh"].split()
    for number in range(1, count + 1):
        title = " ".join(chance.choices(english, k=4)) if number % 2 else "".join(chance.choices(chinese, k=3))
        yield {
            "workspace_id": TEAM, "number": number, "title": f"{title} order{number}", "creator_id": "U000",
            "note": " ".join(chance.choices(english + chinese, k=12)), "source_is_private": number % 10 == 0,
            "owner_id": f"U{number % 200:03d}", "state": "done" if number % 3 else "open", "source_channel": "C0",
            "created_at": NOW, "updated_at": NOW - timedelta(minutes=number), "labels": [],
        }  # fmt: skip


def fill(session: Session, count: int) -> None:
    session.add(Workspace(id=TEAM, created_at=NOW))
    session.flush()
    session.add_all(Person(workspace_id=TEAM, id=f"U{number:03d}", refreshed_at=NOW) for number in range(200))
    session.add(Channel(workspace_id=TEAM, id="C0", name="launch", kind="public"))
    session.flush()
    rows = tasks(count)
    while some := list(islice(rows, AT_ONCE)):
        session.execute(insert(Task), [Task(**row).model_dump() for row in some])
        session.execute(insert(TaskWords), [_found_by(row) for row in some])


def _found_by(row: dict[str, Any]) -> dict[str, Any]:
    whole = dict.fromkeys(search.TASK_WORDS) | row
    found = search.found_by(whole, notes=(), case=None)
    return {"workspace_id": TEAM, "number": row["number"], **found._asdict()}


def index_alone(session: Session, words: str) -> None:
    """The floor: how many rows the index finds, whoever looks."""
    dialect = session.get_bind().dialect.name
    wanted = search.fts("words", sought(words)) if dialect == "sqlite" else search.tsquery(sought(words))
    session.execute(INDEX_ALONE[dialect].bindparams(bindparam("sought", wanted))).all()


def without(session: Session, words: str) -> None:
    """What one word costs where every title and note is read through."""
    session.execute(WITHOUT.bindparams(word=f"%{words.split(maxsplit=1)[0].strip(chr(34))}%")).all()


def taken(run: Callable[[], object]) -> float:
    """Milliseconds, the median of several runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


@dataclass(frozen=True)
class Found:
    """How many tasks some words find, median milliseconds for a page of them, of the index alone, of reading all."""

    database: str
    name: str
    total: int
    milliseconds: float
    floor: float
    scan: float

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor


def measure(postgres: str | None = None, *, in_all: int) -> Iterator[Found]:
    """On SQLite in a folder that goes, and on an empty PostgreSQL database where there is one, which is left empty."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured(f"sqlite:///{folder}/finding.db", in_all)
    if postgres:
        yield from _measured(postgres, in_all)


def _measured(url: str, in_all: int) -> Iterator[Found]:
    """Kept and vacuumed first: until then PostgreSQL knows nothing of its index, and guesses the way to the words."""
    upgrade(url)
    engine = plain_engine(url)
    try:
        with Session(engine) as session:
            fill(session, in_all)
            session.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE" if is_sqlite(url) else "VACUUM ANALYZE"))
        with Session(engine) as session:
            for name, words in LOOKED_FOR.items():
                yield _found(session, "SQLite" if is_sqlite(url) else "PostgreSQL", name, words)
    finally:
        if not is_sqlite(url):
            with engine.begin() as connection:
                connection.execute(text("TRUNCATE workspace CASCADE"))
        engine.dispose()


def _found(session: Session, database: str, name: str, words: str) -> Found:
    viewer = session.get(Person, (TEAM, "U001"))
    assert viewer is not None
    wanted = Filter(words=words, live=False)
    total = listing.count(session, viewer, wanted, NOW)
    ours = taken(partial(listing.list_page, session, viewer, wanted, NOW))
    return Found(database, name, total, ours, taken(partial(index_alone, session, words)),
                 taken(partial(without, session, words)))  # fmt: skip


def table(found: list[Found], in_all: int) -> Iterator[str]:
    yield f"finding among {in_all:,} tasks: found, milliseconds, floor (the index alone), ratio, reading all of them"
    for one in found:
        yield (f"  {one.database:12s}{one.name:18s}{one.total:8,d}{one.milliseconds:9.1f}{one.floor:9.2f}"
               f"   ×{one.ratio:6.1f}{one.scan:9.1f}")  # fmt: skip
