"""The gate before Slack's door: size and signature over the raw bytes, before anything is parsed."""

import hashlib
import hmac
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from bot.logs import logger
from bot.measures import REJECTED
from handlers.slack import shapes

log = logger(__name__)

BODY_MAX = 512 * 1024
WINDOW = 300
TOLD_EVERY = 60.0
DIGITS = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def gate(signing_secret: str, handler: Handler) -> Handler:
    """Let through only what Slack signed within five minutes and what has the form of a payload: else 401 or 400."""
    secret, refuse = signing_secret.encode(), _refuser()

    async def checked(request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > BODY_MAX:
            return refuse(request, 413, "too large")
        raw = await request.read()
        if len(raw) > BODY_MAX:
            return refuse(request, 413, "too large")
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not DIGITS.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
            return refuse(request, 401, "not signed")
        if abs(time.time() - int(stamp)) > WINDOW:
            return refuse(request, 401, "stale")
        if not hmac.compare_digest(_signature(secret, stamp, raw), signature):
            return refuse(request, 401, "bad signature")
        body = _body_of(raw, request.content_type)
        if body is None:
            return refuse(request, 400, "malformed")
        if body.get("type") == "app_rate_limited":
            log.warning("Slack holds events back: there are more than it delivers in an hour")
            return web.Response()
        return await handler(request)

    return checked


def _signature(secret: bytes, stamp: str, raw: bytes) -> str:
    """Over the bytes as they came: they need not be text."""
    return "v0=" + hmac.new(secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()


def _refuser() -> Callable[[web.Request, int, str], web.Response]:
    """Every refusal is counted, and of each kind one a minute stands in the log: who floods us fills no disk."""
    told: dict[str, float] = {}
    since: Counter[str] = Counter()

    def refuse(request: web.Request, status: int, reason: str) -> web.Response:
        REJECTED.labels(reason).inc()
        since[reason] += 1
        if time.monotonic() - told.get(reason, -TOLD_EVERY) >= TOLD_EVERY:
            told[reason] = time.monotonic()
            log.warning("refused at the door", reason=reason, times=since.pop(reason), last_from=request.remote)
        return web.json_response({"error": reason}, status=status)

    return refuse


def _body_of(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload a listener may be given; None for what has no form of one or could be read in two ways."""
    try:
        text = raw.decode("utf-8")
        if content_type == "application/json":
            body = _parsed(text)
            return body if _is_event(body) else None
        if text.lstrip().startswith("{"):
            return None
        return _form_of(parse_qs(text, keep_blank_values=True))
    except (ValueError, RecursionError):
        return None


def _form_of(form: dict[str, list[str]]) -> dict[str, Any] | None:
    """A command, an interaction or Slack's look at the certificate."""
    if any(len(values) > 1 for values in form.values()):
        return None
    body: dict[str, Any] = {name: values[0] for name, values in form.items()}
    if "payload" in body:
        body = _parsed(body["payload"])
        return body if shapes.is_interaction(body) else None
    return body if body.get("ssl_check") == "1" or shapes.is_command(body) else None


def _parsed(text: str) -> Any:
    """JSON as Slack writes it. Raises ValueError for what no payload holds."""
    body = json.loads(text, parse_constant=_refuse_constant)
    if not shapes.is_shallow(body):
        raise ValueError("too deep")
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _is_event(body: Any) -> bool:
    if isinstance(body, dict) and body.get("type") == "url_verification":
        return isinstance(body.get("challenge"), str)
    if isinstance(body, dict) and body.get("type") == "app_rate_limited":
        return shapes.an_id(body.get("team_id"))
    return shapes.is_event(body)
