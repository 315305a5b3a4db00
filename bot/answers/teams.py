"""The forms in which a workspace and a team are set up, and that of a standup's answers."""

from dataclasses import dataclass
from datetime import date, datetime, time

from models import AnswerState, Channel, Digest, Standup, Workspace


@dataclass(frozen=True)
class SetupForm:
    """The workspace's settings; `zone_hint` is the zone of the person who opens them."""

    workspace: Workspace
    zone_hint: str | None = None


@dataclass(frozen=True)
class StandupForm:
    """A team's standup settings; `standup` None means the first set-up."""

    channel: Channel
    standup: Standup | None
    members: tuple[str, ...]
    optional: tuple[str, ...]
    leads: tuple[str, ...]


@dataclass(frozen=True)
class AnswerForm:
    """The questions of one day's standup, with what is known put in; `said_next` is a hint from last time."""

    channel: Channel
    on: date
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    state: AnswerState
    closes_at: datetime
    said_next: str = ""


@dataclass(frozen=True)
class DigestForm:
    """A team's digest settings; `digest` None means the first set-up."""

    channel: Channel
    digest: Digest | None
    zone: str
    at: time
