"""The only code that speaks first: claims what is to be said, says it, and writes down what really happened."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.answers import Reader
from bot.clock import Clock, real_now
from bot.logs import logger
from bot.notices import Dropped, Notice, TaskCard
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services import cards, deliveries, notices, outbox
from models import Card, Outbox, Session, failures
from models.db import Database
from models.queries import deliveries as queries

log = logger(__name__)

AT_ONCE = 16
LOOK_EVERY = 0.5
SWEEP_EVERY = timedelta(seconds=2)
PARENT_WAIT = 0.3

Draw = Callable[[Notice, Reader], dict[str, Any]]


class Messenger(Protocol):
    """What a chat platform must offer. None of these raises; each says what it knows."""

    async def post(self, to: str, message: dict[str, Any], *, thread_ts: str | None, nonce: str) -> Outcome:
        """Say something new; `nonce` goes along, invisible, to find the message again."""

    async def update(self, channel_id: str, ts: str, message: dict[str, Any]) -> Outcome:
        """Draw a message of ours again."""

    async def find(self, to: str, *, thread_ts: str | None, nonce: str, since: datetime) -> Outcome:
        """Look for an unknown send: SENT, NOT_SENT, or UNKNOWN when the conversation cannot be read."""


@dataclass(frozen=True)
class Sheet:
    """A row made ready to send."""

    message: dict[str, Any]
    to: str
    thread_ts: str | None = None
    version: int = 0


class Delivery:
    """One per process; any number of processes may work on one database."""

    def __init__(self, database: Database, clock: Clock, messenger: Messenger, draw: Draw) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._draw = draw
        self._pace = Pace()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._awake = asyncio.Event()
        self._stopping = False
        self._swept_at = real_now() - SWEEP_EVERY

    def wake(self) -> None:
        """Something was written: look now rather than at the next look."""
        self._awake.set()

    async def run(self) -> None:
        """Work until stopped; trouble with the database is waited out."""
        while not self._stopping:
            self._awake.clear()
            try:
                worked = await self._round()
            except failures.NotSaved:
                log.warning("database not writable, deliveries wait")
                worked = False
            except Exception:
                log.exception("a round of deliveries failed")
                worked = False
            if not worked:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), LOOK_EVERY)

    def stop(self) -> None:
        """Take nothing new."""
        self._stopping = True
        self.wake()

    async def finish(self) -> None:
        """Let what is under way end; what does not is found again by its nonce."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=outbox.TIME_OUT.total_seconds() + 1)

    async def _round(self) -> bool:
        if real_now() - self._swept_at >= SWEEP_EVERY:
            self._swept_at = real_now()
            await self._sweep()
        sent = await self._send_some()
        return await self._redraw_some() or sent

    async def _send_some(self) -> bool:
        """Claim what may go now and send it in the background, one at a time for each conversation."""
        free = AT_ONCE - len(self._busy)
        if free <= 0:
            return False
        now, real = self._clock.now(), real_now()
        busy = set(self._busy)
        may = self._pace.ready

        def claim(session: Session) -> list[Outbox]:
            return outbox.claim(session, now=now, real=real, busy=busy, limit=free, may=may)

        if not await self._database.read(lambda session: queries.anything_to_send(session, now=now, real=real)):
            return False
        rows = await self._database.submit(claim)
        for row in rows:
            self._in_background(row.to, self._send(row))
        return bool(rows)

    def _in_background(self, name: str, work: Coroutine[Any, Any, None]) -> None:
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
        ready = await self._database.read(lambda session: self._prepare(session, row))
        outcome, version = ready, 0
        if isinstance(ready, Sheet):
            version = ready.version
            outcome = await self._post(row, ready)
        assert isinstance(outcome, Outcome)
        result = outcome
        if result.verdict == Verdict.WAIT and result.reason:
            self._pace.pause("post", row.workspace_id, self._clock.now() + timedelta(seconds=result.wait_seconds))
        now, real = self._clock.now(), real_now()
        await self._database.submit(lambda session: deliveries.settled(
            session, row_id, generation, result, version=version, now=now, real=real))  # fmt: skip
        if result.verdict not in (Verdict.SENT, Verdict.DROPPED):
            log.info("not delivered", kind=row.kind, verdict=result.verdict, reason=result.reason)

    async def _post(self, row: Outbox, sheet: Sheet) -> Outcome:
        if not outbox.still_ours(row, real_now()):
            return Outcome(Verdict.WAIT)
        return await self._messenger.post(sheet.to, sheet.message, thread_ts=sheet.thread_ts, nonce=row.nonce)

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
        return Sheet(message, channel_id or row.to, thread_ts, version)

    async def _redraw_some(self) -> bool:
        now = self._clock.now()
        stale = await self._database.read(lambda session: queries.stale_cards(session, now))
        messages = await self._database.read(lambda session: queries.stale_messages(session, now))
        worked = False
        for card in stale:
            worked = await self._redraw_card(card) or worked
        for row in messages:
            worked = await self._redraw_message(row) or worked
        return worked

    async def _redraw_card(self, card: Card) -> bool:
        now = self._clock.now()
        if not self._pace.ready_to_redraw(card.workspace_id, now):
            return False

        def prepare(session: Session) -> Sheet | None:
            notice = cards.compose_again(session, card, now)
            if isinstance(notice, Dropped):
                return None
            reader = deliveries.reader(session, card.workspace_id, card.reader_id, card.channel_id, now)
            return Sheet(self._draw(notice, reader), card.channel_id, version=notice.view.task.version)

        sheet = await self._database.read(prepare)
        outcome = Outcome(Verdict.REFUSED)
        if sheet is not None:
            outcome = await self._update(card.workspace_id, card.channel_id, card.ts, sheet.message)
        version = sheet.version if sheet else 0
        now, again = self._clock.now(), self._again(outcome)
        await self._database.submit(lambda session: deliveries.drawn(
            session, card, outcome, version=version, now=now, again_at=again))  # fmt: skip
        return True

    async def _redraw_message(self, row: Outbox) -> bool:
        now = self._clock.now()
        if not self._pace.ready_to_redraw(row.workspace_id, now) or row.redraw_at is None:
            return False
        assert row.id is not None
        row_id, asked_at = row.id, row.redraw_at
        ready = await self._database.read(lambda session: self._prepare(session, row))
        outcome = Outcome(Verdict.REFUSED)
        if isinstance(ready, Sheet) and row.channel_id and row.ts:
            outcome = await self._update(row.workspace_id, row.channel_id, row.ts, ready.message)
        again = self._again(outcome)
        await self._database.submit(
            lambda session: deliveries.redrawn(session, row_id, asked_at, outcome, again_at=again)
        )
        return True

    async def _update(self, workspace_id: str, channel_id: str, ts: str, message: dict[str, Any]) -> Outcome:
        outcome = await self._messenger.update(channel_id, ts, message)
        if outcome.verdict == Verdict.WAIT:
            until = self._clock.now() + timedelta(seconds=outcome.wait_seconds)
            self._pace.pause("update", workspace_id, until)
        return outcome

    def _again(self, outcome: Outcome) -> datetime:
        return self._clock.now() + timedelta(seconds=max(1.0, outcome.wait_seconds))

    async def _sweep(self) -> None:
        """Free what dead processes held, and look for sends whose fate is unknown."""
        self._pace.forget_idle(self._clock.now())
        real = real_now()
        if await self._database.read(lambda session: queries.any_expired(session, real)):
            await self._database.submit(lambda session: outbox.free_expired(session, real))
        for row in await self._database.read(lambda session: queries.unknown_sends(session, real)):
            await self._look_for(row)

    async def _look_for(self, row: Outbox) -> None:
        thread_ts, channel_id, _ = await self._database.read(lambda session: deliveries.thread_of(session, row))
        address = await self._database.read(lambda session: deliveries.address(session, row))
        since = (row.started_at or row.created_at) - timedelta(minutes=1)
        outcome = await self._messenger.find(channel_id or address, thread_ts=thread_ts, nonce=row.nonce, since=since)
        now, real = self._clock.now(), real_now()
        await self._database.submit(lambda session: deliveries.reconciled(session, row, outcome, now=now, real=real))
