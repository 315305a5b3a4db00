"""Who is away, beside their name: known with the row of the person, so that it costs no query."""

from datetime import date

from bot.render.slack.text import Mrkdwn, escape, joined
from bot.render.slack.times import weekday, written_day
from bot.render.slack.voice import Voice
from bot.rules import absences, civil
from bot.rules.availability import SKIP, Away
from models import Person

NEAR = 6  # days: within them a weekday names one day


def beside(v: Voice, name: Mrkdwn, person: Person | None, *, lasting: bool = False) -> Mrkdwn:
    """The name, and until when they are away; what stands for days has a whole date in it."""
    said = until(v, person, lasting=lasting)
    return joined([name, escape(f"🌴 {said}")], " ") if said else name


def until(v: Voice, person: Person | None, *, lasting: bool = False) -> str:
    """Empty for who is there. A day in peace is between them and Muster."""
    kept = [one for one in map(Away.of, (person.away if person else None) or ()) if one.source != SKIP]
    if person is None or not kept:
        return ""
    today = civil.local_date(v.reader.now, civil.zone(person.zone, v.reader.zone))
    last = absences.until(kept, today)
    if last is None:
        return ""
    if last == today and not lasting:
        return v.plain("away today")
    return v.plain("away until {day}", day=_named(v, last, (last - today).days, lasting=lasting))


def _named(v: Voice, last: date, days: int, *, lasting: bool) -> str:
    return weekday(v, last.isoweekday()) if days <= NEAR and not lasting else written_day(v, last)
