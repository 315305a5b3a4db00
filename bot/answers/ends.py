"""How a gesture ended where there is nothing else to show."""

from dataclasses import dataclass

from bot.errors import UserError


@dataclass(frozen=True)
class Nothing:
    """All was done and nothing needs to be said."""


@dataclass(frozen=True)
class Repeated:
    """This very gesture was heard before; it was done then."""


@dataclass(frozen=True)
class Working:
    """It takes longer than Slack waits; the outcome will be told."""


@dataclass(frozen=True)
class Refused:
    """The person can mend it."""

    error: UserError


@dataclass(frozen=True)
class Broken:
    """A surprise; the log has the story under this id."""

    incident: str


@dataclass(frozen=True)
class NotSaved:
    """The database did not take it; nothing was kept, or that could not be found out. `words` are given back to who
    typed them."""

    words: str = ""
    is_full: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class TooFast:
    """More than we take in a minute, of one person or of `everybody` together: go on in so many seconds."""

    seconds: int
    everybody: bool = False
    words: str = ""
