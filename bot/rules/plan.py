"""How a date that moves carries on: a forward pass over dated tasks and the links between them, in working days."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from graphlib import TopologicalSorter
from math import ceil

from models import Link

WorksOn = Callable[[date], bool]

MOST_STEPS = 3700  # ten years: a calendar without a working day ends the search


@dataclass(frozen=True)
class Bar:
    """A task on a plan: its dates, its length in working days of its owner, and whether anything may move it.

    `works_on` is its owner's calendar. A bar needs one date at least: the other one follows from the length.
    """

    start: date | None
    due: date | None
    days: int
    works_on: WorksOn
    fixed: bool = False

    @property
    def first(self) -> date:
        """The day it begins: as said, or as long before its end as it takes."""
        if self.start is not None:
            return self.start
        assert self.due is not None, "a bar has a date"
        return shifted(self.due, 1 - self.days, self.works_on)

    @property
    def last(self) -> date:
        """The day it ends: as said, or as long after its start as it takes."""
        return self.due if self.due is not None else shifted(self.first, self.days - 1, self.works_on)


@dataclass(frozen=True)
class Tie:
    """`after` hangs on `before` by two of their ends; `lag` are working days of the later one's owner."""

    before: int
    after: int
    link: Link = Link.FINISH_TO_START
    lag: int = 0


@dataclass(frozen=True)
class Move:
    """What becomes of one task; `days` are the working days between its old end and its new one, back if negative."""

    number: int
    start: date | None
    due: date | None
    days: int


def shifted(day: date, days: int, works_on: WorksOn) -> date:
    """So many working days later, or earlier; a day off counts for nothing. 0 is the day itself."""
    step = timedelta(days=1 if days > 0 else -1)
    left, steps = abs(days), 0
    while left and steps < MOST_STEPS:
        day += step
        steps += 1
        left -= works_on(day)
    return day


def workday(day: date, works_on: WorksOn) -> date:
    """That day, or the first working day after it."""
    return day if works_on(day) else shifted(day, 1, works_on)


def between(first: date, last: date, works_on: WorksOn) -> int:
    """Working days after the first and up to the last; negative where the last comes first."""
    if last < first:
        return -between(last, first, works_on)
    return sum(works_on(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def length(start: date | None, due: date | None, estimate: float | None, works_on: WorksOn) -> int:
    """Working days from its start to its end, both counted; without both, what it was estimated at. One at least."""
    if start is not None and due is not None:
        return max(1, between(start - timedelta(days=1), due, works_on))
    return max(1, ceil(estimate or 1))


def earliest(tie: Tie, before: Bar, after: Bar) -> date:
    """The first day on which `after` may begin, as far as this tie goes."""
    works_on = after.works_on
    if tie.link == Link.START_TO_START:
        return shifted(workday(before.first, works_on), tie.lag, works_on)
    if tie.link == Link.FINISH_TO_FINISH:
        end = shifted(workday(before.last, works_on), tie.lag, works_on)
        return shifted(end, 1 - after.days, works_on)
    begin = shifted(workday(before.last + timedelta(days=1), works_on), max(0, tie.lag), works_on)
    return shifted(begin, min(0, tie.lag), works_on)


def slip(bars: Mapping[int, Bar], ties: Iterable[Tie], moved: Mapping[int, Bar], *, pull_in: bool = False,
         today: date = date.min) -> list[Move]:  # fmt: skip
    """What follows when the `moved` bars replace theirs, in the order of the plan; those are not in the answer.

    Only what would begin too early is pushed. With `pull_in`, what began as early as it could goes on doing so, though
    never before `today`. What is fixed stays, and so holds up nothing that it did not hold up before.
    """
    into: dict[int, list[Tie]] = {number: [] for number in bars}
    for tie in ties:
        if tie.before in bars and tie.after in bars:
            into[tie.after].append(tie)
    now = {**bars, **moved}
    moves: list[Move] = []
    for number in TopologicalSorter({number: [tie.before for tie in into[number]] for number in into}).static_order():
        bar = bars[number]
        if number in moved or bar.fixed or not any(now[tie.before] is not bars[tie.before] for tie in into[number]):
            continue
        begin = _new_first(bar, into[number], bars, now, today if pull_in else None)
        if begin != bar.first:
            now[number] = _begun(bar, begin)
            moves.append(_move(number, bar, now[number]))
    return moves


def _new_first(
    bar: Bar, ties: list[Tie], bars: Mapping[int, Bar], now: Mapping[int, Bar], not_before: date | None
) -> date:
    """Pushed by what moved on; pulled only where all that it waits for leave room."""
    held = [(earliest(tie, bars[tie.before], bar), earliest(tie, now[tie.before], bar)) for tie in ties]
    pushed = max((new for old, new in held if new > old), default=bar.first)
    if pushed > bar.first:
        return pushed
    if not_before is None or bar.first > max(old for old, _ in held):
        return bar.first
    return min(bar.first, max(*(new for _, new in held), workday(not_before, bar.works_on)))


def _begun(bar: Bar, begin: date) -> Bar:
    """The same task from another day on, as long as it was."""
    begin = workday(begin, bar.works_on)
    due = shifted(begin, bar.days - 1, bar.works_on) if bar.due is not None else None
    return replace(bar, start=begin if bar.start is not None else None, due=due)


def _move(number: int, old: Bar, new: Bar) -> Move:
    return Move(number, new.start, new.due, between(old.last, new.last, old.works_on))


def remembered(works_on: WorksOn) -> WorksOn:
    """A calendar that is asked for the same days again and again."""
    return cache(works_on)


@dataclass(frozen=True)
class Part:
    """What a roll-up needs to know of a part, at any depth: its `parent` is another part, or the task itself."""

    number: int
    parent: int
    closed: bool
    cancelled: bool = False
    percent: int | None = None
    days: float | None = None
    start: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class RollUp:
    """What the parts of a task come to. What was cancelled is left out of everything.

    `percent` weighs the parts that have no parts of their own by their estimates; one without an estimate weighs as
    much as the others on average, and without any estimate all weigh the same. What is closed counts in full, what
    is not by its own percentage. `days` is the sum of the estimates, None without any.
    """

    total: int
    done: int
    percent: int
    days: float | None
    start: date | None
    due: date | None


def roll_up(parts: Iterable[Part]) -> RollUp | None:
    """None where nothing counts."""
    counted = [part for part in parts if not part.cancelled]
    if not counted:
        return None
    above = {part.parent for part in counted}
    leaves = [part for part in counted if part.number not in above]
    given = [part.days for part in leaves if part.days]
    usual = sum(given) / len(given) if given else 1.0
    weights = [part.days or usual for part in leaves]
    whole = sum(weight * _share(part) for weight, part in zip(weights, leaves, strict=True)) / sum(weights)
    starts = [part.start for part in counted if part.start]
    ends = [part.due for part in counted if part.due]
    return RollUp(
        total=len(counted), done=sum(part.closed for part in counted), percent=_percent(whole),
        days=round(sum(given), 4) if given else None, start=min(starts, default=None), due=max(ends, default=None),
    )  # fmt: skip


def _share(part: Part) -> float:
    return 1.0 if part.closed else (part.percent or 0) / 100


def _percent(whole: float) -> int:
    """Rounded down, so that 100 means all of it."""
    return min(100, int(whole * 100 + 1e-9))
