"""Dates and times as people read them: civil dates in words, instants in each reader's own zone."""

from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from bot.render.slack.text import Mrkdwn, escape
from bot.render.slack.voice import Voice
from bot.rules import civil

DAY = {"en": "EEE d MMM", "zh": "M月d日 EEE"}
DAY_AND_YEAR = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE"}


def today(v: Voice) -> date:
    return civil.local_date(v.reader.now, civil.zone(v.reader.zone))


def written_day(v: Voice, on: date) -> str:
    """The date itself; the year only where it is not this one."""
    language = v.words.language
    pattern = DAY if on.year == today(v).year else DAY_AND_YEAR
    return format_date(on, pattern[language], locale=v.words.babel)


def day(v: Voice, on: date) -> str:
    """A civil date for reading: the three nearest days have names."""
    distance = (on - today(v)).days
    if distance == 0:
        return v.plain("today")
    if distance == 1:
        return v.plain("tomorrow")
    if distance == -1:
        return v.plain("yesterday")
    return written_day(v, on)


def weekday(v: Voice, iso_weekday: int, pattern: str = "EEE") -> str:
    """Monday is 1."""
    monday = date(2024, 1, 1)
    return format_date(monday + timedelta(days=iso_weekday - 1), pattern, locale=v.words.babel)


def clock(at: time) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"


def plain_moment(v: Voice, at: datetime) -> str:
    """An instant in the zone the reader is known to live in, where Slack draws no token."""
    wall = civil.local(at, civil.zone(v.reader.zone))
    return f"{day(v, wall.date())} {clock(wall.time())}"


def moment(v: Voice, at: datetime) -> Mrkdwn:
    """An instant that Slack shows to each reader in their own zone."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{day_divider_pretty}} {{time}}|{plain_moment(v, at)}>")


def hour(v: Voice, at: datetime) -> Mrkdwn:
    """Only the time of day of an instant."""
    wall = civil.local(at, civil.zone(v.reader.zone))
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{time}}|{clock(wall.time())}>")


def stored_moment(v: Voice, text: str) -> Mrkdwn:
    """An instant as history keeps it."""
    at = datetime.fromisoformat(text)
    return moment(v, at if at.tzinfo else at.replace(tzinfo=UTC))


def stored_day(v: Voice, text: str) -> Mrkdwn:
    """A civil date as history keeps it."""
    return escape(written_day(v, date.fromisoformat(text)))


def left(v: Voice, span: timedelta) -> str:
    """A length of time in hours and minutes, at least one minute."""
    minutes = max(1, round(span.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return v.plain("{minutes} min", minutes=rest)
    return v.plain("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else v.plain("{hours} h", hours=hours)


def for_long(v: Voice, span: timedelta) -> str:
    """How long nothing was heard: in days from two on, else in hours, else in minutes."""
    days, hours = span.days, round(span.total_seconds() / 3600)
    if days >= 2:
        return v.plain_plural("{n} day", "{n} days", days)
    return v.plain_plural("{n} hour", "{n} hours", hours) if hours >= 1 else left(v, span)
