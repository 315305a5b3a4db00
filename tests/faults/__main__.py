"""`make faults` and `make faults-long`: everything is broken on purpose, and one table says what came of it.

`SEED=7` plays again what seed 7 played, `ONLY=G2,G4` plays these only, `JOBS=2` says how many parts go side by side,
`SHARE=0.1` plays a tenth of each size. The exit code is 1 when anything was found that must not be. With `AGAIN=1` a
part in which something came too late is played once more, alone, and that counts: on a machine that does other work at
the same time, what should have come within a minute may come after it. What was lost or came twice is not played again.
"""

import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import SystemRandom

from tests.faults.crash_points import never_died_at
from tests.faults.goals import PARTS, POSTGRES, Part, Size
from tests.faults.parts import Found
from tests.faults.playing import play_one
from tests.postgres import Server, a_server, programs

SHARED = ("kills", "tasks", "sends", "restarts", "rounds", "people", "days", "events", "requests", "seconds")
SHOWN = 12  # breaches of a part
NEVER = re.compile(r"\bI(1|2|3|5|6|9|10)\b")  # of these invariants no second try is allowed
Wanted = list[tuple[int, Size]]
"""Places in PARTS, and how much of each."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    part: Part
    found: Found
    seconds: float
    is_again: bool = False


def main() -> int:
    long = "--long" in sys.argv[1:]
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    wanted, began = _wanted(long), time.monotonic()
    if not wanted:
        _say(f"! nothing is played: there is no {os.environ.get('ONLY')}{'' if long else ' but in make faults-long'}")
        return 1
    _say(f"· seed {seed}; again with: make faults{'-long' if long else ''} SEED={seed}")
    with tempfile.TemporaryDirectory(prefix="muster-faults-") as folder, _postgres(wanted) as server:
        rows = _play(wanted, seed, Path(folder), server)
    if missed := _missed_places(rows):
        _say(f"! nothing ever died at {missed}")
    _print(rows, seed, time.monotonic() - began)
    broken = [row for row in rows if row.found.breaches]
    _say(f"\n! seed {seed}: {len(broken)} of {len(rows)} did not hold" if broken else "\n· all of it held")
    return 1 if broken or missed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wanted(long: bool) -> Wanted:
    only = set(filter(None, os.environ.get("ONLY", "").upper().split(",")))
    share = float(os.environ.get("SHARE") or 1)
    sizes = [(at, part.long if long else part.short) for at, part in enumerate(PARTS) if not only or part.goal in only]
    return [(at, _smaller(size, share)) for at, size in sizes if size is not None]


def _smaller(size: Size, share: float) -> Size:
    return {name: max(1, amount * share) if name in SHARED else amount for name, amount in size.items()}


@contextmanager
def _postgres(wanted: Wanted) -> Iterator[Server | None]:
    """One server for all, where one is wanted and installed."""
    bin_ = programs()
    if bin_ is None or not any(PARTS[at].database == POSTGRES for at, _ in wanted):
        yield None
        return
    with a_server(bin_) as server:
        yield server


def _play(wanted: Wanted, seed: int, folder: Path, server: Server | None) -> list[Row]:
    """Some parts side by side, then those that want to be alone; a line is said as soon as one is done."""
    jobs = int(os.environ.get("JOBS") or 3)  # most of the time each waits for a lease to run out
    rows = _side_by_side(jobs, [one for one in wanted if not PARTS[one[0]].alone], seed, folder, server)
    rows |= _side_by_side(1, [one for one in wanted if PARTS[one[0]].alone], seed, folder, server)
    if os.environ.get("AGAIN"):
        missed = _missed_places(rows.values())
        broken = [one for one in wanted if _may_be_haste(rows[one[0]].found) or (missed and PARTS[one[0]].goal == "G1")]
        for at, row in _side_by_side(1, broken, seed, folder / "again", server).items():
            row.found.places += rows[at].found.places
            rows[at] = replace(row, is_again=True)
    return [rows[at] for at, _ in wanted]


def _may_be_haste(found: Found) -> bool:
    """What is lost, or there twice, or where it must not be, is so on the busiest machine, too."""
    return bool(found.breaches) and not any(NEVER.search(breach) for breach in found.breaches)


def _side_by_side(jobs: int, wanted: Wanted, seed: int, folder: Path, server: Server | None) -> dict[int, Row]:
    """Each in a process of its own."""
    rows: dict[int, Row] = {}
    folder.mkdir(exist_ok=True)
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        playing = {pool.submit(play_one, at, size, seed, folder / str(at), server): at for at, size in wanted}
        for done in as_completed(playing):
            at = playing[done]
            found, seconds = done.result()
            rows[at] = Row(PARTS[at], found, seconds)
            name = f"{PARTS[at].goal} {PARTS[at].name} {PARTS[at].database}".strip()
            _say(f"{'!' if found.breaches else '·'} {name}: {found.injected} → {found.found} ({seconds:.0f} s)")
            for breach in found.breaches[:SHOWN]:
                _say(f"    {breach}")
    return rows


def _missed_places(rows: Iterable[Row]) -> str:
    """Where the crash-point loop was played whole, it must have died at every place that has a name."""
    crashes = [row for row in rows if row.part.goal == "G1"]
    if not crashes or any(row.found.breaches for row in crashes):
        return ""
    return ", ".join(sorted(never_died_at(sum((row.found.places for row in crashes), Counter[str]()))))


def _print(rows: list[Row], seed: int, seconds: float) -> None:
    """In Markdown, to be pasted where it is to be shown."""
    _say(f"\nSeed {seed}, {seconds:.0f} s in all.\n")
    _say("| goal | on | injected | expected | found | held | s |\n|---|---|---|---|---|---|---|")
    for row in rows:
        held = "**no**" if row.found.breaches else "yes, the second time" if row.is_again else "yes"
        cells = (f"{row.part.goal} {row.part.name}", row.part.database, row.found.injected, row.found.expected,
                 row.found.found, held, f"{row.seconds:.0f}")  # fmt: skip
        _say(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main())
