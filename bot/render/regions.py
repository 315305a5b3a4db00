"""Names of the regions whose public holidays are known, in a reader's language."""

from functools import cache

from babel import Locale

from bot.rules import availability


@cache
def named(code: str, babel: str) -> str:
    """Germany; of a part of it, Germany, Bayern (DE-BY)."""
    country, _, part = code.partition("-")
    name = str(Locale.parse(babel).territories.get(country, country))
    if not part:
        return name
    own = availability.name_of_part(code)
    return f"{name}, {own} ({code})" if own else f"{name} ({code})"
