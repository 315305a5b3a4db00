"""Reading what the rules of priority ask about: people on a task, who gave it, what waits for it, a month of tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, and_, or_, union, update
from sqlmodel import Session, col, func, select

from models import holding
from models.closing import Suggestion, SuggestionState
from models.person import Person
from models.prepared import Prepared
from models.queries import numbered, places, together
from models.queries.conditions import is_blocked, is_live
from models.queries.people import list_by_ids
from models.queries.tasks import visible
from models.task import LIVE, Dependency, Role, RoleKind, Task

WORKING = (RoleKind.ACCOUNTABLE, RoleKind.HELPER, RoleKind.REVIEWER)
OF_A_MONTH = 5000


def due_levels(session: Session, now: datetime, limit: int = 200) -> list[tuple[str, int]]:
    """(workspace, number) of what has to be reckoned anew, the longest due first."""
    rows = session.exec(
        select(Task.workspace_id, Task.number).where(col(Task.level_at).is_not(None), col(Task.level_at) <= now)
        .order_by(col(Task.level_at), col(Task.number)).limit(limit)
    )  # fmt: skip
    return list(rows)


def reckon_those(session: Session, workspace_id: str, numbers: Sequence[int], now: datetime) -> None:
    """Have these tasks reckoned anew by and by."""
    these = col(Task.workspace_id) == workspace_id, col(Task.number).in_(numbers)
    holding.unread(session, select(Task).where(*these))
    session.exec(update(Task).where(*these).values(level_at=now).execution_options(synchronize_session="fetch"))


def count_live(session: Session, viewer: Person, now: datetime) -> int:
    """How many live tasks the viewer may see."""
    return session.exec(
        select(func.count())
        .select_from(Task)
        .where(Task.workspace_id == viewer.workspace_id, col(Task.state).in_(LIVE), visible(viewer, now))
    ).one()


def reckon_of(session: Session, person: Person) -> None:
    """Have every live task that person works on reckoned anew at the next tick: they are known otherwise now."""
    named = select(Role.number).where(Role.workspace_id == person.workspace_id, Role.person_id == person.id)
    theirs = (
        col(Task.workspace_id) == person.workspace_id, col(Task.state).in_(LIVE),
        or_(col(Task.owner_id) == person.id, col(Task.creator_id) == person.id, col(Task.number).in_(named)),
    )  # fmt: skip
    holding.unread(session, select(Task).where(*theirs))
    session.exec(
        update(Task).where(*theirs).values(level_at=Task.created_at).execution_options(synchronize_session="fetch")
    )  # fmt: skip


def list_waiting_for(session: Session, viewer: Person, numbers: Iterable[int], now: datetime) -> dict[int, list[int]]:
    """Which live tasks wait for each of these, as far as the viewer may see them: by order, or blocked on it."""
    wanted = numbered.bound(session, list(numbers))
    rows = _waiting(viewer.is_guest, viewer.is_stranger).rows(
        session, numbers=wanted, **places.taken_by(viewer, now)
    )  # fmt: skip
    found: dict[int, list[int]] = {}
    for number, waiting in sorted(rows):
        found.setdefault(number, []).append(waiting)
    return found


@cache
def _waiting(is_guest: bool, is_stranger: bool) -> Prepared:
    seer = places.viewer(is_guest=is_guest, is_stranger=is_stranger)
    seen = (col(Task.workspace_id) == seer.workspace_id, is_live(), visible(seer, places.NOW))
    after = (
        select(Dependency.after_number, Task.number)
        .join(Task, and_(col(Task.workspace_id) == Dependency.workspace_id, col(Task.number) == Dependency.number))
        .where(Dependency.workspace_id == seer.workspace_id, *seen)
    )
    blocked = select(Task.blocked_by_number, Task.number).where(is_blocked(), *seen)
    return Prepared(lambda dialect: union(
        after.where(numbered.among(Dependency.after_number, dialect)),
        blocked.where(numbered.among(Task.blocked_by_number, dialect)),
    ))  # fmt: skip


def list_own(session: Session, person: Person, numbers: Iterable[int]) -> list[Task]:
    """Those of these tasks that are that person's and live, kept from others until the transaction ends."""
    return holding.rows(session, select(Task).where(
        Task.workspace_id == person.workspace_id, Task.owner_id == person.id, col(Task.number).in_(list(numbers)),
        col(Task.state).in_(LIVE),
    ))  # fmt: skip


def count_known(session: Session, workspace_id: str) -> tuple[int, int]:
    """How many people have a department, and how many a manager."""
    here = (Person.workspace_id == workspace_id, col(Person.is_deleted).is_(False), col(Person.is_bot).is_(False))

    def count(column: ColumnElement[str | None]) -> int:
        return session.exec(select(func.count()).select_from(Person).where(*here, column.is_not(None))).one()

    return count(col(Person.department)), count(col(Person.manager_id))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Month:
    """The tasks of a span of time, and what the rules ask about each: by number, or by person."""

    tasks: list[Task]
    roles: dict[int, list[str]]
    people: dict[str, Person]
    givers: dict[int, str]


def month(session: Session, viewer: Person, since: datetime, now: datetime) -> Month:
    """What was live since then, as far as the viewer may see it, the newest first when there is too much."""
    workspace_id = viewer.workspace_id
    tasks = list(session.exec(
        select(Task)
        .where(Task.workspace_id == workspace_id, or_(col(Task.state).in_(LIVE), col(Task.closed_at) >= since),
               visible(viewer, now))
        .order_by(col(Task.number).desc()).limit(OF_A_MONTH)
    ))  # fmt: skip
    roles: dict[int, list[str]] = {}
    numbers = [task.number for task in tasks]
    rows = session.exec(select(Role.number, Role.person_id).where(
        Role.workspace_id == workspace_id, col(Role.kind).in_(WORKING), col(Role.number).in_(numbers)
    ))  # fmt: skip
    for number, person_id in rows:
        roles.setdefault(number, []).append(person_id)
    named = {person_id for task in tasks for person_id in (task.owner_id, task.creator_id)}
    people = list_by_ids(session, workspace_id, named.union(*roles.values()))
    managed = [task for task in tasks if task.owner_id in people and people[task.owner_id].manager_id]
    return Month(tasks, roles, people, together.givers(session, managed))


def count_settled(
    session: Session, workspace_id: str, since: datetime, person_id: str | None = None
) -> tuple[int, int]:
    """How many proposals were taken since then, and how many left: a person's, or everybody's."""
    rows = session.exec(
        select(Suggestion.state, func.count()).where(
            Suggestion.workspace_id == workspace_id, col(Suggestion.settled_at) >= since,
            *([Suggestion.person_id == person_id] if person_id else []),
        ).group_by(col(Suggestion.state))
    )  # fmt: skip
    found: dict[str, int] = dict(rows.all())
    return found.get(SuggestionState.TAKEN, 0), found.get(SuggestionState.LEFT, 0)
