"""What follows when a task has closed, in one list: every verb that closes one calls it after its change.

Each step reads what the one entry of that change says, writes to tasks and people of its own, and needs none of the
others to have run; what it changes in the closed task itself becomes part of that entry, so that one undo takes all.
"""

from collections.abc import Callable

from bot.services.people.actors import Actor
from bot.services.plan import following, milestones, recurring
from bot.services.work import involving
from models import History, Session, Task

Step = Callable[[Session, Actor, Task, History], None]

STEPS: tuple[Step, ...] = (recurring.after_close, involving.closed, following.closed, milestones.closed)


def follow(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """Let everything happen that the end of the task sets off; `entry` is the change that closed it."""
    for step in STEPS:
        step(session, actor, task, entry)
