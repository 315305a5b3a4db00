"""Words in each person's language. English is the source text; a folder a language holds its catalogs."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

OPENS, CLOSES = "\ue000", "\ue001"
CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
BLANK_BEFORE = re.compile(f"(?<={CHINESE}) {OPENS}(?={CHINESE})")
BLANK_AFTER = re.compile(f"(?<={CHINESE}){CLOSES} (?={CHINESE})")
CODE = re.compile("(`[^`]*`)")

LANGUAGES = ("en", "zh")
BABEL = {"en": "en_GB", "zh": "zh_Hans_CN"}


def language_of(locale: str | None) -> str:
    """Slack's locale (`zh-CN`, `en-US`, …) to one of LANGUAGES; what we do not speak is English."""
    return "zh" if (locale or "").lower().replace("_", "-").startswith("zh") else "en"


@cache
def _catalog(language: str) -> dict[str, str]:
    """Source text to words, over all catalogs of a language; plural entries have only one form in Chinese."""
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale=BABEL[language]):
                if entry.id and entry.string:
                    source = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                    words = entry.string[0] if isinstance(entry.string, tuple) else entry.string
                    found[str(source)] = str(words)
    return found


class Words:
    """Speaks one language: `say("{n} left", n=3)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.babel = BABEL[language]
        self._catalog = _catalog(language) if language != "en" else {}

    def __call__(self, source: str, /, **params: Any) -> str:
        words = self._catalog.get(source, source)
        return self._filled(words, params) if params else words

    def plural(self, one: str, many: str, n: int, /, **params: Any) -> str:
        params = {"n": n, **params}
        if self.language == "en":
            return (one if n == 1 else many).format(**params)
        return self._filled(self._catalog.get(one, many), params)

    def _filled(self, words: str, params: dict[str, Any]) -> str:
        """Chinese has a blank beside Latin letters and digits only: where Chinese meets Chinese it goes.

        What stands between backticks is to be typed, blanks and all.
        """
        if self.language != "zh":
            return words.format(**params)
        fenced = {name: f"{OPENS}{value}{CLOSES}" for name, value in params.items()}
        parts = CODE.split(words.format(**fenced))
        parts[::2] = [BLANK_BEFORE.sub(OPENS, BLANK_AFTER.sub(CLOSES, part)) for part in parts[::2]]
        return "".join(parts).replace(OPENS, "").replace(CLOSES, "")


@cache
def words(language: str) -> Words:
    return Words(language if language in LANGUAGES else "en")


def marked(source: str) -> str:
    """Marks a source text that is put into words somewhere else, so that its translation can be asked for."""
    return source
