"""Finds the one date, clock or recurrence a line speaks of: fragments are combined, then resolved against now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.parsing.dates import civil
from bot.parsing.dates.dates_en import ENGLISH
from bot.parsing.dates.edges import CLOSING, OPENING, led_from, words_taken
from bot.parsing.dates.fragments import (
    CLOCK,
    CLOSE,
    COUNT,
    DAY,
    EXPLICIT,
    MOMENT,
    OFFSET,
    PART,
    REPEAT,
    UNTIL,
    Build,
    Clock,
    Fragment,
    Scene,
)
from bot.parsing.dates.grammar_chinese import CHINESE_RULES
from bot.parsing.dates.grammar_chinese_repeats import CHINESE_REPEAT_RULES
from bot.parsing.dates.grammar_clocks import CLOCK_RULES
from bot.parsing.dates.grammar_days import DAY_RULES
from bot.parsing.dates.grammar_periods import PERIOD_RULES
from bot.parsing.dates.grammar_places import PLACE_RULES
from bot.parsing.dates.grammar_repeats import REPEAT_RULES
from bot.parsing.dates.grammar_rhythms import RHYTHM_RULES
from bot.parsing.dates.grammar_spans import SPAN_RULES
from bot.parsing.dates.languages import Language, spoken
from bot.parsing.dates.look_alikes_zh import MOVED_TO
from bot.parsing.dates.rhythms import are_one_rule, days_named, first_time, merged, without_exceptions
from bot.parsing.dates.tokens import simplified, tokens_of

LANGUAGES: tuple[Language, ...] = (ENGLISH,)
"""The languages whose words stand apart, one a line; Chinese is read in every line, whatever else stands there."""

_WORDS_BETWEEN = frozenset("CAGHjr")
_WORDS_AROUND_A_REPEAT = frozenset("CAGHSFIj-整前起")
_OF_A_RANGE = frozenset("-S&")
_MOST_FRAGMENTS = 8
_FULL_NAME = 6
"""The letters of a weekday that is not shortened: after "Tues." a date goes on, after "Tuesday." it ends."""
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
    day_said: bool = True
    also: tuple[int, int] | None = None


_ALL_RULES = (
    *CHINESE_REPEAT_RULES, *CHINESE_RULES, *RHYTHM_RULES, *REPEAT_RULES, *DAY_RULES,
    *PLACE_RULES, *PERIOD_RULES, *SPAN_RULES, *CLOCK_RULES,
)  # fmt: skip


def _by_first_kind() -> dict[str, list[tuple[re.Pattern[str], Build]]]:
    table: dict[str, list[tuple[re.Pattern[str], Build]]] = {}
    for starts, pattern, build in _ALL_RULES:
        compiled = re.compile(pattern)
        for kind in starts:
            table.setdefault(kind, []).append((compiled, build))
    return table


_RULES = _by_first_kind()


def read_dates(
    text: str, now: datetime, language: str | None = None, languages: tuple[Language, ...] = LANGUAGES
) -> Reading | None:
    """The best of what the text offers, or nothing. `now` is in the speaker's zone, `language` their own."""
    flat = simplified(text)
    tongue = spoken(flat, languages, language)
    tokens = tokens_of(flat, tongue)
    kinds = "".join(token.kind for token in tokens)
    scene = Scene(now.replace(tzinfo=None), now.date(), flat, tokens, kinds, tongue, now.tzinfo)
    readings = list(_readings(scene))
    if not readings:
        return None
    best = max(enumerate(readings), key=lambda pair: _weight(scene, *pair))[1]
    return best if best.day_said or best.rrule else _on_its_day(best, readings)


def _on_its_day(hour: Reading, readings: list[Reading]) -> Reading:
    """明天的会改到9点: an hour without a day is of the one day that is named elsewhere."""
    days = [one for one in readings if one.day_said and not one.clock and not one.rrule]
    if len(days) != 1:
        return hour
    first, second = sorted([(days[0].start, days[0].end), (hour.start, hour.end)])
    return replace(hour, day=days[0].day, other=days[0].other, start=first[0], end=first[1], also=second)


def _readings(scene: Scene) -> Iterator[Reading]:
    """What each group of fragments says; the end of a rhythm may stand apart from it."""
    groups = list(_groups(scene, _fragments(scene)))
    while groups:
        group = groups.pop(0)
        limit = next((one for one in groups[:_MOST_FRAGMENTS] if _limits(scene, group, one)), [])
        if limit:
            groups.remove(limit)
        if found := _resolved(scene, group, limit):
            yield found


