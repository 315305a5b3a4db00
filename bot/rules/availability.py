"""When a person works: zone, days, hours, half days, holidays, absences. One answer for every part that asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

import holidays
from holidays.registry import EntityLoader

from bot.rules import civil
from models import Person, Workspace

LOOK_AHEAD_DAYS = 400
ONE_DAY = timedelta(days=1)
NO_REGION = "none"
SKIP = "skip"


class Part(StrEnum):
    """Which part of a day is meant."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


HALVES = (Part.MORNING, Part.AFTERNOON)


class Free(StrEnum):
    """Why somebody does not work on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    AWAY = "away"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, both ends included; `part` is the half that they miss on each of them.

    `source` is who said so: "self", "lead" or "calendar"; "skip" is a day they asked to be left in peace.
    """

    first: date
    last: date
    part: Part = Part.WHOLE
    source: str = "self"
    by: str = ""
    note: str = ""

    def kept(self) -> dict[str, str]:
        """As the database keeps it."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "part": self.part.value,
                "source": self.source, "by": self.by, "note": self.note}  # fmt: skip

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Away":
        return cls(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), Part(row.get("part", "whole")),
                   row.get("source", "self"), row.get("by", ""), row.get("note", ""))  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """A length of working time: whole working days, then hours of work."""

    days: int = 0
    hours: float = 0.0


@dataclass(frozen=True)
class Hours:
    """One person's working time. `days` are ISO weekdays; `region` a country of the holidays library, or None.

    `week` holds weekdays with hours of their own. `said` is what an admin said of single days: the part that is worked,
    or None for a day off. Hours that end before they begin end on the next day.
    """

    zone: ZoneInfo
    starts: time
    ends: time
    days: tuple[int, ...]
    region: str | None = None
    week: Mapping[int, tuple[time, time]] = field(default_factory=dict)
    said: Mapping[date, Part | None] = field(default_factory=dict)
    away: tuple[Away, ...] = ()

    def works_on(self, day: date) -> bool:
        """Whether any part of that date is worked: a make-up day is, a public holiday is not."""
        return self.part_worked(day) is not None

    def why_free(self, day: date) -> Free | None:
        """Why that date is not worked at all; None when it is."""
        if self.works_on(day):
            return None
        if self._worked(day) is None and not any(away.part == Part.WHOLE for away in self._away_on(day)):
            return Free.WEEKEND if day.isoweekday() not in self.days else Free.HOLIDAY
        return Free.SKIPPED if any(away.source == SKIP for away in self._away_on(day)) else Free.AWAY

    def part_worked(self, day: date) -> Part | None:
        """What of that date they work, the whole of it or a half; None where nothing is left."""
        worked = self._worked(day)
        if worked is None or not self.away:
            return worked
        missed = {away.part for away in self._away_on(day)}
        halves = [half for half in HALVES if worked in (half, Part.WHOLE) and half not in missed]
        if not halves or Part.WHOLE in missed:
            return None
        return Part.WHOLE if len(halves) > 1 else halves[0]

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when they work on that date; None when they do not."""
        part = self.part_worked(day)
        if part is None:
            return None
        starts, ends = self._nominal(day)
        if part == Part.WHOLE:
            return starts, ends
        middle = starts + (ends - starts) / 2
        return (starts, middle) if part == Part.MORNING else (middle, ends)

    def today(self, now: datetime) -> date:
        return civil.local_date(now, self.zone)

    def start_of(self, day: date) -> datetime:
        """When work begins on that date; on a free one when it would."""
        return (self.span(day) or self._nominal(day))[0]

    def end_of(self, day: date) -> datetime:
        return (self.span(day) or self._nominal(day))[1]

    def at_work(self, now: datetime) -> bool:
        return self._span_at(now) is not None

    def next_start(self, after: datetime) -> datetime:
        """The start of the first working day that begins after that moment."""
        for starts, _ in self._spans(self.today(after)):
            if starts > after:
                return starts
        return self.start_of(self.today(after) + timedelta(days=self._look_ahead(self.today(after))))

    def last_end(self, before: datetime) -> datetime:
        """The end of the newest working day that was over by that moment."""
        day = self.today(before)
        absent = max((day - away.first for away in self.away), default=timedelta())
        for back in range(LOOK_AHEAD_DAYS + max(absent.days, 0)):
            span = self.span(day - timedelta(days=back))
            if span is not None and span[1] <= before:
                return span[1]
        return self.end_of(day - timedelta(days=LOOK_AHEAD_DAYS))

    def next_moment(self, now: datetime) -> datetime:
        """Now if they are at work, else when they next begin."""
        return now if self.at_work(now) else self.next_start(now)

    def next_workday(self, after: date) -> date:
        most = self._look_ahead(after)
        for ahead in range(1, most):
            if self.works_on(after + timedelta(days=ahead)):
                return after + timedelta(days=ahead)
        return after + timedelta(days=most)

    def working_between(self, since: datetime, until: datetime) -> timedelta:
        """How long they work between two moments. Where two shifts overlap, the time counts once."""
        total, day, last = timedelta(), self.today(since) - ONE_DAY, self.today(until)
        while day <= last:
            if (span := self.span(day)) is not None:
                starts, ends = max(span[0], since), min(span[1], until)
                if starts < ends:
                    total, since = total + (ends - starts), ends
            day += ONE_DAY
        return total

    def after(self, moment: datetime, wait: Wait) -> datetime:
        """When that much working time has gone by. Days end at the same hour, as far as that hour is worked."""
        at = self._days_on(moment, wait.days) if wait.days else moment
        left = timedelta(hours=wait.hours)
        if not left:
            return at
        for starts, ends in self._spans(self.today(at) - ONE_DAY):
            begins = max(starts, at)
            if begins < ends and left <= ends - begins:
                return begins + left
            if begins < ends:
                left, at = left - (ends - begins), ends
        return at + left

    def _days_on(self, moment: datetime, days: int) -> datetime:
        begun = self._span_at(moment)
        first = self.next_moment(moment)
        day = self.today(begun[0] if begun else first)
        clock = civil.local(first, self.zone).time()
        for _ in range(days):
            day = self.next_workday(day)
        starts, ends = self.start_of(day), self.end_of(day)
        at = civil.instant(day, clock, self.zone)
        if (
            at < starts and ends.astimezone(self.zone).date() > day
        ):  # past midnight in a shift that began the day before
            at = civil.instant(day + ONE_DAY, clock, self.zone)
        return min(max(at, starts), ends)

    def _span_at(self, now: datetime) -> tuple[datetime, datetime] | None:
        day = self.today(now)
        for span in (self.span(day), self.span(day - ONE_DAY)):
            if span is not None and span[0] <= now < span[1]:
                return span
        return None

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for ahead in range(self._look_ahead(day)):
            if (span := self.span(day + timedelta(days=ahead))) is not None:
                yield span

    def _nominal(self, day: date) -> tuple[datetime, datetime]:
        starts, ends = self.week.get(day.isoweekday(), (self.starts, self.ends))
        last = day + ONE_DAY if ends <= starts else day
        begins = civil.instant(day, starts, self.zone)
        if civil.local_date(begins, self.zone) != day:  # the clocks skip the last hour of that date: the minute before
            begins -= timedelta(minutes=1)
        return begins, civil.instant(last, ends, self.zone)

    def _worked(self, day: date) -> Part | None:
        """What of that date is worked, away or not: an admin's word, then the calendar of the region, then the week."""
        if day in self.said:
            return self.said[day]
        if self.region:
            calendar = calendar_of(self.region, day.year)
            if day in calendar.worked:
                return Part.WHOLE
            if day in calendar.off:
                return None
            if day in calendar.halves and day.isoweekday() in self.days:
                return Part.MORNING
        return Part.WHOLE if day.isoweekday() in self.days else None

    def _away_on(self, day: date) -> list[Away]:
        return [away for away in self.away if away.first <= day <= away.last]

    def _look_ahead(self, day: date) -> int:
        """How many days are searched for work: beyond a leave of years, too, but never for ever."""
        absent = max((away.last - day for away in self.away), default=timedelta())
        return LOOK_AHEAD_DAYS + max(absent.days, 0)


