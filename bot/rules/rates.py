"""How much may be asked of us: at most so many times in any stretch of time, by one person and by one workspace."""

from collections import deque
from dataclasses import dataclass, field

MINUTE, HOUR = 60.0, 3600.0
LIGHT_TIMES = 5  # what only fills a form or a list of choices may come so many times as often


@dataclass(frozen=True)
class Limits:
    """Commands, clicks and forms a minute, of a person and of a workspace; a workspace's events an hour."""

    person: int = 60
    workspace: int = 600
    events: int = 30_000


@dataclass(frozen=True)
class Over:
    """Too much: in so many seconds there is room again. `everybody` of the workspace together, or one person."""

    seconds: float
    everybody: bool = False


@dataclass
class Handful:
    """Those that came within a thousandth of the span: counted together, they leave with the last of them."""

    first: float
    last: float
    count: int = 1


@dataclass
class Window:
    """When the last ones came; in any `span` of seconds there are `most` at most."""

    most: int
    span: float
    count: int = 0
    handfuls: deque[Handful] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until there is room for one more; 0 when there is."""
        while self.handfuls and self.handfuls[0].last <= now - self.span:
            self.count -= self.handfuls.popleft().count
        return self.handfuls[0].last + self.span - now if self.count >= self.most else 0.0

    def add(self, now: float) -> None:
        self.count += 1
        if self.handfuls and now - self.handfuls[-1].first < self.span / 1000:
            self.handfuls[-1].last = now
            self.handfuls[-1].count += 1
        else:
            self.handfuls.append(Handful(now, now))


class Rates:
    """Counts in real seconds of a clock that nobody moves. What was refused is not counted.

    It holds no more than was let through in the last minute, or hour: what is older is forgotten.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows: dict[tuple[str, ...], Window] = {}
        self._tidied_at = 0.0

    def gesture(self, workspace_id: str, person_id: str, now: float) -> Over | None:
        """A command, a click, a form that was sent."""
        return self._both("gesture", 1, workspace_id, person_id, now)

    def light(self, workspace_id: str, person_id: str, now: float) -> Over | None:
        """What changes nothing by itself: choices that are looked for, fields of a form that are filled."""
        return self._both("light", LIGHT_TIMES, workspace_id, person_id, now)

    def event(self, workspace_id: str, now: float) -> Over | None:
        everywhere = self._window(now, self._limits.events, HOUR, "event", workspace_id)
        return self._taken(now, everywhere)

    def _both(self, kind: str, times: int, workspace_id: str, person_id: str, now: float) -> Over | None:
        limits = self._limits
        own = self._window(now, limits.person * times, MINUTE, kind, workspace_id, person_id)
        everywhere = self._window(now, limits.workspace * times, MINUTE, kind, workspace_id)
        return self._taken(now, everywhere, own)

    def _taken(self, now: float, everywhere: Window, own: Window | None = None) -> Over | None:
        """One more, where there is room in each; else which one is full."""
        if own is not None and (wait := own.wait(now)):
            return Over(wait)
        if wait := everywhere.wait(now):
            return Over(wait, everybody=True)
        for window in (everywhere, own):
            if window is not None:
                window.add(now)
        return None

    def _window(self, now: float, most: int, span: float, *key: str) -> Window:
        if now - self._tidied_at >= MINUTE:
            self._tidied_at = now
            self._windows = {name: one for name, one in self._windows.items() if one.wait(now) or one.handfuls}
        return self._windows.setdefault(key, Window(most, span))

    def __len__(self) -> int:
        """How many persons and workspaces are remembered."""
        return len(self._windows)
