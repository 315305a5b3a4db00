"""Hours of their own for weekdays, one a line or a comma: Fri 9:00-13:00, 周五 9点-13点."""

import re
from datetime import time

DAYS = {
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7,
}  # fmt: skip
_CLOCK = r"(\d{1,2})(?:[:：.点](\d{2})?分?)?\s*(am|pm)?"
_LINE = re.compile(
    rf"(?:(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|(?:每?周|星期|礼拜)(?P<zh>[一二三四五六日天]))"
    rf"\s*[:：]?\s*(?:from\s+|从)?{_CLOCK}\s*(?:-|–|—|~|to|until|到|至)\s*{_CLOCK}",
    re.IGNORECASE,
)


def read_week_hours(text: str) -> tuple[dict[int, tuple[time, time]], str]:
    """Hours by ISO weekday, and the first piece that is none; empty where all was read."""
    found: dict[int, tuple[time, time]] = {}
    for piece in re.split(r"[\n,，;；、]+", text):
        words = piece.strip(" \t.。")
        if not words:
            continue
        match = _LINE.fullmatch(words)
        hours = _hours(match) if match else None
        if match is None or hours is None:
            return found, words
        found[DAYS[(match["en"] or "")[:3].lower() or match["zh"]]] = hours
    return found, ""


def _hours(match: re.Match[str]) -> tuple[time, time] | None:
    clocks = match.groups()[2:]
    begins, ends = _time(*clocks[:3]), _time(*clocks[3:])
    return (begins, ends) if begins is not None and ends is not None and begins != ends else None


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    minutes = int(minute or 0)
    return time(hours, minutes) if hours <= 23 and minutes <= 59 else None
