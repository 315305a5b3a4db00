"""Doors: the clock ticked. JOBS is the whole timetable on one page."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from bot import measures
from bot.clock import Clock
from models.db import Database
from models.queries import due as moments
from scheduler import backups, calendars, digests, errands, housekeeping, nudges, ranking, recurrence, standups
from scheduler.due import Due, run_due
from scheduler.wall_clock import Every

EVERYTHING_DUE: tuple[Due, ...] = (
    *recurrence.DUE,
    *standups.DUE,
    *ranking.DUE,
    *nudges.DUE,
    *digests.DUE,
    *errands.DUE,
)


async def tick(database: Database, now: datetime) -> int:
    """Do all that is due, kind after kind. Returns how many items were done. Most ticks find nothing to do."""
    oldest = await database.read(moments.earliest)
    if oldest is None or oldest > now:
        measures.TICK_LAG.set(0)
        return 0
    measures.TICK_LAG.set((now - oldest).total_seconds())
    return sum([await run_due(database, due, now) for due in EVERYTHING_DUE])


async def tick_and_nights(database: Database, now: datetime) -> int:
    """The same where the clock is moved by hand and jumps over the nights in which old tasks are put away."""
    return await tick(database, now) + await housekeeping.archive(database, now)


Keep = Callable[[Coroutine[Any, Any, int]], "asyncio.Task[int]"]


@dataclass(frozen=True)
class Job:
    """A fixed job: the clock wakes it, the database tells it what is due."""

    id: str
    trigger: BaseTrigger
    run: Callable[[Database, datetime], Coroutine[Any, Any, int]]


JOBS = (
    Job("tick", Every(seconds=1), tick),
    Job("calendars", Every(seconds=2), calendars.refresh),
    Job("alarms", CronTrigger(minute=10, timezone="UTC"), housekeeping.remind),
    Job("archive", CronTrigger(hour=2, minute=30, timezone="UTC"), housekeeping.archive),
    Job("warn", CronTrigger(hour=1, minute=30, timezone="UTC"), housekeeping.warn),
    Job("forget", CronTrigger(hour=3, minute=30, timezone="UTC"), housekeeping.forget),
)


def backup(url: str, folder: str, most: int) -> Job:
    """Every night a checked copy into that folder, and so many of them stay."""
    return Job("backup", CronTrigger(hour=4, minute=30, timezone="UTC"), partial(backups.nightly, url, folder, most))


def timetable(
    database: Database, clock: Clock, agrees: Callable[[], Awaitable[bool]], after: Callable[[], None], keep: Keep,
    more: Iterable[Job] = (),
) -> AsyncIOScheduler:  # fmt: skip
    """The jobs on APScheduler, which only ticks and stores nothing of ours. `agrees` says whether the clock may be
    believed, or nothing is done; `after` is called when work was done."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    async def run(job: Job) -> None:
        if not await agrees():
            return
        work = keep(job.run(database, clock.now()))
        with suppress(asyncio.CancelledError):  # shutting down cancels the job; its work is waited for by its keeper
            if await asyncio.shield(work):
                after()

    for job in (*JOBS, *more):
        scheduler.add_job(
            run, job.trigger, args=[job], id=job.id, coalesce=True, max_instances=1, misfire_grace_time=None
        )
    return scheduler
