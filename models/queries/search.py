"""What tasks are found by: written with every change of their words, asked beside whoever looks."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    insert,
    literal,
    literal_column,
    not_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.closing import Case
from models.lexemes import Sought, cut, cut_all, sought
from models.task import LIVE, History, Task
from models.words import FTS, TaskWords

CASE_WORDS = ("documents", "went_well", "lesson")
TASK_WORDS = frozenset({"title", "note", "labels", "project", "blocked_reason", "evidence", "described"})


class FoundBy(NamedTuple):
    """The lexemes of a task's title, and of all that is said in it."""

    title: list[str]
    words: list[str]


def found_by(task: Mapping[str, Any], *, notes: Iterable[str], case: Mapping[str, Any] | None) -> FoundBy:
    """What a task is found by, from its columns, its notes and how it went."""
    title = cut(task["title"])
    evidence = (str(one.get(part) or "") for one in task["evidence"] or () for part in ("name", "value"))
    told = [case[name] for name in CASE_WORDS] + list(case["tags"] or ()) if case else []
    rest = [task["note"], *(task["labels"] or ()), task["project"] or "", task["blocked_reason"] or "",
            *(task["described"] or {}).values(), *evidence, *told, *notes]  # fmt: skip
    return FoundBy(title, [*title, *cut_all(str(one) for one in rest)])


def write(session: Session, task: Task) -> None:
    """Keep what the task is found by now."""
    notes = session.exec(
        select_rows(History.note).where(History.workspace_id == task.workspace_id, History.number == task.number,
                                        History.kind == "note", col(History.undone_by).is_(None))
    )  # fmt: skip
    told = session.get(Case, (task.workspace_id, task.number))
    found = found_by(_said(task), notes=notes, case=told.model_dump() if told else None)._asdict()
    mine = and_(col(TaskWords.workspace_id) == task.workspace_id, col(TaskWords.number) == task.number)
    if session.execute(update(TaskWords).where(mine).values(**found)).rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(TaskWords).values(workspace_id=task.workspace_id, number=task.number, **found))


def write_new(session: Session, tasks: Iterable[Task]) -> None:
    """Keep what tasks are found by that were made just now."""
    rows = [{"workspace_id": task.workspace_id, "number": task.number,
             **found_by(_said(task), notes=(), case=None)._asdict()} for task in tasks]  # fmt: skip
    if rows:
        session.execute(insert(TaskWords), rows)


def _said(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in TASK_WORDS}


def holding(session: Session, workspace_id: str, words: str) -> list[ColumnElement[bool]]:
    """Tasks that hold all these words, and none of those to be without."""
    wanted = sought(words)
    if not wanted:
        return [false()]  # marks and blanks are in no task
    with_them = [one for one in wanted if not one.without]
    conditions = [_among(session, workspace_id, "words", with_them)] if with_them else []
    return conditions + [not_(_among(session, workspace_id, "words", [one])) for one in wanted if one.without]


def best_first(session: Session, workspace_id: str, words: str) -> list[ColumnElement[Any]]:
    """Titles with all of the words before what holds them elsewhere, the live before the closed, then the newest."""
    with_them = [one for one in sought(words) if not one.without]
    titles = [case((_among(session, workspace_id, "title", with_them), 0), else_=1)] if with_them else []
    closed = case((col(Task.state).in_(LIVE), 0), else_=1)
    return [*titles, closed, col(Task.updated_at).desc(), col(Task.number).desc()]


def _among(session: Session, workspace_id: str, where: str, wanted: list[Sought]) -> ColumnElement[bool]:
    """The two indexes answer the same question; which one is asked is the dialect's. It is asked once, not by row."""
    if session.get_bind().dialect.name == "sqlite":
        rowids: Select[Any] = select(column("rowid")).select_from(table(FTS)).where(
            text(f"{FTS} MATCH :sought").bindparams(bindparam("sought", fts(where, wanted), unique=True))
        )  # fmt: skip
        of_workspace = literal_column("+taskwords.workspace_id") == workspace_id  # the sign: begin with the rows found
        return col(Task.number).in_(select(col(TaskWords.number)).where(of_workspace, col(TaskWords.id).in_(rowids)))
    lexemes = col(getattr(TaskWords, where))
    mine = select(col(TaskWords.number)).where(col(TaskWords.workspace_id) == workspace_id)
    return col(Task.number).in_(mine.where(lexemes.op("@@")(cast(literal(tsquery(wanted)), TSQUERY))))


def fts(where: str, wanted: list[Sought]) -> str:
    """Lexemes are letters and digits alone, so that nothing in them has to be escaped."""
    units = (f'"{" ".join(one.lexemes)}"{" *" if one.begins else ""}' for one in wanted)
    return f"{where} : ({' AND '.join(units)})"


def tsquery(wanted: list[Sought]) -> str:
    units = (" <-> ".join(f"'{lexeme}'" for lexeme in one.lexemes) + (":*" if one.begins else "") for one in wanted)
    return " & ".join(f"({unit})" for unit in units)
