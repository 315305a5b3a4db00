"""`python -m benchmarks.finding`: what finding by words costs among many tasks, beside the bare index of words."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
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
    "rare": "order77777", "beginning": "order7777", "quoted": '"hotel flight"', "two words": "caterer deck",
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


def measure(url: str, count: int) -> Iterator[str]:
    upgrade(url)
    engine = plain_engine(url)
    with Session(engine) as session:
        if session.get(Workspace, TEAM) is None:
            fill(session, count)
            session.commit()
        if not is_sqlite(url):
            session.execute(text("ANALYZE"))
        yield f"finding among {count} tasks, {engine.dialect.name}, milliseconds"
        yield f"  {'':18s}{'found':>8s}{'find':>9s}{'index':>9s}{'ratio':>8s}{'scan':>9s}"
        for name, words in LOOKED_FOR.items():
            yield _line(session, name, words)
    engine.dispose()


def _line(session: Session, name: str, words: str) -> str:
    viewer = session.get(Person, (TEAM, "U001"))
    assert viewer is not None
    wanted = Filter(words=words, live=False)
    total = listing.count(session, viewer, wanted, NOW)
    ours = taken(partial(listing.list_page, session, viewer, wanted, NOW))
    floor, scan = taken(partial(index_alone, session, words)), taken(partial(without, session, words))
    return f"  {name:18s}{total:8d}{ours:9.1f}{floor:9.2f}{ours / floor:8.1f}{scan:9.1f}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tasks", type=int, default=200_000)
    options.add_argument("--url", help="an empty database instead of a file of our own")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(chosen.url or f"sqlite:///{folder}/finding.db", chosen.tasks):
            print(line, flush=True)  # noqa: T201 - a report is what it is for


if __name__ == "__main__":
    main()
