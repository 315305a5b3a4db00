"""One page of the tasks that a filter asks for, of those the viewer may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.person import Person
from models.queries import filters, lists, search, sight
from models.queries.conditions import is_blocked, is_late, is_live
from models.queries.lists import Days
from models.task import Task

MOST_RANKED = 1000


@dataclass(frozen=True)
class Filter:
    """What a list shows. All of it is optional; `live` leaves out what is closed.

    `creator_id` leaves out what they keep, unless `with_own`. `state` is one of the states of a task, `due`, `done` and
    `new` are the days on which it is due, was closed and was added. `label` may be a channel's, too, by its id.
    `channel_ids` are those of the teams somebody leads.
    `terms` are filters as they were typed, beside those that have a name here; `sort` is one of filters.SORTS,
    and `day` the one whose order by hand comes first.
    """

    owner_id: str | None = None
    channel_id: str | None = None
    channel_ids: tuple[str, ...] | None = None
    creator_id: str | None = None
    with_own: bool = False
    waits_for_id: str | None = None
    accepts_id: str | None = None
    late: bool = False
    blocked: bool = False
    undated: bool = False
    state: str = ""
    level: int | None = None
    label: str = ""
    label_channel_id: str = ""
    project: str = ""
    due: Days | None = None
    done: Days | None = None
    new: Days | None = None
    words: str = ""
    live: bool = True
    terms: tuple[filters.Term, ...] = ()
    sort: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Page:
    """`more` than the total are there: what a common word finds is counted and ranked so far only."""

    tasks: tuple[Task, ...]
    total: int
    number: int
    size: int
    more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def conditions_of(session: Session, viewer: Person, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    """What is asked for, of what the viewer may see."""
    found = search.holding(session, viewer.workspace_id, wanted.words) if wanted.words else []
    return _beside_words(viewer, wanted, now) + found


def _beside_words(viewer: Person, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Task.workspace_id) == viewer.workspace_id, sight.of(viewer, now)]
    optional: Iterable[tuple[Any, ColumnElement[bool]]] = (
        (wanted.live, is_live()),
        (wanted.owner_id, col(Task.owner_id) == wanted.owner_id),
        (wanted.creator_id, col(Task.creator_id) == wanted.creator_id),
        (wanted.creator_id and not wanted.with_own, col(Task.owner_id) != wanted.creator_id),
        (wanted.channel_id, col(Task.source_channel) == wanted.channel_id),
        (wanted.channel_ids is not None, col(Task.source_channel).in_(wanted.channel_ids or ())),
        (wanted.late, and_(is_late(now), is_live())),
        (wanted.blocked, is_blocked()),
    )
    conditions += [condition for wish, condition in optional if wish]
    conditions += lists.narrowed(wanted, viewer, now)
    return conditions + [filters.condition(viewer, term, now) for term in wanted.terms]


def _order(wanted: Filter, now: datetime) -> Callable[[Select[Any]], Select[Any]]:
    if wanted.sort:
        return lambda query: query.order_by(*filters.sorted_by(wanted.sort))
    if wanted.done or wanted.new:
        return lists.newest_first
    if wanted.words and not wanted.live:
        return lambda query: query.order_by(*search.last_changed())
    return partial(first_things_first, now=now, day=wanted.day)


def first_things_first(query: Select[Any], now: datetime, day: date | None = None) -> Select[Any]:
    """As rules.priority.order says it; before that comes what has a place of its own on that day."""
    placed = and_(col(Task.day_on) == day, col(Task.day_rank).is_not(None))
    by_hand = [case((placed, 0), else_=1), case((placed, col(Task.day_rank)), else_=0)] if day else []
    return query.order_by(
        *by_hand,
        is_late(now).desc(),
        col(Task.level),
        col(Task.ends_at).is_(None),
        col(Task.ends_at),
        col(Task.number),
    )


def list_page(session: Session, viewer: Person, wanted: Filter, now: datetime, *, page: int = 1, size: int = 8) -> Page:
    """One page of what the viewer may see, the most pressing first. A page past the end is the last one."""
    chosen = _ranked(session, viewer, wanted, now)
    is_capped = chosen is not None
    if chosen is None:
        columns: Select[Any] = select_columns(col(Task.number), func.count().over())  # type: ignore[assignment]
        chosen = _order(wanted, now)(columns.where(*conditions_of(session, viewer, wanted, now)))
    number = max(1, min(page, -(-MOST_RANKED // size)) if is_capped else page)
    rows = session.execute(chosen.offset((number - 1) * size).limit(size)).all()
    if not rows and number > 1:
        found = session.execute(select_columns(func.count()).select_from(chosen.order_by(None).subquery())).scalar_one()
        number = max(1, -(-found // size))
        rows = session.execute(chosen.offset((number - 1) * size).limit(size)).all()
    found = rows[0][1] if rows else 0
    total = min(found, MOST_RANKED) if is_capped else found
    return Page(_in_order(session, viewer, [row[0] for row in rows]), total, number, size, more=found > total)


def _ranked(session: Session, viewer: Person, wanted: Filter, now: datetime) -> Select[Any] | None:
    """What words find, the best first; None where another order was asked for."""
    if not wanted.words or wanted.live or wanted.sort or wanted.done or wanted.new:
        return None
    beside = _beside_words(viewer, wanted, now)
    return search.newest(session, viewer.workspace_id, wanted.words, beside, MOST_RANKED + 1)


def _in_order(session: Session, viewer: Person, numbers: Sequence[int]) -> tuple[Task, ...]:
    """Numbers are sorted first and only those of the page are read: a sort of whole tasks is several times slower."""
    query = select(Task).where(Task.workspace_id == viewer.workspace_id, col(Task.number).in_(numbers))
    found = {task.number: task for task in session.exec(query)}
    return tuple(found[number] for number in numbers)


def count(session: Session, viewer: Person, wanted: Filter, now: datetime) -> int:
    """How many of them the viewer may see."""
    conditions = conditions_of(session, viewer, wanted, now)
    return session.exec(select(func.count()).select_from(Task).where(*conditions)).one()
