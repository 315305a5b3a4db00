"""What is to be said: rows with a unique key, claimed with a lease, settled by what really happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import uniform
from typing import Any

from bot.rules import redrawing
from bot.rules.pace import Pace
from bot.rules.sending import PATIENCE, TOKEN_IS_DEAD, Outcome, Patience, Verdict
from bot.rules.troubles import pause_before
from bot.services.messages import doubt, pacing
from bot.services.rhythm import occurrences
from models import Allowance, Lane, OccurrenceState, Outbox, OutboxState, Session
from models.queries import deliveries, together, troubles, waits
from models.queries.deliveries import OPEN, Waiting

NOTHING_WAITS_FOR = timedelta(hours=2)
NEVER = datetime.min.replace(tzinfo=UTC)
TRIES = 12
FIRST_WAIT, LONGEST_WAIT = 5.0, 1800.0
LOOKS_REFUSED = 3
UNREADABLE = "history unreadable: not sent again"

SEND_AGAIN = frozenset({
    "brief", "nudge", "task.card", "task.given", "task.given_together", "task.review", "task.told", "task.moved",
    "reply", "reminder", "leaving", "source.edited", "source.gone", "export", "export.failed",
    "rehearsal", "calendar", "standing_in",
})  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """One message to be said. `key` makes it unique; `to` is a channel, or a person for a direct message.

    A direct conversation has no second name here: order is kept between rows with the same `to`.
    `names` are the things it tells, where another message may tell them along with others, or its key.
    `news` is what it tells of the tasks it is `about`, where its reader may ask why it came.
    """

    key: str
    kind: str
    to: str
    subject: dict[str, Any] = field(default_factory=dict)
    reader_id: str | None = None
    thread_ts: str | None = None
    thread_key: str | None = None
    lane: Lane = Lane.PEOPLE
    due_at: datetime | None = None
    expires_at: datetime | None = None
    names: tuple[str, ...] = ()
    news: str = ""
    about: tuple[int, ...] = ()


def put(session: Session, workspace_id: str, letter: Letter, *, now: datetime) -> bool:
    """Add a message to the outbox; False when the same key is there already."""
    return bool(_put(session, workspace_id, [letter], now))


def put_all(session: Session, workspace_id: str, letters: Sequence[Letter], *, now: datetime) -> None:
    """The same for several, in one statement; one whose key is there already is passed over."""
    _put(session, workspace_id, letters, now)


def _put(session: Session, workspace_id: str, letters: Sequence[Letter], now: datetime) -> set[str]:
    rows = [_row(session, workspace_id, letter, now) for letter in letters]
    added = together.put(session, rows)
    occurrences.put_told(session, workspace_id, [
        (letter.news, number, letter.to, letter.key) for letter in letters if letter.news and letter.key in added
        for number in letter.about
    ], now)  # fmt: skip
    return added


def _row(session: Session, workspace_id: str, letter: Letter, now: datetime) -> dict[str, Any]:
    """The values of its row in the outbox."""
    return {
        "workspace_id": workspace_id, "key": letter.key, "kind": letter.kind, "subject": letter.subject,
        "to": letter.to, "reader_id": letter.reader_id, "thread_ts": letter.thread_ts, "thread_key": letter.thread_key,
        "lane": letter.lane, "due_at": letter.due_at or now, "expires_at": letter.expires_at, "created_at": now,
        "try_real": now - timedelta(days=3650),
        "nonce": doubt.nonce_of(session, workspace_id, letter.names or (letter.key,)),
    }  # fmt: skip


def claim(
    session: Session, *, now: datetime, real: datetime, busy: Iterable[str], limit: int, pace: Pace, kept: int = 0,
    patience: Patience = PATIENCE, moment: datetime | None = None, held: bool = False, at_front: bool = False,
) -> list[Outbox]:  # fmt: skip
    """Take rows to send, at most one a conversation, people's answers first; each with a lease and a new generation.

    All processes together keep the `pace`, by the `moment` they share, or `now`. What is no answer to people leaves
    `kept` of the `limit` free. Where hours are `held`, only answers to people are taken. `at_front` looks no
    further than the first two hundred.
    """
    passed, moment, known = set(busy), moment or now, dict[str, Allowance]()

    def choose(probing: str, most: int) -> list[Waiting]:
        waiting = deliveries.list_waiting(session, now=now, real=real, limit=limit * 4 + len(passed), probing=probing,
                                          moment=moment, held=held, at_front=at_front)  # fmt: skip
        sure = (one for one in waiting if one.to not in passed and not _is_in_doubt(session, one, real))
        return pacing.chosen(pace, known, sure, most, 0 if probing else kept, moment)

    chosen, probed = choose("", limit), troubles.take_to_probe(session, real)
    for workspace in probed:
        chosen += choose(workspace.id, 1)
    rows = deliveries.take(session, pacing.counted(session, pace, known, chosen, moment))
    tried = {row.workspace_id for row in rows}
    for workspace in probed:
        if workspace.id in tried:
            workspace.probes += 1
            workspace.probe_real = real + pause_before(workspace.probes)
            session.add(workspace)
    for row in rows:
        row.state = OutboxState.SENDING
        row.generation += 1
        row.attempts += 1
        row.lease_real, row.started_real, row.started_at = real + patience.lease, real, now
        session.add(row)
    return rows


def set_back(session: Session, real: datetime) -> None:
    """The clock was ahead and is right again. What it made wait for longer than anything does waits for as long as a
    send that is under way may need."""
    waits.shorten(session, real + NOTHING_WAITS_FOR, real + PATIENCE.lease + PATIENCE.settle)


def _is_in_doubt(session: Session, waiting: Waiting, real: datetime) -> bool:
    row = deliveries.outbox_row(session, waiting.id) if waiting.is_old else None
    return row is not None and doubt.look_first(session, row, real)


def begins_before(row: Outbox, patience: Patience = PATIENCE) -> datetime:
    """A send that begins before that is over and visible when the lease ends; one that nobody claimed never begins."""
    return NEVER if row.started_real is None else row.started_real + patience.begin


def settle(
    session: Session, row_id: int, generation: int, outcome: Outcome, *, now: datetime, real: datetime,
    patience: Patience = PATIENCE,
) -> Outbox | None:  # fmt: skip
    """Write down what became of a send. None when the row has moved on without us.

    A success is the truth however late it is told, as long as nobody has claimed the row again.
    """
    row = deliveries.outbox_row(session, row_id, lock=True)
    states = OPEN if outcome.verdict == Verdict.SENT else (OutboxState.SENDING,)
    if row is None or row.generation != generation or row.state not in states:
        return None
    row.lease_real = None
    row.reason = outcome.reason[:500]
    match outcome.verdict:
        case Verdict.SENT:
            _sent(row, outcome, now)
        case Verdict.DROPPED:
            row.state = OutboxState.DROPPED
        case Verdict.WAIT:
            _wait_for(row, outcome.wait_seconds, real)
        case Verdict.NOT_SENT:
            _retry(row, real)
        case Verdict.UNKNOWN:
            row.state, row.try_real = OutboxState.UNKNOWN, real + patience.settle
        case Verdict.REFUSED if outcome.reason in TOKEN_IS_DEAD:
            _wait_for(row, 0.0, real)  # the workspace is suspended; it goes out when the token works again
        case _:  # refused for good
            row.state = OutboxState.DEAD
    row.dead_at = now if row.state == OutboxState.DEAD else None
    session.add(row)
    _end_occurrences(session, row, now)
    return row


def found(session: Session, looked: Outbox, outcome: Outcome, *, now: datetime, real: datetime) -> Outbox | None:
    """Write down what a look into the conversation told of an unknown send. None when it is known by now.

    REFUSED means that Slack does not let us read there, UNKNOWN that reading failed this time.
    """
    row = deliveries.outbox_row(session, looked.id, lock=True)
    if row is None or row.generation != looked.generation or row.state != OutboxState.UNKNOWN:
        return None
    row.reconciled += outcome.verdict != Verdict.WAIT
    match outcome.verdict:
        case Verdict.SENT:
            row.reason = doubt.SAID_BEFORE if row.in_doubt else "found after an unknown send"
            _sent(row, outcome, now)
        case Verdict.NOT_SENT if row.in_doubt and doubt.too_old(row, now):
            row.state, row.reason = OutboxState.DROPPED, doubt.LATE
        case Verdict.NOT_SENT:
            row.reason, row.in_doubt = "not found after an unknown send", False
            _retry(row, real)
        case Verdict.WAIT:
            row.try_real = real + timedelta(seconds=outcome.wait_seconds)
        case Verdict.REFUSED if outcome.reason in TOKEN_IS_DEAD:
            row.reconciled -= 1
        case verdict if row.reconciled < (LOOKS_REFUSED if verdict == Verdict.REFUSED else TRIES):
            row.try_real = real + timedelta(seconds=pause_after(row.reconciled))
        case _:
            _give_up_looking(row, real)
    row.dead_at = now if row.state == OutboxState.DEAD else None
    session.add(row)
    _end_occurrences(session, row, now)
    return row


DROPPED = "dropped by an admin"


def again(session: Session, row: Outbox, now: datetime, real: datetime) -> None:
    """Try a message that was given up, as if it were new. One that may have arrived is looked for first, now."""
    is_unsure = row.state == OutboxState.UNKNOWN or row.reason == UNREADABLE
    row.state = OutboxState.UNKNOWN if is_unsure else OutboxState.PENDING
    row.attempts, row.reconciled, row.try_real, row.dead_at = 0, 0, real, None
    session.add(row)
    for occurrence in troubles.list_ended_occurrences(session, row.workspace_id, row.key):
        occurrences.reopen(occurrence)
        session.add(occurrence)


def drop(session: Session, row: Outbox, now: datetime) -> None:
    """Give it up for good."""
    row.state, row.reason, row.dead_at = OutboxState.DROPPED, DROPPED, None
    session.add(row)
    _end_occurrences(session, row, now)


def free_expired(session: Session, real: datetime) -> int:
    """Leases that ran out belong to a process that died or froze: what it did is unknown, and settled by now."""
    rows = deliveries.expired_leases(session, real)
    for row in rows:
        row.state, row.lease_real, row.try_real = OutboxState.UNKNOWN, None, real
        session.add(row)
    return len(rows)


def redraw(session: Session, workspace_id: str, key: str, now: datetime) -> bool:
    """Ask for a message to be drawn again; False when it is yet to be composed and so will be fresh anyway."""
    return redraw_all(session, workspace_id, [key], now)


def redraw_all(session: Session, workspace_id: str, keys: Iterable[str], now: datetime) -> bool:
    """The same for several: whether one of them is drawn again."""
    rows = together.hold_letters(session, workspace_id, keys)
    out = [row for row in rows if row.state in (OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT)]
    for row in out:
        row.redraw_at = redrawing.wished(row.redraw_at, now)
        session.add(row)
    return bool(out)


def _sent(row: Outbox, outcome: Outcome, now: datetime) -> None:
    row.state, row.ts, row.channel_id, row.sent_at = OutboxState.SENT, outcome.ts, outcome.channel_id, now


def _retry(row: Outbox, real: datetime) -> None:
    """Try again after a pause; the time since the last try began is part of it."""
    row.reconciled = 0
    if row.attempts >= TRIES:
        row.state = OutboxState.DEAD
        return
    pause = timedelta(seconds=pause_after(row.attempts))
    row.state, row.try_real = OutboxState.PENDING, max(real, (row.started_real or real) + pause)


def _wait_for(row: Outbox, seconds: float, real: datetime) -> None:
    """Nothing was tried, so no try is counted."""
    row.state, row.attempts, row.try_real = OutboxState.PENDING, row.attempts - 1, real + timedelta(seconds=seconds)


def _give_up_looking(row: Outbox, real: datetime) -> None:
    """The conversation cannot be read: what helps one person may come twice, what a channel reads may not."""
    if row.in_doubt:
        row.state, row.reason = OutboxState.DROPPED, doubt.NOT_LOOKED_FOR
    elif row.kind in SEND_AGAIN:
        row.reason = "history unreadable: sent again"
        _retry(row, real)
    else:
        row.state, row.reason = OutboxState.DEAD, UNREADABLE


def pause_after(attempts: int) -> float:
    """Seconds to wait after so many tries: five at first, half an hour at most, never quite the same."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))) * uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret


HELD_BACK = frozenset({"brief", "nudge"})  # due when they might be said, not when they were written
ENDS = {
    OutboxState.SENT: OccurrenceState.SENT,
    OutboxState.DROPPED: OccurrenceState.SKIPPED,
    OutboxState.DEAD: OccurrenceState.DEAD,
    OutboxState.UNKNOWN: OccurrenceState.UNKNOWN,
}


def _end_occurrences(session: Session, row: Outbox, now: datetime) -> None:
    """What fell due ends as its message ended, with the reason; an unknown one may still turn out sent."""
    end = ENDS.get(OutboxState(row.state))
    if end is None:
        return
    since = row.due_at if row.kind in HELD_BACK else None
    for occurrence in deliveries.open_occurrences_of(session, row.workspace_id, row.key):
        occurrences.end(occurrence, end, row.reason, now, since)
        session.add(occurrence)
