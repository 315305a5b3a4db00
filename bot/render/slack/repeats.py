"""A recurrence rule in words."""

from bot.locales import marked
from bot.render.slack.times import weekday
from bot.render.slack.voice import Voice

EVERY = {
    "DAILY": (marked("every day"), marked("every other day"), marked("every {n} days")),
    "WEEKLY": (marked("every week"), marked("every other week"), marked("every {n} weeks")),
    "MONTHLY": (marked("every month"), marked("every other month"), marked("every {n} months")),
    "YEARLY": (marked("every year"), marked("every other year"), marked("every {n} years")),
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


def repeats(v: Voice, rule: str) -> str:
    """What the rule says, as far as we have words for it; else only that it repeats."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") not in EVERY:
        return v.plain("repeats")
    on = _on(v, parts)
    if parts.get("BYDAY") and parts["FREQ"] in ("DAILY", "WEEKLY"):
        return _on_weekdays(v, parts, on)
    return v.plain("{every} on {days}", every=_every(v, parts), days=on) if on else _every(v, parts)


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
    if (day := parts.get("BYMONTHDAY", "")).isdecimal():
        return v.plain("the {day}", day=_ordinal(int(day)) if v.words.language == "en" else day)
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
