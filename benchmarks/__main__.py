"""`python -m benchmarks`: what Muster costs beside the floor of each thing, and how right lines are read."""

import argparse
import gc
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import (
    adding,
    commits,
    dispatching,
    gaps,
    lines_read,
    lists,
    plans,
    rows,
    searching,
    speaking,
    starting,
    stored,
    summing_up,
    ticks,
    two,
)
from benchmarks.bench import Bench
from benchmarks.cases import READING, load
from benchmarks.peers import compared
from benchmarks.rounds import ROUNDS
from benchmarks.servers import postgres
from benchmarks.servers.processes import ROOT, SpoiledError

RESULTS = Path(__file__).parent / "results.json"
PARTS: dict[str, Callable[[Bench], Iterator[str]]] = {
    "add": adding.part,
    "two": two.part,
    "peers": compared.part,
    "start": starting.part,
    "commit": commits.part,
    "dispatch": dispatching.part,
    "list": lists.part,
    "digest": summing_up.part,
    "search": searching.part,
    "tick": ticks.part,
    "plans": plans.part,
    "gap": gaps.part,
    "pace": speaking.part,
    "home": stored.home_part,
    "find": stored.find_part,
    "plan": stored.plan_part,
    "timers": stored.timers_part,
    "people": stored.people_part,
    "accuracy": lines_read.accuracy_part,
    "speed": lines_read.speed_part,
    "growth": lines_read.growth_part,
}
NEEDS_A_DATABASE = frozenset(PARTS) - {"peers", "start", "commit", "dispatch", "accuracy", "speed", "growth"}


def main() -> None:
    options = _options()
    gc.freeze()  # as `muster serve` does: what was imported is not looked through while something is measured here
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # what was started and written goes, too
    parts = [part for part in PARTS if part in (options.only or PARTS)]
    with ExitStack() as stack:
        wants = not options.alone and bool(set(parts) & NEEDS_A_DATABASE)
        cluster = stack.enter_context(postgres.cluster()) if wants else None
        bench = Bench(
            load(options.cases or sorted(READING.glob("*.jsonl"))), stack, size=options.size, large=options.large,
            rounds=options.rounds, seconds=options.seconds, alone=options.alone, long=options.long, show=options.show,
            cluster=cluster,
        )  # fmt: skip
        if wants and cluster is None:
            print("left out: PostgreSQL (apt-get install --no-install-recommends postgresql)")
        for part in parts:
            _run(part, bench)
    if bench.rows:
        _say(rows.table(bench.rows))
    if not options.cases:
        _keep(bench)
    sys.exit(bool(bench.spoiled) or any(not row.is_ok for row in bench.rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", nargs="+", type=Path, metavar="PATH", help="cases instead of benchmarks/reading")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts only")
    parser.add_argument("--alone", action="store_true", help="without PostgreSQL and libraries to compare with")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="how often each is measured in turns")
    parser.add_argument("--seconds", type=float, default=1.5, metavar="N", help="how long a server is asked at a time")
    parser.add_argument("--size", type=int, default=20_000, metavar="N", help="among how many tasks things are done")
    parser.add_argument("--large", type=int, default=1_000_000, metavar="N", help="what stands for very many tasks")
    parser.add_argument("--long", action="store_true", help="as many tasks on PostgreSQL, too")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list up to N failures of each language")
    return parser.parse_args()


def _run(part: str, bench: Bench) -> None:
    began, before = time.monotonic(), len(bench.rows)
    try:
        _say(PARTS[part](bench))
    except SpoiledError as error:
        bench.spoiled.append(part)
        del bench.rows[before:]
        print(f"! {part} was ended, and nothing of it counts: {error}\n", flush=True)
    bench.found_by[part] = bench.rows[before:]
    bench.results.setdefault("seconds", {})[part] = round(time.monotonic() - began, 1)


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


def _keep(bench: Bench) -> None:
    """What was measured now takes the place of what these parts found before, with when it was and of which commit."""
    before: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    others = [row for row in before.get("rows", ()) if row.get("part") not in bench.found_by]
    at, commit = f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}", _commit()
    new = [{"part": part, "at": at, "commit": commit} | row.as_json()
           for part, found in bench.found_by.items() for row in found]  # fmt: skip
    kept = {**before, **bench.results, "rows": [*others, *new]}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _commit() -> str:
    """What is measured, as git names it; "" where there is no git."""
    try:
        asked = ["git", "describe", "--always", "--dirty"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
        return done.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


if __name__ == "__main__":
    main()
