"""How fast a workspace may be spoken to: read along with what waits there, written by one process at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, literal
from sqlmodel import Session, col, func, or_, select

from models.columns import UtcDateTime
from models.delivery import SET_BACK, Allowance, Lane, Outbox
from models.prepared import Prepared, drawn_up, insert_of, table_of

POST, UPDATE, HOME = "post", "update", "home"
FIELDS = ("at", "level", "ceiling", "steady", "paused_until", "held_until", "empty_until", "turn")
# the longest of them is read once, however many messages of a workspace it comes along with
COLUMNS = (*(getattr(Allowance, name) for name in FIELDS), cast(Allowance.lately, Text))


CLOCK = Prepared(lambda _: select(func.clock_timestamp(type_=UtcDateTime)))


def clock_of(session: Session) -> datetime | None:
    """The real time of the database, by which all its processes go together; None where one process serves."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    row = CLOCK.first(session)
    assert row is not None
    shown: datetime = row[0]
    return shown


def of_a_message() -> ColumnElement[bool]:
    """The row that a message of the outbox goes by."""
    return and_(col(Allowance.workspace_id) == Outbox.workspace_id, col(Allowance.method) == POST)


def may_go() -> ColumnElement[bool]:
    """Not what waits until Slack is to be spoken to again: nothing in a pause or where all that may be said was said,
    else only answers to people."""
    now, soon = bindparam("moment", type_=UtcDateTime), bindparam("soon", type_=UtcDateTime)
    held = Allowance.__table__.alias("held")  # type: ignore[attr-defined]
    later = select(held.c.workspace_id).where(held.c.method == POST, held.c.at <= soon, held.c.held_until > now)
    return and_(
        col(Outbox.workspace_id).not_in(closed(POST, now, soon)),
        or_(col(Outbox.lane) == Lane.PEOPLE, col(Outbox.workspace_id).not_in(later)),
    )


def closed(method: str, now: Any, soon: Any) -> Any:
    """The workspaces in which nothing of that kind may go: in a pause, or all that may was.

    `soon` is as far ahead as moments of now can be; the clock was set back since those that are further.
    """
    held = Allowance.__table__.alias("held")  # type: ignore[attr-defined]
    empty = and_(held.c.empty_until > now, held.c.empty_until <= soon)
    return select(held.c.workspace_id).where(
        held.c.method == method, held.c.at <= soon, or_(held.c.paused_until > now, empty)
    )


def closed_at(method: str, moment: datetime) -> Any:
    """The same as of a moment that is known."""
    return closed(method, *(literal(one, UtcDateTime) for one in (moment, moment + SET_BACK)))


def read_along(workspace_id: str, values: Sequence[Any], method: str = POST) -> Allowance | None:
    """The row of which these are the `COLUMNS`; None where there is none yet."""
    *plain, lately = values
    if lately is None:
        return None
    found = dict(zip(FIELDS, plain, strict=True))
    return drawn_up(Allowance, found | {"workspace_id": workspace_id, "method": method, "lately": json.loads(lately)})


ONE = Prepared(
    lambda _: select(*COLUMNS).where(
        col(Allowance.workspace_id) == bindparam("workspace"), col(Allowance.method) == bindparam("method")
    )
)


def find(session: Session, workspace_id: str, method: str = POST) -> Allowance | None:
    row = ONE.first(session, workspace=workspace_id, method=method)
    return read_along(workspace_id, row, method) if row is not None else None


def list_all(session: Session) -> Sequence[Allowance]:
    """Of every workspace in which something was said."""
    return session.exec(select(Allowance).where(Allowance.method == POST)).all()


def _kept(dialect: str) -> Any:
    table = table_of(Allowance)
    said = insert_of(table.columns, dialect)
    changed = {one.name: said.excluded[one.name] for one in table.columns if not one.primary_key}
    return said.on_conflict_do_update(
        index_elements=[*table.primary_key], set_=changed, where=table.c.turn == said.excluded.turn - 1
    ).returning(table.c.turn)


KEPT = Prepared(_kept, writes=Allowance)


def keep(session: Session, one: Allowance) -> bool:
    """Write it; False where another process wrote it since it was read. Of several they go by their workspaces' names:
    who waits for another's commit holds none that the other waits for."""
    values = {f"new_{column.name}": getattr(one, column.name) for column in table_of(Allowance).columns}
    return KEPT.first(session, **values | {"new_turn": one.turn + 1}) is not None