@dataclass(frozen=True)
class Calendar:
    """One region's year: days off, days of which only the morning is worked, and weekend days worked instead."""

    off: frozenset[date]
    halves: frozenset[date]
    worked: frozenset[date]


# half days of the library that are for some people only, or only some hours shorter
NOT_AT_NOON = frozenset({"CN", "EE"})


@cache
def calendar_of(region: str, year: int) -> Calendar:
    """The library's own object fills in as it is asked, so a whole year is read at once."""
    off = _read(region, year)
    is_known = holidays.HALF_DAY in off.supported_categories and region.partition("-")[0] not in NOT_AT_NOON
    half = _read(region, year, holidays.HALF_DAY) if is_known else ()
    worked = frozenset(day for day in getattr(off, "weekend_workdays", ()) if day.year == year)
    return Calendar(frozenset(off), frozenset(half) - frozenset(off), worked)


def _read(region: str, year: int, category: str = holidays.PUBLIC, language: str | None = None) -> Any:
    country, _, part = region.partition("-")
    return holidays.country_holidays(country, subdiv=part or None, years=year, categories=(category,),
                                     language=language)  # fmt: skip


@cache
def names_of(region: str, year: int, language: str) -> Mapping[date, str]:
    """What that year's days off are called, in that language where the library speaks it, else as people there do."""
    spoken = _read(region, year)
    codes = [code for code in getattr(spoken, "supported_languages", ()) if code.partition("_")[0] == language]
    named = _read(region, year, language=codes[0]) if codes else spoken
    halves = _read(region, year, holidays.HALF_DAY) if holidays.HALF_DAY in spoken.supported_categories else {}
    return dict(halves) | dict(named)


