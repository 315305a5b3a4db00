"""How fast we may speak: what is published is kept, and how much a workspace takes in all is learned from Slack's no.

Slack says of messages only that "several hundred a minute" go. So all processes together begin with as many as surely
go, say more for as long as they have more to say, and fall back where Slack refuses: by the curve of TCP CUBIC, which
regains soon what it gave up, stays for long about where it was refused, and only then looks for more, the faster the
longer nothing is refused (docs/decisions/0026).
"""

from datetime import datetime, timedelta
from typing import ClassVar
from zlib import crc32

from models import SET_BACK, Allowance, Lane

NEARLY = 1e-3  # of a token: moments have microseconds, and no more


class Pace:
    """What Slack allows: a message a second in a conversation with small bursts, some hundreds a minute in all; and as
    many Homes and messages drawn again as it has published.

    Each goes by an `Allowance` that all processes share. `times` as much may go where the other side allows as much
    more: in tests, before a playground that does.
    """

    BURST = 3  # messages in a conversation at once, and then one a second
    SIZE = 60  # messages in a workspace at once
    KEPT = 12  # of these for answers to people
    FIRST, LEAST, MOST = 200.0, 30.0, 1200.0  # a minute
    CUT = 0.7  # of what was refused, that is tried next
    REGAIN = 38.0  # seconds until as much as was refused is tried again
    UNSEEN = 2.0  # seconds; who looked less often than that did not speak as fast as may be
    DRAWN: ClassVar = {"update": (20, 50), "home": (30, 90)}  # at once, and a minute

    def __init__(self, times: float = 1.0) -> None:
        self._times = times
        self._paused: dict[str, datetime] = {}

    # --- messages

    def fresh(self, workspace_id: str, now: datetime) -> Allowance:
        """Of a workspace in which nothing was said yet: as many as go for sure, and about to look for more."""
        return Allowance(
            workspace_id=workspace_id, method="post", at=now, level=self.SIZE * self._times,
            ceiling=self.FIRST * self._times, steady=self.REGAIN / self._times,
        )  # fmt: skip

    def per_minute(self, allowance: Allowance) -> float:
        """How many messages go at most."""
        reached = allowance.steady * self._times / self.REGAIN - 1
        wanted = allowance.ceiling * (1 + (1 - self.CUT) * reached**3)
        return min(self.MOST * self._times, max(self.LEAST * self._times, wanted))

    def refill(self, allowance: Allowance, now: datetime) -> None:
        """Bring it from when it was written to now."""
        if allowance.at - now > SET_BACK:
            allowance.at, allowance.paused_until, allowance.held_until, allowance.lately = now, None, None, {}
            allowance.empty_until = None
            allowance.level = max(allowance.level, self.KEPT * self._times + 1)  # with what goes this is written down
        since = max(allowance.at, allowance.paused_until or allowance.at)
        passed = max(0.0, (now - since).total_seconds())
        gained = passed * self.per_minute(allowance) / 60
        allowance.level = min(self.SIZE * self._times, allowance.level + gained)
        if allowance.held_until is not None:
            allowance.steady += min(passed, self.UNSEEN)
            if allowance.held_until <= now:
                allowance.held_until = None
        allowance.at = max(allowance.at, now)
        allowance.lately = {to: full for to, full in allowance.lately.items() if full > now.timestamp()}

    def take(self, allowance: Allowance, lane: int, to: str, now: datetime) -> bool:
        """Whether a message of that lane may go to that conversation now; then it is counted."""
        if _is_paused(allowance, now):
            return False
        name, moment = f"{crc32(to.encode()):x}", now.timestamp()
        full = max(allowance.lately.get(name, 0.0), moment)
        if full - moment > (self.BURST * self._times - 1) / self._times:
            return False
        needed = self.KEPT * self._times + 1
        if allowance.level < (1 if lane == Lane.PEOPLE else needed) - NEARLY:
            return False
        allowance.level -= 1
        allowance.lately[name] = full + 1 / self._times
        if allowance.level < needed:
            allowance.held_until = self._reaches(allowance, needed, now)
        if allowance.level < 1 - NEARLY:
            allowance.empty_until = self._reaches(allowance, 1, now)
        return True

    def _reaches(self, allowance: Allowance, level: float, since: datetime) -> datetime:
        return since + timedelta(minutes=(level - allowance.level) / self.per_minute(allowance))

    def refused(self, allowance: Allowance, began_at: datetime, until: datetime, now: datetime) -> None:
        """Slack asks all of us to wait. Of all that was under way by then, one refusal slows us down."""
        self.refill(allowance, now)
        if allowance.paused_until is None or began_at >= allowance.paused_until:
            allowance.ceiling, allowance.steady = self.per_minute(allowance), 0.0
            allowance.level = min(allowance.level, self.KEPT * self._times)
        over = allowance.paused_until = max(until, allowance.paused_until or until)
        held = self._reaches(allowance, self.KEPT * self._times + 1, over)
        allowance.held_until = max(held, allowance.held_until or held)
        if allowance.level < 1 - NEARLY:
            allowance.empty_until = self._reaches(allowance, 1, over)

    # --- what is drawn again, and Homes

    def fresh_to_draw(self, workspace_id: str, method: str, now: datetime) -> Allowance:
        """Of a workspace in which nothing was drawn yet."""
        size, a_minute = (self._times * number for number in self.DRAWN[method])
        return Allowance(workspace_id=workspace_id, method=method, at=now, level=size, ceiling=a_minute, steady=0.0)

    def draw(self, allowance: Allowance, wanted: int, now: datetime) -> int:
        """How many of so many may be drawn now; they are counted."""
        size, a_minute = (self._times * number for number in self.DRAWN[allowance.method])
        if allowance.at - now > SET_BACK:
            allowance.at, allowance.paused_until = now, None
            allowance.level = max(allowance.level, 1)  # with what is granted this is written down
        passed = max(0.0, (now - allowance.at).total_seconds())
        allowance.level = min(size, allowance.level + passed * a_minute / 60)
        allowance.at = max(allowance.at, now)
        if _is_paused(allowance, now):
            return 0
        granted = min(wanted, int(allowance.level + NEARLY))
        allowance.level -= granted
        missing = max(0.0, 1 - allowance.level)
        allowance.empty_until = now + timedelta(minutes=missing / a_minute) if missing > NEARLY else None
        return granted

    # --- of this process: pauses that it was asked for itself

    def pause(self, workspace_id: str, until: datetime) -> None:
        """Slack asked us to wait before the next message; of several wishes the longest counts."""
        self._paused[workspace_id] = max(until, self._paused.get(workspace_id, until))

    def paused(self, workspace_id: str, now: datetime) -> float:
        """Seconds still to wait; none when we may call."""
        return max(0.0, (self._paused.get(workspace_id, now) - now).total_seconds())


def _is_paused(allowance: Allowance, now: datetime) -> bool:
    return allowance.paused_until is not None and allowance.paused_until > now
