"""Periods as people name them: the words in a line, one short name for each, and the days that a name stands for."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.parsing.dates.civil import month_end, plus, shift_month
from bot.parsing.dates.dates import read_dates

_NAMES = {
    "today": ("today", "tonight", "this morning", "this afternoon", "this evening", "今天", "今日", "今晚", "当天"),
    "tomorrow": ("tomorrow", "tomorow", "tommorow", "tommorrow", "tmr", "tmrw", "明天", "明日", "明晚"),
    "yesterday": ("yesterday", "昨天", "昨日"),
    "week": ("this week", "the week", "current week", "week",
             "本周", "这周", "这一周", "这个星期", "这星期", "本星期", "这个礼拜", "这礼拜", "本礼拜"),
    "next-week": ("next week", "the next week", "coming week", "the coming week", "next-week",
                  "下周", "下一周", "下个星期", "下星期", "下个礼拜", "下礼拜"),
    "last-week": ("last week", "previous week", "the previous week", "last-week",
                  "上周", "上一周", "上个星期", "上星期", "上个礼拜", "上礼拜"),
    "month": ("this month", "the month", "current month", "month", "本月", "这个月", "当月", "这月"),
    "next-month": ("next month", "the next month", "next-month", "下个月", "下月"),
    "last-month": ("last month", "previous month", "last-month", "上个月", "上月"),
}  # fmt: skip
WORDS = {word: name for name, words in _NAMES.items() for word in words}
RUNNING = frozenset({"today", "week", "month"})
"""The periods that today is part of: who asks what they have then means what was left over, too."""

_NAMED = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True) if word not in ("week", "month"))
_NAMED_HERE = re.compile(
    r"(?P<before>\b(?:by|before|until|till|through|up to|since|from|starting|in|on|for|during|within|over|of|at)\s+"
    r"(?:the )?(?:end of |start of |beginning of )?|[从自在到至])?\s?"
    rf"(?P<named>(?<![A-Za-z])(?:{_NAMED})(?![A-Za-z]|[一二三四五六日天末]|\d))"
    r"(?P<after>\s?(?:之前|以前|以来|以后|开始|至今|到现在|为止|之内|结束前|前|内|里|底|末|起|(?:so far|onwards?)\b))?",
    re.IGNORECASE,
)
_LAST_DAYS = re.compile(
    r"(?:(?:in|over|during|within|for) )?(?:the )?(?:last|past|previous) "
    r"(?P<n>\d{1,3}|few|couple of|two|three|seven) days?"
    r"|(?:the )?past (?P<week>week)|(?:最近|过去|近)(?P<zh>\d{1,3}|[一二两三四五六七八九十几]{1,3})"
    r"(?P<unit>天|日|周)(?:内|里|来)?|(?:lately|recently|最近)",
    re.IGNORECASE,
)
_FEW = {"few": 3, "couple of": 2, "two": 2, "three": 3, "seven": 7, "几": 3}
_FEW |= {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LEADS = re.compile(r"(?:due\s+|by\s+|before\s+|on\s+|until\s+|till\s+|at\s+|in\s+)+", re.IGNORECASE)
_SINCE = re.compile(r"(?:\b(?:since|from|after|starting)|[从自])\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:\b(?:by|before|until|till|through|up to)|[到至])\s*$", re.IGNORECASE)
_SINCE_AFTER = re.compile(r"\s?(?:以来|以后|之后|开始|起|至今|到现在)")
_UNTIL_AFTER = re.compile(r"\s?(?:之前|以前|前|为止)")
_SINCE_HERE = re.compile(r"\b(?:since|starting|from) (?P<day>\S.*)$", re.IGNORECASE)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_MONTH = re.compile(
    rf"(?<![\w])(?:in|during|for) (?P<en>{'|'.join(_MONTHS)})(?!\s?\d)\b"
    r"|(?<![\d一二三四五六七八九十个])(?P<zh>1[0-2]|[1-9])\s?月(?:份|里)?(?![\d一二三四五六七八九十底初末中旬])",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both of them part of it; None where it is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Found:
    """Where in a line a period is named, and its short name."""

    start: int
    end: int
    name: str


def days_of(name: str, today: date) -> Period | None:
    """The days of a short name: `week`, `next-month`, `2026-03-13`, `..week`, `2026-03-09..`; None for other words."""
    if ".." in name:
        begin, _, end = name.partition("..")
        first, last = days_of(begin, today), days_of(end, today)
        if not (begin or end) or (begin and not first) or (end and not last):
            return None
        return Period(first.first if first else None, last.last if last else None)
    if _ISO.fullmatch(name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            return None
        return Period(day, day)
    return _calendar(WORDS.get(name.lower(), ""), today)


def _calendar(name: str, today: date) -> Period | None:
    around = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if name in around:
        day = plus(today, around[name])
        return Period(day, day)
    if not name:
        return None
    ahead = {"next": 1, "last": -1}.get(name.partition("-")[0], 0)
    if name.endswith("week"):
        monday = plus(today, 7 * ahead - today.weekday())
        return Period(monday, plus(monday, 6) if monday else None)
    start = shift_month(today.replace(day=1), ahead)
    return Period(start, month_end(start.year, start.month)) if start else None


def find(text: str, now: datetime, *, looks_back: bool) -> Found | None:
    """The first period that a line names. `looks_back`: what was done is asked for, so Monday is the one gone by."""
    if match := _LAST_DAYS.search(text):
        return Found(match.start(), match.end(), f"{_days_ago(match, now.date())}..")
    if match := _MONTH.search(text):
        return Found(match.start(), match.end(), _month_named(match, now.date(), looks_back=looks_back))
    if match := _NAMED_HERE.search(text):
        return Found(match.start(), match.end(), _with_bounds(match))
    if match := _SINCE_HERE.search(text):
        day = read_dates(match["day"], now)
        if day and day.day and day.start == 0:
            return Found(match.start(), match.start("day") + day.end, f"{gone_by(day.day, now.date())}..")
    return _dated(text, now, looks_back=looks_back)


def _month_named(match: re.Match[str], today: date, *, looks_back: bool) -> str:
    """The whole month, the nearest that is not over; of what was done, the last that has begun."""
    number = _MONTHS.index(match["en"].lower()) + 1 if match["en"] else int(match["zh"])
    year = today.year + (number < today.month and not looks_back) - (number > today.month and looks_back)
    return f"{date(year, number, 1)}..{month_end(year, number)}"


def _dated(text: str, now: datetime, *, looks_back: bool) -> Found | None:
    reading = read_dates(text, now)
    if reading is None or reading.day is None or reading.rrule:
        return None
    lead = _LEADS.match(text, reading.start, reading.end)
    kept = "due " if lead and lead[0].lower().startswith("due") else ""
    start, end = reading.start + len(kept), reading.end
    before = f"{text[: reading.start]}{lead[0].strip() if lead else ''}"
    day = gone_by(reading.day, now.date()) if looks_back else reading.day
    if since := _SINCE.search(before):
        return Found(min(start, since.start()), end, f"{gone_by(day, now.date())}..")
    if since := _SINCE_AFTER.match(text, end):
        return Found(start, since.end(), f"{gone_by(day, now.date())}..")
    if (until := _UNTIL.search(before)) or text[start:end].endswith("前"):
        return Found(min(start, until.start()) if until else start, end, f"..{day}")
    if until := _UNTIL_AFTER.match(text, end):
        return Found(start, until.end(), f"..{day}")
    return Found(start, end, day.isoformat())


def _with_bounds(match: re.Match[str]) -> str:
    name = WORDS[match["named"].lower()]
    before, after = (match["before"] or "").lower().strip(), (match["after"] or "").lower().strip()
    if before.startswith(("since", "from", "starting", "从", "自")) or after in (
        "以来",
        "开始",
        "起",
        "至今",
        "到现在",
    ):
        return f"{name}.."
    if after.endswith(("onward", "onwards", "以后")):
        return f"{name}.."
    ends = after in ("之前", "以前", "前", "为止", "结束前")
    if before.startswith(("by", "before", "until", "till", "through", "up to", "到", "至")) or ends:
        return f"..{name}"
    return name


def _days_ago(match: re.Match[str], today: date) -> date:
    said = (match["n"] or match["zh"] or "7").lower()
    count = _FEW.get(said) or (int(said) if said.isdecimal() else 7)
    if match["unit"] == "周":
        count *= 7
    return plus(today, -count) or today


def gone_by(day: date, today: date) -> date:
    """The one before today, of a weekday or a date that was read as one to come."""
    if day <= today:
        return day
    back = plus(day, -7)
    if back and back <= today:
        return back
    return shift_month(day, -12) or day
