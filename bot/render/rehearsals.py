"""A rehearsal as lines of plain text, for who runs the server."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.whys import Would
from bot.locales import Words
from bot.render import occurrences
from bot.rules import civil


def lines(rows: Iterable[Would], names: Mapping[str, str], zone: ZoneInfo, words: Words) -> Iterable[str]:
    """`2026-03-12 10:00  Ann  reminder  #42 Send the deck (no news)`: one a message."""
    for row in rows:
        kind = words(occurrences.SENT.get(row.kind, occurrences.SENT_OTHER))
        about = [_task(words, name, task.number, task.title) for name, task in row.items]
        about += [words("{n} more", n=row.more)] if row.more else []
        yield "  ".join([stamp(row.at, zone), names.get(row.to, row.to), kind, ", ".join(about)]).rstrip()


def stamp(at: datetime, zone: ZoneInfo) -> str:
    return f"{civil.local(at, zone):%Y-%m-%d %H:%M}"


def _task(words: Words, kind: str, number: int, title: str) -> str:
    short = occurrences.SHORT.get(occurrences.group_of(kind) if occurrences.policy_of(kind) is not None else kind)
    named = f"#{number} {' '.join(title.split())[:60]}"
    return words("{task} ({why})", task=named, why=words(short)) if short else named
