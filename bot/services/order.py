"""Which task may stand above another, or before it: one that is seen, and never in a circle."""

from collections.abc import Callable, Iterable

from bot.services.actors import Actor
from models import Session, Task
from models.queries import tasks as queries

NUMBER_MAX = 2**31 - 1


def may_be_part(session: Session, actor: Actor, task: Task, number: int) -> bool:
    """Whether the task may be a part of the one with that number."""

    def above(one: Task) -> Iterable[int]:
        return (one.parent_number,) if one.parent_number is not None else ()

    return _sees(session, actor, number) and not _leads_to(session, task, number, above)


def may_come_after(session: Session, actor: Actor, task: Task, number: int) -> bool:
    """Whether the task may wait for the one with that number."""
    return _sees(session, actor, number) and not _leads_to(
        session, task, number, lambda one: queries.list_after(session, one)
    )


def _sees(session: Session, actor: Actor, number: int) -> bool:
    return 0 < number <= NUMBER_MAX and queries.get(session, actor.person, number, actor.now) is not None


def _leads_to(session: Session, task: Task, number: int, further: Callable[[Task], Iterable[int]]) -> bool:
    seen: set[int] = set()
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one == task.number:
            return True
        found = queries.get_unseen(session, task.workspace_id, one) if one not in seen else None
        seen.add(one)
        waiting += further(found) if found is not None else ()
    return False
