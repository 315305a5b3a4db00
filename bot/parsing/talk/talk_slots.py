"""A line of talk with its people, numbers, labels, projects and periods taken out, and the words that are left."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from bot.parsing.dates.tokens import flattened
from bot.parsing.talk import talk_periods
from bot.parsing.talk.talk_words import (
    CHINESE,
    CONTRACTIONS,
    ENGLISH,
    ENGLISH_WORDS,
    GIVEN,
    LONGEST_CHINESE,
    LONGEST_ENGLISH,
    ME,
)

PERSON, NUMBER, LABEL, PROJECT, PERIOD, NAME = "person", "number", "label", "project", "period", "name"
_SIGNS = {PERSON: "\ue000", NUMBER: "\ue001", LABEL: "\ue002", PROJECT: "\ue003", PERIOD: "\ue004"}
_SLOTS = {sign: role for role, sign in _SIGNS.items()}

_PERSON = re.compile(
    r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|(?<![A-Za-z0-9_.@])@(?!(?:today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)(?:[A-Za-z\u00c0-\u024f][\w.\-]*|[\u4e00-\u9fff·]{2,4}?)"
    r"(?=['’\s?？!！,，。.:：]|$|[的在这本今明昨上下最忙做完手有已都还交给给要正是])"
)
_PERSON_LABEL = re.compile(r"\|[^>]*>")
_CHANNEL = re.compile(r"<#C[A-Z0-9]+(?:\|[^>]*)?>")
_LABEL = re.compile(r"(?<![\w&/])#(?!\d+(?![A-Za-z0-9_-]))[\w][\w/-]*")
_PROJECT = re.compile(r"(?<!\S)\+[^\W\d_][\w.-]*")
_NUMBER = re.compile(
    r"(?:\b(?:tasks?|number|no\.?|item|ticket)\s?#?|任务\s?#?|第|#)(?P<a>\d{1,9})(?![\w.:/%-])(?:\s?号)?(?:\s?任务)?"
    r"|(?<![A-Za-z0-9_.:/+$€£¥-])(?P<b>\d{1,9})(?:\s?号任务|\s?号)?(?![\d.:/%+-]|[A-Za-z])(?!\s?(?:天|周|个|点|月|日|分|小时|年|项|条|件"
    r"|days?|weeks?|hours?|minutes?|months?|am|pm)\b)(?!\s?(?:天|周|个|点|月|日|分|小时|年|项|条|件))",
    re.IGNORECASE,
)
_NUMBER_BEFORE_A_DAY = re.compile(
    r"(?<![\d月])(\d{1,9})\s?号(?:\s?任务)?"
    r"(?=\s?(?:做(?!什么|啥)|完成|谁|怎|进展|进度|卡|搞|弄|什么(?:时候|情况)|是谁|归|的(?:负责|状态|情况|进)|现在|办|为什么|为何|怎么))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[a-z]+(?:['-][a-z]+)*|[\u3400-\u9fff]+|[\ue000-\ue004]|[^\s]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:(?<=[\ue000-\ue004])\s?|(?<=[A-Za-z]))['’]s\b|(?<=s)['’](?=\s)")
_OWNED = re.compile(r"^(?:(?:show|see|list)(?: me)? )?[A-Za-z]+['’]s\b|^[\u4e00-\u9fff]{2,4}的|^[A-Za-z][\w.-]*\s?的")
_BEFORE_A_NAME = frozenset(
    ("is", "are", "was", "were", "has", "have", "does", "do", "did", "for", "to", "from", "by", "of", "with", "show",
     "about", "give", "gave", "given", "assigned", "see", "list", "me", "on")
)  # fmt: skip
_BEFORE = re.compile(
    r"^(?:(?:please|pls|hey|hi|hello|ok|okay|muster|so|and|um|well|thanks|can you|could you|would you|will you"
    r"|i wonder|just|quick question)[\s,:]+|(?:请问|请|麻烦你?|你好|嗨|帮忙|劳驾|那么|那)[\s,，]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\s,，]*(?:please|pls|thanks|thank you|muster|谢谢|呢|呀|啊|吧|哈|哦|right now|now)|[\s?？!！.。~～…])+$",
    re.IGNORECASE,
)
_NO_NAME = frozenset("问给和跟帮叫让催找把请对写做买去来查")
_NOBODY = frozenset(("no", "not", "yes", "he", "she", "they", "you", "one", "nobody", "her", "him", "his", "them"))
_OUGHT = re.compile(r"\b(?:have to|has to|need|needs|must|should|supposed)\b|要完成|该完成|需要|必须|得完成")
_PAST = re.compile(
    r"\b(?:did|done|finish|finished|complete|completed|closed|since|added|created|new)\b|[完好干]了|做了|完成|新"
)


@dataclass
class Said:
    """What a line says: roles in their order, and what stood in the slots. `unknown` counts words without a role."""

    roles: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    period: str = ""
    name: str = ""
    unknown: int = 0
    asked: bool = False
    is_chinese: bool = False
    owns: bool = False


def read(line: str, now: datetime) -> Said:
    """`now` is in the speaker's zone."""
    text = flattened(" ".join(line.split()))
    said = Said(asked=text.rstrip(" !！。.").endswith(("?", "？")))
    said.is_chinese = _HAN.search(text) is not None
    text = _AFTER.sub("", _BEFORE.sub("", text, count=1))
    text = _taken(text, said, now)
    said.owns = _OWNED.search(text) is not None
    for match in _TOKEN.finditer(_POSSESSIVE.sub(" ", text)):
        _WORDS_OF[_kind(match[0])](said, match[0])
    _name_english(said)
    return said


