"""What a hundred thousand workspaces would ask of one database: `python -m benchmarks.workspaces`, seconds, seeded.

Sizes follow what Slack published before it was listed; rows and bytes are those of `benchmarks.office`, which
`--measure` plays anew. Everything else that is assumed stands in ASSUMED.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks import office
from benchmarks.servers import postgres

SEED = 20260309
WORKSPACES = 100_000
# 600,000 organisations of three and more, over 10 million people a day, the largest of tens of thousands; one in a
# thousand pays more than 100,000 dollars a year, which takes about 700 seats at the list price of 2019.
LEAST, MEAN, MOST = 3, 10_000_000 / 600_000, 50_000
PAYS_MUCH, SEATS_OF_THOSE = 575 / 600_000, 700


@dataclass(frozen=True)
class Assumed:
    """What nobody publishes. Change it here, and the figures follow."""

    users: float = 0.5  # of the people who open Slack on a day
    workdays: int = 250
    in_busiest_hour: float = 0.2  # of a zone's gestures, beside a tenth in an even day
    briefs: float = 0.8  # of those users get one at nine
    spread_minutes: int = 5  # over which nine o'clock is spread: clocks, working hours of one's own
    gestures_a_process: float = 50.0  # a second on one core with PostgreSQL elsewhere
    sends_a_process: float = 16 / 0.3  # so many at once, each as long as Slack takes
    posts_a_minute: float = 200.0  # to one workspace, and a burst of 60
    transactions_a_primary: float = 5_000.0  # small ones that write, with good disks
    cores_a_primary: int = 16
    dollars_gb_month: float = 0.12
    dollars_core_month: float = 35.0


ASSUMED = Assumed()
# hours from UTC, and the share of people there
ZONES = {-8: 0.12, -6: 0.10, -5: 0.20, -3: 0.05, 0: 0.10, 1: 0.20, 5: 0.05, 8: 0.08, 9: 0.10}


@dataclass(frozen=True)
class Kept:
    """Of one table: rows by one user on one workday, bytes of one row with its indexes, for how many days it stays."""

    rows: float
    sqlite: float
    postgresql: float
    days: int | None = None

    def bytes_(self, database: str) -> float:
        return self.rows * (self.sqlite if database == "SQLite" else self.postgresql)


WEIGHTS = {
    "task": Kept(2.0, 1075, 1365),
    "history": Kept(6.0, 341, 558),
    "taskwords": Kept(2.0, 461, 956),
    "inbox": Kept(6.0, 267, 364, 30),
    "outbox": Kept(5.58, 440, 526, 90),
    "occurrence": Kept(2.25, 349, 971, 90),
}
GESTURES, MESSAGES = 6.0, 5.58  # by one user on one workday
WRITES_A_MESSAGE = 2.0  # it is claimed, with others, and settled


@dataclass(frozen=True)
class Fleet:
    """Sizes of workspaces, and the zone of each."""

    sizes: Sequence[int]
    zones: Sequence[int]

    @property
    def people(self) -> int:
        return sum(self.sizes)


def shape() -> float:
    """The exponent with which a cut-off Pareto has the published mean."""
    low, high = 1.01, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean(middle) > MEAN else (low, middle)
    return low


def _mean(exponent: float) -> float:
    cut = 1 - (LEAST / MOST) ** exponent
    return float(exponent * LEAST / (exponent - 1) * (1 - (LEAST / MOST) ** (exponent - 1)) / cut)


def above(size: float, exponent: float) -> float:
    """The share of workspaces that are larger."""
    rest = (LEAST / MOST) ** exponent
    return float(((LEAST / size) ** exponent - rest) / (1 - rest))


def fleet(count: int = WORKSPACES, seed: int = SEED) -> Fleet:
    random, exponent = Random(seed), shape()  # noqa: S311 - played again by its seed
    rest = 1 - (LEAST / MOST) ** exponent
    sizes = [int(LEAST / (1 - random.random() * rest) ** (1 / exponent)) for _ in range(count)]
    zones = random.choices(list(ZONES), weights=list(ZONES.values()), k=count)
    return Fleet(sizes, zones)


def by_minute(found: Fleet, assumed: Assumed = ASSUMED) -> tuple[list[float], list[float]]:
    """Gestures and messages in each minute of a workday in UTC. A workspace has its zone as a whole.

    Gestures: nine even hours, but the busiest. Messages: what gestures cause goes with them; briefs at nine, each
    workspace as fast as Slack takes them.
    """
    gestures, messages = [0.0] * 1440, [0.0] * 1440
    users = Counter[int]()
    for size, zone in zip(found.sizes, found.zones, strict=True):
        users[zone] += size
        _say_briefs(messages, (9 - zone) * 60, size * assumed.users * assumed.briefs, assumed)
    said = (MESSAGES - assumed.briefs) / GESTURES
    for zone, people in users.items():
        day = people * assumed.users * GESTURES
        for hour in range(9):
            share = assumed.in_busiest_hour if hour == 0 else (1 - assumed.in_busiest_hour) / 8
            for minute in range(60):
                at = ((9 + hour - zone) * 60 + minute) % 1440
                gestures[at] += day * share / 60
                messages[at] += day * share / 60 * said
    return gestures, messages


def _say_briefs(messages: list[float], at: int, left: float, assumed: Assumed) -> None:
    even, burst = left / assumed.spread_minutes, 60.0
    owed = 0.0
    for minute in range(1440):
        owed += even if minute < assumed.spread_minutes else 0.0
        now = min(owed, assumed.posts_a_minute + burst)
        burst = max(0.0, burst - max(0.0, now - assumed.posts_a_minute))
        owed -= now
        messages[(at + minute) % 1440] += now
        if owed <= 0 and minute >= assumed.spread_minutes:
            return


def minutes_of_briefs(size: int, assumed: Assumed = ASSUMED) -> float:
    """How long after nine the last one of a workspace hears."""
    return max(assumed.spread_minutes, (size * assumed.users * assumed.briefs - 60) / assumed.posts_a_minute)


def report(count: int = WORKSPACES, seed: int = SEED) -> Iterator[str]:
    found, exponent = fleet(count, seed), shape()
    yield f"{count:,} workspaces, seed {seed}: {found.people:,} people a day, Pareto with exponent {exponent:.2f}"
    yield from _sizes(found, exponent)
    yield from _rows(found)
    yield from _rates(found)
    yield from _limits(found)


def _sizes(found: Fleet, exponent: float) -> Iterator[str]:
    ordered = sorted(found.sizes, reverse=True)
    hundredth = len(ordered) // 100
    yield f"  half have up to {ordered[len(ordered) // 2]} people, one in a hundred more than {ordered[hundredth]:,}"
    share = sum(ordered[:hundredth]) / found.people
    yield f"  the largest {ordered[0]:,}; the largest hundredth holds {share:.0%} of all"
    much = above(SEATS_OF_THOSE, exponent)
    yield f"  check: {much:.2%} of more than {SEATS_OF_THOSE} people; published: {PAYS_MUCH:.2%} that pay as much"


def _kept(database: str) -> float:
    """Bytes by one user on one workday that stay."""
    return sum(one.bytes_(database) for one in WEIGHTS.values() if one.days is None)


def _going(database: str, assumed: Assumed) -> float:
    """Bytes by one user that are there at any time, and go."""
    share = assumed.workdays / 365
    return sum(one.bytes_(database) * one.days * share for one in WEIGHTS.values() if one.days is not None)


def _rows(found: Fleet, assumed: Assumed = ASSUMED) -> Iterator[str]:
    users = found.people * assumed.users
    a_day, tasks = sum(one.rows for one in WEIGHTS.values()) * users, WEIGHTS["task"].rows
    yield f"  rows a workday: {a_day / 1e6:.1f} million, of them {tasks * users / 1e6:.2f} million tasks"
    for name in ("SQLite", "PostgreSQL"):
        forever = _kept(name) * users * assumed.workdays
        each = forever / found.people / 1e6
        yield f"  {name}: {forever / 1e12:.2f} TB more each year, {each:.2f} MB for each of the people"
        yield f"    beside {_going(name, assumed) * users / 1e12:.2f} TB that come and go"
    largest = max(found.sizes) * assumed.users * assumed.workdays
    gigabytes = largest * _kept("PostgreSQL") / 1e9
    yield f"  the largest: {largest * tasks / 1e6:.1f} million tasks, {gigabytes:.0f} GB more each year"


def _rates(found: Fleet, assumed: Assumed = ASSUMED) -> Iterator[str]:
    gestures, messages = by_minute(found)
    writes = [one + WRITES_A_MESSAGE * other for one, other in zip(gestures, messages, strict=True)]
    mean, peak = sum(writes) / 86_400, max(writes) / 60
    at = writes.index(max(writes))
    yield f"  writing transactions a second: {mean:,.0f} over the day, {peak:,.0f} at {at // 60:02}:{at % 60:02} UTC"
    yield f"  at most {max(gestures) / 60:,.0f} gestures and {max(messages) / 60:,.0f} messages a second"
    serving, saying = max(gestures) / 60 / assumed.gestures_a_process, max(messages) / 60 / assumed.sends_a_process
    processes = int(max(serving, saying)) + 1
    yield f"  {processes} processes ({serving:.1f} for gestures, {saying:.1f} to speak), {processes * 6} connections"
    yield f"  {peak / assumed.transactions_a_primary:.0%} of what one primary writes"
    cores = processes + 2 * assumed.cores_a_primary * max(1.0, peak / assumed.transactions_a_primary)
    disks = 2 * _kept("PostgreSQL") * found.people * assumed.users * assumed.workdays / 1e9
    yield (f"  {cores * assumed.dollars_core_month:,.0f} dollars a month for {cores:.0f} cores with a standby, and "
           f"{disks * assumed.dollars_gb_month:,.0f} more for each year kept, twice")  # fmt: skip


def _limits(found: Fleet) -> Iterator[str]:
    times = sorted(minutes_of_briefs(size) for size in found.sizes)
    late = [sum(time > most for time in times) for most in (5, 10, 60)]
    yield f"  nine o'clock: the last one hears within 5 minutes but in {late[0]} workspaces, 10 but in {late[1]},"
    yield f"    an hour but in {late[2]}; in the largest after {times[-1] / 60:.1f} hours"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workspaces", description=__doc__)
    parser.add_argument("--workspaces", type=int, default=WORKSPACES, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--measure", action="store_true", help="play the office anew: rows and bytes; a minute of CPU")
    options = parser.parse_args()
    if options.measure:
        with postgres.cluster() as cluster:
            _say(office.table(list(office.measure(cluster.fresh() if cluster else None))))
        return
    _say(report(options.workspaces, options.seed))


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
