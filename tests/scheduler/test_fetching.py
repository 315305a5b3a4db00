"""Fetching a calendar: over real TLS from this machine, and never from anywhere it could do harm."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.rules.calendar_text import MOST_BYTES, NotRead
from scheduler import fetching
from scheduler.fetching import Network, fetch
from tests.far_away import HERE, HOST, Server, far_away

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
SECRET = "/private-0a1b2c/basic.ics"
NAME = f"https://{HOST}{SECRET}"

BEHIND = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.0.1", "169.254.169.254", "169.254.170.2",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    "fe80::1", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
]  # fmt: skip


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with far_away(tmp_path) as found:
        found.gives(SECRET, CALENDAR)
        yield found


async def refusal(address: str, network: Network, hosts: list[str] | None = None) -> str:
    """Why it was not read; never with a word of the address in it."""
    with pytest.raises(NotRead) as refused:
        await fetch(address, hosts, network)
    assert "private-0a1b2c" not in repr(refused.value)
    assert refused.value.__cause__ is None
    return refused.value.why


async def test_a_calendar_is_fetched_by_its_name_with_its_certificate(server: Server) -> None:
    assert await fetch(f"{NAME}?key=%2F1", None, server.network) == CALENDAR
    assert await fetch(f"webcal://{HOST}{SECRET}", ["example.org"], server.network) == CALENDAR
    assert server.asked == [f"{HOST} {SECRET}?key=%2F1", f"{HOST} {SECRET}"]
    assert server.resolved == [HOST, HOST], "once each time, and the connection goes where that pointed"


@pytest.mark.parametrize("number", BEHIND)
async def test_a_name_that_leads_behind_the_open_internet_is_not_asked(number: str) -> None:
    """Two ways each: that number alone, and behind one that is open. Nothing is connected to."""
    for numbers in ([number], ["93.184.215.14", number]):

        async def resolve(_: str, numbers: list[str] = numbers) -> list[str]:
            return numbers

        assert await refusal(NAME, Network(resolve)) == "not_open"


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x.ics", "https://0x7f.1/x.ics", "https://[::ffff:127.0.0.1]/x.ics", "https://2130706433/x",
        "https://localhost/x.ics", "http://calendar.example.org/x.ics", "https://calendar.example.org:8080/x.ics",
        "https://a:b@calendar.example.org/x.ics", "https://metadata.google.internal/computeMetadata/v1/",
        "file:///etc/passwd",
    ],
)  # fmt: skip
async def test_what_is_kept_is_looked_at_anew_before_it_is_asked(server: Server, address: str) -> None:
    assert await refusal(address, server.network) == "not_open"
    assert (server.resolved, server.asked) == ([], [])


async def test_a_name_that_changes_its_mind_is_asked_once_only(server: Server) -> None:
    """The first answer is looked at and connected to; what it would say next is not heard."""
    answers = iter([[HERE], ["169.254.169.254"]])

    async def resolve(_: str) -> list[str]:
        return next(answers)

    assert await fetch(NAME, None, replace(server.network, resolve=resolve)) == CALENDAR
    assert await refusal(NAME, replace(server.network, resolve=resolve)) == "not_open"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not_open"),
        ("https://169.254.169.254/latest/meta-data/", "not_open"),
        ("https://inner.example.org/x.ics", "not_open"),
        (f"http://{HOST}{SECRET}", "not_open"),
        (f"https://{HOST}:8443{SECRET}", "not_open"),
        ("file:///etc/passwd", "not_open"),
        ("https://nowhere.example.org/x.ics", "no_such_host"),
        ("https://other.example.org/x.ics", "not_allowed"),
        ("", "not_open"),
    ],
)
async def test_each_hop_is_looked_at_like_the_first(server: Server, location: str, why: str) -> None:
    server.names |= {"inner.example.org": ["10.0.0.8"], "other.example.org": [HERE]}
    address = server.gives("/moved", status=302, Location=location)
    assert await refusal(address, server.network, [HOST, "inner.example.org", "nowhere.example.org"]) == why
    assert set(server.asked) == {f"{HOST} /moved"}


async def test_a_calendar_that_moved_is_followed_three_times_at_most(server: Server) -> None:
    server.names["other.example.org"] = [HERE]
    server.gives("/1", status=301, Location="https://other.example.org/2")
    server.gives("/2", status=307, Location="/3")
    server.gives("/3", status=308, Location=f"https://{HOST}{SECRET}")
    assert await fetch(f"https://{HOST}/1", None, server.network) == CALENDAR
    assert server.asked[1:3] == ["other.example.org /2", "other.example.org /3"]
    server.gives("/0", status=302, Location="/1")
    assert await refusal(f"https://{HOST}/0", server.network) == "not_open"


@pytest.mark.parametrize(
    ("text", "status", "headers", "why"),
    [
        (b"<html>Sign in</html>", 200, {}, "no_calendar"),
        (b"", 200, {}, "no_calendar"),
        (CALENDAR, 200, {"Content-Encoding": "gzip"}, "no_calendar"),
        (CALENDAR + b" " * MOST_BYTES, 200, {}, "too_large"),
        (b"", 401, {}, "locked"),
        (b"", 403, {}, "locked"),
        (b"", 404, {}, "gone"),
        (b"", 410, {}, "gone"),
        (b"", 429, {}, "busy"),
        (b"", 503, {}, "busy"),
        (CALENDAR, 206, {}, "no_calendar"),
    ],
)
async def test_what_is_no_calendar_is_told_as_what_it_is(
    server: Server, text: bytes, status: int, headers: dict[str, str], why: str
) -> None:
    assert await refusal(server.gives("/x.ics", text, status, **headers), server.network) == why


async def test_a_server_that_says_nothing_or_goes_on_for_ever_is_left(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WITHIN", aiohttp.ClientTimeout(total=0.6, sock_connect=0.3, sock_read=0.3))

    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    async def dripping(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(50):
            await answer.write(b"BEGIN:VCALENDAR\r\n")
            await asyncio.sleep(0.1)
        return answer

    for path, answering in (("/silent", silent), ("/dripping", dripping)):
        server.answers[path] = answering
        begun = asyncio.get_running_loop().time()
        assert await refusal(f"https://{HOST}{path}", server.network) == "no_answer"
        assert asyncio.get_running_loop().time() - begun < 3


async def test_a_server_that_cannot_show_who_it_is_is_not_listened_to(server: Server) -> None:
    assert await refusal(NAME, replace(server.network, trust=None)) == "not_safe"
    server.names["calendar.example.net"] = [HERE]
    assert await refusal(f"https://calendar.example.net{SECRET}", server.network) == "not_safe"
    assert server.asked == []


async def test_where_nobody_answers_that_is_told(server: Server) -> None:
    assert await refusal("https://nobody.example.org/x.ics", server.network) == "no_such_host"
    assert await refusal(NAME, replace(server.network, port=1)) == "no_answer"
