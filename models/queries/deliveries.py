"""Reading the inbox, the outbox and what fell due."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, any_, bindparam, literal, text, union_all, update
from sqlmodel import Session, col, func, or_, select, tuple_

from models import holding
from models.columns import UtcDateTime
from models.delivery import (
    DRAWN_WITHIN,
    OPEN_ROWS,
    SET_BACK,
    Allowance,
    Inbox,
    InboxState,
    Lane,
    Occurrence,
    OccurrenceState,
    Outbox,
    OutboxState,
)
from models.prepared import Insert, Prepared
from models.queries import allowances
from models.task import Card
from models.workspace import Workspace

OPEN = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
# written out, so that SQLite sees that the partial indexes fit
IS_OPEN = text(f"outbox.{OPEN_ROWS}")
IS_PENDING = text("outbox.state = 'pending'")
EARLIER_IS_OPEN = text(f"earlier.{OPEN_ROWS}")
EARLIER_IS_UNDER_WAY = text("earlier.state IN ('sending', 'unknown')")
IS_RECEIVED = text("inbox.state = 'received'")
OUTBOX = Outbox.__table__.c  # type: ignore[attr-defined]
FRONT = 200  # messages
TROUBLE = "trouble"  # the kind of a message that tells admins what goes wrong

GESTURE = Insert(Inbox, gives=("key",), if_new=True)
ENDED = Prepared(
    lambda _: (
        update(Inbox)
        .where(col(Inbox.workspace_id) == bindparam("workspace"), col(Inbox.key) == bindparam("gesture"))
        .values(outcome=bindparam("ending"), done_at=bindparam("now"))
    ),
    writes=Inbox,
)


def find_heard(session: Session, workspace_id: str, key: str, twin: str | None, *, lock: bool = False) -> Inbox | None:
    """The row of this gesture, by its name or by the second name Slack may have given it.

    `lock` waits for another process that is at work on it, and then reads what that one left.
    """
    named = Inbox.key == key if twin is None else or_(Inbox.key == key, Inbox.twin == twin)
    query = select(Inbox).where(Inbox.workspace_id == workspace_id, named)
    rows = holding.rows(session, query) if lock else session.exec(query).all()
    return next((row for row in rows if row.key == key), rows[0] if rows else None)


def keep_gesture(session: Session, workspace_id: str, key: str, twin: str | None, *, door: str, now: datetime) -> bool:
    """Write down a gesture that is done in this very transaction; False where it, or its twin, is there already."""
    new = GESTURE.put(session, workspace_id=workspace_id, key=key, twin=twin, door=door, state=InboxState.DONE,
                      received_at=now, done_at=now)  # fmt: skip
    return new is not None


def end_gesture(session: Session, workspace_id: str, key: str, outcome: str, now: datetime) -> None:
    """How it ended."""
    ENDED.rows(session, workspace=workspace_id, gesture=key, ending=outcome, now=now)


def outcome_of(session: Session, workspace_id: str, key: str) -> str:
    """How a gesture ended, by the name of its answer; nothing for one that was never heard."""
    row = session.get(Inbox, (workspace_id, key))
    return row.outcome if row is not None else ""


def list_received(session: Session, limit: int, keys: Collection[str] | None = None) -> list[Inbox]:
    """Events still to be worked on, oldest first; only those with one of the keys, where keys are given."""
    query = select(Inbox).where(IS_RECEIVED)
    if keys is not None:
        query = query.where(col(Inbox.key).in_(keys))
    return list(session.exec(query.order_by(col(Inbox.received_at)).limit(limit)))


def list_suspects(session: Session, attempts: int, limit: int) -> list[Inbox]:
    """Events that were tried so often and are not done, oldest first."""
    query = select(Inbox).where(IS_RECEIVED, Inbox.attempts >= attempts)
    return list(session.exec(query.order_by(col(Inbox.received_at)).limit(limit)))


def outbox_by_key(session: Session, workspace_id: str, key: str) -> Outbox | None:
    return session.exec(select(Outbox).where(Outbox.workspace_id == workspace_id, Outbox.key == key)).first()


def outbox_row(session: Session, row_id: int | None, *, lock: bool = False) -> Outbox | None:
    """`lock` waits for whoever is changing it, and reads what they left."""
    return holding.row(session, Outbox, row_id) if lock else session.get(Outbox, row_id)


def suspended() -> Any:
    """The workspaces whose token no longer works: no call is made for them."""
    return select(Workspace.id).where(col(Workspace.suspended).is_(True))


def silent() -> Any:
    """Those, and the ones where nothing is said for a while since so much was refused."""
    return select(Workspace.id).where(or_(col(Workspace.suspended).is_(True), col(Workspace.broken_at).is_not(None)))


def _let_be(real: Any) -> Any:
    """The same, but for those in which a message is to be tried now."""
    later = and_(col(Workspace.broken_at).is_not(None), col(Workspace.probe_real) > real)
    return select(Workspace.id).where(or_(col(Workspace.suspended).is_(True), later))


def held_back(row: Any = None) -> ColumnElement[bool]:
    """What waits while its workspace is on hold after a restore: what is from before that, and what nobody asked for.

    Nothing is said before Muster went on and wrote down when that was. The few workspaces on hold are found once for
    all rows.
    """
    row = OUTBOX if row is None else row
    on_hold = select(Workspace.id).where(col(Workspace.on_hold).is_(True))
    old = or_(col(Workspace.resumed_at).is_(None), row.created_at < Workspace.resumed_at, row.lane != Lane.PEOPLE)
    holds_back = select(Workspace.id).where(Workspace.id == row.workspace_id, old).exists()
    return and_(row.workspace_id.in_(on_hold), holds_back)


def _may_go(row: Any) -> ColumnElement[bool]:
    """Its hour has come, or it was to go as soon as it was written; answers to people only, where hours are `held`."""
    now, told = bindparam("now", type_=UtcDateTime), bindparam("held", type_=Integer) == 0
    return or_(and_(row.due_at <= row.created_at, or_(row.lane == Lane.PEOPLE, told)), and_(row.due_at <= now, told))


class Waiting(NamedTuple):
    """A message that could go now; `is_old` where its workspace was restored from a copy. `allowance` is what stood in
    the row of its workspace, if it has one."""

    id: int
    workspace_id: str
    to: str
    lane: int
    is_old: bool
    allowance: tuple[Any, ...]


def _under_way() -> Any:
    """The conversations in which something is being said, or was perhaps. They are few, and found once."""
    earlier = Outbox.__table__.alias("earlier")  # type: ignore[attr-defined]
    return select(earlier.c.workspace_id, earlier.c.to).where(EARLIER_IS_OPEN, EARLIER_IS_UNDER_WAY)


def _is_behind() -> ColumnElement[bool]:
    """An earlier message of the conversation could go as well."""
    earlier = Outbox.__table__.alias("earlier")  # type: ignore[attr-defined]
    return (
        select(earlier.c.id)
        .where(EARLIER_IS_OPEN, earlier.c.workspace_id == Outbox.workspace_id, earlier.c.to == Outbox.to,
               earlier.c.state == OutboxState.PENDING, earlier.c.id < Outbox.id, ~held_back(earlier.c),
               _may_go(earlier.c))
        .exists()
    )  # fmt: skip


def _at_front(could_go: tuple[Any, ...], order: tuple[Any, ...], dialect: str) -> tuple[Any, ...]:
    """The first `FRONT` of those that could go.

    PostgreSQL goes through the whole table to find so few, unless it is given them as an array; and it asks again
    whether they could go when it holds them, as others may have changed them meanwhile.
    """
    front = select(Outbox.id).where(*could_go).order_by(*order).limit(FRONT).scalar_subquery()
    if dialect == "postgresql":
        return (col(Outbox.id) == any_(func.array(front)), *could_go)
    return (col(Outbox.id).in_(front),)


def _waiting(*only: ColumnElement[bool], first: Sequence[Any] = (), at_front: bool = False) -> Prepared:
    """Pending rows whose time has come: one a conversation, the oldest of it first, people before bulk.

    `at_front` looks at the first `FRONT` of all of them. Where thousands wait in a few conversations, a look at all
    would find the first of each among these, and then go through the others in vain.
    """
    real = bindparam("real", type_=UtcDateTime)
    conversation = tuple_(col(Outbox.workspace_id), col(Outbox.to))
    could_go: tuple[Any, ...] = (
        IS_PENDING,
        allowances.may_go(),
        _may_go(OUTBOX),
        Outbox.try_real <= real,
        ~held_back(),
        conversation.not_in(_under_way()),
        *only,
    )
    order: tuple[Any, ...] = (*first, col(Outbox.lane), col(Outbox.id))
    restored = select(Workspace.id).where(Workspace.id == Outbox.workspace_id, col(Workspace.copied_at).is_not(None))

    def query(dialect: str) -> Any:
        return (
            select(Outbox.id, Outbox.workspace_id, Outbox.to, Outbox.lane, restored.exists(), *allowances.COLUMNS)  # type: ignore[call-overload]
            .join(Allowance, allowances.of_a_message(), isouter=True)
            .where(*(_at_front(could_go, order, dialect) if at_front else could_go), ~_is_behind())
            .order_by(*order)
            .limit(bindparam("most", type_=Integer))
        )  # fmt: skip

    return Prepared(lambda dialect: holding.passing(query(dialect), Outbox, dialect))  # two at once take other rows


IN_PEACE = _waiting(col(Outbox.workspace_id).not_in(silent()))
IN_PEACE_AT_FRONT = _waiting(col(Outbox.workspace_id).not_in(silent()), at_front=True)
TO_TRY = _waiting(col(Outbox.workspace_id) == bindparam("probing"), first=[col(Outbox.kind) != TROUBLE])


def list_waiting(
    session: Session, *, now: datetime, real: datetime, limit: int, probing: str = "", moment: datetime | None = None,
    held: bool = False, at_front: bool = False,
) -> list[Waiting]:  # fmt: skip
    """What may be claimed: one message of each conversation, the oldest of it first, people before bulk.

    A conversation with a row under way, or one whose fate is unknown, waits: order is kept, also behind what was due
    when it was written, be it a moment after this `now` was read. `probing` names a workspace in which nothing is said
    for a while: what may be tried there, first of all what tells of it. Nor is any listed for which Slack is to be left
    in peace yet, so that a workspace with very many does not stand before the others: by the `moment` that all
    processes share, `now` where it is not told. While what waits for an hour is `held`, answers to people are listed
    only. `at_front` looks at the first `FRONT` messages only, and takes as long however many wait.
    """
    moment = moment or now
    times = {"now": now, "real": real, "moment": moment, "soon": moment + SET_BACK, "held": int(held)}
    in_peace = IN_PEACE_AT_FRONT if at_front else IN_PEACE
    rows = (TO_TRY.rows(session, most=limit, probing=probing, **times) if probing else
            in_peace.rows(session, most=limit, **times))  # fmt: skip
    return [Waiting(row[0], row[1], row[2], row[3], bool(row[4]), row[5:]) for row in rows]


def take(session: Session, waiting: Sequence[Waiting]) -> list[Outbox]:
    """Those of them that are still pending and that no other process holds, in that order, held until the turn ends."""
    if not waiting:
        return []
    places = {one.id: at for at, one in enumerate(waiting)}
    query = select(Outbox).where(col(Outbox.id).in_(places), Outbox.state == OutboxState.PENDING)
    return sorted(holding.rows(session, query, or_pass=True), key=lambda row: places[row.id or 0])


def claimable(session: Session, *, now: datetime, real: datetime, limit: int) -> list[Outbox]:
    """All that waits and could be claimed now, held until the turn ends."""
    return take(session, list_waiting(session, now=now, real=real, limit=limit))


ANYTHING = Prepared(
    lambda _: (
        select(Outbox.id)
        .where(
            IS_PENDING,
            allowances.may_go(),
            _may_go(OUTBOX),
            Outbox.try_real <= bindparam("real"),
            ~held_back(),
            col(Outbox.workspace_id).not_in(_let_be(bindparam("real"))),
        )
        .order_by(col(Outbox.lane), col(Outbox.id))  # along the index that knows where Slack is to be left in peace
        .limit(1)
    )
)


def anything_to_send(
    session: Session, *, now: datetime, real: datetime, moment: datetime | None = None, held: bool = False
) -> bool:
    """Whether a claim would be worth its transaction."""
    moment = moment or now
    found = ANYTHING.first(session, now=now, real=real, moment=moment, soon=moment + SET_BACK, held=int(held))
    return found is not None


def _stale_message(now: Any, closed: Any) -> tuple[ColumnElement[bool], ...]:
    where = col(Outbox.workspace_id)
    return (col(Outbox.redraw_at).is_not(None), col(Outbox.redraw_at) <= now, col(Outbox.state) == OutboxState.SENT,
            where.not_in(suspended()), where.not_in(closed))  # fmt: skip


def _stale_card(now: Any, *closed: Any) -> tuple[ColumnElement[bool], ...]:
    where = (col(Card.workspace_id).not_in(workspaces) for workspaces in (suspended(), *closed))
    return col(Card.draw_at).is_not(None), col(Card.draw_at) <= now, *where


def _stale(dialect: str) -> Any:
    now, moment, soon = (bindparam(name, type_=UtcDateTime) for name in ("now", "moment", "soon"))
    closed = allowances.closed(allowances.UPDATE, moment, soon)
    return union_all(
        select(literal(1)).where(select(Outbox.id).where(*_stale_message(now, closed)).exists()),
        select(literal(1)).where(select(Card.ts).where(*_stale_card(now, closed)).exists()),
    )


STALE = Prepared(_stale)


def anything_stale(session: Session, now: datetime, moment: datetime | None = None) -> bool:
    """Whether there is a message or a card that may be drawn again."""
    moment = moment or now
    return STALE.first(session, now=min(now, moment), moment=moment, soon=moment + SET_BACK) is not None


def stale_messages(session: Session, now: datetime, moment: datetime, limit: int = 50) -> list[Outbox]:
    """Sent messages of ours that may be drawn again; held until the turn ends."""
    stale = _stale_message(now, allowances.closed_at(allowances.UPDATE, moment))
    query = select(Outbox).where(*stale).order_by(col(Outbox.redraw_at))
    return holding.rows(session, query.limit(limit), or_pass=True)


def sent_as(session: Session, workspace_id: str, channel_id: str, ts: str) -> Outbox | None:
    """The row of a message of ours, by where it stands."""
    return session.exec(
        select(Outbox).where(Outbox.workspace_id == workspace_id, Outbox.channel_id == channel_id, Outbox.ts == ts)
    ).first()


def expired_leases(session: Session, real: datetime, limit: int = 200) -> list[Outbox]:
    query = select(Outbox).where(IS_OPEN, Outbox.state == OutboxState.SENDING, col(Outbox.lease_real) < real)
    return holding.rows(session, query.limit(limit), or_pass=True)


def knows_of(session: Session, row: Outbox) -> bool:
    """Whether this database has heard that the row was claimed, and so all that was written before."""
    heard = session.exec(select(Outbox.generation).where(Outbox.id == row.id)).first()
    return heard is not None and heard >= row.generation


def any_expired(session: Session, real: datetime) -> bool:
    """Whether some lease ran out."""
    late = col(Outbox.lease_real) < real
    found = select(Outbox.id).where(IS_OPEN, Outbox.state == OutboxState.SENDING, late).limit(1)
    return session.exec(found).first() is not None


def unknown_sends(session: Session, real: datetime, limit: int = 20) -> list[Outbox]:
    """Sends whose fate is unknown and whose settling time is over."""
    return list(session.exec(
        select(Outbox).where(IS_OPEN, Outbox.state == OutboxState.UNKNOWN, Outbox.try_real <= real,
                             col(Outbox.workspace_id).not_in(suspended()))
        .order_by(col(Outbox.try_real)).limit(limit)
    ))  # fmt: skip


def open_occurrences_of(session: Session, workspace_id: str, outbox_key: str) -> list[Occurrence]:
    """Those whose end is not known: an end, once written, stays."""
    still_open = (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)
    return list(session.exec(
        select(Occurrence).where(Occurrence.workspace_id == workspace_id, Occurrence.outbox_key == outbox_key,
                                 col(Occurrence.state).in_(still_open))
    ))  # fmt: skip


def occurrence(
    session: Session, workspace_id: str, kind: str, subject: str, person_id: str, when: str
) -> Occurrence | None:
    return session.get(Occurrence, (workspace_id, kind, subject, person_id, when))


def stale_cards(session: Session, now: datetime, moment: datetime, limit: int = 50) -> list[Card]:
    """Cards that may be drawn again; held until the turn ends."""
    stale = _stale_card(now, allowances.closed_at(allowances.UPDATE, moment))
    return holding.rows(session, select(Card).where(*stale).order_by(col(Card.draw_at)).limit(limit), or_pass=True)


def backlog(session: Session, now: datetime) -> dict[str, int]:
    """How much waits and can be worked on: rows by state, for metrics and for the test clock."""
    counts = {"inbox_received": session.exec(
        select(func.count()).select_from(Inbox).where(IS_RECEIVED)).one()}  # fmt: skip
    rows = session.exec(
        select(Outbox.state, func.count())
        .where(IS_OPEN, Outbox.due_at <= now, ~held_back(), col(Outbox.workspace_id).not_in(silent()))
        .group_by(Outbox.state)
    )
    counts |= {f"outbox_{state}": count for state, count in rows}
    counts["cards_stale"] = session.exec(
        select(func.count()).select_from(Card).where(*_stale_card(now + DRAWN_WITHIN))
    ).one()  # fmt: skip
    return counts


def oldest_unsent(session: Session, now: datetime) -> datetime | None:
    return session.exec(select(func.min(Outbox.due_at)).where(IS_OPEN, Outbox.due_at <= now, ~held_back())).one()
