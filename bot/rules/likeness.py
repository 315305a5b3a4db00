"""How alike the words of two tasks are: shared words, and in Chinese shared pairs of letters."""

import re
from collections.abc import Collection

SHARED = 2
MOST = 12
_WORD = re.compile(r"[a-z\u00c0-\u024f][a-z\u00c0-\u024f0-9]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_ANYWHERE = frozenset(
    """
    the and for with from into onto that this these those them they our your his her its you all any are was were has
    have had not but can will would should could about after before again new next last one two more out off over per
    get got make made send sent check update task tasks please today tomorrow week month
    """.split()  # noqa: SIM905 - reads as a list of words
)
_ANYWHERE_ZH = frozenset(
    "一下 一个 这个 那个 我们 你们 他们 今天 明天 本周 下周 完成 需要 进行 处理 任务 准备 更新 发给 安排".split()  # noqa: SIM905
)


def terms(text: str) -> list[str]:
    """The words of a text that tell it from others; a plural counts as its singular."""
    lower = text.lower()
    words = [word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word
             for word in _WORD.findall(lower) if word not in _ANYWHERE]  # fmt: skip
    pairs = [run[place : place + 2] for run in _HAN.findall(lower) for place in range(len(run) - 1)]
    return list(dict.fromkeys([*words, *(pair for pair in pairs if pair not in _ANYWHERE_ZH)]))[:MOST]


def shared(wanted: Collection[str], text: str) -> int:
    """How many of the terms another text has."""
    return len(set(wanted) & set(terms(text)))


def enough(wanted: Collection[str]) -> int:
    """How many of them have to be shared by what is looked for."""
    return min(SHARED, len(wanted)) or 1


def words_shared(text: str, other: str) -> str:
    """The words of a text that the other one has, as they are written there: what somebody would search for."""
    both = set(terms(text)) & set(terms(other))
    words = [match[0] for match in _WORD.finditer(text.lower()) if set(terms(match[0])) & both]
    runs = [_longest(run, both) for run in _HAN.findall(text)]
    return " ".join(dict.fromkeys([*words, *(run for run in runs if run)]))


def _longest(run: str, both: Collection[str]) -> str:
    """The longest piece of a run of Chinese whose every pair of letters is shared."""
    best, piece = "", ""
    for place in range(len(run) - 1):
        is_in = run[place : place + 2] in both
        piece = (piece + run[place + 1] if piece else run[place : place + 2]) if is_in else ""
        best = max(best, piece, key=len)
    return best
