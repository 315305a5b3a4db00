"""Events: what concerns us is kept before Slack gets its 200, everything else is let go unread."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import failpoints
from bot.heard import Door, Gesture
from bot.logs import logger
from bot.services import inbox
from handlers.slack import decode
from handlers.slack.desk import Desk
from handlers.slack.home import Homes
from handlers.slack.worker import Worker
from models import Session
from models.queries import deliveries as queries
from models.queries import tasks as task_queries

log = logger(__name__)

SPOKEN_SUBTYPES = (None, "file_share", "thread_broadcast")
ABOUT_THE_WORLD = frozenset({
    "member_joined_channel", "member_left_channel", "user_change", "team_join", "channel_rename", "group_rename",
    "channel_archive", "group_archive", "channel_unarchive", "group_unarchive", "channel_deleted", "group_deleted",
    "channel_left", "group_left", "app_uninstalled", "tokens_revoked",
})  # fmt: skip
CONVERTED = frozenset({"channel_convert_to_private", "channel_convert_to_public"})  # Slack tells it as a message
KEPT_OF_MESSAGE = ("type", "subtype", "user", "text", "ts", "thread_ts", "channel", "channel_type", "team", "user_team")


class Events:
    """One way in for every event of any type."""

    def __init__(self, desk: Desk, worker: Worker, homes: Homes) -> None:
        self._desk = desk
        self._worker = worker
        self._homes = homes

    async def on_event(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Commit what concerns us, then acknowledge. When the commit fails this raises, and Slack sends it again."""
        event = body.get("event") or {}
        if event.get("type") == "app_home_opened":
            if event.get("tab", "home") == "home" and event.get("user"):
                self._desk.keep(self._homes.opened(event["user"]))
        elif body.get("team_id") == self._desk.workspace_id or not body.get("team_id"):
            await self._keep(body, event)
        await ack()

    async def _keep(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("type") in ("message", "app_mention"):
            door = "world" if event.get("subtype") in CONVERTED else await self._door_of(event)
            payload = {key: event[key] for key in KEPT_OF_MESSAGE if key in event}
            gesture = Gesture(f"message:{event.get('channel')}:{event.get('ts')}", _twin(event))
        else:
            door = "world" if event.get("type") in ABOUT_THE_WORLD else None
            payload, gesture = event, Gesture(f"event:{body.get('event_id')}")
        if door is None:
            return
        now, workspace_id = self._desk.clock.now(), self._desk.workspace_id

        def keep(session: Session) -> bool:
            return inbox.receive(session, workspace_id, gesture, door, payload, now)

        if await self._desk.database.submit(keep):
            failpoints.hit("after_inbox")
            self._worker.take(gesture.key)

    async def _door_of(self, event: dict[str, Any]) -> str | None:
        """By which door a message speaks to us; None when it does not."""
        if event.get("bot_id") or event.get("subtype") not in SPOKEN_SUBTYPES or not event.get("user"):
            return None
        if event["user"] == self._desk.bot_user_id:
            return None
        if decode.kind_of(event.get("channel"), channel_type=event.get("channel_type")) == "im":
            return Door.DM
        if event.get("type") == "app_mention" or self._desk.bot_user_id in decode.mentioned(event.get("text") or ""):
            return Door.MENTION
        return "thread" if await self._is_thread_of_ours(event) else None

    async def _is_thread_of_ours(self, event: dict[str, Any]) -> bool:
        channel, thread_ts = event.get("channel"), event.get("thread_ts")
        if not channel or not thread_ts or thread_ts == event.get("ts"):
            return False
        workspace_id = self._desk.workspace_id

        def look(session: Session) -> bool:
            ours = queries.sent_as(session, workspace_id, channel, thread_ts)
            return ours is not None or task_queries.get_card(session, workspace_id, channel, thread_ts) is not None

        return await self._desk.database.read(look)


def _twin(event: dict[str, Any]) -> str | None:
    """The second name Slack may give one gesture."""
    sent = event.get("client_msg_id")
    return f"client:{sent}" if sent else None
