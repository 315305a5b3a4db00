"""Works on what was heard and kept: every row ends done, with its effect and its answer in one transaction."""

import asyncio
import secrets
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import commands, failpoints, measures
from bot.answers import (
    Answer,
    AskIfTask,
    Broken,
    Created,
    DidYouMean,
    Form,
    Nothing,
    NotSaved,
    Outsiders,
    PastDate,
    Refused,
    SaidBefore,
    SeveralLines,
    WhoIs,
)
from bot.clock import real_now
from bot.errors import UserError
from bot.heard import ChannelFacts, Door, Gesture, Heard
from bot.logs import logger
from bot.render import slack as render
from bot.services.messages import deliveries, hearing, inbox, outbox, questions, sources
from bot.services.messages.outbox import Letter
from bot.services.people import channels, installing, people
from handlers.slack import changes, decode, facts, surroundings
from handlers.slack.desk import CALL_FAILURES, Desk
from models import ChannelKind, Inbox, Outbox, Session, failures
from models.queries import deliveries as queries
from models.queries import people as people_queries
from models.queries import sources as source_queries

log = logger(__name__)

LOOK_EVERY = 1.0
AT_ONCE = 100
GIVES_WAY = 0.5  # seconds, to what is being heard
SIDE_BY_SIDE = 4  # conversations; PostgreSQL has six threads, and Slack waits for those who keep and answer
FOREIGN_EVERY = timedelta(seconds=60)
TOLD_NOTHING = frozenset({"world", "gone", "edit"})  # nobody waits for an answer
ASKS = (AskIfTask, DidYouMean, Outsiders, PastDate, SaidBefore, SeveralLines, WhoIs)
MADE = {"channel_convert_to_private": ChannelKind.PRIVATE, "channel_convert_to_public": ChannelKind.PUBLIC}


