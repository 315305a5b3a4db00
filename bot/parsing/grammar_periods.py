"""Patterns over kinds of tokens that name a week, a month, a quarter or a year, and where in it."""

from datetime import date

from bot.parsing import civil
from bot.parsing.fragments import EXPLICIT, RELATIVE, VAGUE, Build, Fragment, Scene, whole_day


def period(scene: Scene, first: int, last: int) -> Fragment | None:
    """next week, 下个月: the day it begins."""
    ahead, unit = scene.taken(first, last, "f")[0], unit_of(scene, first, last)
    if ahead <= 0:
        return None
    return whole_day(_period_start(scene.today, ahead, unit))


def unit_of(scene: Scene, first: int, last: int) -> str:
    for token in scene.tokens[first:last]:
        if token.kind in "u$U":
            return str(token.value)
        if token.kind in "月年":
            return "month" if token.kind == "月" else "year"
    return "day"


def _period_start(today: date, ahead: int, unit: str) -> date | None:
    if unit == "week":
        return civil.monday_of(today, ahead)
    if unit == "month":
        return civil.shift_month(today.replace(day=1), ahead)
    if unit == "quarter":
        return civil.shift_month(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), ahead * 3)
    if unit == "year":
        return date(today.year + ahead, 1, 1) if today.year + ahead < 10_000 else None
    return civil.plus_units(today, ahead, unit)


def end_of_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """end of the month is its last day, end of a week its last working day."""
    ahead = (scene.taken(first, last, "f") or [0])[0]
    unit = unit_of(scene, first, last)
    months = scene.taken(first, last, "mMd") if set("mM月") & set(scene.kinds[first:last]) else []
    at_start = "start" in scene.taken(first, last, "底")
    if months:
        begin = civil.month_day(scene.today, int(months[0]), 1)
        begin = date(scene.today.year, scene.today.month, 1) if months[0] == scene.today.month else begin
        unit = "month"
    else:
        begin = _period_start(scene.today, ahead, unit)
    if begin is None or unit == "day" or at_start:
        return whole_day(begin, VAGUE if unit == "day" else RELATIVE)
    span = {"week": 7, "workday": 7}.get(unit)
    if span:
        friday = civil.plus(begin, 4)
        late = friday is not None and friday < scene.today
        return whole_day(civil.plus(begin, 6) if late else friday)
    after = civil.shift_month(begin, {"quarter": 3, "year": 12}.get(unit, 1))
    return whole_day(civil.plus(after, -1) if after else None)


def end_of_a_day(scene: Scene, first: int, last: int) -> Fragment | None:
    return whole_day(civil.plus(scene.today, (scene.taken(first, last, "t") or [0])[0]))


def weekend(scene: Scene, first: int, last: int) -> Fragment | None:
    ahead = (scene.taken(first, last, "f") or [0])[0]
    begin = civil.monday_of(scene.today, ahead)
    saturday = civil.plus(begin, 5) if begin else None
    named = first < last - 1 or scene.is_unspaced(first) or scene.kind_at(first - 1) in ("B", "G", "A")
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
    ("HE", "H?EZ[mM]", end_of_period),
    ("HE", "H?EZ?t", end_of_a_day),
    ("H$f年", "[Hf]?\\$", end_of_period),
    ("fd", "f?[月年]底|d月底|f年\\$", end_of_period),
    ("HfD", "[Hf]?D", weekend),
    ("HL", "H?L[uU]ZH?f?u", last_day_of_a_month),
    ("f月", "f?月L[uU]", last_day_of_a_month),
)
