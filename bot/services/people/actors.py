"""Who acts: the first argument of everything that changes data."""

from dataclasses import dataclass
from datetime import datetime

from models import Person, Workspace


@dataclass(frozen=True)
class Actor:
    """Who acts, in which workspace, at which moment. `expects` is the version they were looking at.

    `by_clock` is Muster itself, whom the clock told to: nobody's rights are asked for.
    """

    workspace: Workspace
    person: Person
    now: datetime
    expects: int | None = None
    by_clock: bool = False


def itself(workspace: Workspace, now: datetime) -> Actor:
    """Muster as the one who acts: nobody's rights, but the clock's order."""
    name = workspace.bot_user_id or "muster"
    return Actor(workspace, Person(workspace_id=workspace.id, id=name, name="muster", is_bot=True), now, by_clock=True)
