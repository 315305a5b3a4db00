"""How a job does what is due: one item and one transaction at a time, each isolated from the others."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import measures
from bot.logs import logger
from models import Session
from models.db import Database

log = logger(__name__)


@dataclass(frozen=True)
class Due:
    """Something the database can list as due.

    `list_due(session, now)` gives the keys of items; `do(session, key, now)` does one and moves its next moment on.
    """

    name: str
    list_due: Callable[[Session, datetime], list[Any]]
    do: Callable[[Session, Any, datetime], None]


async def run_due(database: Database, due: Due, now: datetime) -> int:
    """Do what is due; one item that fails is logged and does not stop the others. Returns how many were done."""
    with measures.TICK_SECONDS.time():
        keys = await database.read(lambda session: due.list_due(session, now))
        done = await asyncio.gather(*(_do_one(database, due, key, now) for key in keys))
    return sum(done)


async def _do_one(database: Database, due: Due, key: Any, now: datetime) -> bool:
    try:
        await database.submit(lambda session: due.do(session, key, now))
    except Exception:
        log.exception("due item failed", job=due.name, key=str(key))
        return False
    return True
