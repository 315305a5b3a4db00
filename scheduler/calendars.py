"""Reading the calendars that are due: fetched between transactions, each by itself, a few at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from traceback import format_tb

from bot import measures
from bot.logs import logger
from bot.rules.calendar_text import NotRead
from bot.services.people import calendars
from bot.services.people.calendars import Key
from models.db import Database
from scheduler.fetching import fetch
from scheduler.reading import read_apart

log = logger(__name__)

AT_ONCE = 4
READ = "read"

Fetch = Callable[[str, Sequence[str] | None], Awaitable[bytes]]


async def refresh(database: Database, now: datetime, fetching: Fetch = fetch) -> int:
    """Read every calendar that is due. Returns how many were tried; one that surprises us waits for its lease."""
    keys = await database.read(partial(calendars.due, now=now))
    turns = asyncio.Semaphore(AT_ONCE)
    ended = await asyncio.gather(
        *(_in_turn(turns, database, key, now, fetching) for key in keys), return_exceptions=True
    )
    for key, one in zip(keys, ended, strict=True):
        if isinstance(one, BaseException):
            measures.CALENDARS.labels("surprise").inc()
            where = "".join(format_tb(one.__traceback__))  # without its words, which may hold the address
            log.error("calendar not read", person=key[1], error=type(one).__name__, where=where)
    return sum(one is True for one in ended)


async def _in_turn(turns: asyncio.Semaphore, database: Database, key: Key, now: datetime, fetching: Fetch) -> bool:
    async with turns:
        return await _one(database, key, now, fetching)


async def _one(database: Database, key: Key, now: datetime, fetching: Fetch) -> bool:
    reading = await database.submit(lambda session: calendars.take(session, key, now))
    if reading is None:
        return False
    try:
        text = await fetching(reading.address, reading.hosts)
        found = await read_apart(text, reading.zone, reading.window, reading.names)
    except NotRead as error:
        why = error.why
        await database.submit(lambda session: calendars.failed(session, key, reading, why, now))
        measures.CALENDARS.labels(why).inc()
        return True
    await database.submit(lambda session: calendars.read(session, key, reading, found, now))
    measures.CALENDARS.labels(READ).inc()
    return True
