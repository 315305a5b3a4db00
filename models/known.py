"""What one transaction has read and need not read again: forgotten as soon as anything that it came from is written.

A session lives for one turn. Its identity map holds rows only as long as somebody else does, and knows nothing of what
is not there; what is kept here is held to the end, absence included.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlalchemy.orm import Session as PlainSession
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session

from models.task import Task
from models.workspace import Workspace

T = TypeVar("T")
Source = Any  # a table, of which rows come and go, or a column of one, whose values change
LOCKS = (Task, Workspace)  # who holds one of these may have waited, and reads anew what stands beside it
NOTHING = object()


class _Held(NamedTuple):
    """An answer, what it was read from, and the tables of all that."""

    answer: Any
    sources: frozenset[Source]
    tables: frozenset[type[Any]]


class _Known:
    """The answers of one session, by what was asked."""

    def __init__(self, of: object) -> None:
        self.of = of
        self.answers: dict[Any, _Held] = {}

    def forget(self, written: Iterable[Source]) -> None:
        gone = set(written)
        if gone and self.answers:
            self.answers = {key: held for key, held in self.answers.items() if gone.isdisjoint(held.sources)}


def once(session: Session, key: tuple[Any, ...], sources: Iterable[Source], read: Callable[[], T]) -> T:
    """What was read under that key in this transaction, else what is read now."""
    known = _of(session)
    known.forget(_pending(session))
    if key in known.answers:
        return cast(T, known.answers[key].answer)
    found = read()
    keep(session, key, sources, found)
    return found


def keep(session: Session, key: tuple[Any, ...], sources: Iterable[Source], answer: Any) -> None:
    """Something is known without being asked for, or was read along with something else."""
    named = frozenset([_named(one) for one in sources])
    _of(session).answers[key] = _Held(answer, named, frozenset([_table_of(one) for one in named]))


def keep_each(session: Session, source: type[Any] | None, answers: dict[tuple[Any, ...], Any]) -> None:
    """The same of many by their keys, all of which come from one table, or from none that is looked at."""
    sources: frozenset[type[Any]] = frozenset([source] if source is not None else ())
    _of(session).answers.update({key: _Held(answer, sources, sources) for key, answer in answers.items()})


def at_hand(session: Session, key: tuple[Any, ...]) -> Any:
    """What is kept under that key; None where nothing is."""
    held = _of(session).answers.get(key)
    return held.answer if held is not None else None


def written(session: PlainSession, table: type[Any]) -> None:
    """Rows of it were written past the ORM."""
    known = _of(session)
    known.answers = {key: held for key, held in known.answers.items() if table not in held.tables}


def waited(session: PlainSession) -> None:
    """Others may have written meanwhile. Rows stay: a session has each of them once, as it was read."""
    known = _of(session)
    known.answers = {key: held for key, held in known.answers.items() if isinstance(key[0], type)}


def _table_of(source: Source) -> type[Any]:
    return cast(type[Any], source if isinstance(source, type) else source[0])


def row_at_hand(session: Session, table: type[T], key: tuple[str, ...]) -> T | None:
    """The row with that key, if it was read before and may be used as it is."""
    found = session.identity_map.get(_mapper_of(cast(Any, table)).identity_key_from_primary_key(key))
    return cast(T, found) if found is not None and not instance_state(found).expired else None


@cache
def _mapper_of(table: Any) -> Any:
    return inspect(table)


def _of(session: PlainSession) -> _Known:
    known = session.info.get("known")
    if known is None or known.of is not session.identity_map:  # all was expunged meanwhile
        known = session.info["known"] = _Known(session.identity_map)
    return cast(_Known, known)


def _named(source: Source) -> Source:
    return source if isinstance(source, type) else (source.class_, source.key)


def _pending(session: PlainSession) -> set[Source]:
    """What the next flush writes."""
    found: set[Source] = {type(one) for one in (*session.new, *session.deleted)}
    if session.identity_map.check_modified():  # nearly always nothing is, and to ask what makes a set of it
        for one in session.dirty:
            found |= {(type(one), name) for name in inspect(one).committed_state}
    return found


@event.listens_for(PlainSession, "before_flush")
def _written(session: PlainSession, *rest: object) -> None:
    _of(session).forget(_pending(session))


@event.listens_for(PlainSession, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    """A statement that writes past the rows at hand, or that waits for others who may have written."""
    known = _of(state.session)
    tables = {mapper.class_ for mapper in state.all_mappers}
    if state.is_insert or state.is_update or state.is_delete:
        for table in tables:
            written(state.session, table)
    elif not state.is_select:
        known.answers = {}
    elif _holds(state) and not tables.isdisjoint(LOCKS):
        waited(state.session)


def _holds(state: ORMExecuteState) -> bool:
    return getattr(state.statement, "_for_update_arg", None) is not None


@event.listens_for(PlainSession, "after_soft_rollback")
def _rolled_back(session: PlainSession, transaction: SessionTransaction) -> None:
    session.info.pop("known", None)
