"""`muster probe`: asks a live Slack the five things no document answers, and writes down what it saw."""

import asyncio
import json
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import real_now
from bot.settings import Settings
from handlers.slack.messenger import FAILURES, outcome_of

EVENT_TYPE, BUTTON = "muster_probe", "probe:once"
POSTS, BETWEEN_POSTS = 10, 1.2  # Slack lets about one message a second into a channel
LOOK_EVERY, LOOK_FOR = 0.1, 30.0
TIMEOUT = 10
NEEDS_SOCKET = "not asked: it needs Socket Mode (SLACK_APP_TOKEN), and a Muster that is not serving meanwhile"
MEND = "Give the id of a channel that Muster is in: /invite it there first. Reading needs channels:history as well."
Say = Callable[[str], None]


@dataclass(frozen=True)
class Finding:
    """One question, what was seen, in words, and the figures behind it."""

    question: str
    answer: str
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass
class Heard:
    """What Socket Mode brought. A click on our button is never acknowledged: that is the question."""

    clicks: list[dict[str, Any]] = field(default_factory=list)
    receipts: set[str] = field(default_factory=set)

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if _is_our_click(request):
            self.clicks.append({"at": time.monotonic(), "retry": request.retry_attempt})
            return
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        event = request.payload.get("event") or {}
        if event.get("type") == "message_metadata_posted":
            self.receipts.add(str(((event.get("metadata") or {}).get("event_payload") or {}).get("k")))


def _is_our_click(request: SocketModeRequest) -> bool:
    actions = request.payload.get("actions") or [{}]
    return request.type == "interactive" and actions[0].get("action_id") == BUTTON


