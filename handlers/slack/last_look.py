"""The last look before a call's first byte: who was held up for too long does not begin it any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.clock import real_now

UNTIL: ContextVar[datetime | None] = ContextVar("until", default=None)


class TooLate(SlackClientError):
    """Nothing was sent, and somebody else may be at it by now."""


@contextmanager
def begun_before(until: datetime) -> Iterator[None]:
    """Calls within begin before that moment of the machine's clock, or raise TooLate."""
    token = UNTIL.set(until)
    try:
        yield
    finally:
        UNTIL.reset(token)


def last_look() -> aiohttp.TraceConfig:
    """When the connection is there and nothing was written to it. A token may have been asked for since the look at the
    lease, a connection made, and a process may be frozen in between for as long as it takes."""

    async def look(*_: Any) -> None:
        until = UNTIL.get()
        if until is not None and real_now() >= until:
            raise TooLate("too late to begin")

    trace = aiohttp.TraceConfig()
    trace.on_connection_reuseconn.append(look)
    trace.on_connection_create_end.append(look)
    return trace
