"""The last look before a call's first byte: who was held up for too long does not begin it any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.clock import real_now


@dataclass
class Look:
    """Calls begin before that moment of the machine's clock, or not at all. `refused`: one was to begin later."""

    until: datetime
    refused: bool = False


class TooLate(SlackClientError):
    """Nothing was sent, and somebody else may be at it by now."""


BOUND: ContextVar[Look | None] = ContextVar("bound", default=None)


@contextmanager
def begun_before(until: datetime) -> Iterator[Look]:
    """What is called within. An error does not always tell that a call was refused: who sleeps for long wakes up with
    other clocks run out as well."""
    look = Look(until)
    token = BOUND.set(look)
    try:
        yield look
    finally:
        BOUND.reset(token)


def last_look() -> aiohttp.TraceConfig:
    """Just before the first bytes go to the socket. Since the look at the lease a token may have been asked for and a
    connection made, and who writes a body waits for its turn of the loop: long enough to be frozen in between."""

    async def look(_session: Any, call: SimpleNamespace, _sent: Any) -> None:
        bound = BOUND.get()
        if bound is None or hasattr(call, "begun"):
            return
        if real_now() >= bound.until:
            bound.refused = True
            raise TooLate

    async def look_at_body(session: Any, call: SimpleNamespace, sent: Any) -> None:
        await look(session, call, sent)
        call.begun = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(look)  # they wait for the body; without one they go at once
    trace.on_request_chunk_sent.append(look_at_body)
    return trace
