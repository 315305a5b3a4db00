"""Long lists for pickers: time zones and countries, found by what is typed."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from bot.locales import BABEL
from bot.render.regions import named
from bot.rules.availability import regions

MOST = 100


def matching(action_id: str, typed: str, language: str) -> list[dict[str, Any]]:
    """Options whose name in the person's language, or whose key, holds what was typed."""
    names = {"zones": _zones, "regions": _countries}.get(action_id)
    if names is None:
        return []
    wanted = typed.strip().lower()
    found = [
        (key, name) for key, name in names(language).items() if wanted in f"{key} {name}".lower().replace("_", " ")
    ]
    return [{"text": {"type": "plain_text", "text": name[:75]}, "value": key} for key, name in sorted(found)[:MOST]]


@cache
def _zones(language: str) -> dict[str, str]:
    keys = (
        key
        for key in available_timezones()
        if "/" in key and not key.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    )
    return {"UTC": "UTC"} | {key: _zone_name(key, language) for key in keys}


def _zone_name(key: str, language: str) -> str:
    shown = key.replace("_", " ")
    if language == "en":
        return shown
    place = get_timezone_location(key, locale=BABEL[language])
    return f"{place} ({shown})"


@cache
def _countries(language: str) -> dict[str, str]:
    return {code: named(code, BABEL[language]) for code in regions()}
