"""When a person works: zone, days, hours and public holidays. One answer for every part that asks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot.rules import civil
from models import Person, Workspace

LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True)
class Hours:
    """One person's working time. `days` are ISO weekdays; `region` a country of the holidays library, or None."""

    zone: ZoneInfo
    starts: time
    ends: time
    days: tuple[int, ...]
    region: str | None = None

    def works_on(self, day: date) -> bool:
        """Whether that date is a working day: a make-up day is one, a public holiday is none."""
        if self.region:
            off, made_up = _calendar(self.region, day.year)
            if day in made_up:
                return True
            if day in off:
                return False
        return day.isoweekday() in self.days

    def today(self, now: datetime) -> date:
        return civil.local_date(now, self.zone)

    def start_of(self, day: date) -> datetime:
        return civil.instant(day, self.starts, self.zone)

    def end_of(self, day: date) -> datetime:
        return civil.instant(day, self.ends, self.zone)

    def at_work(self, now: datetime) -> bool:
        day = self.today(now)
        return self.works_on(day) and self.start_of(day) <= now < self.end_of(day)

    def next_start(self, after: datetime) -> datetime:
        """The start of the first working day that begins after that moment."""
        day = self.today(after)
        for _ in range(LOOK_AHEAD_DAYS):
            if self.works_on(day) and self.start_of(day) > after:
                return self.start_of(day)
            day += timedelta(days=1)
        return self.start_of(day)

    def last_end(self, before: datetime) -> datetime:
        """The end of the newest working day that was over by that moment."""
        day = self.today(before)
        for _ in range(LOOK_AHEAD_DAYS):
            if self.works_on(day) and self.end_of(day) <= before:
                break
            day -= timedelta(days=1)
        return self.end_of(day)

    def next_moment(self, now: datetime) -> datetime:
        """Now if they are at work, else when they next begin."""
        return now if self.at_work(now) else self.next_start(now)

    def next_workday(self, after: date) -> date:
        day = after + timedelta(days=1)
        for _ in range(LOOK_AHEAD_DAYS):
            if self.works_on(day):
                return day
            day += timedelta(days=1)
        return day


@cache
def _calendar(region: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """One year's days off and the weekend days worked instead. The library's own object fills in as it is asked."""
    calendar = holidays.country_holidays(region, years=year)
    return frozenset(calendar), frozenset(getattr(calendar, "weekend_workdays", ()))


@cache
def regions() -> frozenset[str]:
    """Codes that have a calendar of public holidays."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def hours(person: Person, workspace: Workspace) -> Hours:
    region = workspace.holiday_region if workspace.holiday_region in regions() else None
    return Hours(civil.zone(person.zone, workspace.zone), person.works_from, person.works_to, person.workdays, region)
