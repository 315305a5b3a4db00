"""Whether anything stands beside a task at all: of most tasks nothing does, and then nothing more is asked."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import known
from models.prepared import Prepared
from models.task import Dependency, Role, Task

SOURCES = (Task, Task.parent_number, Dependency, Role)


class Around(NamedTuple):
    """Whether people have parts in it, tasks are parts of it, come before it, or come after it."""

    roles: bool = False
    parts: bool = False
    befores: bool = False
    followers: bool = False


def of(session: Session, task: Task) -> Around:
    """In one statement for all of it."""
    return known.once(session, _key(task), SOURCES, lambda: _read(session, task))


def keep_none(session: Session, task: Task) -> None:
    """The task was made just now, and nobody else knows its number."""
    known.keep(session, _key(task), SOURCES, Around())


def _key(task: Task) -> tuple[str, str, int]:
    return ("around", task.workspace_id, task.number)


def _built() -> Prepared:
    part = aliased(Task)
    here: Sequence[ColumnElement[bool]] = (
        exists().where(_is_of(Role), col(Role.number) == bindparam("number")),
        exists().where(_is_of(part), col(part.parent_number) == bindparam("number")),
        exists().where(_is_of(Dependency), col(Dependency.number) == bindparam("number")),
        exists().where(_is_of(Dependency), col(Dependency.after_number) == bindparam("number")),
    )
    query = select(*here)
    return Prepared(lambda _: query)


def _is_of(table: Any) -> ColumnElement[bool]:
    return col(table.workspace_id) == bindparam("workspace")


HERE = _built()


def _read(session: Session, task: Task) -> Around:
    (found,) = HERE.rows(session, workspace=task.workspace_id, number=task.number)
    return Around(*map(bool, found))
