"""Every place where a person is named, table after table, column after column: whatever was forgotten is found here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Table, or_, select, tuple_, update
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session, SQLModel

from models.person import Person
from models.queries.personal import PIECE, contains
from models.words import TaskWords

APART = (TaskWords.__tablename__,)  # written anew from the tasks
LONG_ENOUGH = 2
CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]{2,}")


@dataclass(frozen=True)
class Naming:
    """How a person is named, and what stands there instead. A single common word is no name that can be looked for."""

    person_id: str
    names: tuple[str, ...]
    instead: str
    _written: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        one = re.escape(self.person_id)
        parts = [rf"<@{one}(?:\|[^>]*)?>", rf"(?<![A-Za-z0-9]){one}(?![A-Za-z0-9])"]
        parts += [rf"@?(?<!\w){re.escape(name)}(?!\w)" if not CJK.fullmatch(name) else rf"@?{re.escape(name)}"
                  for name in self.names]  # fmt: skip
        object.__setattr__(self, "_written", re.compile("|".join(parts)))

    def sought(self) -> list[str]:
        """As it may stand in a column: in JSON, letters beyond ASCII are written as numbers."""
        words = [self.person_id, *self.names]
        return list(dict.fromkeys([*words, *(json.dumps(word)[1:-1] for word in words)]))

    def without(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._written.sub(self.instead, value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {self.without(name): self.without(one) for name, one in value.items()}
        return value


def names_of(person: Person) -> tuple[str, ...]:
    """Those that mean nobody else: two words, a name in Chinese, or one with a figure or a mark in it."""
    said = (person.real_name, person.display_name, person.name)
    return tuple(dict.fromkeys(name for name in said if _is_telling(name)))


def _is_telling(name: str) -> bool:
    return len(name) >= LONG_ENOUGH and (not name.isalpha() or CJK.fullmatch(name) is not None)


def tables() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in APART]


@dataclass(frozen=True)
class Piece:
    """Some rows that were looked at: how many were changed, where to go on, and the tasks among them."""

    changed: int
    last: tuple[Any, ...] | None
    numbers: frozenset[int] = frozenset()


def sweep(
    session: Session, table: Table, workspace_id: str, naming: Naming, after: tuple[Any, ...] | None, apart: set[str]
) -> Piece:
    """Put the pseudonym wherever a row of the table names them. Rows of `apart` are people that are let be."""
    keys, columns = list(table.primary_key.columns), list(_worded(table))
    wanted = _of_workspace(table, workspace_id) & or_(*(contains(session, one, naming.sought()) for one in columns))
    if table.name == Person.__tablename__:
        wanted &= table.c.id.not_in(apart)
    if after is not None:
        wanted &= tuple_(*keys) > tuple_(*after)
    rows = session.execute(select(table).where(wanted).order_by(*keys).limit(PIECE)).mappings().all()
    numbers, changed = set(), 0
    for row in rows:
        new = {one.name: clean for one in columns if (clean := naming.without(row[one.name])) != row[one.name]}
        if new:
            session.execute(update(table).where(*(key == row[key.name] for key in keys)).values(new))
            changed += 1
        if "number" in table.c:
            numbers.add(int(row["number"]))
    return Piece(changed, tuple(rows[-1][key.name] for key in keys) if rows else None, frozenset(numbers))


def _worded(table: Table) -> Iterator[Column[Any]]:
    """Columns that may hold a word."""
    return (one for one in table.columns if isinstance(_plain(one.type), String | JSON) and one.name != "workspace_id")


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _of_workspace(table: Table, workspace_id: str) -> ColumnElement[bool]:
    column: ColumnElement[Any] = table.c.workspace_id if "workspace_id" in table.c else table.c.id
    return column == workspace_id
