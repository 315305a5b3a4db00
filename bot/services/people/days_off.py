"""Days that are not like their weekday: public holidays, make-up days, and what admins said of single days."""

from datetime import date, datetime, timedelta

from bot.answers.away import DayOff, HolidaysShown
from bot.errors import UserError
from bot.notices import Dropped, Notice, YearUnknown
from bot.rules import availability, civil, permissions
from bot.rules.availability import Part
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import errands
from models import ErrandKind, Lane, Outbox, Session, Workspace
from models.person import WORKDAYS
from models.queries import calendars as queries
from models.queries import people as people_queries

SHOWN = 10
AHEAD_DAYS = 400
KIND = "year_unknown"
DECEMBER = 12
NAME_MAX = 60


def shown(session: Session, actor: Actor, region: str | None, language: str) -> HolidaysShown:
    """The next of them, what admins said among them; a year that nobody published yet is named, not guessed at."""
    today = civil.local_date(actor.now, civil.zone(actor.person.zone, actor.workspace.zone))
    ahead = (today + timedelta(days=number) for number in range(AHEAD_DAYS))
    days = [found for day in ahead if (found := _day(actor.workspace, region, day, language)) is not None]
    unknown = next((year for year in (today.year, today.year + 1) if not availability.is_published(region, year)), None)
    is_admin = permissions.is_admin(actor.workspace, actor.person)
    return HolidaysShown(region, tuple(days[:SHOWN]), unknown, is_admin)


def _day(workspace: Workspace, region: str | None, day: date, language: str) -> DayOff | None:
    for group in dict.fromkeys((region or "", "")):
        if (said := (workspace.days or {}).get(group, {}).get(day.isoformat())) is not None:
            worked = Part(said["worked"]) if said["worked"] else None
            return DayOff(day, worked, said.get("name", ""), said.get("by", ""), group)
    return _by_the_calendar(region, day, language) if region else None


def _by_the_calendar(region: str, day: date, language: str) -> DayOff | None:
    """A weekend's holiday is not worth a line."""
    calendar, is_weekday = availability.calendar_of(region, day.year), day.isoweekday() in WORKDAYS
    if day in calendar.worked:
        return DayOff(day, Part.WHOLE)
    if not is_weekday or day not in calendar.off | calendar.halves:
        return None
    name = availability.names_of(region, day.year, language).get(day, "")
    return DayOff(day, Part.MORNING if day in calendar.halves else None, name)


def say(session: Session, actor: Actor, region: str | None, day: date, worked: Part | None, name: str) -> None:
    """An admin's word on a day: off, worked, or worked until noon; for everybody or for a region. It beats the rest."""
    permissions.check_set_up(actor.workspace, actor.person, "days off")
    if region is not None and not availability.is_region(region):
        raise UserError("no_such_region", field="region", words=region)
    today = civil.local_date(actor.now, civil.zone(actor.person.zone, actor.workspace.zone))
    if day < today:
        raise UserError("date_is_past", field="on", on=day)
    if day > today + timedelta(days=3 * AHEAD_DAYS):
        raise UserError("date_too_far", field="on")
    days = _fresh(actor.workspace, today)
    days.setdefault(region or "", {})[day.isoformat()] = {
        "worked": worked.value if worked else "", "name": name[:NAME_MAX], "by": actor.person.id,
    }  # fmt: skip
    _keep(session, actor, days, day)


def unsay(session: Session, actor: Actor, region: str | None, day: date) -> None:
    """What an admin said of a day is taken back: it is what its calendar and its weekday make of it."""
    permissions.check_set_up(actor.workspace, actor.person, "days off")
    days = _fresh(actor.workspace, day)
    if days.get(region or "", {}).pop(day.isoformat(), None) is None:
        raise UserError("no_such_day_said", on=day)
    _keep(session, actor, days, day)


def _fresh(workspace: Workspace, today: date) -> dict[str, dict[str, dict[str, str]]]:
    """A copy without what lies more than a year behind."""
    oldest = (today - timedelta(days=AHEAD_DAYS)).isoformat()
    return {group: {day: dict(said) for day, said in days.items() if day >= oldest}
            for group, days in (workspace.days or {}).items()}  # fmt: skip


def _keep(session: Session, actor: Actor, days: dict[str, dict[str, dict[str, str]]], day: date) -> None:
    """What hangs on that day follows: tasks due on it, mornings, and standups."""
    workspace, now = actor.workspace, actor.now
    workspace.days = {group: said for group, said in days.items() if said} or None
    session.add(workspace)
    session.flush()
    errands.begin(session, workspace, ErrandKind.DAY, day.isoformat(), now)
    errands.begin(session, workspace, ErrandKind.MORNINGS, "", now)
    errands.begin(session, workspace, ErrandKind.STANDUPS, "", now)


# --- a year that nobody published -------------------------------------------------------------------------------------


def tell_of_unknown_years(session: Session, now: datetime) -> int:
    """In December admins hear once of a region whose next year is not known yet. Returns how many were told."""
    if now.month != DECEMBER:
        return 0
    return sum(_tell(session, workspace, now) for workspace in people_queries.list_workspaces(session)
               if not workspace.suspended)  # fmt: skip


def _tell(session: Session, workspace: Workspace, now: datetime) -> int:
    year, told = now.year + 1, 0
    used = dict.fromkeys([workspace.holiday_region, *queries.list_regions(session, workspace.id)])
    for region in (one for one in used if availability.is_region(one)):
        if availability.is_published(region, year):
            continue
        for admin in queries.list_admins(session, workspace.id, workspace.admins):
            told += outbox.put(session, workspace.id, Letter(
                key=f"year:{region}:{year}:{admin.id}", kind=KIND, to=admin.id, reader_id=admin.id,
                subject={"region": region, "year": year}, lane=Lane.PROMPTS,
                due_at=availability.hours(admin, workspace).next_moment(now),
            ), now=now)  # fmt: skip
    return told


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    region, year = str(row.subject["region"]), int(row.subject["year"])
    return Dropped("published by now") if availability.is_published(region, year) else YearUnknown(region, year)


COMPOSERS = {KIND: compose}
