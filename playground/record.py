"""The record of every Web API call the bot made and every delivery it was sent."""

from __future__ import annotations

import itertools
from collections import deque
from typing import Any

from playground.clock import Clock, stamp
from playground.world import Json

KEPT = 20_000


class Record:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self.calls: deque[Json] = deque(maxlen=KEPT)
        self.deliveries: deque[Json] = deque(maxlen=KEPT)

    def call(self, method: str, args: Json, outcome: str, **more: Any) -> Json:
        """One call; arguments come without the token. The returned row may be completed later."""
        row = {
            "n": next(self._numbers),
            "method": method,
            "args": args,
            "outcome": outcome,
            "at": stamp(self._clock.now()),
            **{key: value for key, value in more.items() if value is not None},
        }
        self.calls.append(row)
        return row

    def breach(self, where: str, details: list[str]) -> None:
        """Something the bot answered that Slack would not have shown."""
        self.call(where, {}, "breach", detail=details)

    def delivery(self, kind: str, type_: str, event_id: str | None, attempt: int) -> Json:
        row = {
            "n": next(self._numbers),
            "kind": kind,
            "type": type_,
            "event_id": event_id,
            "attempt": attempt,
            "outcome": "under_way",
            "status": None,
            "at": stamp(self._clock.now()),
        }
        self.deliveries.append(row)
        return row