class Worker:
    """Takes the received rows, oldest first; those of one conversation one after another.

    What another process heard is left to that one, unless it is found at the start or lies there for too long.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._awake = asyncio.Event()
        self._few = asyncio.Semaphore(SIDE_BY_SIDE)
        self._being_kept, self._all_kept = 0, asyncio.Event()
        self._stopping = False
        self._ours: set[str] = set()
        self._resting: dict[str, datetime] = {}
        self._everything_at = real_now()

    def keeping(self, more: int) -> None:
        """So many events more, or fewer, are on their way into the inbox."""
        self._being_kept += more
        if not self._being_kept:
            self._all_kept.set()

    def take(self, key: str) -> None:
        """A row was kept by this process: work on it now."""
        self._ours.add(key)
        self._awake.set()

    def stop(self) -> None:
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            try:
                worked = await self._round()
            except failures.NotSaved:
                worked = False
            except Exception:
                log.exception("a round of the inbox failed")
                worked = False
            if not worked:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), LOOK_EVERY)

    async def try_suspects(self) -> None:
        """Rows that were under way at two deaths are tried before anything else begins: if we die now, it is of them.

        Whatever merely stood beside what killed us is done here, and not set aside for it.
        """
        suspects = await self._desk.database.read(
            lambda session: queries.list_suspects(session, inbox.SUSPECT, AT_ONCE)
        )
        for row in suspects:
            self._ours.add(row.key)
            with suppress(failures.NotSaved):
                await self._in_order([row])

    async def _round(self) -> bool:
        """Whether all that was begun was done, and there may be more. Suspects are tried alone, after the others."""
        by_place: dict[str, list[Inbox]] = defaultdict(list)
        for row in await self._waiting():
            by_place[str(row.payload.get("channel") or row.payload.get("user") or "")].append(row)
        groups = list(by_place.values())
        done = await asyncio.gather(*(self._in_its_turn(group) for group in groups if not _has_suspect(group)))
        done += [await self._in_order(group) for group in groups if _has_suspect(group)]
        return bool(done) and all(done)

    async def _waiting(self) -> list[Inbox]:
        self._resting = {key: until for key, until in self._resting.items() if until > real_now()}
        database, ours, resting = self._desk.database, frozenset(self._ours - self._resting.keys()), self._resting
        limit = AT_ONCE + len(resting)
        if real_now() < self._everything_at:
            rows = await database.read(lambda session: queries.list_received(session, AT_ONCE, ours)) if ours else []
        else:
            received = await database.read(lambda session: queries.list_received(session, limit))
            rows = [row for row in received if row.key not in resting][:AT_ONCE]
            if len(rows) < AT_ONCE:
                self._everything_at = real_now() + FOREIGN_EVERY
        if len(rows) < AT_ONCE:
            self._ours -= ours
        self._ours |= {row.key for row in rows}
        return rows

    async def _in_its_turn(self, rows: list[Inbox]) -> bool:
        """A few at a time: what is heard meanwhile must not wait for all of them."""
        async with self._few:
            return await self._in_order(rows)

    async def _in_order(self, rows: list[Inbox]) -> bool:
        """False when one could not be finished: the others of its conversation wait for the next round."""
        for row in rows:
            if self._stopping:
                return False
            if self._being_kept:  # Slack waits for these, and for this row nobody does
                self._all_kept.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._all_kept.wait(), GIVES_WAY)
            now = self._desk.clock.now()
            key, workspace_id, seen = row.key, row.workspace_id, inbox.tries(row)
            fresh = await self._desk.database.submit(
                lambda session: inbox.attempt(session, workspace_id, key, now, self._set_aside, seen=seen)  # noqa: B023
            )
            if fresh is not None:  # it may have been overtaken since it was listed
                failpoints.hit("after_attempt")
                if not await self._done(fresh):
                    return False
            self._ours.discard(key)
        return True

    async def _done(self, row: Inbox) -> bool:
        """A row that surprises us is tried again after a pause, three times at most; it must not stop the others."""
        try:
            return await self._work(row)
        except failures.NotSaved:
            await self._desk.database.submit(lambda session: inbox.not_tried(session, row.workspace_id, row.key))
            return False
        except Exception:
            log.exception("a heard row could not be worked on", door=row.door)
        now = self._desk.clock.now()
        pause = await self._desk.database.submit(
            lambda session: inbox.failed(session, row.workspace_id, row.key, now, self._set_aside)
        )
        failpoints.hit("after_setting_aside")
        if pause is not None:
            self._resting[row.key] = real_now() + timedelta(seconds=pause)
        self._desk.delivery.wake()
        return pause is None

    def _set_aside(self, session: Session, row: Inbox) -> None:
        """Nobody waits for an answer that never comes: the log says why, and the person that it went wrong."""
        incident = secrets.token_hex(3).upper()
        measures.INCIDENTS.inc()
        log.error("a heard row is set aside", incident=incident, door=row.door, outcome=row.outcome)
        if row.door in TOLD_NOTHING:
            return
        try:
            with session.begin_nested():
                self._say(session, heard_of(row, _us(session, row)), Broken(incident))
        except Exception:
            log.exception("the incident could not be told", incident=incident)

    async def _work(self, row: Inbox) -> bool:
        if row.door == "world":
            await self._learn_of_world(row)
            return True
        if row.door == "gone":
            await self._lose_source(row)
            return True
        us, client = await self._desk.tenants.bot_user_id(row.workspace_id), self._desk.tenants.client(row.workspace_id)
        heard = heard_of(row, us)
        if row.door == "edit" and await self._desk.database.read(lambda session: _asked_about(session, heard)):
            heard = replace(heard, meta=heard.meta | {"anew": heard.ts})
        if row.door == Door.MENTION or (heard.door == Door.MENTION and "anew" in heard.meta):
            heard = await surroundings.around(client, heard, us)
        if row.door == "reaction":
            heard = await surroundings.reacted_to(client, heard, us)
        work = WORKS.get(row.door, _understand)
        result = await self._desk.hear(heard, work, lambda session, answer: self._say(session, heard, answer))
        if isinstance(result.answer, NotSaved):
            await self._desk.database.submit(lambda session: inbox.not_tried(session, row.workspace_id, row.key))
            return False
        return True

    def _say(self, session: Session, heard: Heard, answer: Answer) -> None:
        """Write the answer to the outbox, in the transaction of the effect. A card is an answer of its own."""
        if "anew" in heard.meta:
            self._close_question(session, heard)
        if isinstance(answer, Nothing) or (isinstance(answer, Created) and answer.posted != "dm"):
            return
        if "edited" in heard.meta and "anew" not in heard.meta:
            return  # an edit asks for no answer; what it would change is offered by itself
        if isinstance(answer, Form):
            answer = Refused(UserError("form_needs_a_tap", words=heard.text[:200]))
        now = self._desk.clock.now()
        reader = deliveries.reader(session, heard.workspace_id, heard.person_id, None, now)
        message = render.message(answer, reader)
        if message and heard.door == Door.REACTION:
            message = render.about(message, heard.text, heard.link, reader)
        asks = {"asks": heard.text} if isinstance(answer, ASKS) else {}
        if message:
            letter = Letter(
                key=f"reply:{heard.gesture.key}", kind="reply", to=heard.person_id, reader_id=heard.person_id,
                subject={"message": message, "source": sources.origin_of(heard)} | asks,
                thread_ts=heard.thread_ts if heard.channel_kind == ChannelKind.DM else None,
            )  # fmt: skip
            outbox.put(session, heard.workspace_id, letter, now=now)

    def _close_question(self, session: Session, heard: Heard) -> None:
        """What its author made of the message since then is answered instead."""
        channel, ts, now = str(heard.channel_id), heard.meta["anew"], self._desk.clock.now()
        asked = questions.find(session, heard.workspace_id, channel, ts, hold=True)
        if asked is not None:
            questions.close(session, asked, questions.CHANGED, now, edited=heard.meta["edited"])

    async def _lose_source(self, row: Inbox) -> None:
        """A message was deleted; whoever did it is not told by Slack, so nobody is taken to have spoken."""
        event, now = row.payload, self._desk.clock.now()

        def work(session: Session) -> None:
            open_row = inbox.begin(session, row.workspace_id, Gesture(row.key), row.door, now)
            workspace = people_queries.workspace(session, row.workspace_id)
            if open_row is None or workspace is None:
                return
            found = sources.gone(session, workspace, event["channel"], event["ts"], author_id=event["user"], now=now)
            inbox.finish(session, open_row, f"{len(found)} tasks", now)

        await self._desk.database.submit(work)
        failpoints.hit("after_world")
        self._desk.delivery.wake()

    async def _learn_of_world(self, row: Inbox) -> None:
        """People and conversations change; what must be asked is asked before the transaction."""
        event = row.payload
        us = await self._desk.tenants.bot_user_id(row.workspace_id)
        learned = await self._ask_about(row.workspace_id, us, event)
        now = self._desk.clock.now()

        def work(session: Session) -> None:
            open_row = inbox.begin(session, row.workspace_id, Gesture(row.key), row.door, now)
            if open_row is None:
                return
            self._take_in(session, row.workspace_id, us, event, learned, now)
            inbox.finish(session, open_row, str(event.get("type")), now)

        await self._desk.database.submit(work)
        failpoints.hit("after_world")
        self._desk.learned.forget(row.workspace_id)

    async def _ask_about(self, workspace_id: str, us: str, event: dict[str, Any]) -> ChannelFacts | None:
        if event.get("type") != "member_joined_channel" or event.get("user") != us:
            return None
        try:
            return await facts.channel(self._desk.tenants.client(workspace_id), event["channel"])
        except CALL_FAILURES:
            return None

    def _take_in(self, session: Session, workspace_id: str, us: str, event: dict[str, Any],
                 learned: ChannelFacts | None, now: datetime) -> None:  # fmt: skip
        kind = str(event.get("subtype") or event.get("type"))
        about = event.get("channel")
        channel_id = about["id"] if isinstance(about, dict) else str(about or "")
        if learned is not None:
            channels.invited(session, workspace_id, learned, now)
        elif kind == "member_joined_channel":
            people.joined(session, workspace_id, channel_id, event["user"])
        elif kind == "member_left_channel" and event.get("user") == us:
            people.lose_channel(session, workspace_id, channel_id)
        elif kind == "member_left_channel":
            people.left(session, workspace_id, channel_id, event["user"])
        elif kind in ("user_change", "team_join", "dnd_updated_user"):
            _take_in_person(session, workspace_id, event, now)
        elif kind in MADE:
            channels.converted(session, workspace_id, channel_id, MADE[kind])
        elif kind.endswith("_rename") and isinstance(about, dict):
            channels.renamed(session, workspace_id, channel_id, str(about.get("name") or ""))
        elif kind.endswith(("_archive", "_deleted", "_left")):
            people.lose_channel(session, workspace_id, channel_id, archived=not kind.endswith("_left"))
        elif kind in installing.ENDS:
            at = event.get("event_ts")
            installing.told(session, workspace_id, event.get("org"), event, now, changes.moment_of(at) if at else None)


def _take_in_person(session: Session, workspace_id: str, event: dict[str, Any], now: datetime) -> None:
    user = event["user"]
    if event["type"] == "dnd_updated_user":
        quiet = changes.quiet_of(event["dnd_status"])
        hearing.disturbs_not(session, workspace_id, user, *quiet)
        return
    workspace = people_queries.workspace(session, workspace_id)
    if workspace is not None and isinstance(user, dict) and user.get("id"):
        hearing.meet(session, workspace, facts.profile_of(user), now)


def _us(session: Session, row: Inbox) -> str:
    """Who we are where it was heard."""
    workspace = people_queries.workspace(session, row.workspace_id)
    return workspace.bot_user_id if workspace is not None else ""


def _has_suspect(rows: list[Inbox]) -> bool:
    return any(row.attempts >= inbox.SUSPECT for row in rows)


def _understand(session: Session, heard: Heard, now: datetime) -> Answer:
    """A reply in the thread of something we said belongs to it; any other line stands for itself."""
    if heard.meta.get("gone"):
        return Nothing()  # taken back before anybody read it
    row = _answered_row(session, heard)
    if row is not None:
        return commands.reply(session, heard, row, now)
    if heard.meta.get("thread_only"):
        return commands.overheard(session, heard, now)
    return commands.run(session, heard, now)


def _asked_about(session: Session, heard: Heard, *, hold: bool = False) -> bool:
    """Whether the message is no task, and other words of it are asked about."""
    workspace_id, channel, ts = heard.workspace_id, str(heard.channel_id), heard.meta.get("anew") or str(heard.ts)
    asked = questions.find(session, workspace_id, channel, ts, hold=hold)
    is_task = bool(source_queries.list_of_message(session, workspace_id, channel, ts))
    return not is_task and questions.is_about_other_words(asked, heard.text)


def _reconsider(session: Session, heard: Heard, now: datetime) -> Answer:
    """An edit of what is a task offers what it changes; of what is asked about, the question is another now."""
    if "anew" in heard.meta and _asked_about(session, heard, hold=True):
        return _understand(session, heard, now)
    return commands.edited(session, heard, now)


WORKS = {"edit": _reconsider, "reaction": commands.captured}


def _answered_row(session: Session, heard: Heard) -> Outbox | None:
    if heard.channel_id is None or heard.thread_ts is None:
        return None
    return queries.sent_as(session, heard.workspace_id, heard.channel_id, heard.thread_ts)


def heard_of(row: Inbox, bot_user_id: str) -> Heard:
    """A kept message as something heard."""
    event = row.payload
    said = decode.without_mention(decode.text(event.get("text", "")), bot_user_id)
    thread_ts = event.get("thread_ts") if event.get("thread_ts") != event.get("ts") else None
    return Heard(
        workspace_id=row.workspace_id, person_id=event["user"],
        door=_door_of(row), text=said, gesture=Gesture(row.key, row.twin), channel_id=event["channel"],
        channel_kind=decode.kind_of(event["channel"], channel_type=event.get("channel_type")),
        ts=event["ts"], thread_ts=thread_ts, meta=_meta_of(row, bot_user_id),
        spoken_at=changes.moment_of(event["edited"] if row.door == "edit" else event["ts"]),
    )  # fmt: skip


def _door_of(row: Inbox) -> Door:
    if row.door == "edit":
        return Door.DM if decode.kind_of(row.payload["channel"]) == ChannelKind.DM else Door.MENTION
    return Door.DM if row.door == Door.DM else Door.MENTION


def _meta_of(row: Inbox, bot_user_id: str) -> dict[str, Any]:
    if row.door != "edit":
        files = {"files": row.payload["files"]} if row.payload.get("files") else {}
        return {"thread_only": row.door == "thread", "gone": bool(row.payload.get("gone")), **files}
    was = decode.without_mention(decode.text(row.payload.get("was", "")), bot_user_id)
    return {"edited": row.payload["edited"], "was": was}
