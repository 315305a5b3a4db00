"""The gate before Slack's door: size and signature over the raw bytes, before anything is parsed."""

import json
import re
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.measures import REJECTED

BODY_MAX = 512 * 1024
WINDOW = 300
DIGITS = re.compile(r"\d{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def gate(signing_secret: str, handler: Handler) -> Handler:
    """Let through only what Slack signed within five minutes and what has the form of a payload: else 401 or 400."""
    verifier = SignatureVerifier(signing_secret)

    async def checked(request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > BODY_MAX:
            return _refuse(413, "too large")
        raw = await request.read()
        if len(raw) > BODY_MAX:
            return _refuse(413, "too large")
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not DIGITS.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
            return _refuse(401, "not signed")
        if abs(time.time() - int(stamp)) > WINDOW:
            return _refuse(401, "stale")
        if not verifier.is_valid(body=raw, timestamp=stamp, signature=signature):
            return _refuse(401, "bad signature")
        if not _has_form(raw, request.content_type):
            return _refuse(400, "malformed")
        return await handler(request)

    return checked


def _refuse(status: int, reason: str) -> web.Response:
    REJECTED.labels(reason).inc()
    return web.json_response({"error": reason}, status=status)


def _has_form(raw: bytes, content_type: str) -> bool:
    """Whether the body is a payload a listener may be given: the fields every listener relies on are there."""
    try:
        text = raw.decode("utf-8")
        if content_type == "application/json":
            return _is_event(json.loads(text))
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        if "payload" in form:
            return _is_interaction(json.loads(form["payload"]))
    except (ValueError, RecursionError):
        return False
    return "ssl_check" in form or all(form.get(name) for name in ("command", "team_id", "user_id"))


def _is_event(body: object) -> bool:
    if not isinstance(body, dict):
        return False
    if body.get("type") == "url_verification":
        return isinstance(body.get("challenge"), str)
    if body.get("type") == "app_rate_limited":
        return True
    event = body.get("event")
    return isinstance(event, dict) and isinstance(event.get("type"), str) and isinstance(body.get("event_id"), str)


def _is_interaction(body: object) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        return False
    user = body.get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return False
    if body["type"].startswith("view_"):
        view = body.get("view")
        return isinstance(view, dict) and isinstance(view.get("id"), str)
    actions = body.get("actions", [])
    return isinstance(actions, list) and all(isinstance(action, dict) for action in actions)
