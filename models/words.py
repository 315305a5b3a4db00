"""What each task is found by: its lexemes, which SQLite's FTS5 and PostgreSQL's tsvector index in the same way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

FTS = "taskwords_fts"  # SQLite's index over this table, kept by triggers; it has no model


class Lexemes(TypeDecorator[Sequence[str]]):
    """Lexemes in their order: a tsvector with positions, and text with blanks between them for FTS5."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return None if value is None else " ".join(value)
        return " ".join(f"'{lexeme}':{place}" for place, lexeme in enumerate(value, 1))

    def process_result_value(self, value: Any, dialect: Dialect) -> Sequence[str] | None:
        return None if value is None else str(value).split()


class TaskWords(SQLModel, table=True):
    """`title` are the lexemes of the title, `words` those of all that is said in the task, the title first."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        UniqueConstraint("workspace_id", "number", name="taskwords_task"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    number: int
    title: Sequence[str] = Field(sa_type=Lexemes, nullable=False)
    words: Sequence[str] = Field(sa_type=Lexemes, nullable=False)


def is_modelled(thing: object, name: str | None, kind: str, is_reflected: bool, compared: object) -> bool:
    """Whether migrations and models are to agree on it: how the words are indexed is each database's own."""
    return not (kind in ("table", "index") and (name or "").startswith((FTS, "taskwords_words")))