def _taken(text: str, said: Said, now: datetime) -> str:
    for pattern, role, kept in (
        (_PERSON, PERSON, said.people), (_CHANNEL, LABEL, said.labels), (_LABEL, LABEL, said.labels),
        (_PROJECT, PROJECT, said.projects),
    ):  # fmt: skip
        kept.extend(_PERSON_LABEL.sub(">", found) if role == PERSON else found for found in pattern.findall(text))
        text = pattern.sub(f" {_SIGNS[role]} ", text)
    said.numbers += _NUMBER_BEFORE_A_DAY.findall(text)
    text = _NUMBER_BEFORE_A_DAY.sub(f" {_SIGNS[NUMBER]} ", text)
    period = talk_periods.find(text, now, looks_back=_looks_back(text))
    if period is not None:
        said.period = period.name
        text = f"{text[: period.start]} {_SIGNS[PERIOD]} {text[period.end :]}"
    said.numbers += [match["a"] or match["b"] for match in _NUMBER.finditer(text)]
    return _NUMBER.sub(f" {_SIGNS[NUMBER]} ", text)


def _looks_back(text: str) -> bool:
    """Whether what was done is asked about, and not what has to be."""
    return _PAST.search(text) is not None and _OUGHT.search(text) is None


def _kind(token: str) -> str:
    if token in _SLOTS:
        return "slot"
    if token[0].isascii() and token[0].isalpha():
        return "english"
    return "chinese" if "\u3400" <= token[0] <= "\u9fff" else "mark"


def _slot(said: Said, token: str) -> None:
    said.roles.append(_SLOTS[token])


def _mark(said: Said, mark: str) -> None:
    if mark not in ",，、:：'\"“”‘’()（）。.;；?？!！":
        said.unknown += 1


def _english(said: Said, token: str) -> None:
    """English words are kept as they are, and given their roles together, for many go with the next one."""
    said.roles += [f"={word}" for word in CONTRACTIONS.get(token.lower(), token).split()]


