"""`python -m benchmarks`: how right and fast lines are read, and how fast Home, finding, plans and timers are."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import accuracy, finding, growth, homes, plan, speed, timers
from benchmarks.cases import READING, Case, DateCase, load
from benchmarks.readers import Reader, our_reader, ours, peers

READING_PARTS = ("accuracy", "speed", "growth")
PARTS = (*READING_PARTS, "home", "find", "plan", "timers")
SMALL = 20_000
RESULTS = Path(__file__).parent / "results.json"
MODULES = {"parsedatetime": "parsedatetime", "jionlp": "jionlp"}
ORDINARY = "@dana send the updated deck to the supplier by next Friday 5pm !high #launch ~2d"


def main() -> None:
    options = _options()
    cases = load(options.cases or sorted(READING.glob("*.jsonl")))
    parts = [part for part in PARTS if part in (options.only or PARTS)]
    readers: list[Reader] = []
    for found in () if options.alone or not set(parts) & {"accuracy", "speed"} else peers():
        if isinstance(found, str):
            print(found)
        else:
            readers.append(found)
    results: dict[str, Any] = {}
    runs: dict[str, Callable[[], Iterator[str]]] = {
        "accuracy": lambda: _accuracy(cases, readers, options.show, results),
        "speed": lambda: _speed(cases, readers, results),
        "growth": lambda: _growth(results),
        "home": lambda: _home(options, results),
        "find": lambda: _find(options, results),
        "plan": lambda: _plan(options, results),
        "timers": lambda: _timers(options, results),
    }
    for part in parts:
        _say(runs[part]())
    if not options.cases and len(parts) == len(PARTS):
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", nargs="+", type=Path, metavar="PATH", help="cases instead of benchmarks/reading")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts only")
    parser.add_argument("--alone", action="store_true", help="without the libraries to compare with")
    parser.add_argument("--postgres", metavar="URL", help="an empty database: all but reading there, too")
    parser.add_argument(
        "--size", type=int, default=SMALL, metavar="N", help="among how many tasks home, find, timers are"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list up to N failures of each language")
    return parser.parse_args()


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


def _accuracy(cases: Sequence[Case], readers: Sequence[Reader], show: int, results: dict[str, Any]) -> Iterator[str]:
    found = accuracy.measure(cases, ours)
    yield from accuracy.table("muster", found)
    results["accuracy"] = {
        lang: {kind: [share.right, share.of] for kind, share in tally.kinds.items() if share.of}
        for lang, tally in found.items()
    }
    for reader in readers:
        dates = [case for case in cases if isinstance(case, DateCase) and case.lang == reader.lang]
        dates = [case for case in dates if case.kind != "recurrence" and not case.ambiguous]
        if dates:
            yield from accuracy.table(f"{reader.name}, dates and clocks only", accuracy.measure(dates, reader.on_case))
    for lang, tally in sorted(found.items()) if show else ():
        yield f"what went wrong, {lang}: {len(tally.failures)}"
        yield from (f"  {failure}" for failure in tally.failures[:show])


def _speed(cases: Sequence[Case], readers: Sequence[Reader], results: dict[str, Any]) -> Iterator[str]:
    results["speed"] = {}
    for lang in sorted({case.lang for case in cases}):
        here = [case for case in cases if case.lang == lang]
        found = speed.paces([our_reader(lang), *(reader for reader in readers if reader.lang == lang)], here)
        yield from speed.pace_table(lang, found, len(here))
        results["speed"][lang] = {pace.name: [pace.median, pace.p99] for pace in found}
    modules = [("muster, reading", "bot.parsing.jsonl"), *((reader.name, MODULES[reader.name]) for reader in readers)]
    yield "start, each in fresh processes: milliseconds to import, megabytes then"
    for start in speed.starts(modules):
        yield f"  {start.name:28s}{start.milliseconds:9.0f}{start.megabytes or float('nan'):9.0f}"
        results["speed"][f"start {start.name}"] = [start.milliseconds, start.megabytes]
    yield f"  muster parse --jsonl        {speed.program_start():9.0f}   the whole program"
    for name, line in (("an ordinary line", ORDINARY), ("10,000 characters", (ORDINARY + " ") * 120)):
        yield f"  memory, {name:20s}{speed.memory_of(our_reader('en'), line[:10_000]):9.0f} KB"


def _growth(results: dict[str, Any]) -> Iterator[str]:
    reader = our_reader("en")
    found = growth.grow(lambda line: reader.read(line, growth.NOW))
    results["growth"] = {one.name: one.milliseconds for one in found}
    yield from growth.table(found)


def _home(options: argparse.Namespace, results: dict[str, Any]) -> Iterator[str]:
    sizes = tuple(size for size in (1_000, 10_000) if size * 5 <= options.size) or (options.size // 5,)
    found = list(homes.measure(options.postgres, sizes=sizes, in_all=options.size))
    results["home"] = {f"{one.database} {one.tasks}": [one.milliseconds, one.floor, one.blocks] for one in found}
    yield from homes.table(found, options.size)


def _find(options: argparse.Namespace, results: dict[str, Any]) -> Iterator[str]:
    found = list(finding.measure(options.postgres, in_all=options.size))
    results["find"] = {f"{one.database} {one.name}": [one.milliseconds, one.floor, one.total] for one in found}
    yield from finding.table(found, options.size)


def _plan(options: argparse.Namespace, results: dict[str, Any]) -> Iterator[str]:
    found = list(plan.measure(options.postgres))
    results["plan"] = {f"{one.database} {one.what}": [one.milliseconds, one.floor, one.statements] for one in found}
    yield from plan.table(found)


def _timers(options: argparse.Namespace, results: dict[str, Any]) -> Iterator[str]:
    found = list(timers.measure(options.postgres, sizes=(options.size,)))
    results["timers"] = {f"{one.database} {one.what}": [one.milliseconds, one.floor] for one in found}
    yield from timers.table(found)


if __name__ == "__main__":
    main()
