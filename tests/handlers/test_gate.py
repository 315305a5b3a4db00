"""The gate by itself, over real HTTP: where exactly each of its limits is, what it says of itself, what it counts."""

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from handlers.http import ingress
from tests.handlers.knocking import FORM, JSON, signed
from tests.handlers.test_ingress import CLICK, COMMAND, EVENT, form, payload

NOW = 1_773_019_200
SECRET = "s" * 32


class Door:
    """A small web application behind the gate, and a clock that stands until it is moved."""

    def __init__(self, address: str, http: ClientSession, passed: list[bytes], clock: SimpleNamespace) -> None:
        self._address, self._http = address, http
        self.passed, self.clock = passed, clock

    async def knock(self, raw: bytes, kind: str = FORM, *, chunked: bool = False, **headers: str) -> tuple[int, str]:
        """The status, and what was wrong: nothing where it was let through."""
        named = {"Content-Type": kind, **signed(raw, secret=SECRET, at=NOW), **headers}
        async with self._http.post(self._address, data=_in_pieces(raw) if chunked else raw, headers=named) as answer:
            said = await answer.text()
            return answer.status, json.loads(said)["error"] if said else said


async def _in_pieces(raw: bytes) -> AsyncIterator[bytes]:
    """Sent in chunks, a body does not say how long it is."""
    for start in range(0, len(raw), 1 << 16):
        yield raw[start : start + (1 << 16)]


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    passed: list[bytes] = []
    clock = SimpleNamespace(wall=float(NOW), since_start=0.0)

    async def inside(request: web.Request) -> web.Response:
        passed.append(await request.read())
        return web.Response()

    monkeypatch.setattr(ingress, "time", SimpleNamespace(time=lambda: clock.wall, monotonic=lambda: clock.since_start))
    app = web.Application(client_max_size=4 << 20)
    app.router.add_post("/", ingress.gate(SECRET, inside))
    async with TestServer(app) as server, ClientSession() as http:
        yield Door(str(server.make_url("/")), http, passed, clock)


def event_of(size: int) -> bytes:
    """A well-formed event of so many bytes."""
    body = json.dumps(EVENT | {"more": ""}).encode()
    return body.replace(b'"more": ""', b'"more": "' + b"x" * (size - len(body)) + b'"')


async def test_a_body_may_be_as_large_as_the_limit_whether_it_says_so_or_comes_in_pieces(door: Door) -> None:
    most, over = event_of(ingress.BODY_MAX), event_of(ingress.BODY_MAX + 1)
    assert [await door.knock(most, JSON), await door.knock(most, JSON, chunked=True)] == [(200, "")] * 2
    assert door.passed == [most, most], "whole, as it came"
    assert [await door.knock(over, JSON, chunked=True), await door.knock(over, JSON)] == [(413, "too large")] * 2
    assert await door.knock(b"", JSON, chunked=True) == (400, "malformed")


async def test_who_says_that_too_much_comes_is_refused_before_it_comes(door: Door) -> None:
    reader, writer = await _connected(door)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n")
    assert b" 413 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def _connected(door: Door) -> Any:
    return await asyncio.open_connection("127.0.0.1", urlsplit(door._address).port)


@pytest.mark.parametrize(
    ("headers", "wrong"),
    [
        ({}, ""),
        ({"X-Slack-Request-Timestamp": "9" * 12}, "stale"),
        ({"X-Slack-Request-Timestamp": "9" * 13}, "not signed"),
        ({"X-Slack-Request-Timestamp": ""}, "not signed"),
        ({"X-Slack-Request-Timestamp": str(NOW + 1)}, "bad signature"),
        ({"X-Slack-Signature": "v0=" + "0" * 64}, "bad signature"),
        ({"X-Slack-Signature": "v0=" + "0" * 63}, "not signed"),
        ({"X-Slack-Signature": ""}, "not signed"),
    ],
)
async def test_a_request_is_told_what_is_wrong_with_its_signature(
    door: Door, headers: dict[str, str], wrong: str
) -> None:
    assert await door.knock(form(), **headers) == (401 if wrong else 200, wrong)