def _chinese(said: Said, token: str) -> None:
    """The longest word that is known, again and again; what lies before the first may be a name."""
    at, strange = 0, ""
    while at < len(token):
        size = next((n for n in range(LONGEST_CHINESE, 0, -1) if token[at : at + n] in CHINESE), 0)
        if size == 0 or (strange and len(strange) < 2 and size == 1):
            strange, at = strange + token[at], at + 1
            continue
        _stranger(said, strange)
        strange = ""
        said.roles.append(CHINESE[token[at : at + size]])
        at += size
    _stranger(said, strange)


def _stranger(said: Said, word: str) -> None:
    """A short word that stands first, or after "give", may be the name of a person."""
    if not word:
        return
    may_be_a_name = 2 <= len(word) <= 4 and word[0] not in _NO_NAME and not said.name and not said.people
    if may_be_a_name and (set(said.roles) <= {"fill", "show", PERIOD} or said.roles[-1] == GIVEN):
        said.name = word
        said.roles.append(NAME)
    else:
        said.unknown += 1


def _name_english(said: Said) -> None:
    """Every kept English word or phrase gets its role; one strange word may be a slip of a known one, or a name."""
    roles: list[str] = []
    words, at = said.roles, 0
    while at < len(words):
        if not words[at].startswith("="):
            roles.append(words[at])
            at += 1
            continue
        size = next((n for n in range(LONGEST_ENGLISH, 0, -1) if _phrase(words[at : at + n]) in ENGLISH), 0)
        phrase = _phrase(words[at : at + size])
        if roles and phrase == ("give", "me"):
            roles += [GIVEN, ME]  # "what did Ann give me"; at the head of a line it is "show me"
        elif size:
            roles += ENGLISH[phrase].split()
        else:
            roles.append(_strange(said, words[at][1:], words[at - 1] if at else ""))
        at += size or 1
    said.roles = [role for role in roles if role]


def _phrase(words: list[str]) -> tuple[str, ...]:
    return tuple(word[1:].lower() if word.startswith("=") else "" for word in words)


def _strange(said: Said, word: str, before: str) -> str:
    slip = nearest_word(word.lower())
    if slip:
        return ENGLISH.get((slip,), "")
    place = said.roles.index(f"={word}")
    stands_well = before[1:].lower() in _BEFORE_A_NAME or (said.owns and not place)
    stands_well = stands_well or said.roles[max(0, place - 2) : place] == ["=me", "=what"]
    if said.is_chinese:
        stands_well = set(said.roles[:place]) <= {"fill", "show", PERIOD} or said.roles[place - 1] == GIVEN
    if said.name or said.people or len(word) < 2 or word.lower() in _NOBODY or not (stands_well or said.owns):
        said.unknown += 1
        return ""
    said.name = word
    return NAME


def nearest_word(word: str) -> str:
    """The known word this one is a slip of: two letters swapped, or one missing, added or wrong in a longer word."""
    if len(word) < 5:
        return ""
    from_here = (_KNOWN.get((word[0], size), ()) for size in (len(word) - 1, len(word), len(word) + 1))
    return next((known for known in sorted(chain(*from_here)) if _one_slip(word, known)), "")


def _by_shape() -> dict[tuple[str, int], list[str]]:
    """Single words with a role, by their first letter and length: a slip changes little of either."""
    found: dict[tuple[str, int], list[str]] = {}
    for known in ENGLISH_WORDS:
        if (known,) in ENGLISH:
            found.setdefault((known[0], len(known)), []).append(known)
    return found


_KNOWN = _by_shape()


def _one_slip(left: str, right: str) -> bool:
    if len(left) == len(right):
        differ = [place for place, letter in enumerate(left) if letter != right[place]]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and left[differ[0]] == right[differ[1]]
        return (len(differ) == 1 and len(left) >= 6) or (swapped and left[differ[1]] == right[differ[0]])
    short, long = sorted((left, right), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


_WORDS_OF = {"slot": _slot, "english": _english, "chinese": _chinese, "mark": _mark}
