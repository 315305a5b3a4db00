"""A copy of one workspace in memory: what is tried out on it leaves no trace, and holds up nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_
from sqlmodel import Session, SQLModel, col, insert, select, update

from models.closing import Suggestion
from models.delivery import Occurrence, Outbox, OutboxState
from models.person import Channel, Membership, Person
from models.sqlite import memory_engine
from models.task import LIVE, Dependency, History, Role, Task
from models.team import Digest, Standup, StandupAnswer, StandupRun, Team, TeamMember
from models.workspace import Workspace

AT_ONCE = 500
NOT_TO_BE_DONE = ("export", "rehearsal")
COPIED: tuple[type[SQLModel], ...] = (
    Workspace, Person, Channel, Membership, Team, TeamMember, Standup, StandupRun, StandupAnswer, Digest, Task, Role,
    Dependency, History, Suggestion, Occurrence, Outbox,
)  # fmt: skip
LOOKED_UP: tuple[type[SQLModel], ...] = (Workspace, Person, Channel, Team, Standup, Task)


@contextmanager
def copy_of(session: Session, workspace_id: str, since: datetime) -> Iterator[Session]:
    """A session on the copy: what is live or was closed since then, and what happened since then."""
    engine = memory_engine()
    try:
        SQLModel.metadata.create_all(engine)
        with Session(engine, expire_on_commit=False) as copy:
            for model in COPIED:
                _copy(session, copy, model, _of(model, workspace_id, since))
            # what is being sent now is as good as sent
            copy.execute(update(Outbox).where(col(Outbox.state).in_((OutboxState.SENDING, OutboxState.UNKNOWN)))
                         .values(state=OutboxState.SENT))  # fmt: skip
            held = [list(copy.exec(select(model))) for model in LOOKED_UP]  # what is held is not read again
            yield copy
            del held
    finally:
        engine.dispose()


def try_out(copy: Session, work: Callable[[], None]) -> Exception | None:
    """Do it on the copy; what fails is undone and given back, as one due item that fails does not stop the others."""
    try:
        with copy.begin_nested():
            work()
    except Exception as error:  # noqa: BLE001 - whatever it raises
        return error
    return None


def _copy(session: Session, copy: Session, model: type[SQLModel], wanted: ColumnElement[bool]) -> None:
    table: Table = model.__table__  # type: ignore[attr-defined]
    rows = session.execute(select(*table.columns).where(wanted).execution_options(yield_per=AT_ONCE))
    for some in rows.mappings().partitions(AT_ONCE):
        copy.execute(insert(table), [dict(row) for row in some])


def _of(model: type[SQLModel], workspace_id: str, since: datetime) -> ColumnElement[bool]:
    """Which of a table's rows: all of the workspace's, but for what only grows."""
    if model is Workspace:
        return col(Workspace.id) == workspace_id
    lately: dict[type[SQLModel], Any] = {
        Task: or_(col(Task.state).in_(LIVE), col(Task.closed_at) >= since, col(Task.recur_at).is_not(None)),
        History: col(History.at) >= since,
        Occurrence: or_(col(Occurrence.due_at) >= since, col(Occurrence.tell_at).is_not(None)),
        Outbox: and_(col(Outbox.kind).not_in(NOT_TO_BE_DONE),
                     or_(col(Outbox.created_at) >= since, col(Outbox.state) == OutboxState.PENDING)),
        StandupRun: col(StandupRun.on) >= since.date(),
        StandupAnswer: col(StandupAnswer.on) >= since.date(),
    }  # fmt: skip
    own = model.__table__.c.workspace_id == workspace_id  # type: ignore[attr-defined]
    return and_(own, lately[model]) if model in lately else and_(own)
