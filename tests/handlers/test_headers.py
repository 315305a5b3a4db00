"""Every answer of the web server, wanted or not, tells a browser to keep nothing, run nothing and frame nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.manifest import scopes_for
from bot.sealing import new_key, ring_of
from handlers.http import routes
from handlers.http.health import Health
from handlers.http.install import App, InstallDoor

nothing: Any = None  # neither a database nor Slack is asked here


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The server as it stands behind a proxy with a certificate."""
    ring = ring_of(new_key("one"))
    assert ring is not None
    ours = App("1.2", "secret", "https://muster.example/slack/oauth_redirect", "https://slack.com/api/", scopes_for)
    app = web.Application()

    async def never(_: web.Request) -> web.StreamResponse:
        raise AssertionError("nothing unsigned comes here")

    async def breaks(_: web.Request) -> web.StreamResponse:
        raise RuntimeError("canary: postgresql://user:password@host")

    install = InstallDoor(ours, ring, nothing, nothing, nothing)
    install.arrived = lambda _: None  # it has started
    routes(app, Health(nothing, nothing), slack=never, signing_secret="s", test_clock=None, install=install)
    app.router.add_get("/breaks", breaks)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def ask(method: str, address: str) -> tuple[aiohttp.ClientResponse, str]:
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        http.request(method, address) as answer,
    ):
        return answer, await answer.text()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/slack/install", 200),
        ("GET", "/slack/oauth_redirect", 400),
        ("POST", "/slack/events", 401),
        ("GET", "/slack/events", 405),
        ("TRACE", "/healthz", 405),
        ("TRACE", "/slack/events", 405),
        ("POST", "/slack/install", 405),
        ("GET", "/", 404),
        ("GET", "/slack/", 404),
        ("GET", "/.git/config", 404),
        ("GET", "/testing/clock", 404),
        ("GET", "/breaks", 500),
    ],
)
async def test_every_answer_is_of_no_use_to_a_stranger_s_page(address: str, method: str, path: str, status: int):
    answer, said = await ask(method, address + path)
    assert answer.status == status
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    for wanted in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"):
        assert wanted in policy
    assert "script-src" not in policy
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert (headers["Cache-Control"], headers["Strict-Transport-Security"]) == ("no-store", "max-age=31536000")
    assert "charset=utf-8" in headers["Content-Type"]
    assert (headers["Server"], "Access-Control-Allow-Origin" in headers) == ("Muster", False)
    assert "canary" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("muster.example.com", "max-age=31536000; includeSubDomains"),
        ("muster.intern.example.com:8443", "max-age=31536000; includeSubDomains"),
        ("example.com", "max-age=31536000"),
        ("localhost:3000", "max-age=31536000"),
        ("192.0.2.7", "max-age=31536000"),
        ("[2001:db8::1]:443", "max-age=31536000"),
    ],
)
async def test_our_own_host_and_what_is_below_it_speak_https_only(address: str, host: str, said: str):
    async with aiohttp.ClientSession() as http, http.get(f"{address}/healthz", headers={"Host": host}) as answer:
        assert answer.headers["Strict-Transport-Security"] == said


async def test_over_https_the_cookie_is_this_host_s_alone_and_no_script_s(address: str):
    answer, _ = await ask("GET", address + "/slack/install")
    cookie = answer.cookies["__Host-muster-install"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert len(cast(str, cookie.value)) == 43


async def test_a_page_runs_no_script_and_asks_nobody_else_for_anything(address: str):
    _, said = await ask("GET", address + "/slack/install")
    assert "<script" not in said
    assert [word for word in ("<link", "<img", "<iframe", "src=", "@import", "url(") if word in said] == []


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: +4",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
    ],
)
async def test_where_a_request_ends_is_said_in_one_way_only(address: str, lengths: str):
    """Else a proxy could take the rest of one for the beginning of the next."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    again = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{lengths}\r\n\r\n0\r\n\r\n{again}".encode())
    said = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert said.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert b"alive" not in said
    assert b"HTTP/1" not in said[8:]


async def test_every_way_that_is_no_installation_stands_in_the_log_without_a_stranger_s_words(
    address: str,
):
    door = address + "/slack/oauth_redirect"
    with capture_logs() as said:
        for path in ("?error=canary", "?error=access_denied", "", "?code=c&state=canary", "?code=d&state=canary"):
            await ask("GET", door + path)
        await ask("GET", address + "/slack/install?option=canary")
    told = [(line["event"], line["why"], line["times"]) for line in said]
    assert told == [("not installed", why, 1) for why in ("refused", "cancelled", "incomplete", "forged", "option")]
    assert "canary" not in str(said)


ODD = ("", "x", "é", "\x00", "%00", "<script>", "a" * 5000, "..", "1.2.3", "%ff%fe", "\n", "[]", "{}", "🙂")


async def test_no_words_that_a_stranger_brings_break_a_page_or_come_back_as_markup(address: str):
    """The database is never asked: what is not ours is known by its mark."""
    door = address + "/slack/oauth_redirect"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        for words in ODD:
            for query in ({"code": words, "state": words}, {"error": words}, {"code": words}, {"option": words}):
                for path in (door, address + "/slack/install"):
                    told = {"Cookie": f"__Host-muster-install={quote(words)}", "Accept-Language": quote(words)}
                    async with http.get(path, params=query, headers=told) as answer:
                        assert answer.status in (200, 400), (path, query)
                        assert "<script>" not in await answer.text()
