"""Patterns over kinds of tokens that name a week, a month, a quarter or a year, and where in it."""

from datetime import date

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import EXPLICIT, RELATIVE, VAGUE, Build, Fragment, Scene, whole_day


def period(scene: Scene, first: int, last: int) -> Fragment | None:
    """next week, 下个月: the day it begins."""
    ahead, unit = scene.taken(first, last, "f")[0], unit_of(scene, first, last)
    if ahead <= 0:
        return None
    return whole_day(period_start(scene.today, ahead, unit))


def unit_of(scene: Scene, first: int, last: int) -> str:
    for token in scene.tokens[first:last]:
        if token.kind in "u$U":
            return str(token.value)
        if token.kind in "月年":
            return "month" if token.kind == "月" else "year"
    return "day"


def period_start(today: date, ahead: int, unit: str) -> date | None:
    if unit == "week":
        return civil.monday_of(today, ahead)
    if unit == "month":
        return civil.shift_month(today.replace(day=1), ahead)
    if unit == "quarter":
        return civil.shift_month(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), ahead * 3)
    if unit == "year":
        return date(today.year + ahead, 1, 1) if today.year + ahead < 10_000 else None
    return civil.plus_units(today, ahead, unit)


def month_of(scene: Scene, first: int, last: int) -> date | None:
    """The first day of the month that is named: 下月, 明年3月, 2027年3月, else the next such month not yet over."""
    numbers, ahead = scene.taken(first, last, "d"), scene.taken(first, last, "f")
    years, this_month = scene.taken(first, last, "Y"), scene.today.replace(day=1)
    if not numbers:
        return civil.shift_month(this_month, ahead[0] if ahead else 0)
    month = int(numbers[0])
    if not 0 < month < 13:
        return None
    if years or ahead:
        return civil.day_or_none(years[0] if years else scene.today.year + ahead[0], month, 1)
    return date(scene.today.year + (month < scene.today.month), month, 1)


def nth_workday_of(month: date, nth: int) -> date | None:
    """The nth working day of a month; -1 is the last."""
    if nth > 0:
        before = civil.plus(month, -1)
        return civil.plus_workdays(before, nth) if before else None
    found = civil.last_workday(month.year, month.month)
    while found and nth < -1:
        earlier = civil.plus(found, -1)
        found, nth = earlier, nth + (earlier is not None and earlier.weekday() < 5)
    return found


def period_end(today: date, begin: date | None, unit: str) -> date | None:
    """The last day of a period; of a week its last working day, unless that is over."""
    if begin is None:
        return None
    if unit in ("week", "workday"):
        friday = civil.plus(begin, 4)
        return civil.plus(begin, 6) if friday and friday < today else friday
    after = civil.shift_month(begin, {"quarter": 3, "year": 12}.get(unit, 1))
    return civil.plus(after, -1) if after else None


def end_of_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """end of the month is its last day, end of a week its last working day; an end-of-year party names neither."""
    named = scene.is_followed_by_a_noun(last) and scene.kind_at(first - 1) not in ("B", "G")
    alone = scene.kinds[last - 1] == "$" and first > 0 and not scene.is_unspaced(first)
    if named and (scene.is_hyphenated(first) or alone):
        return None  # an end-of-year party, the EOD report
    ahead = (scene.taken(first, last, "f") or [0])[0]
    unit = unit_of(scene, first, last)
    months = scene.taken(first, last, "mMd") if set("mM月") & set(scene.kinds[first:last]) else []
    at_start = "start" in scene.taken(first, last, "底")
    if months:
        begin = civil.month_day(scene.today, int(months[0]), 1)
        begin = date(scene.today.year, scene.today.month, 1) if months[0] == scene.today.month else begin
        unit = "month"
    else:
        begin = period_start(scene.today, ahead, unit)
    if begin is None or unit == "day" or at_start:
        return whole_day(begin, VAGUE if unit == "day" else RELATIVE)
    return whole_day(period_end(scene.today, begin, unit))


def weekend(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = (scene.taken(first, last, "f") or [0])[0]
    if ahead < 0 or scene.kind_at(first - 1) == "f":
        return None
    begin = civil.monday_of(scene.today, ahead)
    saturday = civil.plus(begin, 5) if begin else None
    named = first < last - 1 or scene.is_unspaced(first) or scene.kind_at(first - 1) in ("B", "G", "A", "I")
    return whole_day(saturday if saturday and saturday >= scene.today else scene.today) if named else None


def last_day_of_a_month(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = (scene.taken(first, last, "f") or [0])[0]
    month = civil.shift_month(scene.today.replace(day=1), ahead)
    if month is None:
        return None
    if "U" in scene.kinds[first:last]:
        return whole_day(civil.last_workday(month.year, month.month), EXPLICIT)
    return whole_day(civil.month_end(month.year, month.month), EXPLICIT)


PERIOD_RULES: tuple[tuple[str, str, Build], ...] = (
    ("f", "f[u月年]", period),
    ("HE", "H?EZH?f?u", end_of_period),
    ("H$f年", "[Hf]?\\$", end_of_period),
    ("fd", "f?[月年]底|d月底|f年\\$", end_of_period),
    ("HfD", "[Hf]?D", weekend),
    ("HL", "H?L[uU]ZH?f?u", last_day_of_a_month),
    ("f月", "f?月L[uU]", last_day_of_a_month),
)
