"""What Muster writes into logs and figures while a conversation is played: no secret, nothing that people wrote."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from prometheus_client import generate_latest
from sqlmodel import select

from models import Session, Task
from models.db import Database

SHORTEST = 10  # a shorter title may be a word that logs have anyway


@dataclass
class Overheard:
    """Every line, with its fields and traces."""

    lines: list[str] = field(default_factory=list)

    def structured(self, _logger: Any, _name: str, event: Any) -> Any:
        self.lines.append(repr(event) + (str(_trace(event)) if event.get("exc_info") else ""))
        return event

    def check(self, hidden: set[str]) -> None:
        figures = generate_latest().decode()
        for one in sorted(hidden):
            assert one not in figures, f"the figures tell {one!r}"
            told = [line for line in self.lines if one in line]
            assert told == [], f"the log tells {one!r}"


def _trace(event: Any) -> Any:
    return structlog.processors.format_exc_info(None, "", dict(event)).get("exception", "")  # type: ignore[arg-type]


class _Listener(logging.Handler):
    def __init__(self, heard: Overheard) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.lines.append(logging.Formatter().format(record))


@contextmanager
def overheard() -> Iterator[Overheard]:
    heard = Overheard()
    processors, root = structlog.get_config()["processors"], logging.getLogger()
    structlog.configure(processors=[heard.structured, *processors])
    listener = _Listener(heard)
    root.addHandler(listener)
    try:
        yield heard
    finally:
        root.removeHandler(listener)
        structlog.configure(processors=processors)


async def titles(database: Database) -> set[str]:
    """What tasks are called here: whoever reads logs is not to know it."""
    found: Callable[[Session], list[str]] = lambda session: list(session.exec(select(Task.title)).all())  # noqa: E731
    return {title for title in await database.read(found) if len(title) >= SHORTEST and " " in title}
