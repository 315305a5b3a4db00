"""Reading plans: the parts of a task, what follows it, and what it waits for, each in one query of bounded depth."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, CompoundSelect, and_, false, func, literal, or_, true, union_all
from sqlmodel import Session, col, select

from models import holding
from models.person import Person
from models.queries import around
from models.queries.tasks import visible
from models.task import LIVE, Dependency, History, Role, Task

DEPTH = 10_000  # of trees, which end before; only rows that were spoilt by hand could go on for ever
MOST_PARTS = 500
MOST_FOLLOWERS = 2000


def seen(task: Task, viewer: Person | None, now: datetime) -> ColumnElement[bool]:
    """Which tasks may be shown beside that one: to the viewer those that they see, to nobody in particular those of
    the same conversation, since whoever reads it there may see them."""
    if viewer is not None:
        return visible(viewer, now)
    if task.source_channel is None:
        return false()
    return func.coalesce(Task.source_channel, "") == task.source_channel  # not by the index of a channel's tasks


def list_parts(
    session: Session, task: Task, viewer: Person | None, now: datetime, *, hidden: bool = False
) -> list[Task]:
    """All that hangs below the task, the upper levels first. Nothing is found below what may not be seen.

    `hidden` finds every part, whoever looks: for our own work only, never for an answer.
    """
    if not around.of(session, task).parts:
        return []
    below = _below(task.workspace_id, [task.number], seen(task, viewer, now) if not hidden else true())
    return list(session.exec(
        select(Task).join(below, col(Task.number) == below.c.number)
        .where(Task.workspace_id == task.workspace_id).order_by(below.c.level, col(Task.number)).limit(MOST_PARTS)
    ))  # fmt: skip


def _below(workspace_id: str, numbers: Iterable[int], may: ColumnElement[bool]) -> CTE:
    """All that hangs below those tasks, through what may be seen, with its level."""
    below = (
        select(col(Task.number).label("number"), literal(1).label("level"))
        .where(Task.workspace_id == workspace_id, col(Task.parent_number).in_(sorted(set(numbers))), may)
        .cte("below", recursive=True)
    )
    deeper = (
        select(col(Task.number), below.c.level + 1)
        .join(below, col(Task.parent_number) == below.c.number)
        .where(Task.workspace_id == workspace_id, below.c.level < DEPTH, may)
    )
    return below.union_all(deeper)


def list_above(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Task]:
    """What the tasks with these numbers are parts of, the nearest first; for our own work only, never for an answer."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    above = (
        select(col(Task.parent_number).label("number"), literal(1).label("level"))
        .where(Task.workspace_id == workspace_id, col(Task.number).in_(wanted), col(Task.parent_number).is_not(None))
        .cte("above", recursive=True)
    )
    higher = (
        select(col(Task.parent_number), above.c.level + 1)
        .join(above, col(Task.number) == above.c.number)
        .where(Task.workspace_id == workspace_id, col(Task.parent_number).is_not(None), above.c.level < DEPTH)
    )
    above = above.union_all(higher)
    return list(session.exec(
        select(Task).join(above, col(Task.number) == above.c.number)
        .where(Task.workspace_id == workspace_id).order_by(above.c.level)
    ))  # fmt: skip


def numbers_below(session: Session, workspace_id: str, number: int) -> set[int]:
    """All parts of that task, however deep and however many, whoever may see them: for our own work only."""
    part: Any = select(col(Task.number).label("number")).where(Task.workspace_id == workspace_id)
    below = part.where(Task.parent_number == number).cte("below", recursive=True)
    below = below.union(part.join(below, col(Task.parent_number) == below.c.number))
    return set(session.exec(select(below.c.number)))


def numbers_above(session: Session, workspace_id: str, number: int) -> set[int]:
    """What that task is a part of, up to the top: for our own work only."""
    whole: Any = select(col(Task.parent_number).label("number")).where(
        Task.workspace_id == workspace_id, col(Task.parent_number).is_not(None)
    )
    above = whole.where(Task.number == number).cte("above", recursive=True)
    above = above.union(whole.join(above, col(Task.number) == above.c.number))
    return set(session.exec(select(above.c.number)))


