"""Patterns over kinds of tokens that name a clock or a part of the day."""

import re

from bot.parsing.dates import civil, look_alikes_zh
from bot.parsing.dates.fragments import CLOCK, CLOSE, EXPLICIT, MOMENT, PART, VAGUE, Build, Fragment, Scene
from bot.parsing.dates.languages import Token

_DAYBREAK = 6
"""Before this hour a bare "4a" is rather a name than a time."""


def clock(scene: Scene, first: int, last: int) -> Fragment | None:
    if scene.word_at(first - 1) in scene.language.before_a_number or _is_of_the_past(scene, last):
        return None
    token = next(token for token in scene.tokens[first:last] if token.kind in "kK")
    if _is_logged(scene, first, token) or _has_happened(scene, first) or scene.word_at(first - 1) in _BEFORE_A_RATIO:
        return None
    bare_word = not scene.text[token.start].isdigit() and first == last - 1 and scene.kind_at(first - 1) != "B"
    if bare_word and (scene.is_followed_by_a_noun(last) or (first > 0 and scene.text[token.start].isupper())):
        return None  # the noon report, Dr. Noon
    if scene.taken(first, last, "d") not in ([], [12]):
        return None
    if len(scene.tokens) == 1 and token.value[0] >= _DAYBREAK:
        return Fragment(CLOCK, clock=token.value)
    about = token.kind == "K" and not token.value[2] and not scene.is_followed_by_a_noun(last)
    loose = token.kind == "K" and not about and scene.kind_at(first) != "A" and scene.kind_at(first - 1) != "A"
    return Fragment(CLOCK, clock=token.value, weak=loose)


def _is_logged(scene: Scene, first: int, token: Token) -> bool:
    """12:30:07 is what a log says, unless something is to be done at it, or a day stands before it."""
    exact = _WITH_SECONDS.fullmatch(scene.text, token.start, token.end) is not None
    stamped = scene.kind_at(first - 1) == "i" and scene.word_at(first - 2) == "["
    return exact and (stamped or not {scene.kind_at(first), scene.kind_at(first - 1)} & set("ABi"))


def _has_happened(scene: Scene, first: int) -> bool:
    """The server crashed at 14:05."""
    while scene.kind_at(first - 1) in ("A", "G"):
        first -= 1
    return scene.word_at(first - 1) in scene.language.happened


def _is_of_the_past(scene: Scene, last: int) -> bool:
    """at 3am last night, at 5pm yesterday."""
    return scene.kind_at(last) == "L" and scene.kind_at(last + 1) in ("p", "u", "w")


