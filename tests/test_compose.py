"""compose.scale.yaml: what it says agrees with what Muster does, and HAProxy takes its settings."""

import asyncio
import re
import subprocess
from pathlib import Path

from aiohttp import web

from bot.app import ANSWERED_WITHIN, DRAIN_SECONDS
from bot.clock import Clock
from handlers.http import routes
from handlers.http.health import Health
from handlers.http.install import InstallDoor
from models.db import connect
from models.postgres import THREADS
from models.replica import THREADS as THREADS_OF_REPLICA
from tests.faults.balanced import HAPROXY, balanced, here, shipped
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
SCALE = (ROOT / "compose.scale.yaml").read_text()
PEOPLE_AND_SERVER = 10  # connections for those who look after it, and what the server keeps for itself


def number(pattern: str) -> float:
    found = re.search(pattern, SCALE)
    assert found, pattern
    return float(found[1])


def test_every_connection_of_ten_processes_is_allowed_for():
    most = number(r"max_connections=(\d+)")
    assert most >= 10 * (THREADS + THREADS_OF_REPLICA) + PEOPLE_AND_SERVER


def test_a_process_that_leaves_is_seen_to_before_it_goes_and_goes_before_it_is_killed():
    leaving, grace = number(r'LEAVE_SECONDS: "(\d+)"'), number(r"stop_grace_period: (\d+)s")
    every, times, answer = number(r"inter (\d+)ms") / 1000, number(r"fall (\d+)"), number(r"timeout check (\d+)s")
    assert times * every + answer <= leaving
    assert leaving + ANSWERED_WITHIN + 2 * DRAIN_SECONDS < grace


def test_tables_are_made_once_before_any_process():
    services = SCALE.partition("\nservices:")[2]
    muster = services.partition("\n  muster:")[2].partition("\n  balancer:")[0]
    assert "condition: service_completed_successfully" in muster
    assert 'restart: "no"' in services.partition("\n  muster:")[0]
    assert re.findall(r"^    image: (\S+)", SCALE, re.M) == ["haproxy:3.0", "postgres:15"]


async def test_the_balancer_lets_through_what_slack_and_browsers_ask_for(sqlite_url: str):
    database = connect(sqlite_url, serving=False)
    health, app = Health(database, Clock()), web.Application()
    door = InstallDoor.__new__(InstallDoor)  # only where its pages are is looked at
    routes(app, health, slack=health.alive, signing_secret="", test_clock=None, install=door)
    await database.close()
    there = {route.resource.canonical for route in app.router.routes() if route.resource}
    (through,) = re.findall(r"unless \{ path (.*?) \}", SCALE)
    assert set(through.split()) == there - {"/healthz", "/readyz", "/metrics"}
    assert "GET /readyz" in SCALE


def test_here_it_is_the_same_but_for_the_addresses():
    config = here(8080, [3001, 3002])
    assert "server-template" in shipped()
    assert "server-template" not in config
    assert len(re.findall(r"^ *server (?:ready|any)\d 127\.0\.0\.1:300\d ", config, re.M)) == 4
    assert "resolvers docker init-addr" not in config


async def serving(at: int, port: int, ready: dict[int, bool], heard: list[int]) -> web.AppRunner:
    async def tell(_: web.Request) -> web.Response:
        return web.Response(status=200 if ready[at] else 503)

    async def hear(_: web.Request) -> web.Response:
        heard.append(at)
        return web.Response()

    app = web.Application()
    app.router.add_get("/readyz", tell)
    app.router.add_post("/slack/events", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


async def asked(front: int, heard: list[int]) -> list[int]:
    heard.clear()
    for _ in range(8):
        reader, writer = await asyncio.open_connection("127.0.0.1", front)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        assert b" 200 " in await reader.readline()
        writer.close()
    return heard


if HAPROXY:  # apt-get install --no-install-recommends haproxy

    def test_haproxy_takes_the_settings(tmp_path: Path):
        (tmp_path / "haproxy.cfg").write_text(shipped())
        done = subprocess.run(
            [HAPROXY, "-c", "-f", tmp_path / "haproxy.cfg"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    async def test_haproxy_asks_others_while_one_leaves_and_all_when_none_is_ready(tmp_path: Path):
        front, ports, ready = free_port(), [free_port(), free_port()], {0: True, 1: True}
        heard: list[int] = []
        runners = [await serving(at, port, ready, heard) for at, port in enumerate(ports)]
        async with balanced(tmp_path, front, ports):
            await asyncio.sleep(2)
            assert set(await asked(front, heard)) == {0, 1}
            ready[0] = False
            await asyncio.sleep(2)
            assert set(await asked(front, heard)) == {1}
            ready[1] = False
            await asyncio.sleep(2)
            assert set(await asked(front, heard)) == {0, 1}
        for runner in runners:
            await runner.cleanup()
