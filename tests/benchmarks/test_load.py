"""Those who ask are believed by the gate, never ask the same twice, and end the run when the answer is another one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice, pairwise

import pytest
from aiohttp import web

from benchmarks.load.client import WrongAnswerError, ask
from benchmarks.load.lines import lines
from benchmarks.load.wire import requests
from benchmarks.servers.cast import PATH, SECRET
from handlers.http.ingress import Handler, gate


@asynccontextmanager
async def answering(handler: Handler) -> AsyncIterator[int]:
    """A server behind our own gate; gives its port."""
    app = web.Application()
    app.router.add_post(PATH, gate(SECRET, handler))
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def test_each_command_is_signed_and_a_gesture_of_its_own():
    heard: list[tuple[str, str]] = []

    async def made(request: web.Request) -> web.Response:
        form = await request.post()
        heard.append((str(form["trigger_id"]), str(form["text"])))
        return web.json_response({"text": "➕ Added"})

    async with answering(made) as port:
        found = await ask([port], 4, 0.2, "➕")
    assert found.in_all == len(heard)
    assert len({trigger for trigger, _ in heard}) == len({text for _, text in heard}) == len(heard)
    assert 0 < found.p50 <= found.p95 <= found.p99 <= found.most


async def test_a_run_waits_for_the_last_answer_of_each():
    answered: list[float] = []

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.1 * (1 + len(answered) % 3))
        answered.append(1)
        return web.Response(text="➕")

    async with answering(slow) as port:
        found = await ask([port], 3, 0.2, "➕")
        assert found.in_all == len(answered) > 2
        await asyncio.sleep(0.4)
    assert found.in_all == len(answered)


async def test_who_asks_at_ease_pauses_after_each_answer():
    heard: list[float] = []

    async def made(_: web.Request) -> web.Response:
        heard.append(time.perf_counter())
        return web.Response(text="➕")

    async with answering(made) as port:
        await ask([port], 1, 0.3, "➕", 0.05)
    assert len(heard) > 2
    assert min(later - one for one, later in pairwise(heard)) >= 0.05


@pytest.mark.parametrize(("status", "said"), [(200, "Still working"), (500, "➕")])
async def test_another_answer_ends_the_run(status: int, said: str):
    async def other(_: web.Request) -> web.Response:
        return web.Response(status=status, text=said)

    async with answering(other) as port:
        with pytest.raises(WrongAnswerError, match="another answer"):
            await ask([port], 2, 0.2, "➕")


async def test_a_closed_connection_ends_the_run():
    async def leaves(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with answering(leaves) as port:
        with pytest.raises(WrongAnswerError, match="closed"):
            await ask([port], 1, 0.2, "")


def test_lines_are_varied_and_none_is_said_twice():
    typed = list(islice(lines(), 500))
    assert len({text for _, _, text in typed}) == 500
    assert len({person for person, _, _ in typed}) == 200
    assert any(not text.isascii() for _, _, text in typed)


def test_a_request_tells_its_own_length():
    request = next(requests(3000))
    head, _, body = request.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
