"""What makes a task makes it once, however often it is tapped and whoever reacts."""

from collections.abc import Collection

from bot.errors import UserError, conflict
from bot.heard import Door
from bot.services.people.actors import Actor
from models import Session, Task, holding
from models.queries import sources as queries
from models.queries import tasks as task_queries


def check_tap(session: Session, actor: Actor, door: str, channel_id: str | None, ts: str | None, said: str) -> None:
    """A button that makes a task makes it once. Raises UserError."""
    if door != Door.BUTTON or ts is None:
        return
    made = task_queries.made_by_tap(session, actor.person, channel_id, ts, said)
    if made is not None:
        raise conflict("added_already", number=made.number)


def check_question(
    session: Session, actor: Actor, door: str, channel_id: str | None, ts: str | None, made_before: Collection[int] = ()
) -> None:
    """A question is answered once, whichever of its buttons is tapped: no other task came of that message of ours.

    `made_before` are the tasks that this very question comes after. Raises UserError.
    """
    if door != Door.BUTTON or ts is None:
        return
    holding.again(session, actor.workspace)  # two taps at once: one after the other
    for made in task_queries.list_made_on(session, actor.person, channel_id, ts):
        if made.number not in made_before:
            raise conflict("added_already", number=made.number)


def check_message(session: Session, actor: Actor, door: str, channel_id: str | None, ts: str | None) -> None:
    """What was made of a message before is enough. Raises UserError.

    A reaction makes one task at most, so its own turn has made none yet; the lines of a list that one person confirms
    tap by tap stand beside each other.
    """
    standing = queries.list_standing(session, actor.workspace.id, channel_id, ts) if channel_id and ts else []
    if any(door == Door.REACTION or task.creator_id != actor.person.id for task in standing):
        raise already(session, actor, standing)


def already(session: Session, actor: Actor, standing: list[Task]) -> UserError:
    """There is a task of that message; which one is told to those who may see it."""
    seen = (task for task in standing if task_queries.get(session, actor.person, task.number, actor.now) is not None)
    found = next(seen, None)
    return conflict("task_already", number=found.number) if found is not None else conflict("task_already")
