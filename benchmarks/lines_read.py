"""The parts about reading lines: how right, how fast, and how the time grows with the line."""

from collections.abc import Iterator

from benchmarks import accuracy, growth, speed
from benchmarks.bench import Bench
from benchmarks.cases import DateCase
from benchmarks.readers import Reader, our_reader, ours, peers

MODULES = {"parsedatetime": "parsedatetime", "jionlp": "jionlp"}
ORDINARY = "@dana send the updated deck to the supplier by next Friday 5pm !high #launch ~2d"


def _peers(bench: Bench) -> Iterator[str | Reader]:
    return iter(()) if bench.alone else peers()


def accuracy_part(bench: Bench) -> Iterator[str]:
    found = accuracy.measure(bench.cases, ours)
    yield from accuracy.table("muster", found)
    bench.results["accuracy"] = {
        lang: {kind: [share.right, share.of] for kind, share in tally.kinds.items() if share.of}
        for lang, tally in found.items()
    }
    for reader in _peers(bench):
        if isinstance(reader, str):
            yield reader
            continue
        dates = [case for case in bench.cases if isinstance(case, DateCase) and case.lang == reader.lang]
        dates = [case for case in dates if case.kind != "recurrence" and not case.ambiguous]
        if dates:
            yield from accuracy.table(f"{reader.name}, dates and clocks only", accuracy.measure(dates, reader.on_case))
    for lang, tally in sorted(found.items()) if bench.show else ():
        yield f"what went wrong, {lang}: {len(tally.failures)}"
        yield from (f"  {failure}" for failure in tally.failures[: bench.show])


def speed_part(bench: Bench) -> Iterator[str]:
    readers = [one for one in _peers(bench) if isinstance(one, Reader)]
    results = bench.results["speed"] = {}
    for lang in sorted({case.lang for case in bench.cases}):
        here = [case for case in bench.cases if case.lang == lang]
        found = speed.paces([our_reader(lang), *(reader for reader in readers if reader.lang == lang)], here)
        yield from speed.pace_table(lang, found, len(here))
        results[lang] = {pace.name: [pace.median, pace.p99] for pace in found}
    modules = [("muster, reading", "bot.parsing.jsonl"), *((reader.name, MODULES[reader.name]) for reader in readers)]
    yield "start, each in fresh processes: milliseconds to import, megabytes then"
    for start in speed.starts(modules):
        yield f"  {start.name:28s}{start.milliseconds:9.0f}{start.megabytes or float('nan'):9.0f}"
        results[f"start {start.name}"] = [start.milliseconds, start.megabytes]
    yield f"  muster parse --jsonl        {speed.program_start():9.0f}   the whole program"
    for name, line in (("an ordinary line", ORDINARY), ("10,000 characters", (ORDINARY + " ") * 120)):
        yield f"  memory, {name:20s}{speed.memory_of(our_reader('en'), line[:10_000]):9.0f} KB"


def growth_part(bench: Bench) -> Iterator[str]:
    reader = our_reader("en")
    found = growth.grow(lambda line: reader.read(line, growth.NOW))
    bench.results["growth"] = {one.name: one.milliseconds for one in found}
    yield from growth.table(found)
