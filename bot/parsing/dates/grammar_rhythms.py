"""Patterns over kinds of tokens for rhythms said in a roundabout way: except Sunday, twice a month, Monday mornings."""

from bot.parsing.dates.fragments import COUNT, REPEAT, Build, Fragment, Scene
from bot.parsing.dates.grammar_periods import unit_of
from bot.parsing.dates.grammar_repeats import NAMES, WORKDAYS, rule, weekly

_EDGES = {
    ("month", "start"): {"FREQ": "MONTHLY", "BYMONTHDAY": "1"},
    ("month", "middle"): {"FREQ": "MONTHLY", "BYMONTHDAY": "15"},
    ("month", "end"): {"FREQ": "MONTHLY", "BYMONTHDAY": "-1"},
    ("week", "start"): {"FREQ": "WEEKLY", "BYDAY": "MO"},
    ("week", "end"): {"FREQ": "WEEKLY", "BYDAY": "FR"},
    ("quarter", "start"): {"FREQ": "YEARLY", "BYMONTH": "1,4,7,10", "BYMONTHDAY": "1"},
    ("quarter", "end"): {"FREQ": "YEARLY", "BYMONTH": "3,6,9,12", "BYMONTHDAY": "-1"},
    ("year", "start"): {"FREQ": "YEARLY", "BYMONTH": "1", "BYMONTHDAY": "1"},
    ("year", "end"): {"FREQ": "YEARLY", "BYMONTH": "12", "BYMONTHDAY": "31"},
    ("day", "end"): {"FREQ": "DAILY"},
}
_UNIT_OF = {("WEEKLY", 1): "week", ("MONTHLY", 1): "month", ("YEARLY", 1): "year"}
_TWICE = {
    "week": {"FREQ": "WEEKLY", "BYDAY": "MO,TH"},
    "month": {"FREQ": "MONTHLY", "BYMONTHDAY": "1,15"},
    "year": {"FREQ": "MONTHLY", "INTERVAL": "6"},
}
"""No hour of a day or day of a week is said: the usual halves are taken, and shown."""


def edge_of_every_period(scene: Scene, first: int, last: int) -> Fragment | None:
    """at the end of every month, every month end."""
    place = next((token.value for token in scene.tokens[first:last] if token.kind in "EFr" and token.value), None)
    found = _EDGES.get((unit_of(scene, first, last), str(place)))
    return Fragment(REPEAT, rule=dict(found)) if found else None


def twice(scene: Scene, first: int, last: int) -> Fragment | None:
    said = scene.tokens[first + 1]
    unit = _UNIT_OF.get(said.value, "") if said.kind == "y" else unit_of(scene, first, last)
    found = dict(_TWICE.get(unit, {}))
    if found and unit == "month" and (days := scene.taken(first, last, "oO")):
        found["BYMONTHDAY"] = ",".join(str(day) for day in sorted(days))
    elif found and unit == "week" and (days := scene.taken(first, last, "wVW")):
        found["BYDAY"] = ",".join(NAMES[day] for day in sorted(days))
    elif last > first + 2:
        return None
    return Fragment(REPEAT, rule=dict(found)) if found else None


def parts_of_weekdays(scene: Scene, first: int, last: int) -> Fragment | None:
    """Monday mornings, every Tuesday and Friday afternoons."""
    days = [int(day) for day in scene.taken(first, last, "wVW")]
    found = weekly(days) if days else rule("DAILY")
    if set("U%") & set(scene.kinds[first:last]):
        found = rule("WEEKLY", BYDAY=WORKDAYS)
    found.part = scene.tokens[last - 1].value
    return found


def alternate_weekdays(scene: Scene, first: int, last: int) -> Fragment | None:
    return weekly([int(day) for day in scene.taken(first, last, "W")], 2)


