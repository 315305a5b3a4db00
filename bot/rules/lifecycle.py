"""Which moves a task may make, in one table."""

from bot.errors import conflict
from models import LIVE, State, Task

# verb: (from which states, to which). A review may take several accepts: all but the last leave it where it is.
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "start": ((State.OPEN,), State.DOING),
    "submit": ((State.OPEN, State.DOING), State.REVIEW),
    "accept": ((State.REVIEW,), State.DONE),
    "return": ((State.REVIEW,), State.DOING),
    "done": ((State.OPEN, State.DOING), State.DONE),
    "decline": ((State.OPEN, State.DOING), State.OPEN),
    "cancel": (LIVE, State.CANCELLED),
    "archive": ((State.DONE,), State.ARCHIVED),
    "reopen": ((State.DONE, State.CANCELLED, State.ARCHIVED), State.OPEN),
}


def check_move(task: Task, verb: str) -> State:
    """The state the verb leads to. Raises a conflict that says where the task stands."""
    sources, target = MOVES[verb]
    if task.state not in sources:
        raise conflict("cannot_move", number=task.number, verb=verb, state=task.state)
    return target


def check_live(task: Task, verb: str) -> None:
    if not task.is_live:
        raise conflict("cannot_move", number=task.number, verb=verb, state=task.state)


def awaits_ack(task: Task) -> bool:
    """Whether its owner has yet to say that they saw it: somebody else made it, and nobody began it."""
    return task.state == State.OPEN and task.acked_at is None and task.owner_id != task.creator_id
