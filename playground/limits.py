"""Slack's rate limits, refilled in domain time: per method, per conversation and per workspace."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.clock import Clock

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # calls a minute
SPECIAL = 600
CHANNEL_BURST = 5
WORKSPACE_POSTS = 300


@dataclass
class Bucket:
    size: float
    per_second: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more call fits; 0 when it fits now."""
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.per_second


class Limits:
    """`times` as much is allowed as Slack would."""

    def __init__(self, clock: Clock, times: float = 1.0) -> None:
        self._clock = clock
        self._times = times
        self._buckets: dict[str, Bucket] = {}

    def method(self, name: str, per_minute: int) -> int:
        """Takes one call; answers 0, or the whole seconds of Retry-After."""
        return self._take((f"method {name}", per_minute, per_minute / 60))

    def post(self, channel: str) -> int:
        return self._take(
            (f"channel {channel}", CHANNEL_BURST, 1.0), ("workspace", WORKSPACE_POSTS, WORKSPACE_POSTS / 60)
        )

    def _take(self, *wanted: tuple[str, float, float]) -> int:
        """All buckets give or none does."""
        now = self._clock.timestamp()
        buckets = [
            self._buckets.setdefault(name, Bucket(size * self._times, rate * self._times, size * self._times, now))
            for name, size, rate in wanted
        ]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            return max(1, math.ceil(wait))
        for bucket in buckets:
            bucket.level -= 1
        return 0
