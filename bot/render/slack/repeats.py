"""A recurrence rule in words."""

from bot.locales import marked
from bot.render.slack.times import weekday
from bot.render.slack.voice import Voice

EVERY = {
    "DAILY": (marked("every day"), marked("every {n} days")),
    "WEEKLY": (marked("every week"), marked("every {n} weeks")),
    "MONTHLY": (marked("every month"), marked("every {n} months")),
    "YEARLY": (marked("every year"), marked("every {n} years")),
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
    every, on = _every(v, parts), _on(v, parts)
    return v.plain("{every} {on}", every=every, on=on) if on else every


def _every(v: Voice, parts: dict[str, str]) -> str:
    one, several = EVERY[parts["FREQ"]]
    interval = parts.get("INTERVAL", "1")
    return v.plain(one) if interval == "1" else v.plain(several, n=interval)


def _on(v: Voice, parts: dict[str, str]) -> str:
    if by_day := parts.get("BYDAY"):
        return _on_days(v, by_day.split(","), parts.get("BYSETPOS", ""))
    if parts.get("BYMONTHDAY") == "-1":
        return v.plain("on the last day")
    if day := parts.get("BYMONTHDAY"):
        return v.plain("on day {day}", day=day)
    return ""


def _on_days(v: Voice, days: list[str], place: str) -> str:
    names = {day[-2:] for day in days}
    if place in PLACES and names == WORKDAYS:
        return v.plain("on {days}", days=v.plain(PLACES[place], day=v.plain("working day")))
    if not place and names == WORKDAYS:
        return v.plain("on working days")
    return v.plain("on {days}", days=v.plain(", ").join(_one_day(v, day, place) for day in days))


def _one_day(v: Voice, day: str, place: str) -> str:
    """`FR` is Friday, `-1FR` the last one."""
    name = weekday(v, WEEKDAYS[day[-2:]]) if day[-2:] in WEEKDAYS else day
    place = day[:-2].removeprefix("+") or place
    return v.plain(PLACES[place], day=name) if place in PLACES else name