def working_week(scene: Scene, first: int, last: int) -> Fragment | None:
    """Mon-Fri is every working day; Mon-Wed a range, and from Monday to Friday too."""
    whole = scene.taken(first, last, "wV") == [0, 4] and scene.kind_at(first - 1) not in ("F", "f", "b")
    return rule("WEEKLY", BYDAY=WORKDAYS) if whole else None


def nth_weekdays(scene: Scene, first: int, last: int) -> Fragment | None:
    """the first and third Monday of every month, every 1st and 3rd Tuesday, every last Friday."""
    nths = sorted({int(nth) for nth in scene.taken(first, last, "oOL")})
    named = scene.taken(first, last, "wVW")[0]
    if scene.taken(first, last, "y") not in ([], [("MONTHLY", 1)]):
        return None
    if not all(-1 <= nth <= 5 for nth in nths):
        return None
    return rule("MONTHLY", BYDAY=",".join(f"{nth}{NAMES[named]}" for nth in nths))


def day_in_every_month(scene: Scene, first: int, last: int) -> Fragment | None:
    """monthly on the last day, every month on day 15, every first business day of the month."""
    nth = [int(value) for value in scene.taken(first, last, "oOLd")][-1]
    unit = next((token.value for token in scene.tokens[first:last] if token.kind in "uy"), None)
    frequency = ("MONTHLY", 3) if unit in ("quarter", ("MONTHLY", 3)) else ("MONTHLY", 1)
    if unit not in (None, "day", "month", "quarter", ("MONTHLY", 1), ("MONTHLY", 3)) or not -1 <= nth <= 31:
        return None
    if "U" in scene.kinds[first:last]:
        return rule(*frequency, BYDAY=WORKDAYS, BYSETPOS=str(nth))
    return rule(*frequency, BYMONTHDAY=str(nth))


def every_month_of_a_year(scene: Scene, first: int, last: int) -> Fragment | None:
    """every January, every year in January."""
    token = scene.tokens[last - 1]
    if token.kind == "M" and scene.is_followed_by_a_noun(last):
        return None
    if "u" in scene.kinds[first:last] and unit_of(scene, first, last) != "year":
        return None
    if scene.taken(first, last, "y") not in ([], [("YEARLY", 1)]):
        return None
    return rule("YEARLY", BYMONTH=",".join(str(month) for month in sorted(scene.taken(first, last, "mM"))))


def nth_weekday_of_a_month_every_year(scene: Scene, first: int, last: int) -> Fragment | None:
    """the last Friday of June every year."""
    nth, named = scene.taken(first, last, "oOL")[0], scene.taken(first, last, "w")[0]
    yearly = scene.tokens[last - 1].value in ("year", ("YEARLY", 1))
    month = scene.taken(first, last, "mM")[0]
    return rule("YEARLY", BYMONTH=str(month), BYDAY=f"{nth}{NAMES[named]}") if yearly and nth <= 5 else None


def days_of_a_rhythm(scene: Scene, first: int, last: int) -> Fragment | None:
    """daily Mon-Fri, every day from Monday to Thursday."""
    said = next(token.value for token in scene.tokens[first:last] if token.kind in "uy")
    begin, end = scene.taken(first, last, "w")
    if said not in ("day", ("DAILY", 1), "week", ("WEEKLY", 1)):
        return None
    return weekly([day % 7 for day in range(begin, end + 1 + 7 * (end < begin))])


def listed_weekdays(scene: Scene, first: int, last: int) -> Fragment | None:
    """Mon, Wed, Fri at 9: three days in a list come again."""
    return weekly([int(day) for day in scene.taken(first, last, "wV")])


def weekdays_of_every_week(scene: Scene, first: int, last: int) -> Fragment | None:
    """Monday and Thursday every week, Mon and Thu biweekly."""
    said = scene.tokens[last - 1].value
    interval = {"week": 1, ("WEEKLY", 1): 1, ("WEEKLY", 2): 2}.get(said)
    days = [int(day) for day in scene.taken(first, last, "wVW")]
    return weekly(days, 2 if "R" in scene.kinds[first:last] else interval) if interval else None


