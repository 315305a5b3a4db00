"""What a language is to the reader: words as data. English and Chinese are read together in any line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Word = tuple[str, Any]
"""A word's kind, one letter that the grammar's patterns are made of, and its value."""


@dataclass(slots=True)
class Token:
    kind: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Language:
    """A language whose words stand apart.

    `words` and `phrases` (two words that are one) are in lower case; after `before_a_number` a number is a name,
    as in "room 5"; after `names_of_days` a weekday is a name, as in "Black Friday".
    """

    code: str
    words: Mapping[str, Word]
    phrases: Mapping[str, Word] = field(default_factory=dict)
    before_a_number: frozenset[str] = frozenset()
    names_of_days: frozenset[str] = frozenset()

    @cached_property
    def second_words(self) -> frozenset[str]:
        return frozenset(phrase.split()[1] for phrase in self.phrases)


_LETTERS = re.compile(r"[^\W\d_]+")


def spoken(text: str, languages: tuple[Language, ...], hint: str | None = None) -> Language:
    """The language of a line: the one that knows the most of its words, else the one hinted at, else the first."""
    if len(languages) == 1:
        return languages[0]
    words = _LETTERS.findall(text.lower())

    def fits(language: Language) -> tuple[int, bool]:
        return sum(word in language.words for word in words), language.code == hint

    return max(languages, key=fits)
