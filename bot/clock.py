"""Two times: domain time, which the playground may move, and the machine's own, which leases and time-outs use."""

from datetime import UTC, datetime, timedelta

ON_THE_WAY = timedelta(seconds=20)


def real_now() -> datetime:
    """The machine's own clock, for leases, retries and time-outs."""
    return datetime.now(UTC)


class Clock:
    """Domain time: real time plus an offset that only a test clock moves, and only forward."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._offset = timedelta() if starts_at is None else starts_at - real_now()

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
