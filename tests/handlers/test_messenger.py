"""What becomes of a call to Slack, by status, body, header and broken line; no call is made twice."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import real_now
from bot.rules.sending import PATIENCE, REFUSALS, Outcome, Verdict
from bot.settings import Settings
from handlers.slack.identity import client_options
from handlers.slack.last_look import last_look
from handlers.slack.messenger import SlackMessenger

IN_TIME = datetime(9999, 1, 1, tzinfo=UTC)
SINCE = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)
Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Wire:
    """A server with one answer, and a messenger before it."""

    messenger: SlackMessenger
    calls: list[str] = field(default_factory=list)
    address: str = ""

    async def post(self, until: datetime = IN_TIME) -> Outcome:
        return await self.messenger.post("C1", {"text": "hi"}, thread_ts=None, nonce="n1", until=until)

    async def update(self) -> Outcome:
        return await self.messenger.update("C1", "1.1", {"text": "hi"})

    async def find(self, to: str = "C1", thread_ts: str | None = None) -> Outcome:
        return await self.messenger.find(to, thread_ts=thread_ts, nonce="n1", since=SINCE)


@asynccontextmanager
async def answering(respond: Respond, *traces: aiohttp.TraceConfig) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession(trace_configs=[*traces, last_look()]) as session:
        client = AsyncWebClient(token="xoxb-1", session=session, retry_handlers=[])
        wire = Wire(SlackMessenger(client, timedelta(seconds=0.4)))

        async def serve(request: web.Request) -> web.StreamResponse:
            wire.calls.append(request.match_info["method"])
            return await respond(request)

        app = web.Application()
        app.router.add_route("*", "/{method}", serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            client.base_url = wire.address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
            yield wire
        finally:
            await runner.cleanup()


def saying(body: object, status: int = 200, **headers: str) -> Respond:
    """An answer of that status; a string goes as it is, as a page."""
    text, kind = (body, "text/html") if isinstance(body, str) else (json.dumps(body), "application/json")

    async def respond(_: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, headers={"Content-Type": kind} | named)

    return respond


@pytest.mark.parametrize(
    ("respond", "verdict", "reason"),
    [
        (saying({"ok": True, "channel": "D1", "ts": "1.2"}), Verdict.SENT, ""),
        (saying({"ok": True}), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying({"ok": False, "error": "fatal_error"}), Verdict.UNKNOWN, "fatal_error"),
        (saying({"ok": False, "error": "new_in_2027"}), Verdict.UNKNOWN, "new_in_2027"),
        (saying({"ok": False}), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying({"ok": False, "error": None}), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying({"ok": False, "error": ["x"]}), Verdict.UNKNOWN, "['x']"),
        (saying([]), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying([1]), Verdict.UNKNOWN, "AttributeError"),
        (saying(None), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying("<html>Hello</html>"), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying("{not json", Content_Type="application/json"), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying("", 200), Verdict.UNKNOWN, "no answer in Slack's form"),
        (saying("<html>oops</html>", 500), Verdict.UNKNOWN, "http 500"),
        (saying("{broken", 502, Content_Type="application/json"), Verdict.UNKNOWN, "http 502"),
        (saying({"ok": False, "error": "is_archived"}, 503), Verdict.UNKNOWN, "http 503"),
        (saying("<html>no</html>", 404), Verdict.UNKNOWN, "no answer in Slack's form"),
    ],
)
async def test_what_an_answer_means_for_a_message(respond: Respond, verdict: Verdict, reason: str):
    async with answering(respond) as wire:
        outcome = await wire.post()
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    assert wire.calls == ["chat.postMessage"], "one call, whatever comes of it"


FILE = {"file": {"stem": "tasks", "ending": "csv", "content": b"1,2", "title": "Tasks"}, "text": "", "blocks": []}
TOO_LATE = Outcome(Verdict.NOT_SENT, reason="too late to begin")


async def test_who_is_too_late_says_nothing_on_a_new_connection_or_a_kept_one():
    async with answering(saying({"ok": True, "channel": "D1", "ts": "1.2"})) as wire:
        assert await wire.post(real_now()) == TOO_LATE
        assert (await wire.post()).verdict == Verdict.SENT
        assert await wire.post(real_now()) == TOO_LATE
        assert (await wire.post()).verdict == Verdict.SENT, "on another connection"
        assert (await wire.update()).verdict == Verdict.SENT, "which anybody may repeat"
    assert wire.calls == ["chat.postMessage", "chat.postMessage", "chat.update"]


@pytest.mark.parametrize("to", ["C1", "U1"])
async def test_who_is_too_late_gives_no_file(to: str):
    async with answering(saying({"ok": True})) as wire:
        assert await wire.messenger.post(to, FILE, thread_ts=None, nonce="n1", until=real_now()) == TOO_LATE
    assert wire.calls == []


async def test_who_is_frozen_before_the_first_byte_and_for_longer_than_a_call_may_take_says_nothing():
    frozen = aiohttp.TraceConfig()

    async def freeze(*_: object) -> None:
        time.sleep(0.6)  # noqa: ASYNC251 - the whole process is: all its clocks run out as it wakes up

    frozen.on_connection_create_end.append(freeze)
    async with answering(saying({"ok": True}), frozen) as wire:
        assert await wire.post(real_now() + timedelta(seconds=0.3)) == TOO_LATE
    assert wire.calls == []


@pytest.mark.parametrize("name", sorted(REFUSALS))
async def test_a_refusal_keeps_its_name(name: str):
    async with answering(saying({"ok": False, "error": name})) as wire:
        assert await wire.post() == Outcome(Verdict.REFUSED, reason=name)


@pytest.mark.parametrize(
    ("respond", "seconds"),
    [
        (saying({"ok": False, "error": "ratelimited"}, 429, Retry_After="7"), 7),
        (saying({"ok": False, "error": "ratelimited"}, 200, Retry_After="7"), 7),
        (saying({"ok": False, "error": "ratelimited"}, 429), 30),
        (saying("<html>slow down</html>", 429, Retry_After="9"), 9),
        (saying("{broken", 429, Retry_After="9", Content_Type="application/json"), 9),
        (saying({}, 429, Retry_After="soon"), 30),
        (saying({}, 429, Retry_After="0"), 1),
        (saying({}, 429, Retry_After="-4"), 1),
        (saying({}, 429, Retry_After="nan"), 1),
        (saying({}, 429, Retry_After="inf"), 86400),
    ],
)
async def test_a_rate_limit_names_its_wait(respond: Respond, seconds: float):
    async with answering(respond) as wire:
        for call in (wire.post, wire.update, wire.find):
            outcome = await call()
            assert (outcome.verdict, outcome.wait_seconds) == (Verdict.WAIT, seconds)


async def test_a_call_that_hangs_is_given_up_in_time_and_unknown():
    async def hang(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with answering(hang) as wire:
        async with asyncio.timeout(2):
            outcomes = [await wire.post(), await wire.update(), await wire.find()]
    assert outcomes == [Outcome(Verdict.UNKNOWN, reason="timeout")] * 3


async def test_a_line_that_breaks_is_unknown_and_one_that_never_was_is_not_sent():
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with answering(hang_up) as wire:
        assert (await wire.post()).verdict == Verdict.UNKNOWN
    async with aiohttp.ClientSession() as session:
        nobody = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/", session=session, retry_handlers=[])
        unreachable = Wire(SlackMessenger(nobody))
        assert (await unreachable.post()).verdict == Verdict.NOT_SENT
        assert (await unreachable.find()).verdict == Verdict.UNKNOWN, "a look that failed finds nothing out"


async def test_the_library_does_not_try_again_by_itself():
    """What was taken, and not answered, would be said twice."""

    async def take_and_hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with answering(take_and_hang_up) as wire, aiohttp.ClientSession() as session:
        settings = Settings(slack_bot_token="xoxb-1", slack_signing_secret="s" * 32, slack_api_url=wire.address)  # type: ignore[arg-type]
        client = AsyncWebClient("xoxb-1", **client_options(settings, session, PATIENCE))
        assert (await SlackMessenger(client).post("C1", {"text": "hi"}, thread_ts=None, nonce="n1", until=IN_TIME)) == (
            Outcome(Verdict.UNKNOWN, reason="ServerDisconnectedError")
        )
        assert wire.calls == ["chat.postMessage"]


def page(*nonces: str | None, cursor: str = "") -> dict[str, object]:
    messages = [
        {"ts": f"{number}.5", **({"metadata": {"event_payload": {"k": nonce}}} if nonce else {})}
        for number, nonce in enumerate(nonces, 1)
    ]
    return {"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}}


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [
        ([page("other", "n1")], Outcome(Verdict.SENT, channel_id="C1", ts="2.5")),
        ([page(None, None, cursor="more"), page("n1")], Outcome(Verdict.SENT, channel_id="C1", ts="1.5")),
        ([page("other", None)], Outcome(Verdict.NOT_SENT)),
        ([page()], Outcome(Verdict.NOT_SENT)),
        ([page("x", cursor="on")] * 6, Outcome(Verdict.UNKNOWN, reason="too much was said since")),
        ([{"ok": True}], Outcome(Verdict.UNKNOWN, reason="TypeError")),
        ([{"ok": False, "error": "missing_scope"}], Outcome(Verdict.REFUSED, reason="missing_scope")),
        ([{"ok": False, "error": "token_revoked"}], Outcome(Verdict.REFUSED, reason="token_revoked")),
        ([{"ok": False, "error": "fatal_error"}], Outcome(Verdict.UNKNOWN, reason="fatal_error")),
    ],
)
async def test_what_a_look_into_the_conversation_tells(pages: list[dict[str, object]], outcome: Outcome):
    left = iter(pages)

    async def next_page(request: web.Request) -> web.Response:
        asked = request.query
        assert float(asked["oldest"]) == SINCE.timestamp()
        assert asked["include_all_metadata"] == "1"
        return web.json_response(next(left))

    async with answering(next_page) as wire:
        assert await wire.find() == outcome
    assert set(wire.calls) == {"conversations.history"}


async def test_a_thread_is_read_as_a_thread_and_a_person_by_their_direct_conversation():
    async def respond(request: web.Request) -> web.Response:
        opened = request.match_info["method"] == "conversations.open"
        return web.json_response({"ok": True, "channel": {"id": "D7"}} if opened else page("n1"))

    async with answering(respond) as wire:
        assert (await wire.find("C1", "9.9")).verdict == Verdict.SENT
        assert (await wire.find("U7")).channel_id == "D7"
    assert wire.calls == ["conversations.replies", "conversations.open", "conversations.history"]