@dataclass(frozen=True)
class Probe:
    """A channel to try things in, with a client whose own retries are off."""

    client: AsyncWebClient
    channel: str
    say: Say
    since: str  # what was said after this ts is ours
    posted: list[str]

    async def post(self, nonce: str, **more: Any) -> dict[str, Any]:
        """Slack's answer, its error as an answer too."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"k": nonce}}
        content = {"text": f"Muster tries something out: {nonce}"} | more
        try:
            answer = await self.client.chat_postMessage(channel=self.channel, metadata=metadata, **content)
        except FAILURES as error:
            return {"ok": False, "error": outcome_of(error).reason}
        self.posted.append(str(answer["ts"]))
        return {"ok": True, "ts": answer["ts"]}

    async def find(self, nonce: str) -> list[str]:
        """The ts of each message that history shows with this nonce."""
        page = await self.client.conversations_history(
            channel=self.channel, oldest=self.since, include_all_metadata=True, limit=200
        )
        carried = {one["ts"]: (one.get("metadata") or {}).get("event_payload") or {} for one in page["messages"]}
        return [ts for ts, payload in carried.items() if payload.get("k") == nonce]

    async def tidy_up(self) -> None:
        for ts in self.posted:
            try:
                await self.client.chat_delete(channel=self.channel, ts=ts)
            except FAILURES as error:
                self.say(f"One message stays in the channel: {outcome_of(error).reason}.")


async def run(settings: Settings, channel: str, *, wait: float, posts: int, say: Say) -> list[Finding]:
    """Ask all five. `wait` is how many seconds somebody has to click, and then how long a second delivery may take.

    Raises SlackApiError when the channel cannot be written to or read at all.
    """
    token = settings.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    newest: list[dict[str, Any]] = (await client.conversations_history(channel=channel, limit=1))["messages"]
    probe = Probe(client, channel, say, newest[0]["ts"] if newest else "0", [])
    try:
        async with _listening(settings, client) as heard:
            say(f"Posting {posts} messages and looking for each in the history …")
            delays, errors = await _how_soon_seen(probe, posts)
            return [
                await _the_same_id_twice(probe),
                await _a_receipt(probe, heard, min(wait, TIMEOUT)),
                _seen_after(delays),
                _errors(errors, posts),
                await _delivered_again(probe, heard, wait),
            ]
    finally:
        await probe.tidy_up()


@asynccontextmanager
async def _listening(settings: Settings, client: AsyncWebClient) -> AsyncIterator[Heard | None]:
    """What comes over a socket of our own, where there is one."""
    if not settings.socket_mode:
        yield None
        return
    heard = Heard()
    socket = SocketModeClient(app_token=settings.slack_app_token.get_secret_value(), web_client=client)
    socket.socket_mode_request_listeners.append(heard.hear)
    await socket.connect()  # type: ignore[no-untyped-call]
    try:
        yield heard
    finally:
        await socket.close()  # type: ignore[no-untyped-call]


async def _the_same_id_twice(probe: Probe) -> Finding:
    """(a) Does Slack know a message again by `client_msg_id`?"""
    nonce, same = secrets.token_hex(8), secrets.token_hex(16)
    answers = [await probe.post(nonce, client_msg_id=same) for _ in range(2)]
    await asyncio.sleep(BETWEEN_POSTS)
    shown = len(await probe.find(nonce))
    said = [one.get("error") or "accepted" for one in answers]
    answer = "ignored: both messages are there" if shown == len(answers) else f"{shown} of 2 messages shown"
    return Finding("What does client_msg_id do for a bot's token?", answer, {"answers": said, "shown": shown})


async def _a_receipt(probe: Probe, heard: Heard | None, wait: float) -> Finding:
    """(b) Does an app hear of its own metadata?"""
    question = "Does an app receive message_metadata_posted for its own messages?"
    if heard is None:
        return Finding(question, NEEDS_SOCKET)
    nonce = secrets.token_hex(8)
    await probe.post(nonce)
    seconds = await _until(lambda: nonce in heard.receipts, wait)
    missing = f"no, not within {wait:.0f} s; is the event subscribed, with the scope metadata.message:read?"
    return Finding(question, missing if seconds is None else f"yes, after {seconds:.1f} s", {"seconds": seconds})


async def _how_soon_seen(probe: Probe, posts: int) -> tuple[list[float | None], Counter[tuple[str, bool]]]:
    """(c) and (d): seconds until each message is in the history, and each error with whether its message is there."""
    delays: list[float | None] = []
    errors: Counter[tuple[str, bool]] = Counter()
    for _ in range(posts):
        nonce = secrets.token_hex(8)
        answer = await probe.post(nonce)
        seconds = await _until_shown(probe, nonce)
        if answer["ok"]:
            delays.append(seconds)
        else:
            errors[(str(answer["error"]), seconds is not None)] += 1
        await asyncio.sleep(BETWEEN_POSTS)
    return delays, errors


async def _until_shown(probe: Probe, nonce: str) -> float | None:
    """Seconds; None when history does not show it. What was posted in spite of an error is removed at the end, too."""
    began = time.monotonic()
    while time.monotonic() - began < LOOK_FOR:
        if shown := await probe.find(nonce):
            probe.posted.extend(ts for ts in shown if ts not in probe.posted)
            return time.monotonic() - began
        await asyncio.sleep(LOOK_EVERY)
    return None


def _seen_after(delays: Sequence[float | None]) -> Finding:
    question = "How long until a message is shown in conversations.history?"
    known = sorted(one for one in delays if one is not None)
    missing = len(delays) - len(known)
    if not known:
        return Finding(question, f"none of {len(delays)} was seen within {LOOK_FOR:.0f} s", {"missing": missing})
    figures = {"median": round(median(known), 3), "longest": round(known[-1], 3), "missing": missing}
    said = f"{figures['median']:.2f} s in the middle, {figures['longest']:.2f} s at most, of {len(known)} messages"
    return Finding(question, said + (f"; {missing} not seen within {LOOK_FOR:.0f} s" if missing else ""), figures)


def _errors(errors: Counter[tuple[str, bool]], posts: int) -> Finding:
    """(d) It cannot be called forth; what came by itself is counted here and, while serving, in a metric."""
    hidden = sum(count for (_, shown), count in errors.items() if shown)
    answer = f"seen {hidden} times in {posts} messages" if hidden else f"not seen in {posts} messages"
    seen = [{"error": name, "shown": shown, "count": count} for (name, shown), count in sorted(errors.items())]
    return Finding("Does internal_error, or another error, ever follow a message that was accepted?",
                   f"{answer}; while Muster serves, muster_reconciled_total counts it", {"errors": seen})  # fmt: skip


async def _delivered_again(probe: Probe, heard: Heard | None, wait: float) -> Finding:
    """(e) A click that is not acknowledged: does it come again?"""
    question = "Is a click that was not acknowledged ever delivered again?"
    if heard is None:
        return Finding(question, NEEDS_SOCKET)
    button = {"type": "button", "action_id": BUTTON, "text": {"type": "plain_text", "text": "Click me once"}}
    await probe.post(secrets.token_hex(8), text="Click me once", blocks=[{"type": "actions", "elements": [button]}])
    probe.say(f"Please click “Click me once” in the channel, once, within {wait:.0f} s. Slack will show a warning.")
    if await _until(lambda: bool(heard.clicks), wait) is None:
        return Finding(question, f"not known: nobody clicked within {wait:.0f} s")
    probe.say(f"Thank you. Waiting {wait:.0f} s for a second delivery …")
    again = await _until(lambda: len(heard.clicks) > 1, wait)
    return Finding(question, f"no, not within {wait:.0f} s" if again is None else f"yes, after {again:.1f} s",
                   {"deliveries": len(heard.clicks)})  # fmt: skip


async def _until(happened: Callable[[], bool], seconds: float) -> float | None:
    """Seconds until it happened; None when it did not in time."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began >= seconds:
            return None
        await asyncio.sleep(LOOK_EVERY)
    return time.monotonic() - began


def lines(findings: Sequence[Finding]) -> list[str]:
    return [line for one in findings for line in (one.question, f"  → {one.answer}")]


def write(findings: Sequence[Finding], to: Path) -> None:
    """The answers with their figures; no token, no name, no id is among them."""
    kept = {"at": real_now().isoformat(), "findings": [asdict(one) for one in findings]}
    to.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
