"""Events: what concerns us is kept before Slack gets its 200, everything else is let go unread."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import failpoints
from bot.heard import Door, Gesture
from bot.logs import logger
from bot.services.messages import inbox, questions
from bot.services.people import installing
from handlers.slack import changes, decode, hear, shapes, surroundings
from handlers.slack.desk import Desk
from handlers.slack.home import Homes
from handlers.slack.tenants import Tenant, org_of
from handlers.slack.worker import Worker
from models import Session, failures
from models.queries import deliveries as queries
from models.queries import people as people_queries
from models.queries import sources as source_queries
from models.queries import tasks as task_queries

log = logger(__name__)

ABOUT_THE_WORLD = frozenset({
    "member_joined_channel", "member_left_channel", "user_change", "team_join", "channel_rename", "group_rename",
    "channel_archive", "group_archive", "channel_unarchive", "group_unarchive", "channel_deleted", "group_deleted",
    "channel_left", "group_left", "dnd_updated_user",
})  # fmt: skip
CONVERTED = frozenset({"channel_convert_to_private", "channel_convert_to_public"})  # Slack tells it as a message
CHANGES = frozenset({"message_changed", "message_deleted"})


@dataclass(frozen=True)
class Kept:
    """What is written down of an event: by which door it speaks to us, what of it is needed, and its name."""

    door: str
    payload: dict[str, Any]
    gesture: Gesture
    before: str = ""  # the message it changes, in case that was not worked on yet, and what changes in it
    news: dict[str, Any] = field(default_factory=dict)


class Events:
    """One way in for every event of any type."""

    def __init__(self, desk: Desk, worker: Worker, homes: Homes) -> None:
        self._desk = desk
        self._worker = worker
        self._homes = homes

    async def on_event(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Commit what concerns us, then acknowledge. When the commit fails or takes too long this raises NotSaved,
        and Slack sends it again."""
        event, tenant = body.get("event") or {}, await self._desk.tenants.meet(body, hear.team_of(body))
        if tenant is not None and (event.get("type") in installing.ABOUT_CONSENT or not tenant.suspended):
            await self._in_time(self._hear(tenant, body, event))
        await ack()

    async def _hear(self, tenant: Tenant, body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("type") in installing.ENDS:
            await self._end(tenant, body, event)
        elif event.get("type") == installing.GRANTED:
            await self._begin(body, event)
        elif event.get("type") != "app_home_opened":
            await self._keep(tenant, body, event)
        elif event.get("tab", "home") == "home" and event.get("user"):
            await self._open_home(tenant.id, event["user"], (event.get("view") or {}).get("hash"))

    async def _end(self, tenant: Tenant, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Nothing more is said from the moment on at which Slack has its 200."""
        at, now, org_id = event.get("event_ts"), self._desk.clock.now(), org_of(body)
        happened = changes.moment_of(str(at)) if shapes.a_timestamp(at) else None
        left = await self._desk.database.submit(
            lambda session: installing.told(session, tenant.id, org_id, event, now, happened)
        )
        for workspace_id in left:
            self._desk.tenants.left(workspace_id)
            log.warning("Muster was removed: nothing more is said there", workspace=workspace_id, by=event["type"])

    async def _begin(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """An organisation that let us in lets us into more of its workspaces: their people are read from now on."""
        org_id, now = org_of(body), self._desk.clock.now()
        for workspace_id in await self._desk.database.submit(
            lambda session: installing.granted(session, org_id or "", event.get("team_ids") or (), now)
        ):
            self._desk.tenants.arrived(workspace_id)
            log.info("let into a workspace of an organisation", workspace=workspace_id, organisation=org_id)

    async def _in_time(self, work: Coroutine[Any, Any, None]) -> None:
        """What takes longer goes on, so that a retry finds it done."""

        async def kept() -> failures.NotSaved | None:
            self._worker.keeping(+1)
            try:
                await work
            except failures.NotSaved as error:
                return error
            finally:
                self._worker.keeping(-1)
            return None

        task = self._desk.keep(kept())
        done, _ = await asyncio.wait({task}, timeout=self._desk.patience)
        failed = task.result() if done else failures.NotSaved("not in time")
        if failed is not None:
            raise failed

    async def _open_home(self, workspace_id: str, person_id: str, shown: str | None) -> None:
        """Drawn beside; where the database does not answer, Slack tells it again, and Home is drawn then."""
        known = await self._homes.is_known(workspace_id, person_id)
        self._desk.keep(self._homes.opened(workspace_id, person_id, known, shown))

    async def _keep(self, tenant: Tenant, body: dict[str, Any], event: dict[str, Any]) -> None:
        kept = await self._of_event(tenant, body, event)
        if kept is None:
            return
        now, workspace_id = self._desk.clock.now(), tenant.id

        def keep(session: Session) -> bool:
            inbox.overtake(session, workspace_id, kept.before, kept.news)
            return inbox.receive(session, workspace_id, kept.gesture, kept.door, kept.payload, now)

        self._desk.database.check_room()
        if await self._desk.database.submit(keep):
            failpoints.hit("after_inbox")
            self._worker.take(kept.gesture.key)

    async def _of_event(self, tenant: Tenant, body: dict[str, Any], event: dict[str, Any]) -> Kept | None:
        """What is to be kept of it; None when it does not concern us."""
        kind, subtype = event.get("type"), event.get("subtype")
        if kind == "message" and subtype in CHANGES:
            return await self._of_change(tenant, event)
        if kind in ("message", "app_mention"):
            door = "world" if subtype in CONVERTED else await self._door_of(tenant, event)
            return _message(event, door) if door else None
        if kind == "reaction_added":
            return await self._of_reaction(tenant, body, event)
        return Kept("world", event, Gesture(f"event:{body.get('event_id')}")) if kind in ABOUT_THE_WORLD else None

    async def _of_change(self, tenant: Tenant, event: dict[str, Any]) -> Kept | None:
        """Kept when a task came from the message, or is asked about; an edit may also be its first hearing."""
        change = changes.of_event(event, tenant.bot_user_id)
        if change is None:
            return None
        workspace_id, channel, ts = tenant.id, change.channel, change.ts
        if await self._desk.database.read(lambda session: _concerns(session, workspace_id, channel, ts)):
            if isinstance(change, changes.Gone):
                gesture, news = Gesture(f"gone:{channel}:{ts}"), {"gone": True}
                return Kept("gone", change.payload, gesture, f"message:{channel}:{ts}", news)
            gesture, news = Gesture(f"edit:{channel}:{ts}:{change.at}"), change.news
            return Kept("edit", change.payload, gesture, f"message:{channel}:{ts}", news)
        return None if isinstance(change, changes.Gone) else await self._first_heard(tenant, change)

    async def _first_heard(self, tenant: Tenant, edited: changes.Edited) -> Kept | None:
        """An edit that names us for the first time, or that overtook its own message, is the message itself."""
        door = await self._door_of(tenant, edited.message)
        if door not in (Door.DM, Door.MENTION):
            return None
        named_now = door == Door.MENTION and edited.names_newly(tenant.bot_user_id)
        if not named_now and not edited.is_fresh(self._desk.clock.now()):
            return None
        kept, workspace_id = _message(edited.message, door), tenant.id
        gesture = kept.gesture
        heard = await self._desk.database.read(
            lambda session: queries.find_heard(session, workspace_id, gesture.key, gesture.twin)
        )
        return kept if heard is None else None

    async def _of_reaction(self, tenant: Tenant, body: dict[str, Any], event: dict[str, Any]) -> Kept | None:
        """The workspace's own emoji on somebody's message; which one is asked only where a person reacted to one."""
        item, us = event["item"], tenant.bot_user_id
        if item["type"] != "message" or not item.get("channel") or not item.get("ts"):
            return None
        if us in (event["user"], event.get("item_user")):
            return None
        workspace_id = tenant.id
        workspace = await self._desk.database.read(lambda session: people_queries.workspace(session, workspace_id))
        name = event["reaction"].partition("::")[0]  # a skin tone is no other emoji
        if workspace is None or not workspace.capture_emoji or name != workspace.capture_emoji:
            return None
        payload = {"user": event["user"], "channel": item["channel"], "ts": item["ts"]}
        return Kept("reaction", payload, Gesture(f"event:{body.get('event_id')}"))

    async def _door_of(self, tenant: Tenant, event: dict[str, Any]) -> str | None:
        """By which door a message speaks to us; None when it does not."""
        if event.get("bot_id") or event.get("subtype") not in changes.SPOKEN_SUBTYPES or not event.get("user"):
            return None
        if event["user"] == tenant.bot_user_id:
            return None
        if decode.kind_of(event.get("channel"), channel_type=event.get("channel_type")) == "im":
            return Door.DM
        if event.get("type") == "app_mention" or tenant.bot_user_id in decode.mentioned(event.get("text") or ""):
            return Door.MENTION
        return "thread" if await self._is_thread_of_ours(tenant, event) else None

    async def _is_thread_of_ours(self, tenant: Tenant, event: dict[str, Any]) -> bool:
        channel, thread_ts = event.get("channel"), event.get("thread_ts")
        if not channel or not thread_ts or thread_ts == event.get("ts"):
            return False
        workspace_id = tenant.id

        def look(session: Session) -> bool:
            ours = queries.sent_as(session, workspace_id, channel, thread_ts)
            if ours is not None or task_queries.get_card(session, workspace_id, channel, thread_ts) is not None:
                return True
            return task_queries.began_by_speaking_to_us(session, workspace_id, channel, thread_ts, Door.MENTION)

        return await self._desk.database.read(look)


def _concerns(session: Session, workspace_id: str, channel: str, ts: str) -> bool:
    is_source = source_queries.is_source(session, workspace_id, channel, ts)
    return is_source or questions.find(session, workspace_id, channel, ts) is not None


def _message(event: dict[str, Any], door: str) -> Kept:
    payload = {key: event[key] for key in changes.KEPT_OF_MESSAGE if key in event}
    if files := surroundings.files_of(event):
        payload["files"] = files
    return Kept(door, payload, Gesture(f"message:{event.get('channel')}:{event.get('ts')}", _twin(event)))


def _twin(event: dict[str, Any]) -> str | None:
    """The second name Slack may give one gesture."""
    sent = event.get("client_msg_id")
    return f"client:{sent}" if sent else None
