"""Reading how finished tasks went: only of tasks that the viewer may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, or_
from sqlmodel import Session, col, select

from models.closing import Case
from models.person import Person
from models.prepared import Prepared
from models.queries.people import literal
from models.queries.plans import seen
from models.queries.tasks import visible
from models.task import State, Task

LOOKED_AT = 50
ANY = Prepared(lambda _: select(Case.number).where(Case.workspace_id == bindparam("workspace")).limit(1))


def get(session: Session, workspace_id: str, number: int) -> Case | None:
    return session.get(Case, (workspace_id, number))


def _cases(workspace_id: str, *conditions: ColumnElement[bool]) -> Any:
    return (
        select(Case, Task)
        .join(Task, and_(col(Task.workspace_id) == Case.workspace_id, col(Task.number) == Case.number))
        .where(Case.workspace_id == workspace_id, col(Task.state).in_((State.DONE, State.ARCHIVED)), *conditions)
        .order_by(col(Case.at).desc(), col(Case.number).desc())
    )


def _holds(word: str) -> ColumnElement[bool]:
    """Tags are a JSON array of text: SQLite keeps it with letters escaped, PostgreSQL as it came."""
    pattern = f"%{literal(word)}%"
    texts = (Task.title, Case.lesson, Case.went_well, Case.documents)
    return or_(*(col(text).ilike(pattern, escape="\\") for text in texts), _tagged(word))


def _tagged(word: str) -> ColumnElement[bool]:
    kept = cast(col(Case.tags), String)
    forms = {word, word.encode("ascii", "backslashreplace").decode()}
    return or_(*(kept.ilike(f"%{literal(form)}%", escape="\\") for form in sorted(forms)))


def list_holding(
    session: Session, viewer: Person, words: Iterable[str], now: datetime, limit: int
) -> list[tuple[Case, Task]]:
    """Cases with all these words in their title, tags or what was written; without words the newest."""
    query = _cases(viewer.workspace_id, visible(viewer, now), *(_holds(word) for word in words))
    return [(row[0], row[1]) for row in session.exec(query.limit(limit))]


def list_holding_any(session: Session, viewer: Person, terms: Iterable[str], now: datetime) -> list[tuple[Case, Task]]:
    """The newest cases with any of these words."""
    wanted = [_holds(term) for term in terms]
    if not wanted:
        return []
    query = _cases(viewer.workspace_id, visible(viewer, now), or_(*wanted))
    return [(row[0], row[1]) for row in session.exec(query.limit(LOOKED_AT))]


def list_near(
    session: Session, task: Task, viewer: Person | None, terms: Iterable[str], now: datetime
) -> list[tuple[Case, Task]]:
    """The newest cases of other tasks with one of these words in title or tags, as far as whoever reads may know."""
    if not ANY.rows(session, workspace=task.workspace_id):
        return []
    wanted = [or_(col(Task.title).ilike(f"%{literal(term)}%", escape="\\"), _tagged(term)) for term in terms]
    query = _cases(task.workspace_id, col(Task.number) != task.number, or_(*wanted), seen(task, viewer, now))
    return [(row[0], row[1]) for row in session.exec(query.limit(LOOKED_AT))]
