"""A recurrence rule in words."""

from datetime import date, datetime

from babel.dates import format_date, get_month_names

from bot.locales import marked
from bot.render.slack.times import weekday, written_day
from bot.render.slack.voice import Voice

EVERY = {
    "DAILY": (marked("every day"), marked("every other day"), marked("every {n} days")),
    "WEEKLY": (marked("every week"), marked("every other week"), marked("every {n} weeks")),
    "MONTHLY": (marked("every month"), marked("every other month"), marked("every {n} months")),
    "YEARLY": (marked("every year"), marked("every other year"), marked("every {n} years")),
    "HOURLY": (marked("every hour"), marked("every {n} hours"), marked("every {n} hours")),
    "MINUTELY": (marked("every minute"), marked("every {n} minutes"), marked("every {n} minutes")),
}
WEEKDAYS = {"MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6, "SU": 7}
WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}
PLACES = {
    "1": marked("the first {day}"),
    "2": marked("the second {day}"),
    "3": marked("the third {day}"),
    "4": marked("the fourth {day}"),
    "-1": marked("the last {day}"),
}


DAY_OF_YEAR = {"en": "d MMMM", "zh": "M月d日"}


def repeats(v: Voice, rule: str) -> str:
    """What the rule says, as far as we have words for it; else only that it repeats."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") not in EVERY:
        return v.plain("repeats")
    said = _rhythm(v, parts)
    if "COUNT" in parts:
        said = v.plain_plural("{rhythm}, {n} time", "{rhythm}, {n} times", int(parts["COUNT"]), rhythm=said)
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007 - a civil date
        said = v.plain("{rhythm}, until {day}", rhythm=said, day=written_day(v, last))
    return said


def _rhythm(v: Voice, parts: dict[str, str]) -> str:
    on, months = _on(v, parts), _months(v, parts)
    if months and parts.get("BYMONTHDAY", "").isdecimal() and parts["BYMONTH"].isdecimal():
        on = _day_of_year(v, int(parts["BYMONTH"]), int(parts["BYMONTHDAY"]))
    elif months and on:
        on = v.plain("{days} of {months}", days=on, months=months)
    elif months:
        return v.plain("{every} in {months}", every=_every(v, parts), months=months)
    if parts.get("BYDAY") and parts["FREQ"] in ("DAILY", "WEEKLY"):
        return _on_weekdays(v, parts, on)
    return v.plain("{every} on {days}", every=_every(v, parts), days=on) if on else _every(v, parts)


def _day_of_year(v: Voice, month: int, day: int) -> str:
    return format_date(date(2024, month, day), DAY_OF_YEAR[v.words.language], locale=v.words.babel)


def _months(v: Voice, parts: dict[str, str]) -> str:
    names = get_month_names("abbreviated", locale=v.words.babel)
    return v.plain(", ").join(names[int(month)] for month in parts.get("BYMONTH", "").split(",") if month)


def _every(v: Voice, parts: dict[str, str]) -> str:
    one, other, several = EVERY[parts["FREQ"]]
    interval = parts.get("INTERVAL", "1")
    return v.plain({"1": one, "2": other}.get(interval, several), n=interval)


def _on_weekdays(v: Voice, parts: dict[str, str], days: str) -> str:
    """Every Tuesday, every other Tuesday, every 3 weeks on Tuesday."""
    interval, by_day = parts.get("INTERVAL", "1"), parts["BYDAY"].split(",")
    if interval == "1":
        return v.plain("every weekday") if set(by_day) == WORKDAYS else v.plain("every {days}", days=days)
    if interval == "2" and parts["FREQ"] == "WEEKLY" and len(by_day) == 1:
        return v.plain("every other {day}", day=days)
    return v.plain("{every} on {days}", every=_every(v, parts), days=days)


def _on(v: Voice, parts: dict[str, str]) -> str:
    if by_day := parts.get("BYDAY"):
        return _days(v, by_day.split(","), parts.get("BYSETPOS", ""))
    if parts.get("BYMONTHDAY") == "-1":
        return v.plain("the last day")
    days = parts.get("BYMONTHDAY", "").split(",")
    if all(day.isdecimal() for day in days):
        named = [_ordinal(int(day)) if v.words.language == "en" else day for day in days]
        return v.plain("the {day}", day=v.plain(", ").join(named))
    return ""


def _ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _days(v: Voice, days: list[str], place: str) -> str:
    names = {day[-2:] for day in days}
    if place in PLACES and names == WORKDAYS:
        return v.plain(PLACES[place], day=v.plain("working day"))
    if not place and names == WORKDAYS:
        return v.plain("weekdays")
    return v.plain(", ").join(_one_day(v, day, place, in_full=len(days) == 1) for day in days)


def _one_day(v: Voice, day: str, place: str, *, in_full: bool) -> str:
    """`FR` is Friday, `-1FR` the last one."""
    pattern = "EEEE" if in_full and v.words.language == "en" else "EEE"
    name = weekday(v, WEEKDAYS[day[-2:]], pattern) if day[-2:] in WEEKDAYS else day
    place = day[:-2].removeprefix("+") or place
    return v.plain(PLACES[place], day=name) if place in PLACES else name
