"""How a job does what is due: many items in one transaction where they can be taken together, each by itself where
one of them fails, and never so long at a time that people wait."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice
from time import thread_time
from typing import Any

from bot import failpoints, measures
from bot.logs import logger
from models import Session, failures
from models.db import Database

log = logger(__name__)

AT_ONCE = 20  # what people do is not to wait behind hundreds of due items
TOGETHER = 50  # at most, taken by one statement and done in one transaction
HOLDS_FOR = 0.025  # seconds of work after which such a transaction ends: people's turns come between
ROUNDS = 25
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800))


@dataclass(frozen=True)
class Due:
    """Something the database can list as due.

    `list_due(session, now)` gives the keys of items; `do(session, key, now)` does one and moves its next moment on;
    `put_off(session, key, until)` moves the moment of one that failed, so that it does not stand before the others.
    `take(session, keys, now)` holds those of several that are due and no other process holds, and says which: they are
    done together. `read_along(session, keys)` then reads in a few statements what doing them asks for.
    `failed` counts failures in a row by key, for this process only: after a restart the pauses begin small again.
    """

    name: str
    list_due: Callable[[Session, datetime], list[Any]]
    do: Callable[[Session, Any, datetime], None]
    put_off: Callable[[Session, Any, datetime], None]
    take: Callable[[Session, Sequence[Any], datetime], Sequence[Any]] | None = None
    read_along: Callable[[Session, Sequence[Any]], None] | None = None
    failed: dict[Any, int] = field(default_factory=dict, compare=False)


async def run_due(database: Database, due: Due, now: datetime) -> int:
    """Do what is due; one item that fails is put off and does not stop the others. Returns how many were done."""
    total = 0
    with measures.TICK_SECONDS.time():
        for _ in range(ROUNDS):
            keys = await database.read(lambda session: due.list_due(session, now))
            done = await do_each(database, due, keys, now)
            total += done
            if due.take is None or not done:
                break
    return total


async def do_each(database: Database, due: Due, keys: Sequence[Any], now: datetime) -> int:
    """The same for items that were listed before."""
    waiting = iter(keys)
    if due.take is not None:
        return await _do_together(database, due, waiting, now)
    return sum(
        await asyncio.gather(*(_do_in_turn(database, due, waiting, now) for _ in range(min(AT_ONCE, len(keys)))))
    )


async def _do_together(database: Database, due: Due, waiting: Iterator[Any], now: datetime) -> int:
    """Several in one transaction, as many as its time allows; then the next. What fails is done again, one by one."""
    total, size = 0, TOGETHER
    while keys := list(islice(waiting, size)):
        try:
            done, left = await database.submit(lambda session: _as_many_as_fit(session, due, keys, now))
        except failures.NotSaved:  # no fault of the items: they are due again at the next tick
            log.exception("due items not saved", job=due.name, count=len(keys))
        except Exception as error:  # noqa: BLE001 - whatever one of them raises
            log.info("due items are done one by one", job=due.name, count=len(keys), error=repr(error))
            total += await _do_in_turn(database, due, iter(keys), now)
        else:
            failpoints.hit("after_occurrence")
            for key in done:
                due.failed.pop(key, None)
            total += len(done)
            size = len(done) if left else min(TOGETHER, 2 * size)  # what is taken and not done was taken for nothing
            waiting = chain(left, waiting)
    return total


def _as_many_as_fit(session: Session, due: Due, keys: list[Any], now: datetime) -> tuple[list[Any], list[Any]]:
    """(what was done, what is still to do) of those that nobody else holds."""
    assert due.take is not None, "they are taken together"
    began, taken = thread_time(), list(due.take(session, keys, now))
    if due.read_along is not None:
        due.read_along(session, taken)
    for at, key in enumerate(taken, 1):
        due.do(session, key, now)
        if thread_time() - began > HOLDS_FOR:
            return taken[:at], taken[at:]
    return taken, []


async def _do_in_turn(database: Database, due: Due, waiting: Iterator[Any], now: datetime) -> int:
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


async def unhindered(job: str, what: str, work: Awaitable[int]) -> int:
    """What it did; 0 where it failed, which is no reason to leave the others undone until somebody mends it."""
    try:
        return await work
    except failures.NotSaved:  # no fault of it, and the others would fare no better
        raise
    except Exception:
        log.exception("not done", job=job, what=what)
        measures.DUE_FAILED.labels(job).inc()
        return 0


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
