"""What the pieces of a recurrence come to: one rule, its exceptions and its first day."""

from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from bot.parsing.dates.fragments import EXPLICIT, REPEAT, Fragment
from bot.parsing.dates.grammar_repeats import NAMES

_NOT_OF_THE_FIRST = ("UNTIL", "COUNT", "INTERVAL")


def are_one_rule(group: list[Fragment], fragment: Fragment) -> bool:
    """Days and a rhythm of the same kind make one rule; two rhythms make two."""
    rules = [one.rule or {} for one in group if one.what == REPEAT]
    fresh = fragment.rule or {}
    return len(rules) == 1 and rules[0]["FREQ"] == fresh["FREQ"] and not set(rules[0]) & set(fresh) - {"FREQ"}


def merged(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Fridays every 2 weeks: the rule that names days and the one that names the rhythm are one."""
    interval = one.get("INTERVAL") or other.get("INTERVAL")
    merged = one | other
    return {"FREQ": merged["FREQ"], **({"INTERVAL": interval} if interval else {}), **merged}


def days_named(rule: dict[str, str], found: Fragment) -> dict[str, str]:
    """on May 3 every year, Friday every two weeks: the day that stands beside a bare rhythm is its day."""
    if found.day is None or any(name.startswith("BY") for name in rule):
        return {}
    if rule["FREQ"] == "WEEKLY" and found.weekday is not None:
        return {"BYDAY": NAMES[found.weekday]}
    if rule["FREQ"] == "YEARLY" and found.rank == EXPLICIT:
        return {"BYMONTH": str(found.day.month), "BYMONTHDAY": str(found.day.day)}
    if rule["FREQ"] == "MONTHLY" and found.rank == EXPLICIT:
        return {"BYMONTHDAY": str(found.day.day)}
    return {}


def without_exceptions(rule: dict[str, str]) -> dict[str, str]:
    """every day except Sunday: the other six days of each week."""
    excepted = rule.pop("EXCEPT", "").split(",")
    if excepted == [""] or "INTERVAL" in rule or rule["FREQ"] not in ("DAILY", "WEEKLY"):
        return rule
    days = rule.get("BYDAY", ",".join(NAMES)).split(",")
    left = [day for day in days if day not in excepted]
    return rule | {"FREQ": "WEEKLY", "BYDAY": ",".join(left)} if left else rule


def first_time(now: datetime, begin: date | None, rule: str, at: time | None) -> date | None:
    """The first day of a rule: from its start, else from today unless today's hour is gone.

    Every other Tuesday begins with the coming Tuesday, whichever week that is in.
    """
    start = datetime.combine(begin or now.date(), at or time(23, 59))
    if start < now:
        start += timedelta(days=1)
    open_ended = ";".join(part for part in rule.split(";") if not part.startswith(_NOT_OF_THE_FIRST))
    if "HOURLY" in rule or "MINUTELY" in rule:
        return start.date()
    found = rrulestr(open_ended, dtstart=start).after(start, inc=True)
    return found.date() if found else None