def _limits(scene: Scene, group: list[Fragment], later: list[Fragment]) -> bool:
    """Whether the later group says how long the rhythm of the first goes on."""
    whats = {one.what for one in group}
    limited = any(scene.kind_at(one.first - 1) in ("S", "-") for one in group)
    if REPEAT not in whats or whats & {UNTIL, COUNT} or limited:
        return False
    before = scene.kinds[max(0, later[0].first - 1) : later[0].first + 1]
    if all(one.what == COUNT for one in later):
        return "共" in before
    if all(one.what == UNTIL for one in later):
        return True
    return all(one.what == DAY for one in later) and bool(set("SB") & set(before))


def _weight(scene: Scene, place: int, reading: Reading) -> tuple[int, int, int, int]:
    """A date to come wins, then one said to be due, then the fuller one; English ends with its date, Chinese begins."""
    fullness = 3 if reading.rrule else 2 if reading.day and reading.clock else 1
    chinese = max(scene.text[reading.start : reading.end]) > "\u2fff"
    to_come = bool(reading.rrule) or reading.day is None or reading.day >= scene.today
    return (to_come, reading.due_said, fullness, -place if chinese else place)


def _fragments(scene: Scene) -> Iterator[Fragment]:
    position, size = 0, len(scene.kinds)
    while position < size:
        found = None if _is_a_number_of_a_thing(scene, position) else _longest(scene, position)
        if found and (found.what != PART or found.part or found.day):  # else it only keeps its words from others
            yield found
        if found:
            position = found.last
        else:
            position += 1


def _is_a_number_of_a_thing(scene: Scene, position: int) -> bool:
    """Page 12 and part 2 begin no date, whatever follows them but 月 or 点."""
    if scene.kind_at(position + 1) in tuple("月日年点"):
        return False
    return scene.kinds[position] in "d4YvK" and scene.word_at(position - 1) in scene.language.before_a_number


def _moved(scene: Scene, offset: Fragment, last: int) -> Fragment | None:
    """3 days before Friday: the day that follows, moved."""
    base = _longest(scene, last, offsets=False) if last < len(scene.kinds) else None
    if base is None or base.what != DAY or not base.day or not offset.shift:
        return None
    count, unit = offset.shift
    if offset.weekday is None:
        moved = civil.plus_units(base.day, count, unit)
    else:
        moved = (civil.coming if count > 0 else civil.latest)(base.day, offset.weekday)
    base.day, base.other, base.rank, base.weak, base.weekday = moved, None, EXPLICIT, False, None
    return base if base.day else None


def _longest(scene: Scene, position: int, *, offsets: bool = True) -> Fragment | None:
    matches = []
    for order, (pattern, build) in enumerate(_RULES.get(scene.kinds[position], ())):
        if match := pattern.match(scene.kinds, position):
            matches.append((-match.end(), order, build))
    for negative_end, _, build in sorted(matches, key=lambda one: one[:2]):
        found = build(scene, position, -negative_end)
        last = -negative_end
        if found and found.what == OFFSET:
            found = _moved(scene, found, last) if offsets else None
            last = found.last if found else last
        if found:
            found.first, found.last = position, last
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
    if len(group) >= _MOST_FRAGMENTS or len(between) > 3:
        return False
    if repeating and fragment.what == REPEAT:
        return between in ("", "C") and are_one_rule(group, fragment)
    if between == "." and _in_brackets(scene, group, fragment):
        return not _says_twice(group, fragment)
    allowed = _WORDS_AROUND_A_REPEAT if repeats else _WORDS_BETWEEN
    if between in _OF_A_RANGE and not repeats:
        asked = between == "-" or scene.kind_at(group[0].first - 1) == "b" or (between == "S" and len(group) == 1)
        return asked and fragment.what == group[-1].what and fragment.what in (DAY, CLOCK)
    if between in ("Z", "ZH") and group[-1].what == PART and fragment.what == DAY:
        return True  # the morning of the 20th
    if between in ("B", ">", "F") and fragment.what == CLOCK:
        return not _says_twice(group, fragment)
    if between in (".", ".C") and group[-1].weekday is not None and len(scene.word_at(group[-1].last - 1)) < _FULL_NAME:
        return not _says_twice(group, fragment)
    if not allowed.issuperset(between):
        return False
    return repeats or not _says_twice(group, fragment)