def bare_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """at 5, at 3 15, at 1100: an hour only where nothing is counted."""
    if scene.is_unspaced(last - 2) and scene.kind_at(last - 2) == "A":
        return None  # 放在3号柜
    if scene.kind_at(last) in tuple("uUmcdnoO月日年点分刻半$旬底½") or _goes_on(scene, last):
        return None
    if any(scene.word_at(at) in scene.language.limits for at in range(max(0, first - 4), first)):
        return None  # cap retries at 5
    numbers = scene.taken(first, last, "d4Y")
    counted = scene.is_followed_by_a_noun(last)
    if scene.tokens[last - 1].kind in "4Y":
        return _clock_of(numbers[0] // 100, numbers[0] % 100, weak=True)
    hour = _clock_of(numbers[0], numbers[1] if len(numbers) > 1 else 0, weak=counted)
    return hour if numbers[0] else None


def _goes_on(scene: Scene, at: int) -> bool:
    """ "at 5 - 10", but not "at 5 to call Ann"."""
    return scene.kind_at(at) == "-" and (scene.word_at(at) != "to" or scene.kind_at(at + 1) in tuple("dnkKc4"))


def guessed_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """tomorrow at five, tomorrow by 5: an hour only beside a day."""
    found = bare_hour(scene, first, last) if scene.kind_at(first) == "B" else None
    if scene.kind_at(first) == "A" and not scene.is_followed_by_a_noun(last):
        found = _clock_of(scene.tokens[last - 1].value, 0)
    if found:
        alone = scene.is_at_the_end(last) and (1 in scene.taken(first, last, "A") or first == 0)
        found.weak = not alone
    return found


_WITH_SECONDS = re.compile(r"\d{1,2}:\d\d:\d\d")
_BEFORE_A_RATIO = frozenset(("按", "比例", "配比", "ratio"))


def loose_clock(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    if token.kind == "c":
        hour, unit = token.value
        good = unit == "hour" and 13 <= hour < 24 and hour == int(hour)
        if unit == "hour" and 100 <= hour < 2400:  # 1730h
            return _clock_of(int(hour) // 100, int(hour) % 100, certain=True)
        return _clock_of(int(hour), 0, weak=scene.kind_at(first) != "A") if good else None
    at = next(index for index in range(first, last) if scene.tokens[index].kind == "v")
    hour, minute, width = scene.tokens[at].value
    if width != 2 or (scene.kind_at(first) == "v" and scene.word_at(first - 1) in scene.language.before_a_price):
        return None
    return _clock_of(hour, minute, weak=scene.kind_at(last - 1) == "v")


def _clock_of(hour: int, minute: int, *, certain: bool = False, weak: bool = False) -> Fragment | None:
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    return Fragment(CLOCK, clock=(hour, minute, certain or hour > 12), weak=weak)


def spoken_clock(scene: Scene, first: int, last: int) -> Fragment | None:
    """half past three, quarter to five, 3 o'clock."""
    numbers = scene.taken(first, last, "dn")
    hour = numbers[-1]
    after = "P" in scene.kinds[first:last]
    if "h" in scene.kinds[first:last] and not after and "-" not in scene.kinds[first:last]:
        return _clock_of(hour, 0)
    units = scene.taken(first, last, "u")
    quarter = units == ["quarter"]
    if units and not quarter and (units != ["minute"] or not after):
        return None
    minutes = 30 if "q" in scene.kinds[first:last] else 15 if quarter else numbers[0]
    if minutes == 30 and not after:
        return None
    return _clock_of(hour if after else (hour - 1) % 12 or 12, minutes if after else 60 - minutes)


def spoken_half_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """half past three pm, three thirty pm: the half stands apart."""
    numbers = scene.taken(first, last - 1, "dn")
    if set("Pu") & set(scene.kinds[first:last]):
        found = spoken_clock(scene, first, last - 1)
    elif "-" in scene.kinds[first:last]:
        found = hour_and_minutes_in_words(scene, first, last - 1)
    else:
        found = _clock_of(numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if found is None or found.clock is None or not 1 <= found.clock[0] <= 12:
        return None
    hour = found.clock[0] % 12 + scene.tokens[last - 1].value
    return Fragment(CLOCK, clock=(hour, found.clock[1], True))


def about_a_half_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """4ish pm."""
    hour, minute, certain = scene.tokens[last - 2].value
    if certain or not 1 <= hour <= 12:
        return None
    return _clock_of(hour % 12 + scene.tokens[last - 1].value, minute, certain=True)


def hour_and_minutes_in_words(scene: Scene, first: int, last: int) -> Fragment | None:
    """at three thirty, at five to twelve."""
    one, other = scene.taken(first, last, "dn")
    if "-" in scene.kinds[first:last]:
        if scene.word_at(last - 2) != "to" or one % 5 or not 1 <= other <= 12 or scene.is_followed_by_a_noun(last):
            return None
        return _clock_of((other - 1) % 12 or 12, 60 - one) if 0 < one < 30 else None
    return _clock_of(one, other) if 1 <= one <= 12 and other >= 10 else None


def military_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """at 1730, 1730 hrs, tomorrow 0800."""
    number = next(token.value for token in scene.tokens[first:last] if token.kind in "4Y")
    hours = scene.kind_at(last - 1) == "u" and scene.word_at(last - 1).startswith("h")
    beside_a_day = scene.kind_at(first - 1) in tuple("tTwis")
    if scene.kind_at(last - 1) == "u" and not hours:
        return None
    if scene.is_followed_by_a_noun(last) or (number % 5 and not hours) or scene.kind_at(last) in tuple("uUm-&%:"):
        return None
    if not hours and scene.kind_at(first) != "A" and not beside_a_day:
        return None
    return _clock_of(number // 100, number % 100, certain=number < 1000 or number >= 1300)


def span_of_clocks(scene: Scene, first: int, last: int) -> Fragment | None:
    """between 2 and 4pm, from 9 till 11am, tomorrow 10-11: it is due at the first."""
    begin, end = (token for token in scene.tokens[first:last] if token.kind in "dkK")
    if end.kind == "d":
        beside_a_day = scene.kind_at(first - 1) in tuple("twTVoiszYm")
        sound = 0 < begin.value < end.value <= 24 and not scene.is_followed_by_a_noun(last)
        return _clock_of(begin.value, 0, weak=True) if sound and beside_a_day else None
    hour, minute, certain = (begin.value, 0, False) if begin.kind == "d" else begin.value
    if not 0 < hour < 24:
        return None
    if not certain and end.value[2] and hour <= 12:
        late = end.value[0] >= 12 and hour % 12 <= end.value[0] % 12
        return _clock_of(hour % 12 + 12 * late, minute, certain=True)
    return _clock_of(hour, minute, certain=certain)


def hour_in_a_part(scene: Scene, first: int, last: int) -> Fragment | None:
    """6 in the afternoon, 11 at night, 730 in the evening; 10, tonight."""
    number = scene.taken(first, last, "dn4Y")[0]
    hour, minute = (number, 0) if number < 100 else divmod(number, 100)
    found = _clock_of(hour, minute)
    closing = scene.tokens[last - 1]
    if found is None:
        return None
    if "t" in scene.kinds[first:last]:
        found.day = civil.plus(scene.today, scene.taken(first, last, "t")[0])
    if closing.kind == "T":
        found.day, found.part = civil.plus(scene.today, closing.value[0]), closing.value[1]
    else:
        found.part = closing.value
    return found


_TO_A_RATE = tuple(f"{moves}{to}" for moves in "降升涨跌" for to in "到至")


def zh_clock(scene: Scene, first: int, last: int) -> Fragment | None:
    """三点, 3点半, 八点一刻, 8点11分; 零点五 and 10点五度 are decimals."""
    if scene.text[: scene.tokens[first].start].endswith(_TO_A_RATE):
        return None  # 从五点降到三点
    numbers = [token for token in scene.tokens[first:last] if token.kind == "d"]
    hour, kinds = numbers[0].value, scene.kinds[first:last]
    minute = 30 if "半" in kinds else 0
    if "刻" in kinds:
        minute = numbers[1].value * 15
    elif len(numbers) > 1:
        minute = numbers[1].value
        written = scene.text[numbers[1].start : numbers[1].end]
        raw = hour == 0 and "分" not in kinds and not written.isdigit() and "十" not in written and written[0] != "零"
        end = scene.tokens[last - 1].end
        measured = look_alikes_zh.MEASURED.match(scene.text, end) and ("分" not in kinds or scene.text[end] == "以")
        apart = "分" not in kinds and (len(written) < 2 or not scene.touches(last - 2, last - 1))
        if apart or raw or measured:
            return None
    if hour == 24 and not minute:
        return Fragment(CLOCK, clock=(12, 0, False), part="night")
    bare = len(numbers) == 1 and kinds[-1] == "点"
    return _clock_of(hour, minute, weak=bare and not _hour_may_stand(scene, last))


def _hour_may_stand(scene: Scene, last: int) -> bool:
    start, end = scene.tokens[last - 2].start, scene.tokens[last - 1].end
    following = scene.text[end : end + 1]
    if not following:
        before = scene.text[max(0, start - 1) : start]
        return (
            scene.kind_at(last - 3) not in ("x", "共") or before in look_alikes_zh.PRECEDED_BY or not before > "\u2fff"
        )
    if look_alikes_zh.POINTS.match(scene.text, end) or scene.kind_at(last) in ("d", "q"):
        return False
    return following in look_alikes_zh.HOUR_MAY_PRECEDE


def same_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """this time tomorrow, this time next week."""
    ahead, clock = scene.taken(first, last, "f"), (scene.now.hour, scene.now.minute, True)
    if not ahead:
        return Fragment(CLOCK, clock=clock, weak=True)
    day = civil.plus_units(scene.today, ahead[0], str(scene.tokens[last - 1].value))
    return Fragment(MOMENT, day=day, rank=EXPLICIT, clock=clock) if day and ahead[0] else None


def part_of_day(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    today = scene.today if scene.kind_at(first) == "f" else None
    if today is None and scene.kinds[first:last] in ("IHp", "rp", "IHrp") and not scene.is_followed_by_a_noun(last):
        tomorrow = token.value == "morning" and scene.now.hour >= 9
        return Fragment(PART, day=civil.plus(scene.today, int(tomorrow)), part=token.value, rank=VAGUE)
    return Fragment(PART, day=today, part=token.value, weak=today is None)


def half_of_a_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """tomorrow am, this pm."""
    part = "afternoon" if scene.tokens[last - 1].value else "morning"
    if scene.kind_at(first) == "f":
        return Fragment(PART, day=scene.today, part=part) if scene.word_at(first) == "this" else None
    return Fragment(PART, part=part, weak=True) if scene.kind_at(first - 1) in tuple("twoiz") else None


def close_of_work(scene: Scene, first: int, last: int) -> Fragment | None:
    """下班前, after lunch; the lunchtime talk is no time."""
    if not scene.is_unspaced(first) and (scene.is_followed_by_a_noun(last) or scene.kind_at(first - 1) in ("H", "a")):
        return None
    return Fragment(PART, part=CLOSE)


CLOCK_RULES: tuple[tuple[str, str, Build], ...] = (
    ("AkKrjd", "[AG]{0,3}(?:[rj]\\.?){0,2}d?[kK]h?u?(?:-?j)?", clock),
    ("A4Y", "[AG]{0,3}j?[4Y]u?", military_hour),
    ("Fbdkt", "[Fb]A?[dkK](?:-|&|S)A?[kK]|[dkK](?:-|S)[kK]|d-d", span_of_clocks),
    ("AK", "A{0,3}KQ", about_a_half_day),
    ("8", "8(?:fu)?", same_hour),
    ("A", "A{1,3}nn|A{1,3}[dn]-[dn]", hour_and_minutes_in_words),
    ("A", "A{1,3}j?[d4Y](?!\\.?[d4Y])|A{1,3}dd", bare_hour),
    ("AB", "A{1,3}n|Bd(?!Z?[mM])", guessed_hour),
    ("AvcCj", "A{0,3}v(?:u)?|A{0,3}c", loose_clock),
    ("Adn", "A{0,3}[dn]h", spoken_clock),
    ("AqHndau", "A{0,3}(?:q|a?u|[dn]u?)P[dn]h?|A{0,3}a?u-[dn]h?", spoken_clock),
    ("AqHndau", "A{0,3}(?:(?:q|a?u|[dn])P[dn]|(?:a?u|[dn])-[dn]|nn?|d)Q", spoken_half_day),
    ("Adn4Y", "A{0,3}[dn4Y]h?C?(?:T|IH?r?p|Ap|tp)", hour_in_a_part),
    ("d", "d点(?:d(?:分|刻)?|半)?整?", zh_clock),
    ("fIApHr", "(?:f|IH?|A)?r?p", part_of_day),
    ("班", "班", close_of_work),
    ("fQ", "f?Q", half_of_a_day),
)
