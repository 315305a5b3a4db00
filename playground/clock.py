"""Domain time: it ticks at real speed from the point it was set to and never goes backwards."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self, start: datetime) -> None:
        self._origin = start.astimezone(UTC)
        self._set_at = time.monotonic()
        self._last_micros = 0

    def now(self) -> datetime:
        return self._origin + timedelta(seconds=time.monotonic() - self._set_at)

    def timestamp(self) -> float:
        return self.now().timestamp()

    def reach(self, moment: datetime) -> datetime:
        """Go to `moment` unless it has passed meanwhile; answers what the time is then."""
        now = self.now()
        if moment <= now:
            return now
        self._origin, self._set_at = moment.astimezone(UTC), time.monotonic()
        return self._origin

    def unique_ts(self) -> str:
        """A message timestamp: domain time in microseconds, never the same twice, always rising."""
        micros = max(int(self.timestamp() * 1_000_000), self._last_micros + 1)
        self._last_micros = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, to the microsecond where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
