"""Every listener on one page. One catch-all per kind: Bolt tries listeners one by one, a table does not."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot.logs import logger
from handlers.slack import shapes
from handlers.slack.events import Events
from handlers.slack.listeners import Listeners
from handlers.slack.turnstile import Turnstile
from models import failures

log = logger(__name__)

ANY = re.compile(r"[\s\S]*")


def register(app: AsyncApp, turnstile: Turnstile, listeners: Listeners, events: Events) -> None:
    """Join Slack's payloads to the listeners."""
    app.middleware(only_formed)
    app.middleware(turnstile.admit)
    app.event(ANY)(events.on_event)
    app.command(ANY)(listeners.on_command)
    app.action(ANY)(listeners.on_action)
    app.view(ANY)(listeners.on_submission)
    app.view_closed(ANY)(listeners.on_closed)
    app.shortcut(ANY)(listeners.on_shortcut)
    app.options(ANY)(listeners.on_options)
    app.error(on_error)


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
