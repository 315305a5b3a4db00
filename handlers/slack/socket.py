"""Socket Mode's connection, which ends between two payloads: who is being answered is answered first."""

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

LOOK_EVERY, PING_EVERY = 0.002, 10.0  # seconds


class Socket(AsyncSocketModeHandler):
    """Slack gives each payload to one of our connections, and knows that one is gone only when it is."""

    def __init__(self, app: AsyncApp, app_token: str, ping_interval: float = PING_EVERY) -> None:
        super().__init__(app, app_token, ping_interval=ping_interval)
        self._under_way = 0

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        self._under_way += 1
        try:
            await super().handle(client, req)
        finally:
            self._under_way -= 1

    async def finish(self, seconds: float) -> None:
        """Close in the first moment in which nothing is under way, at the latest after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._under_way or not self.client.message_queue.empty():  # noqa: ASYNC110 - it has no event
                    await asyncio.sleep(LOOK_EVERY)
        await self.close_async()  # type: ignore[no-untyped-call]
