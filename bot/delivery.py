"""The only code that speaks first: claims what is to be said, says it, and writes down what really happened."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, Protocol

from bot import failpoints
from bot.answers import Reader
from bot.at_once import each
from bot.clock import Clock, real_now
from bot.logs import logger
from bot.measures import DEAD, HELD_UP, RECONCILED, SENDS
from bot.notices import Brief, Dropped, Notice, Nudges, TaskCard, TaskGone
from bot.rules import marks
from bot.rules.pace import Pace
from bot.rules.sending import LIMITED, PATIENCE, Outcome, Patience, Verdict, how_it_broke_off
from bot.rules.troubles import trouble_of
from bot.services.messages import deliveries, notices, outbox, pacing, redraws
from bot.services.work import cards
from models import DRAWN_WITHIN, Card, Outbox, OutboxState, Session, failures
from models.db import Database
from models.queries import allowances
from models.queries import deliveries as queries

log = logger(__name__)

AT_ONCE = 16
REDRAWN_AT_ONCE = 8
KEPT = 4  # of these, for answers to people: what nobody waits for may hang for as long as a call does
LOOK_EVERY = 0.5
LOOK_AGAIN = 0.05  # nobody notices it, and a hundred gestures a second cost twenty looks
WHOLE_LINE_EVERY = 1.0  # what waits behind hundreds of messages of a few conversations need not be looked for oftener
WHOLE_LINE_SHARE, WHOLE_LINE_MOST = 10, 10.0  # nor, where very many wait, for more than a tenth of the time
SWEEP_EVERY = 2.0
PARENT_WAIT = 0.3
SKEW = timedelta(minutes=10)  # how far our clock may be ahead of the platform's
BROKEN_AFTER = 3

Draw = Callable[[Notice, Reader], dict[str, Any]]


class Messenger(Protocol):
    """What a chat platform must offer. None of these raises; each says what it knows."""

    async def post(
        self, to: str, message: dict[str, Any], *, thread_ts: str | None, nonce: str, until: datetime
    ) -> Outcome:
        """Say something new; `nonce` goes along, invisible, to find the message again. It begins before `until`, by the
        machine's clock, or not at all."""

    async def update(self, channel_id: str, ts: str, message: dict[str, Any]) -> Outcome:
        """Draw a message of ours again."""

    async def find(self, to: str, *, thread_ts: str | None, nonce: str, since: datetime) -> Outcome:
        """Look for an unknown send: SENT, NOT_SENT, REFUSED when we may not read there, UNKNOWN when it failed."""


@dataclass(frozen=True)
class Sheet:
    """A row made ready to send."""

    message: dict[str, Any]
    to: str
    thread_ts: str | None = None
    version: int = 0
    is_last: bool = False
    left_out: tuple[tuple[str, str, str, str], ...] = ()


Prepare = Callable[[Session], Sheet | Outcome]


@dataclass(frozen=True)
class Round:
    """A kind of work that is done again and again. `waits(session, now, real)` says whether there is any: one look
    asks it for all rounds. `work` does some of it and says if it did."""

    waits: Callable[[Session, datetime, datetime], bool]
    work: Callable[[], Awaitable[bool]]
    wanted: asyncio.Event = field(default_factory=asyncio.Event)