def waits(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """(waits, for what) of all that those tasks wait for, near and far: what they come after, and their own parts."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    first = _edges(workspace_id, lambda later: later.in_(wanted)).subquery("first")
    reached = select(first.c.later, first.c.earlier).cte("reached", recursive=True)
    if session.get_bind().dialect.name == "postgresql":  # else it would read all edges there are at every step
        next_ = _edges(workspace_id, lambda later: later == reached.c.earlier).lateral("next")
        further = select(next_.c.later, next_.c.earlier).select_from(reached.join(next_, true()))
    else:
        edges = _edges(workspace_id, lambda later: later.is_not(None)).subquery("edges")
        further = select(edges.c.later, edges.c.earlier).join(reached, edges.c.later == reached.c.earlier)
    reached = reached.union(further)
    return [(later, earlier) for later, earlier in session.exec(select(reached.c.later, reached.c.earlier))]


def _edges(workspace_id: str, of: Callable[[Any], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """What waits for what, by order and as a whole for its parts, `of` those that wait."""
    return union_all(
        select(col(Dependency.number).label("later"), col(Dependency.after_number).label("earlier"))
        .where(Dependency.workspace_id == workspace_id, of(col(Dependency.number))),
        select(col(Task.parent_number).label("later"), col(Task.number).label("earlier"))
        .where(Task.workspace_id == workspace_id, of(col(Task.parent_number))),
    )  # fmt: skip


def list_chain(session: Session, viewer: Person, numbers: Iterable[int], now: datetime) -> list[Task]:
    """Those tasks, all their parts, and all that follows one of these, through tasks that the viewer sees."""
    may, wanted = visible(viewer, now), sorted(set(numbers))
    below = _below(viewer.workspace_id, wanted, may)
    begun = union_all(
        select(col(Task.workspace_id).label("workspace_id"), col(Task.number).label("number")).where(
            Task.workspace_id == viewer.workspace_id, col(Task.number).in_(wanted), may
        ),
        select(literal(viewer.workspace_id), below.c.number),
    ).subquery("begun")
    chain = select(begun.c.workspace_id, begun.c.number).cte("chain", recursive=True)
    followers = (  # by the workspace of each, not by the viewer's: SQLite would read all orders of it at every step
        select(col(Dependency.workspace_id), col(Dependency.number))
        .join(
            chain,
            and_(col(Dependency.workspace_id) == chain.c.workspace_id, col(Dependency.after_number) == chain.c.number),
        )
        .join(Task, and_(col(Task.workspace_id) == Dependency.workspace_id, col(Task.number) == Dependency.number))
        .where(may)
    )
    chain = chain.union(followers)
    return list(session.exec(
        select(Task)
        .join(chain, and_(col(Task.workspace_id) == chain.c.workspace_id, col(Task.number) == chain.c.number))
        .order_by(col(Task.number)).limit(MOST_FOLLOWERS)
    ))  # fmt: skip


def list_ties(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Dependency]:
    """What those tasks come after."""
    return list(session.exec(
        select(Dependency).where(Dependency.workspace_id == workspace_id,
                                 col(Dependency.number).in_(sorted(set(numbers))))
        .order_by(col(Dependency.number), col(Dependency.after_number))
    ))  # fmt: skip


def list_followers(session: Session, task: Task) -> list[Task]:
    """Live tasks that come right after it, held until the turn ends: two that finish at once see each other.

    For our own work only, never for an answer.
    """
    if not around.of(session, task).followers:
        return []
    later = select(Dependency.number).where(
        Dependency.workspace_id == task.workspace_id, Dependency.after_number == task.number
    )
    return holding.rows(session, select(Task).where(
        Task.workspace_id == task.workspace_id, col(Task.number).in_(later), col(Task.state).in_(LIVE)
    ))  # fmt: skip


def list_seen(session: Session, viewer: Person, numbers: Iterable[int], now: datetime, *, hold: bool = False
              ) -> list[Task]:  # fmt: skip
    """Those of them that the viewer may see."""
    query = select(Task).where(
        Task.workspace_id == viewer.workspace_id, col(Task.number).in_(sorted(set(numbers))), visible(viewer, now)
    ).order_by(col(Task.number))  # fmt: skip
    return holding.rows(session, query) if hold else list(session.exec(query))


def list_beside(session: Session, task: Task, viewer: Person | None, numbers: Iterable[int], now: datetime
                ) -> list[Task]:  # fmt: skip
    """Those of them that may be shown beside that task."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    return list(session.exec(
        select(Task).where(Task.workspace_id == task.workspace_id, col(Task.number).in_(wanted),
                           seen(task, viewer, now)).order_by(col(Task.number))
    ))  # fmt: skip


def list_known(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Task]:
    """For our own work only, never for an answer."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    return list(session.exec(select(Task).where(Task.workspace_id == workspace_id, col(Task.number).in_(wanted))))


def list_roles_of(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Role]:
    return list(session.exec(
        select(Role).where(Role.workspace_id == workspace_id, col(Role.number).in_(sorted(set(numbers))))
    ))  # fmt: skip


def sibling(session: Session, viewer: Person, task: Task, below: float, now: datetime) -> Task | None:
    """Another live part of the same task with the same owner, estimated below that many days."""
    return session.exec(
        select(Task).where(
            Task.workspace_id == task.workspace_id, Task.parent_number == task.parent_number,
            Task.number != task.number, Task.owner_id == task.owner_id, col(Task.state).in_(LIVE),
            col(Task.estimate_days) < below, visible(viewer, now),
        ).order_by(col(Task.number)).limit(1)
    ).first()  # fmt: skip


def list_done_together(session: Session, entry: History, kinds: Iterable[str]) -> list[History]:
    """Entries of those kinds that one person's one turn left, and that were not taken back, the newest first."""
    return list(session.exec(
        select(History).where(
            History.workspace_id == entry.workspace_id, History.actor_id == entry.actor_id, History.at == entry.at,
            or_(col(History.kind).in_(sorted(kinds)), col(History.id) == entry.id), col(History.undone_by).is_(None),
        ).order_by(col(History.id).desc())
    ))  # fmt: skip


def list_made(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[int]:
    """The entries by which those tasks were made, the newest first."""
    return [entry_id for entry_id in session.exec(
        select(History.id).where(History.workspace_id == workspace_id, History.kind == "add",
                                 col(History.number).in_(sorted(set(numbers)))).order_by(col(History.id).desc())
    ) if entry_id is not None]  # fmt: skip
