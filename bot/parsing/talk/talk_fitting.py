"""The rows of phrases as patterns, and which of them could fit a line at all.

There are some three hundred, most lines fit none, and every new task is such a line. What each needs, a number, a
letter or a character, is looked for once in the line instead of by each of them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from bot.parsing.talk import talk_en, talk_life_en, talk_life_zh, talk_zh
from bot.parsing.talk.talk_rows import NEVER, Row

Fitting = tuple[tuple[re.Pattern[str], Row], ...]

_HAN_LETTER = r"(?-i:[\u4e00-\u9fff·])"  # which has no case: looking for that of each takes milliseconds
_PERSON = rf"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@{_HAN_LETTER}{{2,5}}?|@(?-i:[^\s,，。@\u4e00-\u9fff]){{1,40}}"
_LABEL = r"(?:#(?!\d+(?:\s|$))[\w/-]+|<#C[A-Z0-9]+(?:\|[^>]*)?>)"
_SLOTS = {
    "{n}": r"(?:(?:tasks?|numbers?|nos?\.?|任务|第)\s?)?#?(?P<n>\d{1,9}"
           r"(?:(?:\s?[,、，&]\s?(?:and\s)?|\s?and\s|\s?[和跟与]\s?|\s?(?=#))#?\d{1,9})*)"
           r"(?:\s?号)?(?:\s?任务)?(?:这个|这条)?(?![:/.-]?\d|%|[A-Za-z])",
    "{marked}": r"#(?P<n>\d{1,9})(?![:/.-]?\d|%|[A-Za-z])",
    "{one}": r"(?:(?:tasks?|numbers?|nos?\.?|任务|第)\s?)?#?(?P<n>\d{1,9})(?:\s?号)?(?:\s?任务)?(?:这个|这条)?"
             r"(?![:/.-]?\d|%|[A-Za-z])",
    "{mark}": r"(?:(?:\s?[,，:：;；。.–—-]\s?(?:and\s)?|\s(?=[1-5](?:\s?(?:分|/5|stars?\b|points?\b)|[\s,，.。]|$)))"
              r"(?P<rest>(?!but\b|however\b|except\b|though\b|if\b|only\b|但|不过|除了|可是|就是|只是)\S.*)|\s?[.。!！~]*)",
    "{pct}": r"(?P<pct>\d{1,3}\s?[%％])",
    "{took}": r"(?P<took>(?:\d[\d.]*|half an?|an?|one|two|three|[一两二三四五六七八九十半])\s?"
              r"(?:h|hours?|hrs?|m|mins?|minutes?|d|days?|个?小时|个?钟头|分钟|个?半小时|个?半天|个?工作日|人?天)"
              r"(?![A-Za-z])半?"
              r"(?:\s?(?:and\s|零|又)?\d{1,2}\s?(?:m|mins?|minutes?|分钟?)(?![A-Za-z]))?)",
    "{url}": r"(?P<rest>(?:\S.*\s)?<?https://\S.*)",
    "{people}": rf"(?P<people>(?:{_PERSON})(?:(?:\s|[,，、/&和与]|\b(?:and|or|then)\b|再)+(?:{_PERSON}))*)",
    "{labels}": rf"(?P<labels>{_LABEL}(?:\s{_LABEL})*)",
    "{name}": r"(?P<name>(?!(?:i|we|you|they|he|she|it|who|that|this|what|(?:some|any|every|no)(?:one|body))\b)"
              r"[a-z\u00c0-\u024f]{2,20})",
    "{thing}": r"(?:the |my |that |this |这个|那个|那条)?(?P<thing>[^\s,，。;；:：#\d][^,，。;；:：]{1,60}?)",
    "{who}": rf"(?P<who>{_PERSON}|me|myself|我自己|我)",
    "{someone}": rf"(?P<who>{_PERSON}|me|myself|我自己|我|(?-i:[\u4e00-\u9fff]){{2,3}}|[A-Za-z][\w.\-]{{1,30}})",
    "{when}": r"(?P<when>\S.*)",
    "{when_first}": r"(?P<when>\S.{0,28}?)",
    "{length}": r"(?P<length>(?:an? |half |\d|[一二两三四五六七八九十半]|one |two |three |four |five "
                r"|six |a few |several )[^,，。]{0,18}?)",
    "{rest}": r"(?P<rest>\S.*)",
    "{tag}": r"[“\"'「]?(?P<tag>(?!the\b|a\b|to\b)[^\W_][\w/-]{0,23})[”\"'」]?",
    "{rhythm}": r"(?P<rhythm>(?:每|every\b|each\b|daily\b|weekly\b|monthly\b|yearly\b|工作日).{0,40}?)",
    "{tail}": r"(?:(?:\s?[,，:：;；。.]\s?(?:and\s)?|\s(?=<?https://))(?P<rest>\S.*)|\s?[.。!！~]*)",
    "{level}": rf"(?P<level>{'|'.join((*talk_en.LEVELS, *talk_zh.LEVELS))})",
}  # fmt: skip
_OF_A_NUMBER = ("{n}", "{marked}", "{one}")
_BEGINS_WITH_A_NUMBER = re.compile(r"(?:(?:tasks?|numbers?|nos?\.?|任务|第)\s?)?#?\d", re.IGNORECASE)
_DIGIT, _LATIN, _HAN = re.compile(r"\d"), re.compile(r"[A-Za-z]"), re.compile(r"[\u3400-\u9fff]")


class _Kind(NamedTuple):
    """What there is in a line."""

    begins_with_a_number: bool
    has_a_number: bool
    has_latin: bool
    has_han: bool


class _Phrase(NamedTuple):
    """A row as one table has it."""

    row: Row
    is_chinese: bool

    def could_fit(self, kind: _Kind) -> bool:
        phrase = self.row.phrase
        if phrase.startswith(_OF_A_NUMBER):  # and perhaps with no word after it
            return kind.begins_with_a_number
        if any(slot in phrase for slot in _OF_A_NUMBER) and not kind.has_a_number:
            return False
        return kind.has_han if self.is_chinese else kind.has_latin


def of_life(text: str) -> Fitting:
    """For what happens in the life of a task."""
    return _of_life(_kind(text))


def others(text: str) -> Fitting:
    return _others(_kind(text))


def get_ready() -> None:
    """Compile all of them. It takes some tenths of a second, for which the first new task need not wait."""
    everything = _Kind(begins_with_a_number=True, has_a_number=True, has_latin=True, has_han=True)
    _of_life(everything)
    _others(everything)


def _kind(text: str) -> _Kind:
    return _Kind(*(found is not None for found in (
        _BEGINS_WITH_A_NUMBER.match(text), _DIGIT.search(text), _LATIN.search(text), _HAN.search(text),
    )))  # fmt: skip


@cache
def _of_life(kind: _Kind) -> Fitting:
    return _patterns(_phrases(talk_life_en.ROWS, talk_life_zh.ROWS), kind)


@cache
def _others(kind: _Kind) -> Fitting:
    """Those that a number makes sure of come first."""
    rows = list(_phrases(talk_en.ROWS, talk_zh.ROWS))
    numbered = [one._replace(row=_with(one.row, "{n}", NEVER)) for one in rows]
    worded = [one._replace(row=_with(one.row, "{thing}", one.row.thing)) for one in rows if one.row.thing != NEVER]
    return _patterns(iter((*numbered, *worded)), kind)


def _with(row: Row, task: str, thing: int) -> Row:
    return replace(row, phrase=row.phrase.replace("{t}", task), thing=thing)


def _phrases(english: tuple[Row, ...], chinese: tuple[Row, ...]) -> Iterator[_Phrase]:
    yield from (_Phrase(row, is_chinese=False) for row in english)
    yield from (_Phrase(row, is_chinese=True) for row in chinese)


def _patterns(phrases: Iterator[_Phrase], kind: _Kind) -> Fitting:
    return tuple((_compiled(one.row.phrase), one.row) for one in phrases if one.could_fit(kind))


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    for slot, pattern in _SLOTS.items():
        phrase = phrase.replace(slot, pattern)
    return re.compile(phrase, re.IGNORECASE)
