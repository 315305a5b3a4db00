"""When work that comes again comes next, in civil time: nine o'clock stays nine o'clock, whatever the clocks do."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rruleset, rrulestr

from bot.rules import civil
from bot.rules.availability import Hours
from models import NextOne, State, Task

WORKDAYS = frozenset({"MO", "TU", "WE", "TH", "FR"})
FREQUENT = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1)}
LAST_SAFE_DAY = 28  # every month has it
MISSED_MOST = 99
LOOK_AHEAD_DAYS, LOOK_AHEAD_MONTHS = 20_000, 1200
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coming:
    """The next one: its day by the rhythm, its moment where an hour was named, and how many were left out before it."""

    on: date
    at: datetime | None = None
    missed: int = 0


@dataclass(frozen=True)
class Newest:
    """The newest of a series: its rule, which one it is, the day and the hour it falls on by its rhythm.

    `at` is the moment it is due, which rhythms of hours are counted from.
    """

    rule: str
    nth: int
    on: date
    clock: time | None = None
    at: datetime | None = None


def newest(task: Task, hours: Hours) -> Newest:
    """What the next one is counted from. The hour that counts is the wall's, before a change of clocks moved it."""
    assert task.rrule is not None
    clock = civil.local(task.due_at, hours.zone).time() if task.due_at else None
    kept = (task.series_next or {}).get("clock")
    if kept is not None:
        clock = time.fromisoformat(kept) if kept else None
    on = task.occurs_on or task.due_on or hours.today(task.created_at)
    return Newest(task.rrule, task.nth, on, clock, task.due_at)


def coming(last: Newest, hours: Hours, now: datetime, *, may_be_today: bool = False) -> Coming | None:
    """The next one after the newest, never in the past: those that were missed are left out, and counted.

    It comes after today, or from today on where it `may_be_today`. None when the series has ended.
    """
    parts = parts_of(last.rule)
    if last.nth >= int(parts.get("COUNT", last.nth + 1)):
        return None
    if parts["FREQ"] in FREQUENT:
        return _frequent(parts, last, hours, now)
    today = hours.today(now)
    after = max(last.on, today - DAY if may_be_today else today)
    day, missed = last.on, -1
    for day in days(last.rule, last.on, hours):
        missed += 1
        if day > after:
            break
    if day <= after or _is_over(parts, day):
        return None
    at = civil.instant(day, last.clock, hours.zone) if last.clock else None
    return Coming(day, at, min(missed, MISSED_MOST))


def days(rule: str, last: date, hours: Hours) -> Iterator[date]:
    """Every later day of the rhythm, in order. What is said of working days goes by the calendar of the owner.

    A day that a month lacks is its last one: the 31st of every month comes on 30 April, too.
    """
    parts = {name: value for name, value in parts_of(pinned(rule, last)).items() if name not in ("COUNT", "UNTIL")}
    if set(parts.get("BYDAY", "").split(",")) == WORKDAYS:
        yield from _working_days(parts, last, hours)
        return
    found = rruleset()
    start = datetime.combine(last, time())
    for one in _in_every_month(parts):
        found.rrule(rrulestr(_written(one), dtstart=start))  # type: ignore[arg-type]
    for moment in found.xafter(start):
        yield moment.date()


def pinned(rule: str, day: date) -> str:
    """A rule that leaves its day to the first one says it, where a shorter month would make that be forgotten."""
    parts = parts_of(rule)
    if parts["FREQ"] not in ("MONTHLY", "YEARLY") or day.day <= LAST_SAFE_DAY or {"BYDAY", "BYMONTHDAY"} & parts.keys():
        return rule
    of_year = {"BYMONTH": str(day.month)} if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts else {}
    return _written(parts | of_year | {"BYMONTHDAY": str(day.day)})


def moved(rule: str, old: date, new: date) -> str | None:
    """The same rhythm on another day: every Tuesday becomes every Thursday. None where no one day is the day of it."""
    parts = parts_of(rule)
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    if parts.get("BYDAY") == names[old.weekday()] and parts["FREQ"] in ("WEEKLY", "DAILY"):
        return _written(parts | {"BYDAY": names[new.weekday()]})
    if parts.get("BYMONTHDAY") == str(old.day):
        of_year = {"BYMONTH": str(new.month)} if parts.get("BYMONTH") == str(old.month) else {}
        return None if "BYMONTH" in parts and not of_year else _written(parts | {"BYMONTHDAY": str(new.day)} | of_year)
    return None if {"BYDAY", "BYMONTHDAY", "BYMONTH"} & parts.keys() else rule


