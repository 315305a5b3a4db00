"""Every listener on one page, by the kind of payload: Bolt tries its listeners one by one, a table does not."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.logs import logger
from handlers.slack import shapes
from handlers.slack.events import Events
from handlers.slack.listeners import Listeners
from handlers.slack.turnstile import Turnstile
from models import failures

log = logger(__name__)

Listener = Callable[[AsyncAck, dict[str, Any]], Awaitable[None]]


def register(app: AsyncApp, turnstile: Turnstile, listeners: Listeners, events: Events) -> None:
    """Join Slack's payloads to the listeners."""
    app.middleware(only_formed)
    app.middleware(turnstile.admit)
    app.middleware(to_listener({
        "event_callback": events.on_event, "command": listeners.on_command, "block_actions": listeners.on_action,
        "view_submission": listeners.on_submission, "view_closed": listeners.on_closed,
        "shortcut": listeners.on_shortcut, "message_action": listeners.on_shortcut,
        "block_suggestion": listeners.on_options,
    }))  # fmt: skip
    app.error(on_error)


def to_listener(table: dict[str, Listener]) -> Callable[..., Awaitable[BoltResponse]]:
    """Bolt's last middleware: by the kind of payload to who listens, and what they acknowledge with."""

    async def hear(body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        listener = table.get("command" if "command" in body else str(body.get("type")))
        if listener is not None:
            await listener(ack, body)
        return ack.response or BoltResponse(status=404, body={"error": "nobody listens to this"})

    return hear


async def only_formed(body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:
    """Over a socket nothing stands before us: what has not the form of a payload is taken from Slack and dropped."""
    if not shapes.is_known(body):
        log.warning("malformed payload dropped")
        return BoltResponse(status=200, body="")
    await next_()
    return None


async def on_error(error: Exception) -> BoltResponse:
    """Not kept, so not acknowledged: Slack sends an event again, and a person is told that it did not work."""
    if isinstance(error, failures.NotSaved):
        log.warning("not kept: Slack sends it again", reason=str(error)[:200])
        return BoltResponse(status=503, body="")
    log.error("not acknowledged", error=type(error).__name__, exc_info=error)
    return BoltResponse(status=503, body="")
