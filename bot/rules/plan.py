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
         today: date = date.min, carried: Mapping[int, Bar] | None = None) -> list[Move]:  # fmt: skip
    """What follows when the `moved` bars replace theirs, in the order of the plan; those are not in the answer.

    Only what would begin too early is pushed. With `pull_in`, what began as early as it could goes on doing so, though
    never before `today`. What is fixed stays, and so holds up nothing that it did not hold up before. What is
    `carried` goes to the place given for it, or as near to it as what it comes after lets it.
    """
    into: dict[int, list[Tie]] = {number: [] for number in bars}
    for tie in ties:
        if tie.before in bars and tie.after in bars:
            into[tie.after].append(tie)
    taken = {number: new for number, new in (carried or {}).items() if number not in moved and not bars[number].fixed}
    now = {**bars, **taken, **moved}
    moves: list[Move] = []
    for number in TopologicalSorter({number: [tie.before for tie in into[number]] for number in into}).static_order():
        bar = bars[number]
        if number in moved or bar.fixed:
            continue
        if number in taken:
            now[number] = _kept_in_order(bar, taken[number], into[number], bars, now)
        elif any(now[tie.before] is not bars[tie.before] for tie in into[number]):
            begin = _new_first(bar, into[number], bars, now, today if pull_in else None)
            now[number] = bar if begin == bar.first else _begun(bar, begin)
        if now[number] != bar:
            moves.append(_move(number, bar, now[number]))
    return moves


def _kept_in_order(bar: Bar, new: Bar, ties: list[Tie], bars: Mapping[int, Bar], now: Mapping[int, Bar]) -> Bar:
    """Where it is carried to, unless that is too early for what comes first and was not before."""
    held = [(earliest(tie, bars[tie.before], bar), earliest(tie, now[tie.before], bar)) for tie in ties]
    begin = max((later for was, later in held if later > was or bar.first >= was), default=new.first)
    return _begun(new, begin) if begin > new.first else new


def carried(bar: Bar, days: int, *, has_begun: bool, today: date) -> Bar:
    """A part that goes along with its whole: so many working days of its own owner, what has begun by its end only.

    Back it goes no further than `today`; what is late already stays.
    """
    is_by_end = has_begun or bar.start is None
    old = bar.due if is_by_end else bar.start
    if old is None:
        return bar
    new = shifted(old, days, bar.works_on)
    if days < 0:
        new = min(old, max(new, workday(max(today, bar.start or today) if is_by_end else today, bar.works_on)))
    if new == old:
        return bar
    if not is_by_end:
        return _begun(bar, new)
    return replace(bar, due=new, days=length(bar.start, new, bar.days, bar.works_on))


def begun_after(bar: Bar, befores: Iterable[tuple[Tie, Bar]]) -> Bar:
    """Where a task has to be to come after those, too; itself where its dates keep to it.

    Two that are due on one day, without a start, can both be kept: a due date alone is a promise and not a bar.
    """
    held = [earliest(tie, before, bar) for tie, before in befores if not _can_both_be_kept(tie, before, bar)]
    begin = max(held, default=bar.first)
    return _begun(bar, begin) if begin > bar.first else bar


def _can_both_be_kept(tie: Tie, before: Bar, after: Bar) -> bool:
    is_plain = tie.link == Link.FINISH_TO_START and tie.lag <= 0
    return is_plain and before.start is None and after.start is None and before.due == after.due


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
