"""What would be sent if nothing changed: the real steps and the real words, on a copy, from moment to moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.logs import logger
from bot.notices import Brief, Dropped, Nudge, Nudges
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries
from bot.services.rhythm.steps import STEPS, Step
from models import Outbox, OutboxState, Session
from models.copies import copy_of, try_out
from models.queries import deliveries as queries
from models.queries import due

log = logger(__name__)

MOST_MOMENTS = 20_000
LOOKS_BACK = timedelta(days=30)  # of what is over: so much may still matter to what is said
A_TICK = timedelta(seconds=1)
PUT_OFF = timedelta(minutes=30)

Compose = Callable[[Session, Outbox, datetime], Any]
GoesOn = Callable[[datetime], bool]


@dataclass(frozen=True)
class Sent:
    """One message that would be sent: of which kind, when, to a person or a channel, and what it says of which task."""

    at: datetime
    kind: str
    to: str
    items: tuple[tuple[str, int], ...] = ()


class CutShort(Exception):
    """No error: it was stopped before its end; `at` is how far it came."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


def rehearse(
    session: Session, workspace_id: str, now: datetime, until: datetime, compose: Compose,
    goes_on: GoesOn = lambda at: True,
) -> Iterator[Sent]:  # fmt: skip
    """All that would be sent till then, if nobody did anything. It only reads from the session.

    `goes_on` is asked before each moment; where it says no, CutShort is raised.
    """
    with copy_of(session, workspace_id, now - LOOKS_BACK) as copy:
        at: datetime | None = now
        for _ in range(MOST_MOMENTS):
            if at is None or at > until:
                return
            if not goes_on(at):
                raise CutShort(at)
            _tick(copy, at)
            yield from _said(copy, at, compose)
            following = due.next_moment(copy, at)
            at = max(following, at + A_TICK) if following is not None else None
        raise CutShort(at or until)


def _tick(copy: Session, now: datetime) -> None:
    for step in STEPS:
        for key in step.list_due(copy, now):
            _do(copy, step, key, now)
    copy.flush()


def _do(copy: Session, step: Step, key: Any, now: datetime) -> None:
    """One that would fail is put off, as it would be."""
    if error := try_out(copy, lambda: step.do(copy, key, now)):
        log.warning("an item failed in a rehearsal", key=str(key), error=repr(error))
        step.put_off(copy, key, now + PUT_OFF)


def _said(copy: Session, now: datetime, compose: Compose) -> Iterator[Sent]:
    """What waits to be said, said to nobody and settled as if it had been."""
    while rows := queries.claimable(copy, now=now, real=now, limit=100):
        for row in rows:
            assert row.id is not None
            row.state = OutboxState.SENDING
            notice = compose(copy, row, now)
            outcome = Outcome(Verdict.SENT, channel_id=f"D-{row.to}", ts=f"{row.id}.0")
            if isinstance(notice, Dropped):
                outcome = Outcome(Verdict.DROPPED, notice.reason)
            else:
                yield Sent(now, row.kind, row.to, items_of(row, notice))
            left_out = notice.left_out if isinstance(notice, Brief | Nudges) else ()
            deliveries.settled(copy, row.id, row.generation, outcome, version=0, left_out=left_out, now=now, real=now)
        copy.flush()


def items_of(row: Outbox, notice: Any) -> tuple[tuple[str, int], ...]:
    """(what it says, of which task) in a message, in its order."""
    match notice:
        case Nudge():
            return ((notice.kind, notice.task.number),)
        case Nudges():
            return tuple((one.kind, one.task.number) for one in notice.items if isinstance(one, Nudge))
        case Brief():
            parts = ("placed", "late", "due", "blocked_on", "to_accept", "new", "followed")
            late = tuple((one.kind, one.task.number) for one in notice.items if isinstance(one, Nudge))
            return late + tuple((part, task.number) for part in parts for task in getattr(notice, part))
        case _:
            number = row.subject.get("number")
            return ((row.kind, int(number)),) if number is not None else ()
