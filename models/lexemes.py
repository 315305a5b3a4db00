"""Text cut into what is searched for: folded words, and pairs of characters where a script puts no blanks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 60
MOST = 6000  # of one task: PostgreSQL counts positions to 16,383
SHORTEST_BEGINNING = 2
LATIN_ENDS = 0x0530  # Latin, Greek and Cyrillic letters are found without their accents; beyond, a mark is a sound
_RANGES = ((0x0E00, 0x0EFF), (0x1100, 0x11FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
           (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # fmt: skip
_DENSE = "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES)
_STRETCH = re.compile(rf"[{_DENSE}]+")
_QUOTED = re.compile(r"(?P<not>(?:(?<=\s)|^)-)?[\"“”„«「『](?P<phrase>[^\"“”„«»「」『』]+)[\"“”»」』]")


@dataclass(frozen=True)
class Sought:
    """Lexemes that stand beside one another. `begins`: the last is a beginning; `without`: what must not be there."""

    lexemes: tuple[str, ...]
    begins: bool = False
    without: bool = False


def folded(text: str) -> str:
    """Small letters of one width, without accents."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isascii() else "".join(_bare(one) for one in plain)


def _bare(one: str) -> str:
    if not "\u00bf" < one < chr(LATIN_ENDS):
        return one
    return "".join(part for part in unicodedata.normalize("NFKD", one) if not unicodedata.combining(part))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Words, and stretches of characters without blanks; marks that sit on a letter of other scripts stay with it."""
    for piece in folded(text).split():
        kept = "".join(one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in piece)
        for word in kept.split():
            yield from _by_script(word)


def _by_script(word: str) -> Iterator[tuple[str, bool]]:
    start = 0
    for match in _STRETCH.finditer(word):
        if match.start() > start:
            yield word[start : match.start()], False
        yield match[0], True
        start = match.end()
    if start < len(word):
        yield word[start:], False


def cut(text: str) -> list[str]:
    """What a text is found by, in its order: 报价单 by 报价, 价单 and 单, so that every character begins a lexeme."""
    found: list[str] = []
    for run, is_dense in _runs(text):
        if is_dense:
            found += (run[at : at + 2] for at in range(len(run)))
        else:
            found.append(run[:LONGEST])
    return found[:MOST]


def cut_all(texts: Iterable[str]) -> list[str]:
    found: list[str] = []
    for text in texts:
        found += cut(text)
    return found[:MOST]


def sought(words: str) -> list[Sought]:
    """What a search line looks for: all its words, each by its beginning, and what stands in quotes as it stands."""
    found = [_phrase(match["phrase"], without=bool(match["not"])) for match in _QUOTED.finditer(words)]
    for piece in _QUOTED.sub(" ", words).split():
        without = len(piece) > 1 and piece[0] == "-"
        found += (_one(run, is_dense, without=without) for run, is_dense in _runs(piece))
    return list(dict.fromkeys(one for one in found if one.lexemes))


def _one(run: str, is_dense: bool, *, without: bool) -> Sought:
    if not is_dense:
        begins = len(run) >= SHORTEST_BEGINNING and not without
        return Sought((run[:LONGEST],), begins, without)
    if len(run) == 1:
        return Sought((run,), begins=True, without=without)
    return Sought(tuple(run[at : at + 2] for at in range(len(run) - 1)), without=without)


def _phrase(text: str, *, without: bool) -> Sought:
    """Its last character may go on to the next one, so it is a beginning or goes without saying."""
    runs = list(_runs(text))
    lexemes = cut(text)
    if runs and runs[-1][1]:
        if len(runs[-1][0]) > 1:
            return Sought(tuple(lexemes[:-1]), without=without)
        return Sought(tuple(lexemes), begins=True, without=without)
    return Sought(tuple(lexemes), without=without)
