"""One reader's language, as markup or as plain text; parameters are escaped unless they are markup already."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce

from bot.answers import Reader
from bot.locales import Words, words
from bot.render.slack.text import Mrkdwn, safe


@dataclass(frozen=True)
class Voice:
    """`v("Due {day}", day=…)` is markup; `v.plain(…)` is for buttons, titles and other places without markup."""

    reader: Reader

    @cached_property
    def words(self) -> Words:
        return words(self.reader.language)

    def __call__(self, source: str, /, **params: object) -> Mrkdwn:
        return Mrkdwn(self.words(source, **_safe(params)) if params else self.words(source))

    def plural(self, one: str, many: str, n: int, /, **params: object) -> Mrkdwn:
        return Mrkdwn(self.words.plural(one, many, n, **_safe(params)))

    def plain(self, source: str, /, **params: object) -> str:
        return self.words(source, **_plain(params)) if params else self.words(source)

    def plain_plural(self, one: str, many: str, n: int, /, **params: object) -> str:
        return self.words.plural(one, many, n, **_plain(params))

    def is_me(self, person_id: str) -> bool:
        return person_id == self.reader.id

    def sentences(self, parts: Iterable[Mrkdwn]) -> Mrkdwn:
        """One after the other; Chinese leaves no blank between sentences."""
        return reduce(
            lambda said, part: self("{said} {part}", said=said, part=part) if said else part, parts, Mrkdwn("")
        )

    def one_of(self, parts: list[Mrkdwn]) -> Mrkdwn:
        """Several things of which one will do."""
        return Mrkdwn(self.words(" or ").join(parts))

    def listed(self, parts: list[Mrkdwn]) -> Mrkdwn:
        """Several things in a row, as this language writes them."""
        return Mrkdwn(self.words(", ").join(parts))


def _safe(params: dict[str, object]) -> dict[str, Mrkdwn]:
    return {name: safe(value if isinstance(value, str) else str(value)) for name, value in params.items()}


def _plain(params: dict[str, object]) -> dict[str, str]:
    marked_up = [name for name, value in params.items() if isinstance(value, Mrkdwn)]
    if marked_up:
        raise TypeError(f"markup cannot be shown as plain text: {marked_up}")
    return {name: str(value) for name, value in params.items()}
