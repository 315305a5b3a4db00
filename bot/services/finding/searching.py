"""Finding by words: what a task is found by changes with its words, in the same transaction."""

from collections.abc import Iterable, Sequence

from bot.services.work import roles
from models import Session, Task
from models.queries import search

NEW = frozenset({"add", "recur"})
SAID = frozenset({"note"})
WORDS = search.TASK_WORDS | {roles.CASE}


def begin(session: Session, tasks: Sequence[Task]) -> None:
    """Tasks that were made just now."""
    search.write_new(session, tasks)


def follow(session: Session, task: Task, kind: str, fields: Iterable[str]) -> None:
    """After a change of the task. What says nothing new, such as a new owner, leaves its words as they are."""
    if kind in NEW:
        begin(session, [task])
    elif kind in SAID or not WORDS.isdisjoint(fields):
        search.write(session, task)


def again(session: Session, task: Task) -> None:
    """Words beside the task changed without a change of it: a note was taken back."""
    session.flush()
    search.write(session, task)
