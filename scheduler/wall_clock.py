"""APScheduler goes by the machine's clock: when that is set the timetable goes on, while it is wrong it waits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot import measures
from bot.clock import Skew
from bot.logs import logger
from models import failures

log = logger(__name__)

LOOK_EVERY = 1.0  # seconds
ASK_EVERY = 10.0  # seconds


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds after the last time. One of APScheduler's own counts every moment that a clock set ahead has
    leapt over: a year of seconds fills the memory before the first is run."""

    def __init__(self, seconds: float) -> None:
        self.every = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self.every


async def keep_going(scheduler: AsyncIOScheduler) -> None:
    """Where the clock is set back, jobs would wait until it shows again what it showed: by an hour, for an hour."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            soonest = job.trigger.get_next_fire_time(None, now)
            if job.next_run_time > soonest:
                log.warning("the clock was set back", job=job.id, waited_for=job.next_run_time.isoformat())
                job.modify(next_run_time=soonest)


class Agreement:
    """Whether this machine's clock agrees with Slack's. While it does not, or Slack has told nothing yet, Slack is
    asked again now and then: what it answers is heard by the `skew`. `tell(is_wrong)` is called at the beginning and
    whenever that changes, again until it could be kept."""

    def __init__(
        self, skew: Skew, ask: Callable[[], Awaitable[object]], tell: Callable[[bool], Awaitable[object]]
    ) -> None:
        self._skew, self._ask, self._tell = skew, ask, tell
        self._asked = -ASK_EVERY
        self._told: bool | None = None
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> bool:
        async with self._one_at_a_time:
            off = self._skew.off
            if (off is None or self._skew.is_wrong) and monotonic() - self._asked >= ASK_EVERY:
                self._asked = monotonic()
                await self._ask()
                off = self._skew.off
            measures.CLOCK_OFF.set(off.total_seconds() if off is not None else 0)
            wrong = self._skew.is_wrong
            if wrong != self._told:
                await self._tell_of_it(wrong)
            return not wrong

    async def _tell_of_it(self, wrong: bool) -> None:
        if wrong:
            log.error("the clock is wrong, what waits for an hour is held", off=str(self._skew.off))
        elif self._told:
            log.info("the clock is right again")
        try:
            await self._tell(wrong)
        except failures.NotSaved:
            log.warning("admins are not told of the clock yet")
            return
        self._told = wrong
