"""Full-text find among very many tasks, in both languages, beside the bare index counting its hits."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from benchmarks.bench import Bench
from benchmarks.finding import index_alone
from benchmarks.large import NOW, World, in_the_middle, person
from benchmarks.rounds import Round, middle, take_turns
from benchmarks.rows import Goal, between
from benchmarks.servers.cast import TEAM
from models import Person, Session
from models.db import plain_engine
from models.queries import listing
from models.queries.listing import Filter

GOAL = Goal(3, 1.5)
JUDGED = {"English": "launch", "Chinese": "报价"}
SHOWN = JUDGED | {"two words": "caterer deck", "Chinese in a row": "审计报价", "rare": "order77777", "miss": "zeppelin"}


def part(bench: Bench) -> Iterator[str]:
    for worlds in bench.worlds:
        *smaller, large = worlds
        with ExitStack() as stack:
            measured: dict[str, Callable[[], float]] = {}
            for world in worlds:
                engine = plain_engine(world.url)
                stack.callback(engine.dispose)
                for name, words in (JUDGED if world in smaller else SHOWN).items():
                    measured[f"ours {name} {world.size}"] = partial(in_the_middle, engine, partial(page_of, words))
                    measured[f"index {name} {world.size}"] = partial(in_the_middle, engine, partial(_index, words))
            played = take_turns(measured, bench.rounds)
        bench.keep(f"search on {large.database}", played)
        bench.rows += [
            between(f"find, {large.database}: {name}, among {large.size:,}", "ms p50", played, GOAL,
                    f"ours {name} {large.size}", f"index {name} {large.size}") for name in JUDGED
        ]  # fmt: skip
        yield from _table(large, played)


def _table(large: World, played: list[Round[float]]) -> Iterator[str]:
    yield f"find among {large.size:,} on {large.database}: milliseconds for a page, and for the index to count"
    for name in SHOWN:
        ours, floor = (middle(played, f"{which} {name} {large.size}") for which in ("ours", "index"))
        yield f"  {name:18s}{ours:9.2f}{floor:9.2f}"


def page_of(words: str, session: Session) -> object:
    viewer = session.get(Person, (TEAM, person(1)))
    assert viewer is not None
    return listing.list_page(session, viewer, Filter(words=words, live=False), NOW)


def _index(words: str, session: Session) -> None:
    index_alone(session, words)
