"""What a language is to the reader: words as data. English and Chinese are read together in any line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_lowercase
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

    `words` and `phrases` (two words that are one) are in lower case. After `before_a_number` a number is a name, as in
    "room 5"; after `names_of_days` a weekday is one, as in "Black Friday"; before `names_after_days` a date is one, as
    in "5 May Street". What `happened` at an hour is over; what `limits` something sets it at a number, not at an hour;
    after `before_a_price` 12.50 is a price. The `forgiven` words may be misspelt by one letter, unless what is written
    is one of `not_slips`.
    Where `nouns_are_capital`, a capital makes no title of a word.
    """

    code: str
    words: Mapping[str, Word]
    phrases: Mapping[str, Word] = field(default_factory=dict)
    before_a_number: frozenset[str] = frozenset()
    names_of_days: frozenset[str] = frozenset()
    names_after_days: frozenset[str] = frozenset()
    happened: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    before_a_price: frozenset[str] = frozenset()
    nouns_are_capital: bool = False
    forgiven: frozenset[str] = frozenset()
    not_slips: frozenset[str] = frozenset()

    @cached_property
    def second_words(self) -> frozenset[str]:
        return frozenset(phrase.split()[-1] for phrase in self.phrases)

    @cached_property
    def slips(self) -> Mapping[str, Word]:
        """Every word one slip of the hand away from a forgiven one that is no word of its own."""
        found: dict[str, Word] = {}
        for word in self.forgiven:
            for slip in _slips_of(word):
                if slip not in self.words and slip not in self.not_slips:
                    found[slip] = self.words[word]
        return found


def _slips_of(word: str) -> Iterator[str]:
    """A letter left out, doubled up, wrong or swapped with its neighbour; the first letter is always right."""
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]


_LETTERS = re.compile(r"[^\W\d_]+")


def spoken(text: str, languages: tuple[Language, ...], hint: str | None = None) -> Language:
    """The language of a line: the one that knows the most of its words, else the one hinted at, else the first."""
    if len(languages) == 1:
        return languages[0]
    words = _LETTERS.findall(text.lower())

    def fits(language: Language) -> tuple[int, bool]:
        return sum(word in language.words for word in words), language.code == hint

    return max(languages, key=fits)
