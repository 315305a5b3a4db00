"""Which moves a task may make, in one table, and what each move sets."""

from bot.errors import conflict
from models import LIVE, State, Task

MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "start": ((State.OPEN,), State.DOING),
    "done": (LIVE, State.DONE),
    "cancel": (LIVE, State.CANCELLED),
    "reopen": ((State.DONE, State.CANCELLED), State.OPEN),
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