def counted_from(rule: str, nth: int) -> str:
    """A rule said for the nth of a series: so many times more, that one among them."""
    parts = parts_of(rule)
    return _written(parts | {"COUNT": str(int(parts["COUNT"]) + nth - 1)}) if "COUNT" in parts and nth > 1 else rule


def is_frequent(rule: str) -> bool:
    """Several times a day: too often for the clock to make each one."""
    return parts_of(rule)["FREQ"] in FREQUENT


def repeats(task: Task) -> bool:
    """Whether another one will follow it: of a series, the newest."""
    return task.rrule is not None and task.followed_by is None and task.state != State.ARCHIVED


def moment_of_next(task: Task, hours: Hours, now: datetime) -> datetime | None:
    """When the clock makes the next one: as the owner's day begins. None where the end of this one does."""
    if not repeats(task) or task.next_one != NextOne.ON_THE_DAY or task.state == State.CANCELLED:
        return None
    last = newest(task, hours)
    found = None if is_frequent(last.rule) else coming(last, hours, now, may_be_today=True)
    return civil.instant(found.on, time(), hours.zone) if found else None


def parts_of(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _is_over(parts: dict[str, str], day: date) -> bool:
    until = parts.get("UNTIL")
    return until is not None and day > datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007 - a civil date


def _frequent(parts: dict[str, str], last: Newest, hours: Hours, now: datetime) -> Coming | None:
    """So many hours or minutes later, as often as it takes to lie ahead."""
    step = FREQUENT[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    start = last.at or now
    times = max(1, (now - start) // step + 1)
    at = start + times * step
    on = civil.local_date(at, hours.zone)
    return None if _is_over(parts, on) else Coming(on, at, min(times - 1, MISSED_MOST))


def _in_every_month(parts: dict[str, str]) -> Iterator[dict[str, str]]:
    """The rule, cut so that each piece can say "or the last day before it" of a day that not every month has."""
    named = parts.get("BYMONTHDAY", "").split(",")
    if not any(day.isdecimal() and int(day) > LAST_SAFE_DAY for day in named):
        yield parts
        return
    for month in parts.get("BYMONTH", "").split(","):
        of_month = parts | ({"BYMONTH": month} if month else {})
        for day in named:
            if day.isdecimal() and int(day) > LAST_SAFE_DAY:
                some = ",".join(str(number) for number in range(LAST_SAFE_DAY, int(day) + 1))
                yield of_month | {"BYMONTHDAY": some, "BYSETPOS": "-1"}
            else:
                yield of_month | {"BYMONTHDAY": day}


def _working_days(parts: dict[str, str], last: date, hours: Hours) -> Iterator[date]:
    if "BYSETPOS" in parts:
        yield from _nth_working_days(parts, last, hours)
        return
    weeks = int(parts.get("INTERVAL", 1)) if parts["FREQ"] == "WEEKLY" else 1
    first_week = last - timedelta(days=last.weekday())
    for number in range(1, LOOK_AHEAD_DAYS * weeks):
        day = last + timedelta(days=number)
        if hours.works_on(day) and ((day - first_week).days // 7) % weeks == 0:
            yield day


def _nth_working_days(parts: dict[str, str], last: date, hours: Hours) -> Iterator[date]:
    """The first, the last or the third working day of a month, by the holidays of the owner."""
    place, interval = int(parts["BYSETPOS"]), int(parts.get("INTERVAL", 1)) * (12 if parts["FREQ"] == "YEARLY" else 1)
    named = {int(month) for month in parts.get("BYMONTH", "").split(",") if month}
    step = 1 if named else interval
    for number in range(0, LOOK_AHEAD_MONTHS, step):
        year, month = divmod(last.year * 12 + last.month - 1 + number, 12)
        if named and month + 1 not in named:
            continue
        working = [day for day in _month(year, month + 1) if hours.works_on(day)]
        index = place if place < 0 else place - 1
        if -len(working) <= index < len(working) and working[index] > last:
            yield working[index]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
