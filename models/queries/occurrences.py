"""Reading what fell due and what became of it: to explain it to people, and to count it for operators."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, bindparam
from sqlmodel import Session, col, func, select

from models import known
from models.delivery import Occurrence
from models.prepared import Prepared
from models.queries import numbered
from models.task import Task

MOST = 500
Key = tuple[str, ...]


def list_of_person(session: Session, workspace_id: str, person_id: str, since: datetime) -> list[Occurrence]:
    """What fell due for that person since then, the newest first."""
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.person_id == person_id,
                                 Occurrence.due_at >= since)
        .order_by(col(Occurrence.due_at).desc(), col(Occurrence.kind), col(Occurrence.subject)).limit(MOST)
    ))  # fmt: skip


def list_of_task(
    session: Session, task: Task, since: datetime | None = None, person_id: str | None = None
) -> list[Occurrence]:
    """What fell due about a task, for everybody or one person, the newest first."""
    query = select(Occurrence).where(
        Occurrence.workspace_id == task.workspace_id, Occurrence.subject == str(task.number)
    )
    if since is not None:
        query = query.where(Occurrence.due_at >= since)
    if person_id is not None:
        query = query.where(Occurrence.person_id == person_id)
    return list(session.exec(
        query.order_by(col(Occurrence.due_at).desc(), col(Occurrence.kind), col(Occurrence.person_id)).limit(MOST)
    ))  # fmt: skip


SAID_OF = Prepared(
    lambda dialect: (
        select(Occurrence.subject, Occurrence.kind, Occurrence.person_id, Occurrence.when)
        .where(Occurrence.workspace_id == bindparam("workspace"),
               numbered.among(Occurrence.subject, dialect, String))
    )
)  # fmt: skip


def read_all_of(session: Session, tasks: Iterable[Task]) -> None:
    """Read, in one statement, what fell due about these tasks of one workspace: `is_known` need not ask for it then."""
    by_subject: dict[str, Task] = {str(task.number): task for task in tasks}
    if not by_subject:
        return
    workspace_id = next(iter(by_subject.values())).workspace_id
    found: dict[str, set[Key]] = {subject: set() for subject in by_subject}
    for subject, *key in SAID_OF.rows(
        session, workspace=workspace_id, numbers=numbered.bound(session, sorted(by_subject))
    ):  # fmt: skip
        found[subject].add(tuple(key))
    known.keep_each(session, None, {(Occurrence, workspace_id, subject): keys for subject, keys in found.items()})


def is_known(session: Session, row: Occurrence) -> bool:
    """Whether that very occurrence was written down before; from here on it is."""
    key = (row.kind, row.person_id, row.when)
    keys: set[Key] | None = known.at_hand(session, (Occurrence, row.workspace_id, row.subject))
    if keys is None:
        return session.get(Occurrence, (row.workspace_id, row.kind, row.subject, row.person_id, row.when)) is not None
    if key in keys:
        return True
    keys.add(key)
    return False


def list_of_numbers(
    session: Session, workspace_id: str, person_id: str, numbers: Iterable[int], since: datetime
) -> list[Occurrence]:
    """What fell due for that person about any of these tasks, the newest first."""
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.person_id == person_id,
                                 col(Occurrence.subject).in_([str(number) for number in numbers]),
                                 Occurrence.due_at >= since)
        .order_by(col(Occurrence.due_at).desc(), col(Occurrence.kind), col(Occurrence.subject)).limit(MOST)
    ))  # fmt: skip


def count_overdue(session: Session, before: datetime) -> int:
    """Those that should have ended by then and have not: told to nobody, and no reason kept."""
    return session.exec(
        select(func.count()).select_from(Occurrence)
        .where(col(Occurrence.tell_at).is_not(None), col(Occurrence.tell_at) <= before)
    ).one()  # fmt: skip
