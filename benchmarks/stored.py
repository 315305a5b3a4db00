"""The parts about what is stored: Home, finding, plans, timers, people; on SQLite and, where it is, on PostgreSQL."""

from collections.abc import Iterator

from benchmarks import finding, homes, people, plan, timers
from benchmarks.bench import Bench

TASKS_EACH = 20  # very many tasks are those of so many people


def home_part(bench: Bench) -> Iterator[str]:
    sizes = tuple(size for size in (1_000, 10_000) if size * 5 <= bench.size) or (bench.size // 5,)
    found = list(homes.measure(bench.empty_postgres(), sizes=sizes, in_all=bench.size))
    bench.results["home"] = {f"{one.database} {one.tasks}": [one.milliseconds, one.floor, one.blocks] for one in found}
    yield from homes.table(found, bench.size)


def find_part(bench: Bench) -> Iterator[str]:
    found = list(finding.measure(bench.empty_postgres(), in_all=bench.size))
    bench.results["find"] = {f"{one.database} {one.name}": [one.milliseconds, one.floor, one.total] for one in found}
    yield from finding.table(found, bench.size)


def plan_part(bench: Bench) -> Iterator[str]:
    found = list(plan.measure(bench.empty_postgres()))
    bench.results["plan"] = {
        f"{one.database} {one.what}": [one.milliseconds, one.floor, one.statements] for one in found
    }
    yield from plan.table(found)


def timers_part(bench: Bench) -> Iterator[str]:
    found = list(timers.measure(bench.empty_postgres(), sizes=(bench.size,)))
    bench.results["timers"] = {f"{one.database} {one.what}": [one.milliseconds, one.floor] for one in found}
    yield from timers.table(found)


def people_part(bench: Bench) -> Iterator[str]:
    found = list(people.measure(bench.empty_postgres(), count=max(400, bench.large // TASKS_EACH)))
    bench.results["people"] = {f"{one.database} {one.what}": [one.value, one.unit] for one in found}
    yield from people.table(found)
