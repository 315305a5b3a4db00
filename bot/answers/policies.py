"""What is answered about escalation: the policies in force, the form of one, and what they would bring."""

from dataclasses import dataclass

from bot.answers.wishes import Wished, WishForm
from bot.rules.escalation import Policy
from models import Channel


@dataclass(frozen=True)
class Ahead:
    """What would come of `tasks` in the next `days` if nothing moved: so many messages to so many people.

    `now` of the tasks are told at once, and `more` were not looked at.
    """

    tasks: int
    days: int
    messages: int
    people: int
    now: int
    more: int = 0


@dataclass(frozen=True)
class Policies(Wished):
    """The policies in force, for the workspace or for a team. `own` says that the team has policies of its own.

    `saved` is said where they were changed just now, with the line that takes that back.
    """

    policies: tuple[Policy, ...]
    channel: Channel | None = None
    own: bool = False
    may: bool = True
    ahead: Ahead | None = None
    undo: str = ""
    saved: bool = False


@dataclass(frozen=True)
class PolicyForm(WishForm):
    """One policy to be changed; a new one has no id."""

    policy: Policy | None
    channel: Channel | None = None
