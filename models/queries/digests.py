"""Reading the summaries that channels get."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, literal_column, or_, true, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models import holding
from models.columns import UtcDateTime
from models.prepared import Prepared, row
from models.queries.conditions import IN_WORDS, is_live
from models.task import State, Task
from models.team import Digest

PARTS = ("done", "late", "soon", "blocked", "new")
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ZERO, ONE = literal_column("0", Integer), literal_column("1", Integer)
NOTHING: Any = literal_column("''")


@dataclass(frozen=True)
class Span:
    """What a summary looks at: what is news, and until when something is due soon.

    A date that was said without an hour is due soon by its day, an hour by its moment.
    """

    since: datetime
    now: datetime
    soon_day: date
    soon_until: datetime


@dataclass(frozen=True)
class Figures:
    """How many tasks belong to each part, how many of the blocked ones are news, and the numbers of the first ones."""

    counts: dict[str, int]
    newly_blocked: int
    first: dict[str, list[int]]


def get(session: Session, workspace_id: str, channel_id: str) -> Digest | None:
    return row(session, Digest, (workspace_id, channel_id))


def hold(session: Session, workspace_id: str, channel_id: str) -> Digest | None:
    """The settings, kept from every other process until the transaction ends."""
    return holding.row(session, Digest, (workspace_id, channel_id))


def due(session: Session, now: datetime, limit: int = 100) -> list[Digest]:
    """Summaries whose time has come."""
    return list(session.exec(
        select(Digest).where(col(Digest.next_at).is_not(None), col(Digest.next_at) <= now)
        .order_by(col(Digest.next_at)).limit(limit)
    ))  # fmt: skip


def figures(session: Session, workspace_id: str, channel_id: str, span: Span, *, most: int, news_only: bool) -> Figures:
    """What may be said of that channel's own tasks, counted where they lie.

    So many of each part are named, in no order; of the blocked ones thrice as many, as the first may stand in other
    parts. With `news_only` they are the newly blocked.
    """
    if session.get_bind().dialect.name == "postgresql":  # starting processes takes ten times as long as looking
        session.connection().exec_driver_sql("SET LOCAL max_parallel_workers_per_gather = 0")
    found = FIGURES.rows(
        session, workspace=workspace_id, channel=channel_id, most=most, most_blocked=3 * most,
        blocked_since=span.since if news_only else LONG_AGO, **vars(span),
    )  # fmt: skip
    *counts, newly_blocked, _, _ = (value or 0 for value in found[0])
    named = [(part, number) for *_, part, number in found]
    return Figures(dict(zip(PARTS, counts, strict=True)), newly_blocked,
                   {name: [number for part, number in named if part == name] for name in PARTS})  # fmt: skip


def _figures(dialect: str) -> Select[Any]:
    """The rows of the channel are looked at once; what is counted and named of them is kept beside."""
    mine = _mine(dialect).cte("mine").prefix_with("MATERIALIZED")
    parts = _parts(mine)
    newly = and_(parts["blocked"], mine.c.blocked_at >= _moment("since"))
    counted = select_columns(*(func.sum(_flag(is_of)).label(f"all_{name}") for name, is_of in parts.items()),
                             func.sum(_flag(newly)).label("newly")).cte("counted")  # fmt: skip
    first = union_all(*(_first(mine, name, is_of) for name, is_of in parts.items())).subquery("first")
    return select_columns(*counted.c, first.c.part, first.c.number).select_from(counted.outerjoin(first, true()))


def _mine(dialect: str) -> Any:
    """SQLite is kept from going through all that was ever done in the channel."""
    channel = col(Task.source_channel)
    done_since = and_(col(Task.state) == IN_WORDS[State.DONE], col(Task.closed_at) >= _moment("since"))
    done = _columns(literal_column("'done'")).where(*_here(channel + NOTHING if dialect == "sqlite" else channel))
    return union_all(_columns(_part_of_live()).where(*_here(channel), is_live()), done.where(done_since))


def _part_of_live() -> ColumnElement[str]:
    is_late = col(Task.ends_at) < _moment("now")
    is_soon = or_(col(Task.due_at) < _moment("soon_until"),
                  and_(col(Task.due_at).is_(None), col(Task.due_on) <= bindparam("soon_day")))  # fmt: skip
    return case((is_late, literal_column("'late'")), (is_soon, literal_column("'soon'")), else_=NOTHING)


def _columns(part: ColumnElement[str]) -> Select[Any]:
    is_new = _flag(col(Task.created_at) >= _moment("since"))
    columns: tuple[Any, ...] = (col(Task.number), col(Task.level), col(Task.ends_at), col(Task.blocked_at))
    return select_columns(*columns, part.label("part"), is_new.label("is_new"))


def _here(channel: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Task.workspace_id) == bindparam("workspace"), channel == bindparam("channel")


def _parts(mine: Any) -> dict[str, ColumnElement[bool]]:
    """Which rows belong to each; a blocked task may be late or due soon as well."""
    held_up = mine.c.blocked_at.is_not(None)
    alone = {name: mine.c.part == literal_column(f"'{name}'") for name in ("done", "late", "soon")}
    is_new = and_(mine.c.part == NOTHING, ~held_up, mine.c.is_new == ONE)
    return {**alone, "blocked": and_(held_up, ~alone["done"]), "new": is_new}


def _first(mine: Any, name: str, is_of: ColumnElement[bool]) -> Select[Any]:
    """The most pressing of them; of what is due soon the next. As rules.priority.order says it."""
    by_date = [mine.c.ends_at.is_(None), mine.c.ends_at, mine.c.number]
    by_weight = [mine.c.part != literal_column("'late'"), mine.c.level, *by_date]
    found = select_columns(mine.c.number).where(is_of)
    if name == "blocked":
        found = found.where(mine.c.blocked_at >= _moment("blocked_since"))
    found = found.order_by(*(by_date if name == "soon" else by_weight))
    chosen = found.limit(bindparam("most_blocked" if name == "blocked" else "most")).subquery()
    return select_columns(literal_column(f"'{name}'").label("part"), chosen.c.number)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, ONE), else_=ZERO)


def _moment(name: str) -> Any:
    return bindparam(name, type_=UtcDateTime)


FIGURES = Prepared(_figures)
