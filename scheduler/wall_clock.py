"""APScheduler goes by the machine's clock: when that is set the timetable goes on, while it is wrong it waits."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot import measures
from bot.clock import Skew
from bot.logs import logger

log = logger(__name__)

LOOK_EVERY = 1.0  # seconds
JUST_RUN = timedelta(seconds=5)  # by so little a clock is set now and then; what ran within them is not run again
ASK_EVERY = 10.0  # seconds


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds after the last time. One of APScheduler's own counts every moment that a clock set ahead has
    leapt over: a year of seconds fills the memory before the first is run."""

    def __init__(self, seconds: float) -> None:
        self.every = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self.every


async def keep_going(scheduler: AsyncIOScheduler, set_back: Callable[[], Awaitable[object]]) -> None:
    """Where the clock is set back, jobs would wait until it shows again what it showed: by an hour, for an hour.

    `set_back` sees to what else waits so.
    """
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            if _set_anew(scheduler, datetime.now(UTC)):
                await set_back()
        except Exception:
            log.exception("the timetable could not be set anew")


def _set_anew(scheduler: AsyncIOScheduler, now: datetime) -> bool:
    """Whether any job waited for longer than its own rhythm."""
    late = [job for job in scheduler.get_jobs() if job.next_run_time > _soonest(job.trigger, now + JUST_RUN)]
    for job in late:
        log.warning("the clock was set back", job=job.id, waited_for=job.next_run_time.isoformat())
        job.modify(next_run_time=_soonest(job.trigger, now))
    return bool(late)


def _soonest(trigger: BaseTrigger, now: datetime) -> datetime:
    when: datetime = trigger.get_next_fire_time(None, now)
    return when


class Agreement:
    """Whether this machine's clock agrees with Slack's. While it does not, or Slack has not answered since the start,
    Slack is asked now and then: what it answers is heard by the `skew`, and `ask` says whether it did. `tell(is_wrong)`
    is called whenever that changes, again until it could be kept."""

    def __init__(
        self, skew: Skew, ask: Callable[[], Awaitable[bool]], tell: Callable[[bool], Awaitable[object]]
    ) -> None:
        self._skew, self._ask, self._tell = skew, ask, tell
        self._asked = -ASK_EVERY
        self._answered = self._was_wrong = self._told = False
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> bool:
        async with self._one_at_a_time:
            if self._is_in_doubt() and monotonic() - self._asked >= ASK_EVERY:
                self._asked = monotonic()
                self._answered = await self._ask() or self._answered
            off, wrong = self._skew.off, self._skew.is_wrong
            measures.CLOCK_OFF.set(math.nan if off is None else off.total_seconds())
            await self._note(wrong)
            return not wrong and (off is not None or self._answered)

    def _is_in_doubt(self) -> bool:
        return self._skew.is_wrong or (self._skew.off is None and not self._answered)

    async def _note(self, wrong: bool) -> None:
        if wrong and not self._was_wrong:
            log.error("the clock is wrong, what waits for an hour is held", off=str(self._skew.off))
        elif self._was_wrong and not wrong:
            log.info("the clock is right again")
        self._was_wrong = wrong
        if wrong == self._told:
            return
        try:
            await self._tell(wrong)
        except Exception:
            log.exception("nobody is told of the clock yet")
        else:
            self._told = wrong
