"""What the grammar finds before it is combined: typed pieces of a date, with the tokens they cover."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from bot.parsing.dates.languages import Language, Token

Clock = tuple[int, int, bool]
"""Hour, minute, and whether it is certain which half of the day is meant."""

DAY, CLOCK, PART, MOMENT, REPEAT, UNTIL, COUNT, OFFSET = range(8)

CLOSE = "close of work"
"""A part of the day that says no hour: 下班前 is today where no day stands beside it."""

VAGUE, WEEKDAY, RELATIVE, EXPLICIT = range(4)
"""How exact a day is: where two stand together, the more exact one wins."""


@dataclass(slots=True)
class Fragment:
    what: int
    first: int = 0
    last: int = 0
    day: date | None = None
    rank: int = RELATIVE
    other: date | None = None
    clock: Clock | None = None
    part: str | None = None
    rule: dict[str, str] | None = None
    weak: bool = False
    weekday: int | None = None
    start: date | None = None
    shift: tuple[float, str] | None = None
    """Of an offset, how far the day that follows it is moved."""


_FEW = 4


@dataclass(slots=True)
class Scene:
    """The line being read: its tokens, their kinds as one string, and the speaker's own civil time."""

    now: datetime
    today: date
    text: str
    tokens: list[Token]
    kinds: str
    language: Language
    zone: tzinfo | None = None

    def taken(self, first: int, last: int, kinds: str) -> list[Any]:
        return [token.value for token in self.tokens[first:last] if token.kind in kinds]

    def kind_at(self, index: int) -> str:
        return self.kinds[index] if 0 <= index < len(self.kinds) else ""

    def word_at(self, index: int) -> str:
        if not 0 <= index < len(self.tokens):
            return ""
        return self.text[self.tokens[index].start : self.tokens[index].end].lower()

    def touches(self, left: int, right: int) -> bool:
        """Whether no blank stands between two neighbouring tokens."""
        return left >= 0 and right < len(self.tokens) and self.tokens[left].end == self.tokens[right].start

    def minutes_after(self, day: date, minutes: int) -> datetime | None:
        """Real minutes from this time of day: an hour stays an hour where clocks change."""
        start = datetime.combine(day, self.now.time(), self.zone or UTC)
        try:
            return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.zone or UTC)
        except OverflowError:
            return None

    def is_at_the_end(self, last: int) -> bool:
        """Whether only a mark or a "please" follows."""
        return len(self.kinds) - last < _FEW and not set(self.kinds[last:]) - set(".g")

    def is_hyphenated(self, index: int) -> bool:
        """Whether a hyphen ties a token to the next: end-of-year, month-end."""
        end = self.tokens[index].end
        return self.text[end : end + 1] == "-"

    def is_followed_by_a_noun(self, last: int) -> bool:
        return self.kind_at(last) in ("x", "d", "n") and not self.is_unspaced(last)

    def is_unspaced(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.text[self.tokens[index].start] > "\u2fff"


Build = Callable[[Scene, int, int], "Fragment | None"]


def whole_day(day: date | None, rank: int = RELATIVE, other: date | None = None, **more: Any) -> Fragment | None:
    if day is None:
        return None
    return Fragment(DAY, day=day, rank=rank, other=other if other != day else None, **more)
