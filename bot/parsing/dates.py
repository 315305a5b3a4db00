"""Finds the one date, clock or recurrence a line speaks of: fragments are combined, then resolved against now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from bot.parsing import civil
from bot.parsing.dates_en import ENGLISH
from bot.parsing.fragments import (
    CLOCK,
    CLOSE,
    COUNT,
    DAY,
    MOMENT,
    PART,
    REPEAT,
    UNTIL,
    Build,
    Clock,
    Fragment,
    Scene,
)
from bot.parsing.grammar_clocks import CLOCK_RULES
from bot.parsing.grammar_days import DAY_RULES
from bot.parsing.grammar_periods import PERIOD_RULES
from bot.parsing.grammar_repeats import REPEAT_RULES
from bot.parsing.grammar_spans import SPAN_RULES
from bot.parsing.languages import Language, spoken
from bot.parsing.tokens import flattened, tokens_of

LANGUAGES: tuple[Language, ...] = (ENGLISH,)
"""The languages whose words stand apart, one a line; Chinese is read in every line, whatever else stands there."""

_WORDS_BETWEEN = frozenset("CAGH")
_WORDS_AROUND_A_REPEAT = frozenset("CAGHSFI-整前起")
_NOT_OF_THE_FIRST = ("UNTIL", "COUNT", "INTERVAL")
_MOST_FRAGMENTS = 8
_LEADING = frozenset("BGAIHFJ")
_HALF_DAYS = frozenset(("afternoon", "evening", "night"))


@dataclass(frozen=True)
class Reading:
    """What a line says of time, in the speaker's own civil days; `other` is the second likely day, or hour of it."""

    start: int
    end: int
    day: date | None
    clock: time | None = None
    other: date | None = None
    other_clock: time | None = None
    begin: date | None = None
    rrule: str | None = None
    due_said: bool = False


def _by_first_kind() -> dict[str, list[tuple[re.Pattern[str], Build]]]:
    table: dict[str, list[tuple[re.Pattern[str], Build]]] = {}
    for starts, pattern, build in (*REPEAT_RULES, *DAY_RULES, *PERIOD_RULES, *SPAN_RULES, *CLOCK_RULES):
        compiled = re.compile(pattern)
        for kind in starts:
            table.setdefault(kind, []).append((compiled, build))
    return table


_RULES = _by_first_kind()


def read_dates(
    text: str, now: datetime, language: str | None = None, languages: tuple[Language, ...] = LANGUAGES
) -> Reading | None:
    """The best of what the text offers, or nothing. `now` is in the speaker's zone, `language` their own."""
    flat = flattened(text)
    tongue = spoken(flat, languages, language)
    tokens = tokens_of(flat, tongue)
    kinds = "".join(token.kind for token in tokens)
    scene = Scene(now.replace(tzinfo=None), now.date(), flat, tokens, kinds, tongue, now.tzinfo)
    readings = [found for group in _groups(scene, _fragments(scene)) if (found := _resolved(scene, group))]
    if not readings:
        return None
    return max(enumerate(readings), key=lambda pair: _weight(scene, *pair))[1]


def _weight(scene: Scene, place: int, reading: Reading) -> tuple[int, int, int]:
    """A date said to be due wins, then the fuller one; then English ends with its date and Chinese begins with it."""
    fullness = 3 if reading.rrule else 2 if reading.day and reading.clock else 1
    chinese = scene.text[reading.start] > "\u2fff"
    return (reading.due_said, fullness, -place if chinese else place)


def _fragments(scene: Scene) -> Iterator[Fragment]:
    position, size = 0, len(scene.kinds)
    while position < size:
        found = _longest(scene, position)
        if found:
            yield found
            position = found.last
        else:
            position += 1


def _longest(scene: Scene, position: int) -> Fragment | None:
    matches = []
    for order, (pattern, build) in enumerate(_RULES.get(scene.kinds[position], ())):
        if match := pattern.match(scene.kinds, position):
            matches.append((-match.end(), order, build))
    for negative_end, _, build in sorted(matches, key=lambda one: one[:2]):
        if found := build(scene, position, -negative_end):
            found.first, found.last = position, -negative_end
            return found
    return None


def _groups(scene: Scene, fragments: Iterator[Fragment]) -> Iterator[list[Fragment]]:
    group: list[Fragment] = []
    for fragment in fragments:
        if group and not _belongs(scene, group, fragment):
            yield group
            group = []
        group.append(fragment)
    if group:
        yield group


def _belongs(scene: Scene, group: list[Fragment], fragment: Fragment) -> bool:
    between = scene.kinds[group[-1].last : fragment.first]
    repeating = any(one.what == REPEAT for one in group)
    repeats = repeating or fragment.what == REPEAT
    if len(group) >= _MOST_FRAGMENTS or len(between) > 3 or (repeating and fragment.what == REPEAT):
        return False
    allowed = _WORDS_AROUND_A_REPEAT if repeats else _WORDS_BETWEEN
    if between == "-" and not repeats:
        return fragment.what == group[-1].what and fragment.rank == group[-1].rank and fragment.what in (DAY, CLOCK)
    if not allowed.issuperset(between):
        return False
    return repeats or not _says_twice(group, fragment)


