"""The last look before a call's first byte: who was held up for too long does not begin it any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.clock import real_now

UNTIL: ContextVar[datetime | None] = ContextVar("until", default=None)


class TooLate(Exception):
    """Nothing was sent, and somebody else may be at it by now. aiohttp names it as the cause of an error of its own."""


def was_too_late(error: Exception) -> bool:
    return isinstance(error.__cause__, TooLate)


@contextmanager
def begun_before(until: datetime) -> Iterator[None]:
    """Calls within begin before that moment of the machine's clock, or not at all."""
    token = UNTIL.set(until)
    try:
        yield
    finally:
        UNTIL.reset(token)


def last_look() -> aiohttp.TraceConfig:
    """Just before the first bytes go to the socket. Since the look at the lease a token may have been asked for and a
    connection made, and who writes waits for its turn of the loop: a process may be frozen in between for long."""

    async def look(_session: Any, request: SimpleNamespace, _chunk: Any) -> None:
        until = UNTIL.get()
        if until is None or hasattr(request, "begun"):
            return
        if real_now() >= until:
            raise TooLate
        request.begun = True

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(look)
    return trace
