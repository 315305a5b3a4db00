"""How a job does what is due: one item and one transaction at a time, each isolated from the others."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import random
from typing import Any

from bot import failpoints, measures
from bot.logs import logger
from models import Session, failures
from models.db import Database

log = logger(__name__)

AT_ONCE = 20  # what people do is not to wait behind hundreds of due items
OUR_PLACE = random()  # noqa: S311 - no secret
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800))


@dataclass(frozen=True)
class Due:
    """Something the database can list as due.

    `list_due(session, now)` gives the keys of items; `do(session, key, now)` does one and moves its next moment on;
    `put_off(session, key, until)` moves the moment of one that failed, so that it does not stand before the others.
    `failed` counts failures in a row by key, for this process only: after a restart the pauses begin small again.
    """

    name: str
    list_due: Callable[[Session, datetime], list[Any]]
    do: Callable[[Session, Any, datetime], None]
    put_off: Callable[[Session, Any, datetime], None]
    failed: dict[Any, int] = field(default_factory=dict, compare=False)


async def run_due(database: Database, due: Due, now: datetime) -> int:
    """Do what is due; one item that fails is put off and does not stop the others. Returns how many were done."""
    with measures.TICK_SECONDS.time():
        keys = await database.read(lambda session: due.list_due(session, now))
        return await do_each(database, due, _from_our_place(keys), now)


async def do_each(database: Database, due: Due, keys: Sequence[Any], now: datetime) -> int:
    """The same for items that were listed before."""
    waiting = iter(keys)
    return sum(
        await asyncio.gather(*(_do_in_turn(database, due, waiting, now) for _ in range(min(AT_ONCE, len(keys)))))
    )


def _from_our_place(keys: list[Any]) -> list[Any]:
    """Several processes list the same: each begins where it likes, so that they meet late and seldom wait."""
    begin = int(len(keys) * OUR_PLACE) if len(keys) > AT_ONCE else 0
    return keys[begin:] + keys[:begin]


async def _do_in_turn(database: Database, due: Due, waiting: Any, now: datetime) -> int:
    """One of several that take the next item as soon as they are done with one."""
    return sum([await _do_one(database, due, key, now) for key in waiting])


async def _do_one(database: Database, due: Due, key: Any, now: datetime) -> bool:
    try:
        await database.submit(lambda session: due.do(session, key, now))
    except failures.NotSaved:  # no fault of the item: it is due again at the next tick
        log.exception("due item not saved", job=due.name, key=str(key))
        return False
    except Exception:
        log.exception("due item failed", job=due.name, key=str(key))
        await _put_off(database, due, key, now)
        return False
    failpoints.hit("after_occurrence")
    due.failed.pop(key, None)
    return True


async def _put_off(database: Database, due: Due, key: Any, now: datetime) -> None:
    """Try it again after a pause that grows, and let those behind it pass."""
    measures.DUE_FAILED.labels(due.name).inc()
    failed = due.failed.get(key, 0)
    due.failed[key] = failed + 1
    until = now + PAUSES[min(failed, len(PAUSES) - 1)]
    try:
        await database.submit(lambda session: due.put_off(session, key, until))
        failpoints.hit("after_putting_off")
    except Exception:
        log.exception("due item could not be put off", job=due.name, key=str(key))
