"""What operators see: liveness, readiness, figures, and logs that hold no secret and no words of people."""

import logging
from functools import partial

import aiohttp
import pytest

from bot import app
from bot.clock import real_now
from bot.services.people import installing
from handlers.slack.socket import Socket
from playground.world import TEAM_ID
from tests.scenarios.world import ANN, BOT_TOKEN, SECRET, World, a_world, eventually


async def fetch(world: World, path: str) -> tuple[int, str]:
    address = f"http://127.0.0.1:{world.parts.port}{path}"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return answer.status, await answer.text()


async def test_a_running_muster_is_alive_and_ready(world: World) -> None:
    assert (await fetch(world, "/healthz"))[0] == 200
    status, said = await fetch(world, "/readyz")
    assert status == 200
    assert '"slack": true' in said


async def test_the_figures_count_turns_sends_and_what_waits(world: World) -> None:
    await world.command(ANN, "/task water the plants tomorrow")
    await world.command(ANN, "/task done 99")
    await world.sees(ANN, "water the plants", "C0LAUNCH01")
    _, figures = await fetch(world, "/metrics")
    assert 'muster_turns_total{answer="Created",door="slash"}' in figures
    assert 'muster_turns_total{answer="Refused",door="slash"}' in figures
    assert 'muster_sends_total{kind="task.card",verdict="sent"}' in figures
    assert "muster_oldest_unsent_seconds" in figures
    assert 'muster_backlog{queue="inbox_received"} 0.0' in figures


async def test_logs_hold_neither_secrets_nor_what_people_write(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.INFO):
        await world.command(ANN, "/task the very secret plan tomorrow")
        await world.say(ANN, "another very secret plan by Friday")
        await world.sees(ANN, "another very secret plan")
    printed = capsys.readouterr()
    everything = caplog.text + printed.out + printed.err
    for hidden in ("very secret plan", BOT_TOKEN, SECRET, "xoxb", "/response/"):
        assert hidden not in everything


async def test_a_dead_token_is_not_ready(world: World) -> None:
    workspace_id = TEAM_ID
    await world.parts.database.submit(lambda session: installing.leave(session, [workspace_id], real_now()))
    status, said = await fetch(world, "/readyz")
    assert (status, '"slack": false' in said, '"database": true' in said) == (503, True, True)


async def test_a_lost_socket_is_not_ready_until_it_is_back(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "Socket", partial(Socket, ping_interval=0.5))
    async with a_world(sqlite_url, socket_mode=True) as world:
        assert (await fetch(world, "/readyz"))[0] == 200
        way_in = world.parts.health.way_in
        assert way_in is not None
        client = way_in.is_open.__self__  # type: ignore[attr-defined]
        await client.current_session.close()
        status, said = await fetch(world, "/readyz")
        assert (status, '"slack": false' in said) == (503, True)

        async def is_back() -> bool:
            return (await fetch(world, "/readyz"))[0] == 200

        assert await eventually(is_back, 20.0)