def _in_brackets(scene: Scene, group: list[Fragment], fragment: Fragment) -> bool:
    """周五（3月13日）下午: a bracket that opens, or closes after it was opened, keeps a group together."""
    mark = scene.word_at(fragment.first - 1)
    opened = any(scene.word_at(place) in OPENING for place in range(group[0].first, fragment.first - 1))
    return mark in OPENING or (mark in CLOSING and opened)


def _says_twice(group: list[Fragment], fragment: Fragment) -> bool:
    if fragment.what == CLOCK:
        return any(one.what in (CLOCK, MOMENT) for one in group)
    if fragment.what == DAY:
        return any(one.what == DAY and one.rank == fragment.rank and one.day != fragment.day for one in group)
    return False


def _resolved(scene: Scene, group: list[Fragment], limit: list[Fragment]) -> Reading | None:
    repeat = next((one for one in group if one.what == REPEAT), None)
    if repeat is None:
        group = [one for one in group if one.what not in (COUNT, UNTIL)]
    if not group or not _stands(group):
        return None
    part = next((one.part for one in group if one.part and one.part != CLOSE), None)
    said = next((one.clock for one in group if one.clock), None)
    moment = next((one for one in group if one.what == MOMENT), None)
    clock, rolls = (said, False) if moment else _clock_in(said, part)
    start, end = words_taken(scene, group[0].first, group[-1].last)
    head, tail = group[0].first, group[-1].last
    due_said = "B" in scene.kinds[led_from(scene, head) : head + 1] or scene.kind_at(tail) == "前"
    due_said = due_said or MOVED_TO.search(scene.text, max(0, start - 4), start) is not None
    at = time(clock[0], clock[1]) if clock else None
    if repeat:
        found = _repeating(scene, group + limit, repeat, at, (start, end))
        also = words_taken(scene, limit[0].first, limit[-1].last) if limit else None
        return replace(found, also=also) if found else None
    day, other, begin = _day_of(scene, group, at, rolls)
    day_said = any(one.day for one in group)
    half = _other_half(said, part, clock)
    return Reading(start, end, day, at, other, half, begin, due_said=due_said, day_said=day_said) if day else None


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
        if hour in (0, 12) and part in ("evening", "night"):
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
    between = scene.kinds[days[0].last : days[-1].first]
    if len(days) > 1 and between in _OF_A_RANGE and days[0].day and days[-1].day:
        begin, best = days[0].day, days[-1]
        if best.day and begin > best.day and best.weekday is not None:
            return civil.plus(best.day, 7), None, begin
    day = civil.plus(best.day, 1) if rolls and best.day else best.day
    return day, best.other, begin


def _repeating(
    scene: Scene, group: list[Fragment], repeat: Fragment, at: time | None, span: tuple[int, int]
) -> Reading | None:
    rule = dict(repeat.rule or {})
    for other in group:
        if other.what == REPEAT and other is not repeat:
            rule = merged(rule, other.rule or {})
    begin: date | None = None
    until: date | None = None
    after = max(0, group[0].first - 1)
    for one in group:
        before = scene.kinds[after : one.first] + scene.kind_at(one.first)
        apart = bool(after) and set("SB") & set(before[-2:])
        if one.what == UNTIL or (one.what == DAY and one.day and (set("S-") & set(before) or apart)):
            until = one.day
        elif one.what == COUNT and one.rule:
            rule |= one.rule
        elif one.what == DAY and one.day and not (set("F从") & set(before)) and (days := days_named(rule, one)):
            rule |= days
        elif one.what == DAY and one.day:
            begin, until = (one.start, one.day) if one.start else (one.day, until)
        after = one.last
    begin = begin if begin and begin >= scene.today else None
    rule = without_exceptions(rule)
    if until:
        if begin and until <= begin:
            until = civil.shift_month(until, 12) or until
        rule["UNTIL"] = until.strftime("%Y%m%d")
    written = ";".join(f"{name}={value}" for name, value in rule.items())
    first = first_time(scene.now, begin, written, at)
    return Reading(*span, first, at, begin=begin, rrule=written) if first else None