# These publish each year's days off and the weekend days worked for them one by one, in the autumn before.
PUBLISHED_BY_YEAR = frozenset({"CN"})


def is_published(region: str | None, year: int) -> bool:
    """Whether that year's calendar is known. Where it is not, weekdays and fixed feasts are all that is known."""
    if region is None or region.partition("-")[0] not in PUBLISHED_BY_YEAR:
        return True
    return bool(calendar_of(region, year).worked)


@cache
def countries() -> frozenset[str]:
    """Their codes, of two letters, without loading what is known of each."""
    return frozenset(EntityLoader.get_country_codes(include_aliases=False))


def is_region(code: str | None) -> TypeGuard[str]:
    """Whether there is a calendar of public holidays for it: `DE`, or `DE-BY` for a part. Loads that country only."""
    country, dash, part = (code or "").partition("-")
    return country in countries() and (not dash or part in getattr(holidays, country).subdivisions)


@cache
def regions() -> frozenset[str]:
    """All of them, to choose from. Loads every country, some eight megabytes."""
    supported = holidays.list_supported_countries(include_aliases=False)
    return frozenset(supported) | {f"{country}-{part}" for country, parts in supported.items() for part in parts}


@cache
def name_of_part(region: str) -> str:
    """What the people there call that part of a country; empty where the library does not know."""
    country, _, part = region.partition("-")
    names: Mapping[str, str] = getattr(getattr(holidays, country, None), "subdivisions_aliases", {})
    return next((name for name, code in names.items() if code == part), "")


def region_of(person: Person, workspace: Workspace) -> str | None:
    """Whose holidays count for them: their own choice, else the workspace's."""
    region = person.region or workspace.holiday_region
    return region if is_region(region) else None


def hours(person: Person, workspace: Workspace) -> Hours:
    """Everything that is known of a person's working time. It comes with their row and the workspace's."""
    region = region_of(person, workspace)
    return Hours(
        civil.zone(person.zone, workspace.zone), person.works_from, person.works_to, person.workdays, region,
        week=week_of(person), said=said_of(workspace, region), away=tuple(Away.of(row) for row in person.away or ()),
    )  # fmt: skip


def week_of(person: Person) -> dict[int, tuple[time, time]]:
    return {int(day): (time.fromisoformat(begins), time.fromisoformat(ends))
            for day, (begins, ends) in (person.week or {}).items()}  # fmt: skip


def said_of(workspace: Workspace, region: str | None) -> dict[date, Part | None]:
    """What admins said of single days: for everybody under "", for a region under its code, which wins."""
    days = workspace.days or {}
    return {date.fromisoformat(day): Part(one["worked"]) if one["worked"] else None
            for group in dict.fromkeys(("", region or "")) for day, one in days.get(group, {}).items()}  # fmt: skip
