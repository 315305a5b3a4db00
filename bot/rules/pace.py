"""How fast we may speak: token buckets in domain time, for a conversation and for a workspace."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Bucket:
    """`size` tokens at most, `per_second` new ones."""

    size: float
    per_second: float
    level: float
    at: datetime

    def refill(self, now: datetime) -> None:
        passed = max(0.0, (now - self.at).total_seconds())
        self.level = min(self.size, self.level + passed * self.per_second)
        self.at = now

    def take(self, now: datetime) -> bool:
        """One token, if there is one."""
        self.refill(now)
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Pace:
    """What Slack allows: a message a second in a conversation with small bursts, some hundreds a minute in all.

    `times` as much may go where the other side allows as much more: in tests, before a playground that does.
    """

    CHANNEL = (3, 1.0)
    WORKSPACE = (60, 200 / 60)
    REDRAWS = (20, 50 / 60)
    HOMES = (30, 90 / 60)

    def __init__(self, times: float = 1.0) -> None:
        self._times = times
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._paused: dict[tuple[str, str], datetime] = {}

    def _bucket(self, kind: str, name: str, sizes: tuple[float, float], now: datetime) -> Bucket:
        size, rate = (self._times * number for number in sizes)
        return self._buckets.setdefault((kind, name), Bucket(size, rate, size, now))

    def ready(self, workspace_id: str, to: str, now: datetime) -> bool:
        """Whether a message may go now; it takes its tokens."""
        if self.paused("post", workspace_id, now):
            return False
        channel = self._bucket("channel", to, self.CHANNEL, now)
        channel.refill(now)
        everywhere = self._bucket("all", workspace_id, self.WORKSPACE, now)
        return channel.level >= 1 and everywhere.take(now) and channel.take(now)

    def ready_to_redraw(self, workspace_id: str, now: datetime) -> bool:
        if self.paused("update", workspace_id, now):
            return False
        return self._bucket("update", workspace_id, self.REDRAWS, now).take(now)

    def ready_for_home(self, workspace_id: str, now: datetime) -> bool:
        """Whether one more App Home may be drawn now; it takes its token."""
        if self.paused("home", workspace_id, now):
            return False
        return self._bucket("home", workspace_id, self.HOMES, now).take(now)

    def pause(self, method: str, workspace_id: str, until: datetime) -> None:
        """Slack asked us to wait; of several wishes the longest counts."""
        self._paused[method, workspace_id] = max(until, self._paused.get((method, workspace_id), until))

    def paused(self, method: str, workspace_id: str, now: datetime) -> float:
        """Seconds still to wait; none when we may call."""
        return max(0.0, (self._paused.get((method, workspace_id), now) - now).total_seconds())

    def forget_idle(self, now: datetime) -> None:
        """Buckets that are full again need not be kept."""
        full_after = timedelta(minutes=5)
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < full_after}