def every_length(scene: Scene, first: int, last: int) -> Fragment | None:
    """every 2h, every 15mins."""
    count, unit = scene.tokens[last - 1].value
    frequency = _FREQUENCIES.get(unit)
    return rule(frequency, int(count)) if frequency and count == int(count) and 0 < count < 1000 else None


def every_half(scene: Scene, first: int, last: int) -> Fragment | None:
    """every half hour, every couple of weeks; "every few days" is no rhythm."""
    count, unit = scene.taken(first, last, "q")[0], unit_of(scene, first, last)
    if count == 0.5:
        halves = {"hour": ("MINUTELY", 30), "year": ("MONTHLY", 6)}
        return rule(*halves[unit]) if unit in halves else None
    return rule(_FREQUENCIES[unit], 2) if count == 2 and unit in _FREQUENCIES else None


def excepted(scene: Scene, first: int, last: int) -> Fragment | None:
    """except Sunday, after a rhythm."""
    if not set("eyW%Up") & set(scene.kinds[max(0, first - 4) : first]):
        return None
    days = list(scene.taken(first, last, "wVW"))
    if "D" in scene.kinds[first:last]:
        days += [5, 6]
    for several in scene.taken(first, last, "%"):
        days += several
    return Fragment(COUNT, rule={"EXCEPT": ",".join(NAMES[day] for day in days)})


_FREQUENCIES = {"hour": "HOURLY", "day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_FREQUENCIES |= {"minute": "MINUTELY"}
_LIST = "[wVW](?:(?:&|C|C&)?[wVW]){0,6}"
RHYTHM_RULES: tuple[tuple[str, str, Build], ...] = (
    ("HEF", "H?[EF]Zeu", edge_of_every_period),
    ("e", "euE|eEZH?u", edge_of_every_period),
    ("2", f"2[uy](?:C?G?H?[oO](?:(?:&|C|C&)H?[oO]){{1,3}}|C?G?{_LIST})?", twice),
    ("GweWU%", f"[Ge]?(?:{_LIST}|[U%])6", parts_of_weekdays),
    ("e", "e6", parts_of_weekdays),
    ("RG", "G?RW(?:(?:&|C|C&)W){0,6}", alternate_weekdays),
    ("w", "w-w", working_week),
    ("GHoOL", "G?H?[oOL]w[ZI][mM](?:eu|y)", nth_weekday_of_a_month_every_year),
    ("HoOL", "H?[oOL]wy", nth_weekdays),
    ("ey", "(?:eu|y)C?F?w-w", days_of_a_rhythm),
    ("GwV", "G?[wV](?:(?:C&|C|&)[wV]){2,6}", listed_weekdays),
    ("e", "ec", every_length),
    ("GwVW", "G?[wVW](?:(?:C&|C|&)[wVW]){1,6}(?:eR?u|y)", weekdays_of_every_week),
    ("GHoO", "G?H?[oO](?:(?:&|C|C&)H?[oO]){1,4}[wV]Zeu", nth_weekdays),
    ("e", "eH?[oO](?:(?:&|C|C&)H?[oO]){1,4}[wVW](?:ZH?u)?|eH?[oO][wV]Z[He]?u|eLw(?:ZH?u)?", nth_weekdays),
    ("ey", "(?:eu|y)GH?[oOL][uU]|euGudC?|eH?[oOL][uU]ZH?u", day_in_every_month),
    ("ey", "e[mM](?:(?:&|C|C&)[mM]){0,5}(?!H?[od])|(?:eu|y)I[mM](?:(?:&|C|C&)[mM]){0,5}", every_month_of_a_year),
    ("e", "ea?qZ?u", every_half),
    ("~", f"~[JGe]?H?(?:{_LIST}|D|%)", excepted),
)
