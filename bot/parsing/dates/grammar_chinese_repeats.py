"""Patterns over kinds of tokens for rhythms only Chinese has: 每晚, 每半年, 每季度末, 两周一次."""

import re

from bot.parsing.dates.fragments import PART, Build, Fragment, Scene
from bot.parsing.dates.grammar_periods import unit_of
from bot.parsing.dates.grammar_repeats import NAMES, WORKDAYS, every_part, for_a_while, rule, weekly

_HALVES = {"year": ("MONTHLY", 6), "month": ("DAILY", 15), "hour": ("MINUTELY", 30), "day": ("HOURLY", 12)}
_WHOLE = {"year": ("YEARLY", 1), "quarter": ("MONTHLY", 3), "month": ("MONTHLY", 1), "week": ("WEEKLY", 1)}
_WHOLE |= {"day": ("DAILY", 1), "hour": ("HOURLY", 1), "minute": ("MINUTELY", 1)}
_FIRST_MONTHS, _LAST_MONTHS = "1,4,7,10", "3,6,9,12"
_FESTIVALS = re.compile(r"的?(?:春节|国庆|中秋|端午|清明|元宵|元旦|五一|十一|双十|双[0-9]|圣诞|年会|腊|除夕|生日|周年)")


def every_half(scene: Scene, first: int, last: int) -> Fragment | None:
    """每半年, 每半小时, 半年一次."""
    half = _HALVES.get(unit_of(scene, first, last))
    return rule(*half) if half and _is_once(scene, first, last) else None


def once_in(scene: Scene, first: int, last: int) -> Fragment | None:
    """两周一次, 三个月一次; 一天三次 is no rhythm."""
    frequency, times = _WHOLE[unit_of(scene, first, last)]
    count = int(scene.taken(first, last, "d")[0])
    if not _is_once(scene, first, last):
        return Fragment(PART, weak=True)
    return rule(frequency, times * count) if 0 < count < 1000 else None


def _is_once(scene: Scene, first: int, last: int) -> bool:
    return scene.kinds[last - 1] != "次" or scene.tokens[last - 2].value == 1


def every_part_of_a_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """每月初, 每年3月初, 每季度初."""
    unit, day = scene.tokens[last - 1].value
    months = scene.taken(first, last, "d")
    if unit == "month" and months:
        good = 0 < months[0] < 13
        return rule("YEARLY", BYMONTH=str(months[0]), BYMONTHDAY=str(day)) if good else None
    if unit == "month":
        return rule("MONTHLY", BYMONTHDAY=str(day))
    return rule("YEARLY", BYMONTH="1" if unit == "year" else _FIRST_MONTHS, BYMONTHDAY="1")


def every_end_of_a_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """每月月底, 每年6月底, 每季度末, 每年年底."""
    unit, months = unit_of(scene, last - 1, last), scene.taken(first, last, "d")
    if not scene.is_unspaced(first):
        return None
    if unit == "month" and months:
        return rule("YEARLY", BYMONTH=str(months[0]), BYMONTHDAY="-1") if 0 < months[0] < 13 else None
    if unit == "month":
        return rule("MONTHLY", BYMONTHDAY="-1")
    if unit == "quarter":
        return rule("YEARLY", BYMONTH=_LAST_MONTHS, BYMONTHDAY="-1")
    return rule("YEARLY", BYMONTH="12", BYMONTHDAY="31") if unit == "year" else None


def day_of_every_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """每季度第一天, 每季度最后一个工作日, 每月倒数第二天."""
    unit, named = unit_of(scene, first, last - 1), scene.tokens[last - 1]
    nth = int(scene.taken(first, last, "oL")[0])
    months: dict[str, str] = {}
    if unit == "week":
        edge = {("U", -1): 4, ("U", 1): 0, ("u", 1): 0, ("u", -1): 6}.get((named.kind, nth))
        return None if edge is None else weekly([edge])
    if unit == "quarter" and nth in (1, -1):
        months = {"BYMONTH": _FIRST_MONTHS if nth > 0 else _LAST_MONTHS}
    elif unit != "month" or nth > -2:
        return None
    if named.kind == "U":
        return rule("MONTHLY", 1, **months, BYDAY=WORKDAYS, BYSETPOS=str(nth))
    if named.kind == "w":
        return rule("MONTHLY", 1, **months, BYDAY=f"{nth}{NAMES[named.value]}")
    return rule("YEARLY" if months else "MONTHLY", 1, **months, BYMONTHDAY=str(nth))


