"""What tasks are found by: written with every change of their words, asked beside whoever looks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    TextClause,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
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
from models.prepared import Insert
from models.task import LIVE, History, Task
from models.words import FTS, TaskWords

NEW = Insert(TaskWords)
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


def write_new(session: Session, tasks: Sequence[Task]) -> None:
    """Keep what tasks are found by that were made just now."""
    rows = [{"workspace_id": task.workspace_id, "number": task.number,
             **found_by(_said(task), notes=(), case=None)._asdict()} for task in tasks]  # fmt: skip
    if len(rows) == 1:
        NEW.put(session, **rows[0])
    elif rows:
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
    return conditions + _lacking(session, workspace_id, wanted)


def _lacking(session: Session, workspace_id: str, wanted: Iterable[Sought]) -> list[ColumnElement[bool]]:
    return [not_(_among(session, workspace_id, "words", [one])) for one in wanted if one.without]


def newest(
    session: Session, workspace_id: str, words: str, conditions: list[ColumnElement[bool]], most: int
) -> Select[Any] | None:
    """The numbers of at most so many tasks that hold the words and meet the conditions, the best first.

    A word that half of all tasks hold would else be ranked half a workspace long: the hits are taken from the newest
    task backwards until there are enough, and only these are ranked. Titles with all of the words go before what holds
    them elsewhere, the live before the closed, then what changed last. None where no word has to be there.
    """
    wanted = sought(words)
    with_them = [one for one in wanted if not one.without]
    if not with_them:
        return None
    conditions = [*conditions, *_lacking(session, workspace_id, wanted)]
    found = (
        _backwards(session, workspace_id, with_them, conditions).limit(most).cte("found").prefix_with("MATERIALIZED")
    )
    mine = and_(col(Task.workspace_id) == workspace_id, col(Task.number) == found.c.number)
    columns: Select[Any] = select(col(Task.number), func.count().over())  # type: ignore[assignment]
    columns = columns.join_from(found, Task, mine).join(TaskWords, col(TaskWords.id) == found.c.id)
    in_title = case((_in_title(session, found, with_them), 0), else_=1)
    return columns.order_by(in_title, *last_changed())


def last_changed() -> list[ColumnElement[Any]]:
    """The live before the closed, then what changed last."""
    closed = case((col(Task.state).in_(LIVE), 0), else_=1)
    return [closed, col(Task.updated_at).desc(), col(Task.number).desc()]


def _backwards(
    session: Session, workspace_id: str, wanted: list[Sought], conditions: list[ColumnElement[bool]]
) -> Select[Any]:
    """Row by row from the newest task on, so that it ends with the limit; each is looked at as it comes."""
    its_task = and_(col(Task.workspace_id) == TaskWords.workspace_id, col(Task.number) == TaskWords.number)
    columns: Select[*tuple[Any, ...]] = select(col(TaskWords.id).label("id"), col(TaskWords.number).label("number"))
    if session.get_bind().dialect.name == "sqlite":
        fts_rows = table(FTS, column("rowid"))
        begun = (
            columns.select_from(fts_rows).join(TaskWords, col(TaskWords.id) == fts_rows.c.rowid).join(Task, its_task)
        )
        mine = literal_column("+taskwords.workspace_id") == workspace_id  # the sign: begin with the rows found
        return begun.where(_matches("words", wanted), mine, *conditions).order_by(fts_rows.c.rowid.desc())
    begun = columns.select_from(TaskWords).join(Task, its_task)
    mine = col(TaskWords.workspace_id) == workspace_id
    return begun.where(mine, _holds(TaskWords.words, wanted), *conditions).order_by(col(TaskWords.id).desc())


def _in_title(session: Session, found: CTE, wanted: list[Sought]) -> ColumnElement[bool]:
    """Whether the title of what was found holds all of the words, too; no other title is looked at."""
    if session.get_bind().dialect.name == "sqlite":
        first = select(func.min(found.c.id)).scalar_subquery()
        rowids: Select[Any] = select(column("rowid")).select_from(table(FTS))
        return found.c.id.in_(rowids.where(_matches("title", wanted), column("rowid") >= first))
    return _holds(TaskWords.title, wanted)


def _matches(where: str, wanted: list[Sought]) -> TextClause:
    """As FTS5 is asked."""
    return text(f"{FTS} MATCH :sought").bindparams(bindparam("sought", fts(where, wanted), unique=True))


def _holds(where: Any, wanted: list[Sought]) -> ColumnElement[bool]:
    """As a tsvector is asked."""
    return col(where).op("@@", is_comparison=True)(cast(literal(tsquery(wanted)), TSQUERY))


def _among(session: Session, workspace_id: str, where: str, wanted: list[Sought]) -> ColumnElement[bool]:
    """The two indexes answer the same question; which one is asked is the dialect's. It is asked once, not by row."""
    if session.get_bind().dialect.name == "sqlite":
        rowids: Select[Any] = select(column("rowid")).select_from(table(FTS)).where(_matches(where, wanted))
        of_workspace = literal_column("+taskwords.workspace_id") == workspace_id  # the sign: begin with the rows found
        return col(Task.number).in_(select(col(TaskWords.number)).where(of_workspace, col(TaskWords.id).in_(rowids)))
    mine = select(col(TaskWords.number)).where(col(TaskWords.workspace_id) == workspace_id)
    return col(Task.number).in_(mine.where(_holds(getattr(TaskWords, where), wanted)))


def fts(where: str, wanted: list[Sought]) -> str:
    """Lexemes are letters and digits alone, so that nothing in them has to be escaped."""
    units = (f'"{" ".join(one.lexemes)}"{" *" if one.begins else ""}' for one in wanted)
    return f"{where} : ({' AND '.join(units)})"


def tsquery(wanted: list[Sought]) -> str:
    units = (" <-> ".join(f"'{lexeme}'" for lexeme in one.lexemes) + (":*" if one.begins else "") for one in wanted)
    return " & ".join(f"({unit})" for unit in units)
