"""One page of the tasks that a filter asks for, of those the viewer may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.person import Person
from models.prepared import Prepared, adopted, table_of
from models.queries import filters, lists, numbered, places, search, sight
from models.queries.conditions import is_blocked, is_late, is_live
from models.queries.lists import Days
from models.task import Task

MOST_RANKED = 1000
NAMED = ("owner_id", "creator_id", "channel_id", "day")


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


Reader = Callable[[int, int], tuple[Sequence[Task], int]]


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
        (wanted.owner_id is not None, col(Task.owner_id) == wanted.owner_id),
        (wanted.creator_id is not None, col(Task.creator_id) == wanted.creator_id),
        (wanted.creator_id is not None and not wanted.with_own, col(Task.owner_id) != wanted.creator_id),
        (wanted.channel_id is not None, col(Task.source_channel) == wanted.channel_id),
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
    by_hand = [case((placed, 0), else_=1), case((placed, col(Task.day_rank)), else_=0)] if day is not None else []
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
    ranked = _ranked(session, viewer, wanted, now)
    number = max(1, min(page, -(-MOST_RANKED // size)) if ranked is not None else page)
    read = _reader(session, viewer, wanted, now, ranked)
    tasks, found = read((number - 1) * size, size)
    if not tasks and number > 1:
        everything = count(session, viewer, wanted, now) if ranked is None else _count(session, ranked)
        number = max(1, -(-everything // size))
        tasks, found = read((number - 1) * size, size)
    total = min(found, MOST_RANKED) if ranked is not None else found
    return Page(tuple(tasks), total, number, size, more=found > total)


def _reader(session: Session, viewer: Person, wanted: Filter, now: datetime, ranked: Select[Any] | None) -> Reader:
    """What reads so many tasks from a place on, and how many there are in all."""
    if ranked is None and (asked := _asked(wanted)) is not None:
        shape = Shape(viewer.is_guest, viewer.is_stranger, wanted.live, wanted.with_own, frozenset(asked))
        return partial(_read_prepared, session, _prepared(shape), asked | places.taken_by(viewer, now))
    chosen = _ordered(viewer, wanted, now, conditions_of(session, viewer, wanted, now)) if ranked is None else ranked
    return partial(_read, session, viewer.workspace_id, chosen)


def _read(
    session: Session, workspace_id: str, chosen: Select[Any], start: int, size: int
) -> tuple[Sequence[Task], int]:
    """Numbers are sorted first and only those of the page are read: a sort of whole tasks is several times slower."""
    rows = session.execute(chosen.offset(start).limit(size)).all()
    return numbered.list_these(session, workspace_id, [row[0] for row in rows]), rows[0][1] if rows else 0


def _read_prepared(
    session: Session, statement: Prepared, values: dict[str, Any], start: int, size: int
) -> tuple[Sequence[Task], int]:
    rows = statement.rows(session, start=start, size=size, **values)
    read = (adopted(session, Task, row[:-1]) for row in rows)
    return [task for task in read if task is not None], rows[0][-1] if rows else 0


def _ordered(viewer: Person, wanted: Filter, now: datetime, conditions: list[ColumnElement[bool]]) -> Select[Any]:
    columns: Select[Any] = select_columns(col(Task.number), func.count().over().label("everything"))  # type: ignore[assignment]
    return _order(wanted, now)(columns.where(*conditions))


class Shape(NamedTuple):
    """What makes the words of a list's statement: the kind of its viewer, and what is asked for, but not whose."""

    is_guest: bool
    is_stranger: bool
    live: bool
    with_own: bool
    asked: frozenset[str]


def _asked(wanted: Filter) -> dict[str, Any] | None:
    """The values of a list that is narrowed by nothing but these, as most are; None for others."""
    asked = {name: value for name in NAMED if (value := getattr(wanted, name)) is not None}
    is_plain = wanted == Filter(live=wanted.live, with_own=wanted.with_own, **asked)
    return asked if is_plain else None


@cache
def _prepared(shape: Shape) -> Prepared:
    """Both steps in one statement, for there is nothing between."""
    here: dict[str, Any] = {name: bindparam(name) for name in shape.asked}
    wanted = Filter(live=shape.live, with_own=shape.with_own, **here)
    seer = places.viewer(is_guest=shape.is_guest, is_stranger=shape.is_stranger)
    page = _ordered(seer, wanted, places.NOW, _beside_words(seer, wanted, places.NOW))
    chosen = page.offset(bindparam("start")).limit(bindparam("size")).subquery()
    is_chosen = and_(col(Task.workspace_id) == seer.workspace_id, col(Task.number) == chosen.c.number)
    whole = select_columns(*table_of(Task).c, chosen.c.everything).join(chosen, is_chosen)
    return Prepared(lambda _: _order(wanted, places.NOW)(whole))


def _count(session: Session, chosen: Select[Any]) -> int:
    everything = chosen.order_by(None).subquery()
    return int(session.execute(select_columns(func.count()).select_from(everything)).scalar_one())


def _ranked(session: Session, viewer: Person, wanted: Filter, now: datetime) -> Select[Any] | None:
    """What words find, the best first; None where another order was asked for."""
    if not wanted.words or wanted.live or wanted.sort or wanted.done or wanted.new:
        return None
    beside = _beside_words(viewer, wanted, now)
    return search.newest(session, viewer.workspace_id, wanted.words, beside, MOST_RANKED + 1)


def count(session: Session, viewer: Person, wanted: Filter, now: datetime) -> int:
    """How many of them the viewer may see."""
    conditions = conditions_of(session, viewer, wanted, now)
    return session.exec(select(func.count()).select_from(Task).where(*conditions)).one()
