"""Reading tasks for a file: all that somebody may see of what they ask for, a part at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, and_, col, select

from models.person import Person
from models.queries import people as people_queries
from models.queries import sight
from models.queries.listing import Filter, conditions_of
from models.task import Dependency, Role, Task

AT_ONCE = 500


@dataclass(frozen=True)
class Exported:
    """A task with its people, and what it comes after as far as the reader sees that.

    `knows_source` says whether they may know where it comes from.
    """

    task: Task
    people: dict[str, Person]
    roles: tuple[Role, ...]
    knows_source: bool
    ties: tuple[Dependency, ...] = ()


def list_seen(session: Session, viewer: Person, wanted: Filter, now: datetime, most: int) -> Iterator[Exported]:
    """By number. Each part is let go once it is read, so that a file of any length needs little beside itself."""
    conditions = conditions_of(session, viewer, wanted, now)
    last, left = 0, most
    while left > 0:
        rows = session.exec(
            select(Task, sight.of_source(viewer, now).label("known")).where(*conditions, col(Task.number) > last)
            .order_by(col(Task.number)).limit(min(AT_ONCE, left))
        ).all()  # fmt: skip
        ties = _ties(session, viewer.workspace_id, [task.number for task, _ in rows], sight.of(viewer, now))
        yield from _with_people(session, viewer.workspace_id, [(task, bool(known)) for task, known in rows], ties)
        if len(rows) < AT_ONCE:
            return
        last, left = rows[-1][0].number, left - len(rows)


def list_all(session: Session, workspace_id: str) -> Iterator[Exported]:
    """Every task of a workspace, for who runs the server and holds all of it anyway."""
    last = 0
    while rows := session.exec(
        select(Task).where(Task.workspace_id == workspace_id, col(Task.number) > last)
        .order_by(col(Task.number)).limit(AT_ONCE)
    ).all():  # fmt: skip
        ties = _ties(session, workspace_id, [task.number for task in rows], true())
        yield from _with_people(session, workspace_id, [(task, True) for task in rows], ties)
        last = rows[-1].number


def _ties(
    session: Session, workspace_id: str, numbers: list[int], may: ColumnElement[bool]
) -> dict[int, tuple[Dependency, ...]]:
    found: dict[int, list[Dependency]] = {}
    for tie in session.exec(
        select(Dependency)
        .join(Task, and_(col(Task.workspace_id) == Dependency.workspace_id,
                         col(Task.number) == Dependency.after_number))
        .where(Dependency.workspace_id == workspace_id, col(Dependency.number).in_(numbers), may)
        .order_by(col(Dependency.number), col(Dependency.after_number))
    ):  # fmt: skip
        found.setdefault(tie.number, []).append(tie)
    return {number: tuple(ties) for number, ties in found.items()}


def _with_people(
    session: Session, workspace_id: str, rows: list[tuple[Task, bool]], ties: dict[int, tuple[Dependency, ...]]
) -> Iterator[Exported]:
    if not rows:
        return
    roles: dict[int, list[Role]] = {task.number: [] for task, _ in rows}
    query = select(Role).where(Role.workspace_id == workspace_id, col(Role.number).in_(list(roles)))
    for role in session.exec(query.order_by(col(Role.kind), col(Role.step), col(Role.person_id))):
        roles[role.number].append(role)
    ids = {one for task, _ in rows for one in (task.owner_id, task.creator_id)}
    ids |= {role.person_id for several in roles.values() for role in several}
    people = people_queries.list_by_ids(session, workspace_id, ids)
    for task, known in rows:
        yield Exported(task, people, tuple(roles[task.number]), known, ties.get(task.number, ()))
    session.expunge_all()
