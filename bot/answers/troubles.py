"""What is answered about messages that could not be delivered or worked on, and what admins are told of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules import troubles
from bot.rules.troubles import Cause


@dataclass(frozen=True)
class Trouble:
    """Something goes wrong that admins can mend: how many messages it is about, since when. Told `again` each week."""

    cause: Cause
    count: int
    since: datetime
    again: bool = False


@dataclass(frozen=True)
class Lost:
    """One message that was given up ("dead"), is looked for ("unknown") or could not be worked on ("set_aside").

    Never its words. `to` is the person or conversation it was for, or the one it came from, as far as the reader may
    know; `numbers` are the tasks it tells of that the reader sees.
    """

    ref: str
    state: str
    kind: str
    since: datetime
    reason: str = ""
    to: str = ""
    numbers: tuple[int, ...] = ()
    can_retry: bool = True

    @property
    def trouble(self) -> troubles.Trouble:
        return troubles.trouble_of(self.reason)


@dataclass(frozen=True)
class Paused:
    """Nothing is said in the workspace since then; how many messages wait for it."""

    since: datetime
    waiting: int


@dataclass(frozen=True)
class Undelivered:
    """One page of what is lost; `done` and `count` say what was just done with how many."""

    lost: tuple[Lost, ...]
    dead: int
    unknown: int
    set_aside: int
    page: int = 1
    pages: int = 1
    on_hold: int | None = None
    paused: Paused | None = None
    done: str = ""
    count: int = 0

    @property
    def total(self) -> int:
        return self.dead + self.unknown + self.set_aside