def _says_twice(group: list[Fragment], fragment: Fragment) -> bool:
    if fragment.what == CLOCK:
        return any(one.what in (CLOCK, MOMENT) for one in group)
    if fragment.what == DAY:
        return any(one.what == DAY and one.rank == fragment.rank and one.day != fragment.day for one in group)
    return False


def _resolved(scene: Scene, group: list[Fragment]) -> Reading | None:
    repeat = next((one for one in group if one.what == REPEAT), None)
    if repeat is None:
        group = [one for one in group if one.what not in (COUNT, UNTIL)]
    if not group or not _stands(group):
        return None
    part = next((one.part for one in group if one.part and one.part != CLOSE), None)
    said = next((one.clock for one in group if one.clock), None)
    moment = next((one for one in group if one.what == MOMENT), None)
    clock, rolls = (said, False) if moment else _clock_in(said, part)
    start, end = _span(scene, group[0].first, group[-1].last, "S" if repeat else "")
    head, tail = group[0].first, group[-1].last
    due_said = "B" in scene.kinds[max(0, head - 2) : head + 1] or scene.kind_at(tail) == "前"
    at = time(clock[0], clock[1]) if clock else None
    if repeat:
        return _repeating(scene, group, repeat, at, (start, end))
    day, other, begin = _day_of(scene, group, at, rolls)
    return (
        Reading(start, end, day, at, other, _other_half(said, part, clock), begin, due_said=due_said) if day else None
    )


def _stands(group: list[Fragment]) -> bool:
    if not all(one.weak for one in group):
        return True
    whats = {one.what for one in group}
    return PART in whats and bool(whats & {DAY, CLOCK})


def _clock_in(clock: Clock | None, part: str | None) -> tuple[Clock | None, bool]:
    """A clock without its half of the day: the part decides, else 1 to 6 is afternoon in working life."""
    if clock is None and part == "noon":
        return (12, 0, True), False
    if clock is None or clock[2]:
        return clock, False
    hour, minute, _ = clock
    if part is None:
        return (hour + 12 if 1 <= hour <= 6 else hour, minute, False), False
    if part in _HALF_DAYS or (part == "noon" and hour < 4):
        if hour == 12 and part in ("evening", "night"):
            return (0, minute, True), True
        if hour < 12 and not (part == "night" and hour < 5):
            hour += 12
    elif part == "dawn" and hour == 12:
        hour = 0
    return (hour, minute, True), False


def _other_half(said: Clock | None, part: str | None, taken: Clock | None) -> time | None:
    """Five o'clock without its half of the day was taken as afternoon; the morning is the other reading."""
    doubtful = said and taken and not said[2] and part is None and taken[0] != said[0]
    return time(said[0], said[1]) if said and doubtful else None


def _day_of(
    scene: Scene, group: list[Fragment], at: time | None, rolls: bool
) -> tuple[date | None, date | None, date | None]:
    days = [one for one in group if one.day]
    if not days:
        if at is None:
            return (scene.today if any(one.part == CLOSE for one in group) else None), None, None
        late = datetime.combine(scene.today, at) <= scene.now
        return civil.plus(scene.today, int(late or rolls)), None, None
    best = max(days, key=lambda one: one.rank)
    begin = best.start
    if len(days) > 1 and "-" in scene.kinds[days[0].last : days[-1].first] and days[0].day and days[-1].day:
        begin, best = days[0].day, days[-1]
        if best.day and begin > best.day and best.weekday is not None:
            return civil.plus(best.day, 7), None, begin
    day = civil.plus(best.day, 1) if rolls and best.day else best.day
    return day, best.other, begin


def _span(scene: Scene, first: int, last: int, also: str) -> tuple[int, int]:
    """The words a reading takes: with "by" or "on" before it, and 前 or 的 after it."""
    while first > 0 and (scene.kinds[first - 1] in _LEADING or scene.kinds[first - 1] in tuple(also)):
        first -= 1
    if scene.kind_at(last) == "前" and scene.touches(last - 1, last):
        last += 1
    if scene.kind_at(last) == "C" and (scene.word_at(last) == "的" or first == 0):
        last += 1
    if last == len(scene.kinds) and first > 0 and scene.kinds[first - 1] == "C":
        first -= 1
    return scene.tokens[first].start, scene.tokens[last - 1].end


def _repeating(
    scene: Scene, group: list[Fragment], repeat: Fragment, at: time | None, span: tuple[int, int]
) -> Reading | None:
    rule = dict(repeat.rule or {})
    begin: date | None = None
    until: date | None = None
    after = max(0, group[0].first - 1)
    for one in group:
        before = scene.kinds[after : one.first] + scene.kind_at(one.first)
        if one.what == UNTIL or (one.what == DAY and one.day and set("S-") & set(before)):
            until = one.day
        elif one.what == COUNT and one.rule:
            rule |= one.rule
        elif one.what == DAY and one.day:
            begin = one.day
        after = one.last
    if until:
        if begin and until <= begin:
            until = civil.shift_month(until, 12) or until
        rule["UNTIL"] = until.strftime("%Y%m%d")
    written = ";".join(f"{name}={value}" for name, value in rule.items())
    first = _first_time(scene.now, begin, written, at)
    return Reading(*span, first, at, begin=begin, rrule=written) if first else None


def _first_time(now: datetime, begin: date | None, rule: str, at: time | None) -> date | None:
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
