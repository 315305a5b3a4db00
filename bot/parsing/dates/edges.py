"""Where the words of a date begin and end in its line: with what leads to it, and what leans on it."""

import re

from bot.parsing.dates.fragments import Scene

_AFTER = re.compile("(?:C?(?:AH)?[jr]){1,2}")
_LEADING = frozenset("BGAIHFJSjbr>")
_MOST_LEADING = 6
_PREPOSITIONS = frozenset("BGIAFJSb>")
_AFTER_DUE = frozenset((":", "is"))
_LEANING = frozenset("前整起l")
OPENING, CLOSING = frozenset("(（"), frozenset(")）")


def led_from(scene: Scene, first: int) -> int:
    """Where the words that lead to a date begin: "by", "on or before", "due:", "the deadline is"."""
    least = max(0, first - _MOST_LEADING)
    while first > least:
        if scene.kinds[first - 1] in _LEADING and not _belongs_to_a_verb(scene, first):
            first -= 1
        elif scene.kinds[max(0, first - 2) : first + 1] == "GgB" or _ends_with_due(scene, first):
            first -= 2
        else:
            break
    return first


def _belongs_to_a_verb(scene: Scene, first: int) -> bool:
    """ "hand it in on Friday", "sign in tomorrow", "carry on by 5": such a word is not the date's."""
    before, after = scene.kinds[first - 1], scene.kinds[first]
    if before in "GI" and after in _PREPOSITIONS:
        return True
    if before in "FJSb>A" and after in _PREPOSITIONS and after not in "AG":
        return True
    if before == "G":
        return after in "tT" or scene.kinds[first : first + 2] == "fu"
    if before == "I":
        return scene.tokens[first - 1].value == 0 and after in "tTwise"
    return before == "A" and scene.tokens[first - 1].value == 1 and after in "tTw"


def _ends_with_due(scene: Scene, first: int) -> bool:
    return scene.kinds[max(0, first - 2) : first] in ("B.", "Bg") and scene.word_at(first - 1) in _AFTER_DUE


def words_taken(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """The words a reading takes: with "by" or "on" before it, and 前, 的 or "at the latest" after it."""
    first = led_from(scene, first)
    if trailing := _AFTER.match(scene.kinds, last):
        last = trailing.end()
    last = _past_the_end(scene, first, last)
    if scene.kind_at(last) == "C" and (scene.word_at(last) == "的" or (first == 0 and scene.is_unspaced(last))):
        last += 1
    if last == len(scene.kinds) and first > 0 and scene.kinds[first - 1] == "C":
        first -= 1
    return scene.tokens[first].start, scene.tokens[last - 1].end


def _past_the_end(scene: Scene, first: int, last: int) -> int:
    """Where the words end that lean on a date: 前, 左右, 开始, and a bracket that was opened."""
    if scene.word_at(last) in CLOSING and any(scene.word_at(place) in OPENING for place in range(first, last)):
        last += 1
    if scene.word_at(last) == "截止" and scene.touches(last - 1, last):
        last += 1
    most = last + 2
    while last < most and _leans(scene, last) and (scene.word_at(last) != "开始" or scene.kind_at(first) == "F"):
        last += 1
    return last


def _leans(scene: Scene, last: int) -> bool:
    """A blank may stand before 前, as in "星期 5 之前", before nothing else."""
    kind = scene.kind_at(last)
    near = kind == "前" or scene.touches(last - 1, last)
    return kind != "" and kind in _LEANING and near and scene.is_unspaced(last)
