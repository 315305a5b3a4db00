"""What Slack sends to an app, and what came back: the shape shared by signed HTTP and Socket Mode."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

from playground.world import Json


class Kind(StrEnum):
    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"


@dataclass(frozen=True)
class Parcel:
    """`body` and `content_type` are the HTTP form, fixed once so that a second sending is equal to the byte."""

    kind: Kind
    payload: Json
    body: bytes
    content_type: str

    @property
    def event_id(self) -> str | None:
        return self.payload.get("event_id")

    @property
    def type(self) -> str:
        """What the payload is about: the event's type, the command, or the kind of interaction."""
        if self.kind is Kind.EVENT:
            return str(self.payload.get("event", {}).get("type", ""))
        return str(self.payload.get("command") if self.kind is Kind.COMMAND else self.payload.get("type"))

    @property
    def accepts_answer(self) -> bool:
        return self.kind is not Kind.EVENT


@dataclass(frozen=True)
class Answer:
    """`failure` is Slack's retry reason when nothing usable came back; `body` is parsed JSON, text or empty."""

    status: int | None = None
    body: Any = ""
    failure: str | None = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass(frozen=True)
class Attempt:
    number: int = 0
    reason: str = ""


class Transport(Protocol):
    """A way to reach the bot."""

    @property
    def reached(self) -> bool:
        """Whether the bot has shown to be there."""

    async def send(self, parcel: Parcel, attempt: Attempt) -> Answer: ...

    async def close(self) -> None: ...


def pack(kind: Kind, payload: Json) -> Parcel:
    if kind is Kind.EVENT:
        return Parcel(kind, payload, json.dumps(payload).encode(), "application/json")
    form = payload if kind is Kind.COMMAND else {"payload": json.dumps(payload)}
    return Parcel(kind, payload, urlencode(form).encode(), "application/x-www-form-urlencoded")
