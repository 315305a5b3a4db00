"""Patterns over kinds of tokens that say where in a week, month, quarter or year: early, mid-March, month end."""

from datetime import date

from bot.parsing.dates import civil
from bot.parsing.dates.fragments import EXPLICIT, VAGUE, WEEKDAY, Build, Fragment, Scene, whole_day
from bot.parsing.dates.grammar_periods import period_end, period_start, unit_of

_MIDDLE = {"week": 2, "month": 14, "quarter": 44, "year": 181}
"""How many days after its first the middle of a period is taken to be."""


def this_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """this week is its last working day, this month its last day; the coming week is the next one."""
    unit, named = unit_of(scene, first, last), scene.word_at(last - 2)
    ahead = scene.taken(first, last, "f")[0]
    later = scene.kind_at(first) == "l"
    if unit not in _MIDDLE or scene.is_unspaced(first) or (ahead and not later):
        return None
    if scene.is_followed_by_a_noun(last):
        return None
    if named != "this":
        return whole_day(period_start(scene.today, ahead or 1, unit))
    prepared = (
        later or scene.kind_at(first - 1) in ("B", "I", "j") or (first == 0 and scene.kind_at(last) in ("C", "."))
    )
    if not prepared and (unit == "year" or not scene.is_at_the_end(last)):
        return None
    return whole_day(period_end(scene.today, period_start(scene.today, 0, unit), unit))


def period_after_next(scene: Scene, first: int, last: int) -> Fragment | None:
    unit = unit_of(scene, first, last)
    return whole_day(period_start(scene.today, 2, unit)) if unit in _MIDDLE else None


def place_in_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """early next week, mid-March, the middle of Q2, month end, end of 2027."""
    kinds = scene.kinds[first:last]
    places = [token.value for token in scene.tokens[first:last] if token.kind in "rEF" and token.value]
    place = "end" if kinds[0] == "$" else places[0] if places else None
    modifies = "Z" not in kinds or kinds[-1] == "M" or scene.is_hyphenated(first)
    if kinds[-1] == "E" and place != "end":
        return None  # the week start
    if place is None or (modifies and (scene.is_followed_by_a_noun(last) or scene.kind_at(last) == "E")):
        return None
    begin, unit = _named(scene, first, last)
    if begin is None:
        return None
    found = _placed(scene.today, begin, unit, place)
    if found and found < scene.today and not set("mM1Yf") & set(kinds):
        found = _placed(scene.today, period_start(scene.today, 1, unit), unit, place)
    if found and found < scene.today and "1" in kinds and "Y" not in kinds:
        found = _placed(scene.today, begin.replace(year=begin.year + 1), unit, place)
    return whole_day(found, EXPLICIT)


def _placed(today: date, begin: date | None, unit: str, place: str) -> date | None:
    if begin is None or place == "start":
        return begin
    return civil.plus(begin, _MIDDLE[unit]) if place == "middle" else period_end(today, begin, unit)


def _named(scene: Scene, first: int, last: int) -> tuple[date | None, str]:
    """The first day of the period that is named, and what it is; a month or quarter that is over comes next year."""
    years = scene.taken(first, last, "Y")
    if quarters := scene.taken(first, last, "1"):
        return _quarter(scene.today, quarters[0], years), "quarter"
    if months := scene.taken(first, last, "mM"):
        if months[0] == scene.today.month and not years:
            return scene.today.replace(day=1), "month"
        return civil.month_day(scene.today, months[0], 1, years[0] if years else None), "month"
    if years:
        return date(years[0], 1, 1), "year"
    unit = unit_of(scene, first, last)
    ahead = (scene.taken(first, last, "f") or [0])[0]
    return (period_start(scene.today, ahead, unit), unit) if unit in _MIDDLE else (None, unit)


def _quarter(today: date, quarter: int, years: list[int]) -> date:
    over = not years and (today.month - 1) // 3 + 1 > quarter
    return date(years[0] if years else today.year + over, quarter * 3 - 2, 1)


def quarter_or_year(scene: Scene, first: int, last: int) -> Fragment | None:
    """in Q2 is its first day, by the running quarter its last; in 2027 only where the line ends."""
    begin, unit = _named(scene, first, last)
    if begin is None or scene.is_followed_by_a_noun(last) or (unit == "year" and begin <= scene.today):
        return None
    if unit == "year" and not scene.is_at_the_end(last):
        return None
    return whole_day(period_end(scene.today, begin, unit) if begin <= scene.today else begin, EXPLICIT)


def end_of_a_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """end of tomorrow, the end of Friday, close of business."""
    if named := scene.taken(first, last, "wV"):
        return whole_day(civil.coming(scene.today, named[0]), WEEKDAY, weekday=named[0])
    if ahead := scene.taken(first, last, "t"):
        return whole_day(civil.plus(scene.today, ahead[0]))
    return whole_day(scene.today, VAGUE)


def day_at_an_edge(scene: Scene, first: int, last: int) -> Fragment | None:
    """the last working day of April, the first day of next month, the last week of May."""
    of = next(index for index in range(first, last) if scene.kinds[index] in "ZI") + 1
    begin, unit = _named(scene, of, last)
    end = period_end(scene.today, begin, unit)
    if begin is None or end is None or scene.taken(first, of, "O") not in ([], [1]):
        return None
    at_end = "L" in scene.kinds[first:of]
    if "U" in scene.kinds[first:of]:
        to_monday = {5: 2, 6: 1}.get(begin.weekday(), 0)
        return whole_day(civil.last_workday(end.year, end.month) if at_end else civil.plus(begin, to_monday), EXPLICIT)
    if unit_of(scene, first, of) == "week":
        return whole_day(civil.monday_of(end) if at_end else begin, EXPLICIT)
    day = unit_of(scene, first, of) == "day"
    return whole_day(end if at_end else begin, EXPLICIT) if day else None


def edge_of_a_weekend(scene: Scene, first: int, last: int) -> Fragment | None:
    """before the weekend is Friday, after it Monday."""
    monday = civil.monday_of(scene.today, (scene.taken(first, last, "f") or [0])[0])
    before = scene.taken(first, last, "B")
    if monday is None or before not in ([], ["before"]):
        return None
    return whole_day(civil.plus(monday, 4 if before else 7))


PLACE_RULES: tuple[tuple[str, str, Build], ...] = (
    ("lf", "l?fu", this_period),
    ("Hu", "H?u>f", period_after_next),
    ("r", "r-?[ZI]?(?:H?f?u|[mM]Y?|1Y?)", place_in_period),
    ("HEF", "H?[EF](?:ZH?(?:f?u|[mM]Y?|1Y?|Y)|[mM]|1Y?)", place_in_period),
    ("um", "uE|mE", place_in_period),
    ("$", "\\$(?:[mM]|Y)", place_in_period),
    ("IB", "[IB]H?1Y?|[IB]Y", quarter_or_year),
    ("HE", "H?E7|H?EZ[wV]|H?EZ?t", end_of_a_day),
    ("HLO", "H?[LO][uU][ZI]H?(?:f?u|[mM]Y?|1Y?)", day_at_an_edge),
    ("B>", "[B>][Hf]?D", edge_of_a_weekend),
)
