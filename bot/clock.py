"""Two times: domain time, which the playground may move, and the machine's own, which leases and time-outs use. And how
far the machine's own is from Slack's: what waits for an hour is not to be said by a clock that is wrong."""

import time
from datetime import UTC, datetime, timedelta

ON_THE_WAY = timedelta(seconds=20)
TOO_FAR, NEAR = timedelta(minutes=2), timedelta(minutes=1)  # so far it is wrong; so near it is right again
SLOW = 10.0  # seconds; an answer that took longer does not tell what time it is


def real_now() -> datetime:
    """The machine's own clock, for leases, retries and time-outs."""
    return datetime.now(UTC)


def passed() -> float:
    """Seconds since the machine started, those of its sleep among them where it can tell. Nobody sets them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Skew:
    """What Slack's last answer told of the time, and the seconds that passed since: so a clock that is set, ahead or
    back, is known to be wrong at once, before Slack is asked again."""

    def __init__(self) -> None:
        self._began: datetime | None = None  # what Slack's clock showed when the machine's seconds began
        self._was_wrong = False

    def heard(self, theirs: datetime, asked: float) -> None:
        """An answer says that it is `theirs` there. `asked` is what `passed` was when the call began."""
        heard = passed()
        if heard - asked <= SLOW:
            self._began = theirs - timedelta(seconds=heard)

    @property
    def off(self) -> timedelta | None:
        """How far ours is ahead, or behind where it is negative. None while Slack has told nothing."""
        return None if self._began is None else real_now() - self._began - timedelta(seconds=passed())

    @property
    def is_wrong(self) -> bool:
        """Slack tells whole seconds and takes a while to: near the limit it would be wrong and right in turns."""
        self._was_wrong = (off := self.off) is not None and abs(off) > (NEAR if self._was_wrong else TOO_FAR)
        return self._was_wrong


class Clock:
    """Domain time: real time plus an offset that only a test clock moves, and only forward."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._offset = timedelta() if starts_at is None else starts_at - real_now()
        self.skew = Skew()

    def now(self) -> datetime:
        return real_now() + self._offset

    def shown_at(self, real: datetime) -> datetime:
        """What it shows at that moment of real time, be it another machine that tells it."""
        return real + self._offset

    def move(self, to: datetime) -> None:
        """Set domain time; it goes on ticking from there. Raises ValueError for a real step back.

        A moment that has only passed on the way here, on a busy machine, is no step back: the time is what it is.
        Before the first move the clock shows real time, so the first move may go anywhere.
        """
        step = to - self.now()
        if self._offset and step < -ON_THE_WAY:
            raise ValueError("the clock never goes backwards")
        if step > timedelta() or not self._offset:
            self._offset += step
