"""Patterns over kinds of tokens that name a clock or a part of the day."""

from bot.parsing import civil, dates_zh
from bot.parsing.fragments import CLOCK, CLOSE, PART, Build, Fragment, Scene


def clock(scene: Scene, first: int, last: int) -> Fragment | None:
    if scene.word_at(first - 1) in scene.language.before_a_number:
        return None
    token = next(token for token in scene.tokens[first:last] if token.kind in "kK")
    loose = token.kind == "K" and scene.kind_at(first) != "A" and scene.kind_at(first - 1) != "A"
    return Fragment(CLOCK, clock=token.value, weak=loose)


def bare_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """at 5, at 3 15, at 1100: an hour only where nothing is counted."""
    if scene.kind_at(last) in tuple("-uUmcdn"):
        return None
    numbers = scene.taken(first, last, "d4Y")
    counted = scene.is_followed_by_a_noun(last)
    if scene.tokens[last - 1].kind in "4Y":
        return _clock_of(numbers[0] // 100, numbers[0] % 100, weak=True)
    return _clock_of(numbers[0], numbers[1] if len(numbers) > 1 else 0, weak=counted)


def guessed_hour(scene: Scene, first: int, last: int) -> Fragment | None:
    """tomorrow at five, tomorrow by 5: an hour only beside a day."""
    found = bare_hour(scene, first, last) if scene.kind_at(first) == "B" else None
    if scene.kind_at(first) == "A" and not scene.is_followed_by_a_noun(last):
        found = _clock_of(scene.tokens[last - 1].value, 0)
    if found:
        found.weak = True
    return found


def loose_clock(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    if token.kind == "c":
        hour, unit = token.value
        good = unit == "hour" and 13 <= hour < 24 and hour == int(hour)
        return _clock_of(int(hour), 0, weak=True) if good else None
    at = next(index for index in range(first, last) if scene.tokens[index].kind == "v")
    hour, minute, width = scene.tokens[at].value
    return _clock_of(hour, minute, weak=scene.kind_at(last - 1) == "v") if width == 2 else None


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
    if units and not quarter:
        return None
    minutes = 30 if "q" in scene.kinds[first:last] else 15 if quarter else numbers[0]
    if minutes == 30 and not after:
        return None
    return _clock_of(hour if after else (hour - 1) % 12 or 12, minutes if after else 60 - minutes)


def spoken_half_day(scene: Scene, first: int, last: int) -> Fragment | None:
    """half past three pm: the token of "three pm" is no clock, so the half stands apart."""
    found = spoken_clock(scene, first, last - 1)
    if found is None or found.clock is None:
        return None
    hour = found.clock[0] % 12 + (12 if scene.word_at(last - 1).startswith("p") else 0)
    return Fragment(CLOCK, clock=(hour, found.clock[1], True))


def hour_in_a_part(scene: Scene, first: int, last: int) -> Fragment | None:
    """6 in the afternoon, 11 at night, 730 in the evening; 10, tonight."""
    number = scene.taken(first, last, "d4Y")[0]
    hour, minute = (number, 0) if number < 25 else divmod(number, 100)
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


def zh_clock(scene: Scene, first: int, last: int) -> Fragment | None:
    """三点, 3点半, 八点一刻, 8点11分; 零点五 and 10点五度 are decimals."""
    numbers = [token for token in scene.tokens[first:last] if token.kind == "d"]
    hour, kinds = numbers[0].value, scene.kinds[first:last]
    minute = 30 if "半" in kinds else 0
    if "刻" in kinds:
        minute = numbers[1].value * 15
    elif len(numbers) > 1:
        minute = numbers[1].value
        written = scene.text[numbers[1].start : numbers[1].end]
        if "分" not in kinds and len(written) < 2:
            return None
    if hour == 24 and not minute:
        hour = 0
    bare = len(numbers) == 1 and kinds[-1] == "点"
    return _clock_of(hour, minute, weak=bare and not _hour_may_stand(scene, last))


def _hour_may_stand(scene: Scene, last: int) -> bool:
    end = scene.tokens[last - 1].end
    following = scene.text[end : end + 1]
    return (not following or following in dates_zh.HOUR_MAY_PRECEDE) and scene.kind_at(last) not in ("d", "q")


def part_of_day(scene: Scene, first: int, last: int) -> Fragment | None:
    token = scene.tokens[last - 1]
    today = scene.today if scene.kind_at(first) == "f" else None
    return Fragment(PART, day=today, part=token.value, weak=today is None)


def close_of_work(scene: Scene, first: int, last: int) -> Fragment | None:
    return Fragment(PART, part=CLOSE)


CLOCK_RULES: tuple[tuple[str, str, Build], ...] = (
    ("AkKr", "[AG]{0,3}r?[kK]h?u?", clock),
    ("A", "A{1,3}[d4Y](?!\\.?[d4Y])|A{1,3}dd", bare_hour),
    ("AB", "A{1,3}n|Bd(?!Z?[mM])", guessed_hour),
    ("AvcCj", "A{0,3}v(?:u)?|c", loose_clock),
    ("Adn", "A{0,3}[dn]h", spoken_clock),
    ("AqHndau", "A{0,3}(?:q|a?u|[dn])P[dn]h?|A{0,3}a?u-[dn]h?", spoken_clock),
    ("Aq", "A{0,3}qP[dn][pk]", spoken_half_day),
    ("Ad4Y", "A{0,3}[d4Y]h?C?(?:T|IH?r?p|Ap|tp)", hour_in_a_part),
    ("d", "d点(?:d(?:分|刻)?|半)?整?", zh_clock),
    ("fIApHr", "(?:f|IH?|A)?r?p", part_of_day),
    ("班", "班", close_of_work),
)
