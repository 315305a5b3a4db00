"""Socket Mode: single-use addresses, hello, envelopes and their acks, up to ten connections, disconnects."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from playground.parcels import Answer, Attempt, Kind, Parcel
from playground.world import APP_ID, Json

MAX_CONNECTIONS = 10
TICKET_SECONDS = 30.0
PING_SECONDS = 10.0
CLOSING_SECONDS = 1.0  # how long a connection stays open after it was told to go
REASONS = ("warning", "refresh_requested", "too_many_websockets", "link_disabled")


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class SocketMode:
    def __init__(self, answer_seconds: float, changed: Callable[[], None]) -> None:
        self._answer_seconds = answer_seconds
        self._changed = changed
        self._tickets: dict[str, float] = {}
        self._connections: list[Connection] = []
        self._turn = itertools.count()
        self._goodbyes: set[asyncio.Task[None]] = set()

    @property
    def reached(self) -> bool:
        return bool(self._connections)

    def open_url(self, origin: str) -> str:
        """A fresh address, good for one connection within half a minute."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = time.monotonic() + TICKET_SECONDS
        return f"{origin.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"

    async def send(self, parcel: Parcel, attempt: Attempt) -> Answer:
        usable = [connection for connection in self._connections if not connection.leaving]
        if not usable:
            return Answer(failure="connection_failed")
        connection = usable[next(self._turn) % len(usable)]
        envelope = self._envelope(parcel, attempt)
        envelope_id = envelope["envelope_id"]
        acked: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = acked
        try:
            await connection.socket.send_str(json.dumps(envelope))
            ack = await asyncio.wait_for(acked, self._answer_seconds)
        except TimeoutError:
            return Answer(failure="timeout")
        except ConnectionError:
            return Answer(failure="connection_failed")
        finally:
            connection.waiting.pop(envelope_id, None)
        return Answer(200, ack.get("payload", "") if parcel.accepts_answer else "")

    @staticmethod
    def _envelope(parcel: Parcel, attempt: Attempt) -> Json:
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": parcel.kind.value,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.accepts_answer,
        }
        if parcel.kind is Kind.EVENT:
            envelope |= {"retry_attempt": attempt.number, "retry_reason": "timeout" if attempt.number else ""}
        return envelope

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket, from hello to its end."""
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) < time.monotonic():
            return web.Response(status=408, text="The ticket was used already, is too old, or was never given.")
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS)
        await socket.prepare(request)
        if len(self._connections) >= MAX_CONNECTIONS:
            await socket.send_str(json.dumps(_disconnect("too_many_websockets")))
            await socket.close()
            return socket
        connection = Connection(socket)
        self._connections.append(connection)
        self._changed()
        try:
            await socket.send_str(json.dumps(_hello(len(self._connections))))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    _take_ack(connection, message.data)
        finally:
            self._connections.remove(connection)
            self._changed()
            for waiting in connection.waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError())
        return socket

    async def disconnect(self, reason: str) -> int:
        """Tell every connection to go; all but a warning are closed soon after."""
        told = list(self._connections)
        for connection in told:
            connection.leaving = reason != "warning"
            try:
                await connection.socket.send_str(json.dumps(_disconnect(reason)))
            except ConnectionError:
                continue
            if connection.leaving:
                goodbye = asyncio.create_task(_close_soon(connection))
                self._goodbyes.add(goodbye)
                goodbye.add_done_callback(self._goodbyes.discard)
        return len(told)

    async def close(self) -> None:
        for goodbye in list(self._goodbyes):
            goodbye.cancel()
        for connection in list(self._connections):
            await connection.socket.close()


async def _close_soon(connection: Connection) -> None:
    await asyncio.sleep(CLOSING_SECONDS)
    await connection.socket.close()


def _hello(number: int) -> Json:
    debug = {"host": "playground", "build_number": 1, "approximate_connection_time": 18060}
    return {
        "type": "hello",
        "num_connections": number,
        "debug_info": debug,
        "connection_info": {"app_id": APP_ID},
    }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}


def _take_ack(connection: Connection, text: str) -> None:
    """An ack without an envelope of ours, or no JSON at all, is ignored."""
    try:
        ack: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(ack, dict) or not isinstance(ack.get("envelope_id"), str):
        return
    waiting = connection.waiting.get(ack["envelope_id"])
    if waiting is not None and not waiting.done():
        waiting.set_result(ack)