@pytest.mark.parametrize("missing", ["X-Slack-Request-Timestamp", "X-Slack-Signature"])
async def test_half_a_signature_is_none(door: Door, missing: str) -> None:
    async with door._http.post(door._address, data=form(), headers={
        name: value for name, value in signed(form(), secret=SECRET, at=NOW).items() if name != missing
    }) as answer:  # fmt: skip
        assert (answer.status, await answer.json()) == (401, {"error": "not signed"})


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [(300, (200, "")), (-300, (200, "")), (300.5, (401, "stale")), (-300.5, (401, "stale"))],
)
async def test_what_was_signed_is_good_for_five_minutes_on_either_side(
    door: Door, seconds: float, answer: tuple[int, str]
) -> None:
    door.clock.wall += seconds
    assert await door.knock(form()) == answer


CHALLENGE = {"type": "url_verification", "challenge": "c"}
LIMITED = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1}


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (form(), FORM, 200),
        (form(text=""), FORM, 200),
        (form(text='{"a": 1}'), FORM, 200),
        (form() + b"&user_id=", FORM, 400),  # read in two ways: by us, and by who reads the last one
        (b'{"a": 1}&' + form(), FORM, 400),
        (b' \n{"a": 1}&' + form(), FORM, 400),
        (b"ssl_check=1&token=x", FORM, 200),
        (b"ssl_check=0&token=x", FORM, 400),
        (b"token=x", FORM, 400),
        (payload(CLICK), FORM, 200),
        (payload(CLICK | {"type": "surprise"}), FORM, 400),
        (payload(json.dumps(CLICK)[:-1] + ', "more": ' + "[" * 50 + "]" * 50 + "}"), FORM, 200),
        (payload(json.dumps(CLICK)[:-1] + ', "more": ' + "[" * 70 + "]" * 70 + "}"), FORM, 400),
        (payload('{"more": NaN}'), FORM, 400),
        (json.dumps(EVENT | {"more": float("inf")}).encode(), JSON, 400),
        (json.dumps(EVENT).encode() + b"\xff", JSON, 400),
        (json.dumps(EVENT).encode(), JSON, 200),
        (json.dumps(EVENT).encode(), f"{JSON}; charset=utf-8", 200),
        (json.dumps(EVENT).encode(), FORM, 400),
        (json.dumps(COMMAND).encode(), JSON, 400),
        (json.dumps(CHALLENGE).encode(), JSON, 200),
        (json.dumps(CHALLENGE | {"challenge": 7}).encode(), JSON, 400),
        (json.dumps({"challenge": "c"}).encode(), JSON, 400),
        (json.dumps(LIMITED | {"team_id": 7}).encode(), JSON, 400),
        (json.dumps([CHALLENGE]).encode(), JSON, 400),
    ],
)
async def test_only_what_has_the_form_of_a_payload_comes_in(door: Door, raw: bytes, kind: str, status: int) -> None:
    assert await door.knock(raw, kind) == (status, "malformed" if status == 400 else "")
    assert len(door.passed) == (status == 200)


async def test_that_slack_holds_events_back_is_written_down_and_goes_no_further(door: Door) -> None:
    with capture_logs() as logged:
        assert await door.knock(json.dumps(LIMITED).encode(), JSON) == (200, "")
    assert door.passed == []
    assert [(line["log_level"], line["event"]) for line in logged] == [
        ("warning", "Slack holds events back: there are more than it delivers in an hour")
    ]


def rejected(reason: str) -> float:
    return REGISTRY.get_sample_value("muster_requests_rejected_total", {"reason": reason}) or 0.0


async def test_each_refusal_is_counted_and_of_each_kind_one_a_minute_is_written_down(door: Door) -> None:
    before = {reason: rejected(reason) for reason in ("not signed", "malformed")}
    with capture_logs() as logged:
        for seconds, raw, headers in (
            (0, form(), {"X-Slack-Signature": ""}),
            (1, form(), {"X-Slack-Signature": ""}),
            (1, b"x=1", {}),
            (59.9, form(), {"X-Slack-Signature": ""}),
            (60, form(), {"X-Slack-Signature": ""}),
            (119.9, form(), {"X-Slack-Signature": ""}),
        ):
            door.clock.since_start = seconds
            await door.knock(raw, **headers)
    assert {reason: rejected(reason) - was for reason, was in before.items()} == {"not signed": 5, "malformed": 1}
    line = {"event": "refused at the door", "log_level": "warning", "last_from": "127.0.0.1"}
    assert logged == [
        line | {"reason": "not signed", "times": 1},
        line | {"reason": "malformed", "times": 1},
        line | {"reason": "not signed", "times": 3},
    ]
