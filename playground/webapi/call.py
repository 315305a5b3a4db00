"""One Web API call: its arguments in any of the wire forms, read by type, and the errors that answer it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.guard import UnreadableError, check_text, read_json
from playground.slack import Slack
from playground.world import Json

STRUCTURES: dict[str, tuple[str, type]] = {
    "blocks": ("invalid_blocks_format", list),
    "attachments": ("invalid_attachments_format", list),
    "metadata": ("invalid_metadata_format", dict),
    "view": ("invalid_arguments", dict),
    "files": ("invalid_arguments", list),
}


class ApiError(Exception):
    """Answered as `{"ok": false, "error": …}`; details go to response_metadata.messages."""

    def __init__(self, error: str, *details: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = list(details)
        self.more = more


def error_body(error: ApiError) -> Json:
    body: Json = {"ok": False, "error": error.error, **error.more}
    if error.details:
        body["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in error.details]}
    return body


class RateLimitedError(Exception):
    """Answered as 429 with Retry-After in whole domain seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


@dataclass
class Call:
    method: str
    args: Json
    token: str | None
    client: tuple[str, str] | None = None  # what an app shows to be itself

    def text(self, name: str, default: str = "") -> str:
        value: Any = self.args.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str | int | float):
            raise ApiError("invalid_arguments", f"must be a string [json-pointer:/{name}]")
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise ApiError("invalid_arguments", f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        return self.text(name, "true" if default else "false").lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal() or len(value) > 18:
            raise ApiError("invalid_arguments", f"must be a whole number [json-pointer:/{name}]")
        return int(value)

    def names(self, name: str) -> list[str]:
        """Comma-separated, or a JSON list."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(item) for item in value]
        return [item.strip() for item in self.text(name).split(",") if item.strip()]

    def structure(self, name: str) -> Any:
        """blocks, metadata, view …: an object or list, also when it came as a JSON string."""
        value = self.args.get(name)
        error, kind = STRUCTURES[name]
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = read_json(value)
            except UnreadableError as cause:
                raise ApiError(error, f"{name} is no valid JSON") from cause
        if not isinstance(value, kind):
            raise ApiError(error, f"must be {'a list' if kind is list else 'an object'} [json-pointer:/{name}]")
        return value


Function = Callable[[Slack, Call], Json]


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them must be granted; none needed when empty."""

    run: Function
    per_minute: int
    scopes: tuple[str, ...] = ()


async def read_call(request: web.Request) -> Call:
    """Query string, form (also multipart) and JSON body together; the body wins."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await _json_body(request)
    elif request.method == "POST":
        args |= await _form(request)
    authorization = request.headers.get("Authorization", "")
    token = authorization.removeprefix("Bearer ").strip() if authorization.startswith("Bearer ") else None
    spoken = args.pop("token", None)
    return Call(request.match_info["method"], args, token or (spoken if isinstance(spoken, str) else None),
                _client(authorization))  # fmt: skip


def _client(authorization: str) -> tuple[str, str] | None:
    if not authorization.startswith("Basic "):
        return None
    try:
        login, colon, password = (
            base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode().partition(":")
        )
    except ValueError:
        return None
    return (login, password) if colon else None


async def _form(request: web.Request) -> Json:
    try:
        form = await request.post()
        fields: Json = {key: value for key, value in form.items() if isinstance(value, str)}
        for value in fields.values():
            check_text(value)
    except (ValueError, UnreadableError) as error:
        raise ApiError("invalid_form_data") from error
    return fields


async def _json_body(request: web.Request) -> Json:
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        body = read_json(raw)
    except UnreadableError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


def compact(value: Json) -> Json:
    """Arguments for the record: structures that came as JSON strings are shown opened."""
    shown = dict(value)
    for name in STRUCTURES:
        if isinstance(shown.get(name), str):
            try:
                shown[name] = json.loads(shown[name])
            except (ValueError, RecursionError):
                continue
    return shown
