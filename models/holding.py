"""What a turn keeps from others until it ends: rows are waited for in one order only, so that no two turns wait for
each other.

A turn waits for a row only where it stands behind all that the turn holds already. A row that stands before is taken if
it is free; if it is not, the turn is given up and begins again with that row first (models/postgres.py). What a turn
changes without having held it is held by the same rule when it is written. Nobody waits for a row for which a row of
theirs only refers to it. On SQLite there is one writer, and nothing to hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import event, inspect, tuple_
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from models import known
from models.closing import Suggestion
from models.delivery import Inbox, Occurrence, Outbox
from models.errand import DirectoryReading, Errand
from models.home import Home, HomeWish
from models.installation import Installation
from models.line import LongLine
from models.person import Channel, Person
from models.task import Card, Task
from models.team import Digest, Standup, StandupAnswer, StandupRun, Team
from models.workspace import Workspace

# rows of one table stand by their primary keys; a table that is not here belongs to a row of one that is
ORDER: tuple[type[SQLModel], ...] = (
    Inbox, Installation, DirectoryReading, Errand, Standup, StandupRun, StandupAnswer, Digest, Suggestion, Workspace,
    Task, Team, Channel, Person, Home, Card, Outbox, Occurrence, HomeWish, LongLine,
)  # fmt: skip
RANKS = {model: rank for rank, model in enumerate(ORDER)}
AT_ONCE = 1000  # rows a statement names
HELD, TAKEN = "held", "taken"
NOT_FREE = "55P03"

Row = TypeVar("Row", bound=SQLModel)
Place = tuple[int, tuple[Any, ...]]  # the rank of its table, its primary key


class Busy(Exception):
    """Somebody holds one of these rows, which stand before others that this turn holds: it has to begin with them."""

    def __init__(self, places: Iterable[Place]) -> None:
        super().__init__("held by another turn")
        self.places = frozenset(places)


@dataclass
class _Held:
    """What a transaction holds, and held when each of its savepoints began."""

    places: frozenset[Place] = frozenset()
    before: dict[SessionTransaction, frozenset[Place]] = field(default_factory=dict)

    @property
    def furthest(self) -> Place:
        return max(self.places, default=(-1, ()))

    def add(self, places: Iterable[Place]) -> None:
        self.places |= frozenset(places)


def rows(session: Session, query: SelectOfScalar[Row], *, or_pass: bool = False) -> list[Row]:
    """What the query finds, as it stands now and held until the transaction ends, in the order of the primary keys.

    With `or_pass`, in the query's own order and without those that another turn holds.
    """
    query = query.execution_options(populate_existing=True)
    if not or_pass:
        query = query.order_by(None).order_by(*_keys(_model(query)))
    if not _is_shared(session):
        return list(session.exec(query))
    if or_pass:
        found = list(session.exec(passing(query, _model(query), "postgresql")))
    else:
        found = _wait_or_give_up(session, query)
    _held(session).add(place(one) for one in found)
    return found


def passing(query: Any, model: type[SQLModel], dialect: str) -> Any:
    """The query without those rows that another turn holds; the others are held, and are yet to be taken."""
    if dialect != "postgresql":
        return query
    return query.with_for_update(key_share=True, of=model, skip_locked=True)


def take_free(session: Session, query: SelectOfScalar[Row]) -> list[Row]:
    """What the query finds and no other turn holds; until the transaction ends, `taken` gives it without asking."""
    found = rows(session, query, or_pass=True)
    have_taken(session, found)
    return found


def have_taken(session: Session, found: Iterable[SQLModel]) -> None:
    """These were found by a statement that passed over what another turn holds, and are held by it."""
    at = {place(one): one for one in found}
    session.info.setdefault(TAKEN, {}).update(at)
    if _is_shared(session):
        _held(session).add(at)


def taken(session: Session, model: type[Row], key: tuple[Any, ...]) -> Row | None:
    found: Row | None = session.info.get(TAKEN, {}).get((RANKS[model], key))
    return found if found is not None and found in session else None


def row(session: Session, model: type[Row], key: tuple[Any, ...] | Any) -> Row | None:
    """The one with that primary key, as it stands now and held until the transaction ends."""
    wanted = key if isinstance(key, tuple) else (key,)
    where = (column == value for column, value in zip(_keys(model), wanted, strict=True))
    return next(iter(rows(session, select(model).where(*where))), None)


def again(session: Session, one: SQLModel) -> None:
    """Hold what was read before; it is read again, as it stands now."""
    row(session, type(one), inspect(one).identity)


def before_writing(session: Session, one: SQLModel) -> None:
    """Before a statement that changes the row: it waits for whoever holds it only where that is allowed.

    What stands beside it may have changed by then, so what was read before is read again.
    """
    if not _is_shared(session):
        return
    at = place(one)
    held = _held(session)
    if at not in held.places and at < held.furthest:
        again(session, one)
    known.waited(session)
    held.add([at])


def unread(session: Session, query: SelectOfScalar[Row]) -> None:
    """Hold what the query finds without reading it: one statement is to change all of it."""
    if _is_shared(session):
        session.flush()
        take(session, _find(session, query))


def take(session: Session, places: Iterable[Place]) -> None:
    """Hold the rows at these places, in their order, without reading them."""
    if not _is_shared(session):
        return
    wanted = sorted(set(places) - _held(session).places)
    for rank, found in groupby(wanted, key=itemgetter(0)):
        of_table = list(found)
        for at in range(0, len(of_table), AT_ONCE):
            _take(session, ORDER[rank], of_table[at : at + AT_ONCE])


def _take(session: Session, model: type[SQLModel], piece: list[Place]) -> None:
    columns = _keys(model)
    query = select(*columns).where(tuple_(*columns).in_([key for _, key in piece])).order_by(*columns)
    found = _locked(session, query, piece, nowait=piece[0] < _held(session).furthest)
    _held(session).add((RANKS[model], tuple(key)) for key in found.all())


def place(one: SQLModel) -> Place:
    return RANKS[type(one)], tuple(inspect(one).identity)


# --- the rule -----------------------------------------------------------------------------------------------------


def _wait_or_give_up(session: Session, query: SelectOfScalar[Row]) -> list[Row]:
    """Nothing is asked first where all that the query can find stands behind what is held."""
    held, model = _held(session), _model(query)
    if held.furthest < (RANKS[model], ()):
        return list(_locked(session, query, (), nowait=False, of=model).scalars())
    found = _find(session, query)
    is_before = any(one < held.furthest for one in found - held.places)
    return list(_locked(session, query, found, nowait=is_before, of=model).scalars())


def _locked(session: Session, query: Any, places: Iterable[Place], *, nowait: bool, of: Any = None) -> Any:
    try:
        return session.execute(query.with_for_update(key_share=True, of=of, nowait=nowait))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != NOT_FREE:
            raise
        raise Busy(places) from error


def _find(session: Session, query: SelectOfScalar[Row]) -> set[Place]:
    model = _model(query)
    keys = session.execute(query.with_only_columns(*_keys(model)).order_by(None))
    return {(RANKS[model], tuple(key)) for key in keys}


def _model(query: SelectOfScalar[Any]) -> type[SQLModel]:
    found: type[SQLModel] = query.column_descriptions[0]["entity"]
    return found


def _keys(model: type[SQLModel]) -> tuple[Any, ...]:
    """The columns of the primary key, as attributes of the model: so they come in the order of its identity."""
    mapper = inspect(model)
    return tuple(mapper.get_property_by_column(column).class_attribute for column in mapper.primary_key)


def _is_shared(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _held(session: Session) -> _Held:
    found: _Held = session.info.setdefault(HELD, _Held())
    return found


# --- what the session tells ---------------------------------------------------------------------------------------


@event.listens_for(Session, "before_flush")
def _hold_what_changes(session: Session, context: object, instances: object) -> None:
    """A change that nobody held the row for waits for it by the same rule."""
    changed = (one for one in (*session.dirty, *session.deleted) if type(one) in RANKS)
    take(session, [place(one) for one in changed if one in session.deleted or session.is_modified(one)])


@event.listens_for(Session, "after_transaction_create")
def _save(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        held = _held(session)
        held.before[transaction] = held.places


@event.listens_for(Session, "after_soft_rollback")
def _let_go(session: Session, transaction: SessionTransaction) -> None:
    """What was held since the savepoint is free again."""
    held = _held(session)
    held.places = held.before.get(transaction, frozenset())
    session.info.pop(TAKEN, None)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    _held(session).before.pop(transaction, None)
    if transaction.parent is None:
        session.info.pop(HELD, None)
        session.info.pop(TAKEN, None)
