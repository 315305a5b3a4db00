"""What other rules of priority would have made of the tasks of the last month, without touching any of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.rules import priority
from bot.rules.priority import Around, Rule
from models import Task

BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
AFTER_ALL = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Differs:
    """A task that would have had another level, on these days; the levels are those of the last of them."""

    task: Task
    before: int
    after: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class Outcome:
    """`asked` tasks were looked at; the counts are by level, each task as it stood on its last day."""

    asked: int
    differing: tuple[Differs, ...]
    before: dict[int, int]
    after: dict[int, int]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({day for one in self.differing for day in one.days}))


@dataclass(frozen=True)
class _Course:
    """A task's level while its date is far, and once it is near."""

    far: int
    near: int
    near_from: datetime | None

    def at(self, moment: datetime) -> int:
        return self.near if self.near_from is not None and moment >= self.near_from else self.far


def _course(task: Task, around: Around, rules: Sequence[Rule]) -> _Course:
    days = next((rule.days or 0 for rule in rules if rule.id == priority.DUE_SOON and rule.on), None)
    near_from = None if days is None or task.ends_at is None else task.ends_at - timedelta(days=days)
    far = priority.weigh(task, around, rules, BEFORE_ALL).level
    return _Course(far, priority.weigh(task, around, rules, AFTER_ALL).level, near_from)


def run(
    tasks: Iterable[Task], around: Mapping[int, Around], rules: tuple[Sequence[Rule], Sequence[Rule]],
    moments: Sequence[tuple[date, datetime]],
) -> Outcome:  # fmt: skip
    """`rules` are those of now and those to try; `moments` the ends of the days to look at, the oldest first."""
    before: Counter[int] = Counter()
    after: Counter[int] = Counter()
    differing = []
    asked = 0
    for task in tasks:
        lived = [(day, moment) for day, moment in moments if _lives(task, moment)]
        if not lived:
            continue
        asked += 1
        old, new = (_course(task, around.get(task.number, Around()), each) for each in rules)
        before[old.at(lived[-1][1])] += 1
        after[new.at(lived[-1][1])] += 1
        days = [(day, moment) for day, moment in lived if old.at(moment) != new.at(moment)]
        if days:
            last = days[-1][1]
            differing.append(Differs(task, old.at(last), new.at(last), tuple(day for day, _ in days)))
    return Outcome(asked, tuple(differing), dict(before), dict(after))


def _lives(task: Task, moment: datetime) -> bool:
    return task.created_at <= moment and (task.is_live or (task.closed_at is not None and task.closed_at > moment))