def weekday_of_every_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """每年五月的第二个周日, 每月第一周的周一."""
    nth, named, months = scene.taken(first, last, "oL")[0], scene.tokens[last - 1], scene.taken(first, last, "d")
    if months and not 0 < months[0] < 13:
        return None
    of = {"BYMONTH": str(months[0])} if months else {}
    return rule("YEARLY" if of else "MONTHLY", 1, **of, BYDAY=f"{nth}{NAMES[named.value]}")


def some_weekdays_of_every_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """每月第一个和第三个周二."""
    name = NAMES[scene.tokens[last - 1].value]
    nths = sorted(set(scene.taken(first, last, "oL")))
    good = unit_of(scene, first, last - 1) == "month" and all(-2 < nth < 6 for nth in nths)
    return rule("MONTHLY", BYDAY=",".join(f"{nth}{name}" for nth in nths)) if good else None


def months_of_every_year(scene: Scene, first: int, last: int) -> Fragment | None:
    """每年4月和10月: the day they begin."""
    months = sorted(set(scene.taken(first, last, "d")))
    good = all(0 < month < 13 for month in months)
    return rule("YEARLY", BYMONTH=",".join(map(str, months)), BYMONTHDAY="1") if good else None


def on_workdays(scene: Scene, first: int, last: int) -> Fragment | None:
    """工作日早上9点: an hour of every working day, where no single one is counted."""
    return rule("WEEKLY", BYDAY=WORKDAYS) if scene.kind_at(first - 1) not in tuple("dfLonqZ") else None


def days_of_every_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """每月1、15号."""
    days = scene.taken(first, last, "d")
    good = all(0 < day < 32 for day in days)
    return rule("MONTHLY", BYMONTHDAY=",".join(str(day) for day in sorted(set(days)))) if good else None


def daily_on_some_days(scene: Scene, first: int, last: int) -> Fragment | None:
    """周一到周五每晚, 工作日每晚, 周末每天."""
    days = scene.taken(first, last, "w")
    if days and days[0] >= days[1]:
        return None
    workdays = "U" in scene.kinds[first:last]
    found = weekly(list(range(days[0], days[1] + 1)) if days else list(range(5)) if workdays else [5, 6])
    found.part = scene.tokens[last - 1].value if scene.kinds[last - 1] == "晚" else None
    return found


def day_of_every_quarter(scene: Scene, first: int, last: int) -> Fragment | None:
    """每季度第一个月5号."""
    nth, number = scene.taken(first, last, "oL")[0], scene.taken(first, last, "d")[0]
    if unit_of(scene, first, last) != "quarter" or not -1 <= nth <= 3 or not 0 < number < 32:
        return None
    months = ",".join(str(month + (nth if nth > 0 else 3)) for month in range(0, 12, 3))
    return rule("YEARLY", BYMONTH=months, BYMONTHDAY=str(number))


def an_amount(scene: Scene, first: int, last: int) -> Fragment | None:
    """每天30元, 每周3天: so much of something in such a time."""
    return Fragment(PART, weak=True) if scene.is_unspaced(first) else None


def a_festival(scene: Scene, first: int, last: int) -> Fragment | None:
    """每年春节 is a day no rule can name."""
    found = _FESTIVALS.match(scene.text, scene.tokens[last - 1].end)
    return Fragment(PART, weak=True) if found else None


_EVERY = "e(?:[u月年]C?)?"
CHINESE_REPEAT_RULES: tuple[tuple[str, str, Build], ...] = (
    ("晚", "晚", every_part),
    ("e半", "e半[u年月](?:d次)?|半[u年月]d次", every_half),
    ("d", "d[u年月日]d次", once_in),
    ("e", f"{_EVERY}d?旬", every_part_of_a_period),
    ("e", f"{_EVERY}d?\\$", every_end_of_a_period),
    ("e", "e[u月]C?[oL][uUw日]", day_of_every_period),
    ("e", "e[u月]C?d(?:(?:C|&)d){1,9}日", days_of_every_month),
    ("wUD", "(?:w-w|U|D)晚|D(?:y|eu)", daily_on_some_days),
    ("ey", "(?:e[u月年日]|y)[dqvY4](?!点|日|月|次|刻|-d?点|(?:[C&]d){1,9}日)", an_amount),
    ("e", "e年", a_festival),
    ("e", "euC?[oL][u月]C?d日", day_of_every_quarter),
    ("e", "e[u月]C?[oL](?:w?[&C][oL]){1,3}w", some_weekdays_of_every_month),
    ("e", "e年d月C?[oL]w|e[u月]C?ouC?w", weekday_of_every_period),
    ("e", "e年d月(?:[&C]d月){1,5}", months_of_every_year),
    ("U", "U(?=p?(?:d点|k))", on_workdays),
    ("共", "共[dq][uU]", for_a_while),
)
