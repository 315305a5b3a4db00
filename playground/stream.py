"""Server-Sent Events for the page: what changed, in one line each."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

HEARTBEAT_SECONDS = 15.0
BACKLOG = 1000


class Stream:
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def tell(self, type_: str, **more: Any) -> None:
        line = json.dumps({"type": type_, **{key: value for key, value in more.items() if value is not None}})
        for listener in list(self._listeners):
            if listener.qsize() < BACKLOG:
                listener.put_nowait(line)

    def close(self) -> None:
        for listener in self._listeners:
            listener.put_nowait(None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        listener: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            await self._feed(response, listener)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._listeners.discard(listener)
        return response

    @staticmethod
    async def _feed(response: web.StreamResponse, listener: asyncio.Queue[str | None]) -> None:
        while True:
            try:
                line = await asyncio.wait_for(listener.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if line is None:
                return
            await response.write(f"data: {line}\n\n".encode())