class Delivery:
    """One per process; any number of processes may work on one database."""

    def __init__(
        self, database: Database, clock: Clock, messengers: Callable[[str], Messenger], draw: Draw,
        patience: Patience = PATIENCE,
    ) -> None:  # fmt: skip
        """`messengers` gives the one of a workspace."""
        self._database = database
        self._clock = clock
        self._messengers = messengers
        self._draw = draw
        self._patience = patience
        self.pace = Pace()
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}  # by workspace and conversation
        self._to_look, self._to_sweep = asyncio.Event(), asyncio.Event()
        self._next_whole_line = 0.0
        self._stopping = False
        self.rounds = [
            Round(
                lambda session, now, real: queries.anything_to_send(
                    session, now=now, real=real, moment=self.shared(session), held=self._clock.skew.is_wrong
                ),
                self._send_some,
            ),
            Round(lambda session, now, _: queries.anything_stale(session, now, self.shared(session)), self._redraw_all),
        ]

    def wake(self) -> None:
        """Something was written: look now rather than at the next look."""
        self._to_look.set()

    async def run(self) -> None:
        """Work until stopped: send, redraw and look for the lost side by side, so that none waits for another."""
        await asyncio.gather(
            self._again_and_again(self._look, self._to_look, LOOK_EVERY),
            self._again_and_again(self._sweep, self._to_sweep, min(SWEEP_EVERY, self._patience.settle.total_seconds())),
            *(self._again_and_again(one.work, one.wanted) for one in self.rounds),
        )

    async def _look(self) -> bool:
        """Ask in one go what there is to do, and begin what there is."""
        now, real = self._clock.now(), real_now()
        rounds = list(self.rounds)
        waits = await self._database.read(lambda session: [one.waits(session, now, real) for one in rounds])
        for one in itertools.compress(rounds, waits):
            one.wanted.set()
        return False

    async def _again_and_again(
        self, work: Callable[[], Awaitable[bool]], wanted: asyncio.Event, every: float | None = None
    ) -> None:
        """Whenever it is wanted, at least so often, until it did nothing.

        Trouble with the database is waited out, a surprise ends one round only, and a last one follows the end. Many
        who want it at once are answered by one.
        """
        last, began = False, -LOOK_AGAIN
        while not last:
            if not self._stopping:
                await asyncio.sleep(max(0.0, began + LOOK_AGAIN - monotonic()))
            last, began = self._stopping, monotonic()
            wanted.clear()
            try:
                worked = await work()
            except failures.NotSaved:
                log.warning("database not writable, deliveries wait")
                worked = False
            except Exception:
                log.exception("a round of deliveries failed")
                worked = False
            if not (worked or last):
                with suppress(TimeoutError):
                    await asyncio.wait_for(wanted.wait(), every)

    def stop(self) -> None:
        """Say what is written by now and can go at once, and take nothing more."""
        self._stopping = True
        for wanted in (self._to_look, self._to_sweep, *(one.wanted for one in self.rounds)):
            wanted.set()

    async def finish(self, seconds: float | None = None) -> None:
        """Let what is under way end; what does not is found again by its nonce."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def _send_some(self) -> bool:
        """Claim what may go now and send it in the background, one at a time for each conversation."""
        free = AT_ONCE - len(self._busy)
        if free <= 0:
            return False
        now, real, began = self._clock.now(), real_now(), monotonic()
        at_front = began < self._next_whole_line
        busy = {to for _, to in self._busy}
        rows = await self._database.submit(lambda session: outbox.claim(
            session, now=now, real=real, busy=busy, limit=free, pace=self.pace, kept=KEPT, patience=self._patience,
            moment=self.shared(session), at_front=at_front, held=self._clock.skew.is_wrong,
        ))  # fmt: skip
        if not at_front and len(rows) < max(1, free - KEPT):  # else there is more than could be taken
            rest = WHOLE_LINE_SHARE * (monotonic() - began)
            self._next_whole_line = monotonic() + min(WHOLE_LINE_MOST, max(WHOLE_LINE_EVERY, rest))
        if rows:
            failpoints.hit("after_claim")
        for row in rows:
            self._in_background((row.workspace_id, row.to), self._send(row))
        return bool(rows)

    def shared(self, session: Session) -> datetime | None:
        """The moment by which the pace of all processes goes: the clocks of their machines differ."""
        real = allowances.clock_of(session)
        return None if real is None else self._clock.shown_at(real)

    def _in_background(self, name: tuple[str, str], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._busy[name] = task

        def over(done: asyncio.Task[None]) -> None:
            self._busy.pop(name, None)
            self.wake()
            if not done.cancelled() and (error := done.exception()):
                log.error("delivery failed", error=repr(error))

        task.add_done_callback(over)

    async def _send(self, row: Outbox) -> None:
        assert row.id is not None
        row_id, generation = row.id, row.generation
        ready = await self._ready(row)
        sheet = ready if isinstance(ready, Sheet) else Sheet({}, row.to)
        outcome = await self._post(row, ready) if isinstance(ready, Sheet) else ready
        now, real = self._clock.now(), real_now()

        def settle(session: Session) -> Outbox | None:
            settled = deliveries.settled(
                session, row_id, generation, outcome, version=sheet.version, left_out=sheet.left_out, now=now,
                real=real, patience=self._patience,
            )  # fmt: skip
            if (outcome.verdict, outcome.reason) == (Verdict.WAIT, LIMITED):
                pacing.refused(session, self.pace, row, outcome.wait_seconds, now, self.shared(session))
            return settled

        settled = await self._database.submit(settle)
        failpoints.hit("after_settle")
        SENDS.labels(row.kind, outcome.verdict).inc()
        _count_dead(settled)
        if outcome.verdict not in (Verdict.SENT, Verdict.DROPPED):
            log.info("not delivered", kind=row.kind, verdict=outcome.verdict, reason=outcome.reason)

    async def _ready(self, row: Outbox) -> Sheet | Outcome:
        """A row whose words cannot be made must not hold up its conversation for long."""
        try:
            return await self._prepared(row)
        except failures.NotSaved:
            return Outcome(Verdict.WAIT, wait_seconds=1.0)
        except Exception as error:
            log.exception("a message could not be composed", kind=row.kind, outbox=row.id)
            verdict = Verdict.NOT_SENT if row.attempts < BROKEN_AFTER else Verdict.REFUSED
            return Outcome(verdict, reason=f"could not be composed: {type(error).__name__}")

    async def _prepared(self, row: Outbox) -> Sheet | Outcome:
        """What is read in bulk comes from a replica where there is one, once it knows that the row was claimed."""
        if row.kind not in notices.IN_BULK:
            return await self._database.read(lambda session: self._prepare(session, row))
        return await self._database.read_in_bulk(
            lambda session: self._prepare(session, row), lambda session: queries.knows_of(session, row)
        )

    async def _post(self, row: Outbox, sheet: Sheet) -> Outcome:
        paused = self.pace.paused(row.workspace_id, self._clock.now())
        until = outbox.begins_before(row, self._patience)
        if paused or real_now() >= until:
            return Outcome(Verdict.WAIT, wait_seconds=paused)
        failpoints.hit("before_call")
        outcome = await self._messengers(row.workspace_id).post(
            sheet.to, sheet.message, thread_ts=sheet.thread_ts, nonce=row.nonce, until=until
        )
        failpoints.hit("after_call")
        if outcome.verdict == Verdict.WAIT:
            HELD_UP.labels("post").inc()
            self.pace.pause(row.workspace_id, self._clock.now() + timedelta(seconds=outcome.wait_seconds))
        return outcome

    def _prepare(self, session: Session, row: Outbox) -> Sheet | Outcome:
        """Compose, re-check and draw a row in its reader's language, as things stand now."""
        now = self._clock.now()
        thread_ts, channel_id, must_wait = deliveries.thread_of(session, row)
        if must_wait:
            return Outcome(Verdict.WAIT, wait_seconds=PARENT_WAIT)
        notice = notices.compose(session, row, now)
        if isinstance(notice, Dropped):
            return Outcome(Verdict.DROPPED, reason=notice.reason)
        message = self._draw(notice, deliveries.reader_of(session, row, now))
        version = notice.view.task.version if isinstance(notice, TaskCard) else 0
        to = channel_id or (deliveries.address(session, row) if thread_ts else row.to)
        return Sheet(
            message, to, thread_ts, version, left_out=notice.left_out if isinstance(notice, Brief | Nudges) else ()
        )

    async def _redraw_all(self) -> bool:
        """Claim what is to be drawn again and may be now, and draw it; one process at a time."""
        if self._stopping:
            return False
        now, lease = self._clock.now(), min(self._patience.begin, DRAWN_WITHIN)

        def claim(session: Session) -> list[Card | Outbox]:
            moment = self.shared(session) or now
            may = partial(pacing.may_draw, session, self.pace, allowances.UPDATE, now=moment)
            return redraws.claim(session, now=now, moment=moment, lease=lease, limit=REDRAWN_AT_ONCE, may=may)

        stale = await self._database.submit(claim)
        if stale:
            failpoints.hit("after_redraw_claim")
        await each(self._redraw_card(one) if isinstance(one, Card) else self._redraw_message(one) for one in stale)
        return bool(stale)

    async def _redraw_card(self, card: Card) -> None:
        now = self._clock.now()

        def prepare(session: Session) -> Sheet | Outcome:
            notice = cards.compose_again(session, card, now)
            if isinstance(notice, Dropped):
                return Outcome(Verdict.DROPPED, reason=notice.reason)
            reader = deliveries.reader(session, card.workspace_id, card.reader_id, card.channel_id, now)
            is_last = isinstance(notice, TaskGone)
            version = notice.version if isinstance(notice, TaskGone) else notice.view.task.version
            return Sheet(self._draw(notice, reader), card.channel_id, version=version, is_last=is_last)

        await self._redraw(card.workspace_id, card.channel_id, card.ts, prepare, lambda session, outcome, sheet, at:
            redraws.drawn(session, card, outcome, version=sheet.version, is_last=sheet.is_last, now=at))  # fmt: skip

    async def _redraw_message(self, row: Outbox) -> None:
        row_id, asked_at, channel_id, ts = row.id, row.redraw_at, row.channel_id, row.ts
        assert row_id is not None and asked_at is not None and channel_id is not None and ts is not None  # noqa: PT018
        await self._redraw(row.workspace_id, channel_id, ts, lambda session: self._prepare(session, row),
            lambda session, outcome, _, at: redraws.redrawn(session, row_id, asked_at, outcome, now=at))  # fmt: skip

    async def _redraw(
        self, workspace_id: str, channel_id: str, ts: str, prepare: Prepare,
        write: Callable[[Session, Outcome, Sheet, datetime], None],
    ) -> None:  # fmt: skip
        """Draw it again, and write down what became of it."""
        outcome, sheet = await self._update(workspace_id, channel_id, ts, prepare)
        now = self._clock.now()

        def drawn(session: Session) -> None:
            write(session, outcome, sheet, now)
            if (outcome.verdict, outcome.reason) == (Verdict.WAIT, LIMITED):
                pacing.drew_too_fast(session, self.pace, allowances.UPDATE, workspace_id, outcome.wait_seconds,
                                     self.shared(session) or now)  # fmt: skip

        await self._database.submit(drawn)
        failpoints.hit("after_drawn")

    async def _update(self, workspace_id: str, channel_id: str, ts: str, prepare: Prepare) -> tuple[Outcome, Sheet]:
        """(What became of it, what was drawn.) One that cannot be drawn waits."""
        nothing = Sheet({}, channel_id)
        try:
            ready = await self._database.read(prepare)
        except Exception as error:
            log.exception("a message could not be drawn again", channel=channel_id, ts=ts)
            return Outcome(Verdict.UNKNOWN, reason=f"could not be drawn: {type(error).__name__}"), nothing
        if not isinstance(ready, Sheet):
            return ready, nothing
        failpoints.hit("before_redraw")
        outcome = await self._messengers(workspace_id).update(channel_id, ts, ready.message)
        failpoints.hit("after_redraw")
        if outcome.verdict == Verdict.WAIT:
            HELD_UP.labels("update").inc()
        return outcome, ready

    async def _sweep(self) -> bool:
        """Free what dead processes held, and look for sends whose fate is unknown."""
        if self._stopping:
            return False
        real = real_now()
        if await self._database.read(lambda session: queries.any_expired(session, real)):
            await self._database.submit(lambda session: outbox.free_expired(session, real))
            failpoints.hit("after_freeing")
        rows = await self._database.read(lambda session: queries.unknown_sends(session, real))
        await asyncio.gather(*(self._look_for(row) for row in rows))
        if rows:
            self.wake()
        return False

    async def _look_for(self, row: Outbox) -> None:
        thread_ts, channel_id, must_wait = await self._database.read(lambda s: deliveries.thread_of(s, row))
        if must_wait:  # where its thread is will be known when the message that began it is found
            return
        address = await self._database.read(lambda session: deliveries.address(session, row))
        since = (row.started_at or row.created_at) - SKEW
        failpoints.hit("before_find")
        messenger = self._messengers(row.workspace_id)
        wanted = marks.parts(row.nonce) if row.in_doubt else [row.nonce]
        found = {
            mark: await messenger.find(channel_id or address, thread_ts=thread_ts, nonce=mark, since=since)
            for mark in wanted
        }
        failpoints.hit("after_find")
        now, real = self._clock.now(), real_now()
        verdict, known = await self._database.submit(
            lambda session: deliveries.looked_for(session, row, found, now=now, real=real)
        )
        _count_dead(known)
        RECONCILED.labels(how_it_broke_off(row.reason), verdict).inc()
        failpoints.hit("after_reconcile")


def _count_dead(row: Outbox | None) -> None:
    if row is not None and row.state == OutboxState.DEAD:
        DEAD.labels(row.kind, trouble_of(row.reason)).inc()
