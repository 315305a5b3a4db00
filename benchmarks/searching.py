"""Full-text find among very many tasks, in both languages, beside the bare index counting its hits."""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import Engine

from benchmarks.bench import Bench
from benchmarks.finding import index_alone
from benchmarks.large import NOW, TEAM
from benchmarks.rounds import middle, take_turns
from benchmarks.rows import Goal, between
from models import Person, Session
from models.db import plain_engine
from models.queries import listing
from models.queries.listing import Filter

GOAL = Goal(3, 1.5)
JUDGED = {"English": "launch", "Chinese": "报价"}
SHOWN = JUDGED | {"two words": "caterer deck", "Chinese in a row": "审计报价", "rare": "order77777", "miss": "zeppelin"}
TIMES, WARM = 5, 1


def part(bench: Bench) -> Iterator[str]:
    for _, large in bench.worlds:
        engine = plain_engine(large.url)
        ours = {f"ours {name}": partial(_middle, engine, partial(_ours, words)) for name, words in SHOWN.items()}
        index = {f"index {name}": partial(_middle, engine, partial(_index, words)) for name, words in SHOWN.items()}
        played = take_turns(ours | index, bench.rounds)
        engine.dispose()
        bench.results[f"search on {large.database}"] = {
            name: [one.found[name] for one in played] for name in ours | index
        }
        bench.rows += [
            between(f"find, {large.database}: {name}, among {large.size:,}", "ms p50", played, GOAL,
                    f"ours {name}", f"index {name}") for name in JUDGED
        ]  # fmt: skip
        yield f"find among {large.size:,} on {large.database}: milliseconds for a page, and for the index to count"
        for name in SHOWN:
            yield f"  {name:18s}{middle(played, f'ours {name}'):9.2f}{middle(played, f'index {name}'):9.2f}"


def _ours(words: str, session: Session) -> object:
    viewer = session.get(Person, (TEAM, "U1"))
    assert viewer is not None
    return listing.list_page(session, viewer, Filter(words=words, live=False), NOW)


def _index(words: str, session: Session) -> None:
    index_alone(session, words)


def _middle(engine: Engine, work: Callable[[Session], object]) -> float:
    times = []
    for _ in range(WARM + TIMES):
        with Session(engine) as session:
            session.connection()
            began = time.perf_counter()
            work(session)
            times.append(time.perf_counter() - began)
    return statistics.median(times[WARM:]) * 1000
