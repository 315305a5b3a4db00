"""Doors: the clock ticked. JOBS is the whole timetable on one page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from models.db import Database
from scheduler import digests, housekeeping, nudges, standups
from scheduler.due import Due, run_due

EVERYTHING_DUE: tuple[Due, ...] = (*standups.DUE, *nudges.DUE, *digests.DUE)


async def tick(database: Database, now: datetime) -> int:
    """Do all that is due, kind after kind. Returns how many items were done."""
    return sum([await run_due(database, due, now) for due in EVERYTHING_DUE])


@dataclass(frozen=True)
class Job:
    """A fixed job: the clock wakes it, the database tells it what is due."""

    id: str
    trigger: BaseTrigger
    run: Callable[[Database, datetime], Awaitable[int]]


JOBS = (
    Job("tick", IntervalTrigger(seconds=1), tick),
    Job("forget", CronTrigger(hour=3, minute=30, timezone="UTC"), housekeeping.forget),
)


def timetable(database: Database, clock: Clock, after: Callable[[], None]) -> AsyncIOScheduler:
    """The jobs on APScheduler, which only ticks and stores nothing of ours. `after` is called when work was done."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    async def run(job: Job) -> None:
        if await job.run(database, clock.now()):
            after()

    for job in JOBS:
        scheduler.add_job(
            run, job.trigger, args=[job], id=job.id, coalesce=True, max_instances=1, misfire_grace_time=None
        )
    return scheduler
