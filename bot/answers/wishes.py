"""What is answered about how much somebody wants to be reminded: quiet for a while, and levels by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.rules.chasing import Level
from models import Channel


class Wished:
    """Something said of what somebody wants to hear."""


class WishForm:
    """Something asked about what somebody wants to hear."""


@dataclass(frozen=True)
class Quiet(Wished):
    """Whether it is quiet, and until when. `undo` is the line that takes the last change back; empty without one."""

    until: datetime | None
    undo: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Levels(Wished):
    """How much of each kind somebody wants, or a team's tasks are to say; `undo` as above."""

    levels: Mapping[str, Level]
    channel: Channel | None = None
    undo: str = ""


@dataclass(frozen=True)
class LevelsForm(WishForm):
    """A level for all and one for each kind; for a team where there is a channel."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    channel: Channel | None = None
