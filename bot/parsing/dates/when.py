"""A text that is nothing but a date, a length of time or a snooze."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.parsing.dates.civil import plus
from bot.parsing.dates.cutting_zh import numeral
from bot.parsing.dates.dates import LANGUAGES, Reading, read_dates
from bot.parsing.dates.languages import spoken
from bot.parsing.dates.tokens import simplified, tokens_of
from bot.parsing.lines.drafts import When
from bot.parsing.lines.task_line import when_of

_NUMBER = (
    r"\d{1,4}(?:\.\d{1,2})?|an?|half an?|one|two|three|four|five|six|eight|ten"
    r"|半个?|[一二两三四五六七八九十]{1,3}个?半?|\d+个半?"
)
_UNIT = (
    r"(?:minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)(?![a-z])"
    r"|分钟|个?半?小时|个?钟头|天|日|个?星期|周|个?礼拜|刻钟"
)
_PIECE = re.compile(rf"\s*(?:and\s+)?(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})(?P<half>半)?\s*,?", re.I)
_WORDS = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0}
_WORDS |= {"five": 5.0, "six": 6.0, "eight": 8.0, "ten": 10.0, "半": 0.5, "半个": 0.5}
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60, "分": 1, "小": 60, "钟": 60, "天": 1440, "日": 1440}
_MINUTES |= {"星": 10080, "周": 10080, "礼": 10080, "刻": 15}
_LONGEST = timedelta(days=3660)
_LEAVINGS = re.compile(r"[\s,.，。!！]*")


def read_when(text: str, *, now: datetime, zone: str) -> When | None:
    """The whole text must be a date or a time."""
    here = now.astimezone(ZoneInfo(zone))
    return when_of(text, _whole(text, here), here.replace(tzinfo=None))


def _whole(text: str, now: datetime) -> Reading | None:
    found = read_dates(text, now)
    if found is None or found.rrule:
        return None
    rest = text[: found.start] + text[found.end :]
    return found if _LEAVINGS.fullmatch(rest) else None


def names_a_bare_weekday(text: str) -> bool:
    """Thursday, 周四下午5点: a weekday of which week nobody said."""
    flat = simplified(text)
    kinds = {token.kind for token in tokens_of(flat, spoken(flat, LANGUAGES))}
    return bool(kinds & set("wV")) and not kinds & set("fumMiYZtTso")


def read_duration(text: str) -> timedelta | None:
    """2h, 90m, 1d, 2 hours, an hour and a half is left to nobody: 半小时, 一个半小时, 1 day 4 hours."""
    flat, position, total = simplified(text).strip(), 0, 0.0
    while position < len(flat):
        match = _PIECE.match(flat, position)
        if match is None:
            return None
        unit = match["unit"].lower().lstrip("个")
        minutes = _MINUTES[unit.lstrip("半")[0]]
        total += (_count(match["number"].lower(), unit) + (0.5 if match["half"] else 0)) * minutes
        position = match.end()
    length = timedelta(minutes=min(total, 10_000_000))
    return length if timedelta(0) < length <= _LONGEST else None


def _count(number: str, unit: str) -> float:
    half = 0.5 if number.endswith("半") or unit.startswith("半") else 0.0
    plain = number.rstrip("半").rstrip("个")
    if number in _WORDS:
        return _WORDS[number]
    if not plain:
        return half
    return (float(plain) if plain[0].isdigit() else float(numeral(plain) or 0)) + half


def read_snooze(text: str, *, now: datetime, zone: str, day_start: time) -> datetime | None:
    """A moment to come, aware: a length from now, or a day, at its given clock or at the start of the working day."""
    length = read_duration(text)
    if length is not None:
        return (now.astimezone(UTC) + length).astimezone(ZoneInfo(zone))
    here = now.astimezone(ZoneInfo(zone))
    found = _whole(text, here)
    if found is None or found.day is None:
        return None
    day = found.day if found.clock or found.day != here.date() else _next_start(here, day_start)
    moment = datetime.combine(day, found.clock or day_start, ZoneInfo(zone))
    return moment if moment > now else None


def _next_start(here: datetime, day_start: time) -> date:
    ahead = 0 if here.time() < day_start else 1
    return plus(here.date(), ahead) or here.date()
