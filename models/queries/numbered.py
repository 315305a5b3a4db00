"""Tasks by their numbers, in the order of these: what a list chose before it reads whole tasks."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Executable, Integer, String, bindparam, column, func, select
from sqlmodel import Session, col

from models.prepared import Prepared, adopted, table_of
from models.task import Task


def among(one: Any, dialect: str, kind: type[Integer] | type[String] = Integer) -> ColumnElement[bool]:
    """Whether a column is one of the values bound as `numbers`, in the same words however many they are."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam("numbers", type_=String)).table_valued(column("value", kind))
        return col(one).in_(select(listed.c.value))
    return col(one) == func.any(bindparam("numbers", type_=ARRAY(kind)))


def bound(session: Session, values: Sequence[int | str]) -> Any:
    """How `among` wants them."""
    return json.dumps(values) if session.get_bind().dialect.name == "sqlite" else values


def _build(dialect: str) -> Executable:
    here = col(Task.workspace_id) == bindparam("workspace")
    return select(table_of(Task)).where(here, among(Task.number, dialect))


THESE = Prepared(_build)


def list_these(session: Session, workspace_id: str, numbers: Iterable[int]) -> list[Task]:
    """Without asking who looks: the question that found the numbers asked it."""
    wanted = list(numbers)
    if not wanted:
        return []
    rows = THESE.rows(session, workspace=workspace_id, numbers=bound(session, wanted))
    found = {task.number: task for row in rows if (task := adopted(session, Task, row)) is not None}
    return [found[number] for number in wanted if number in found]
