"""What it costs from a signed payload to its listener, with all of ours registered and with that one alone."""

import asyncio
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.bench import Bench
from benchmarks.load.wire import signature
from benchmarks.rounds import middle, take_turns
from benchmarks.rows import Goal, between
from benchmarks.servers import bolt
from benchmarks.servers.cast import BOT_TOKEN, CHANNELS, PEOPLE, SECRET, TEAM
from bot.clock import Clock
from bot.rules.rates import Limits, Rates
from bot.services.people import people
from bot.settings import Settings
from handlers.slack import only_formed, register
from handlers.slack.desk import Desk
from handlers.slack.events import Events
from handlers.slack.identity import bolt_app
from handlers.slack.listeners import Listeners
from handlers.slack.tenants import Tenants
from handlers.slack.turnstile import Turnstile
from models.db import Database, connect, upgrade

GOAL = Goal(1.3, 1.1)
ANY = re.compile(r"[\s\S]*")
TIMES, WARM = 300, 50
BESIDE = (0, 10, 20, 40)  # named listeners that are tried before, on bare Bolt
USER: dict[str, Any] = {"user": {"id": PEOPLE[0], "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": "1.2.3"}
VIEW = {"id": "V1", "type": "modal", "callback_id": "task", "private_metadata": "", "state": {"values": {}}}
KINDS: dict[str, dict[str, Any]] = {
    "event": {
        "type": "event_callback", "team_id": TEAM, "event_id": "Ev1",
        "event": {"type": "message", "channel": CHANNELS[0], "user": PEOPLE[0], "ts": "1.000100", "text": "hello"},
    },
    "command": {"command": "/task", "text": "list", "team_id": TEAM, "user_id": PEOPLE[0], "trigger_id": "1.2.3"},
    "action": USER | {"type": "block_actions", "actions": [{"action_id": "say:done", "value": "done 1"}]},
    "view": USER | {"type": "view_submission", "view": VIEW},
    "options": USER | {"type": "block_suggestion", "action_id": "pick", "block_id": "b", "value": "a"},
}  # fmt: skip


async def acked(ack: AsyncAck, body: dict[str, Any]) -> None:
    """The listener; what ours do is measured elsewhere."""
    await ack()


ALONE: dict[str, Callable[[AsyncApp], object]] = {
    "event": lambda app: app.event(ANY)(acked),
    "command": lambda app: app.command(ANY)(acked),
    "action": lambda app: app.action(ANY)(acked),
    "view": lambda app: app.view(ANY)(acked),
    "options": lambda app: app.options(ANY)(acked),
}


def part(bench: Bench) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        database = runner.run(_a_database(f"sqlite:///{Path(folder) / 'dispatch.db'}"))
        tenants = Tenants(database, Clock(), lambda _: AsyncWebClient(BOT_TOKEN))
        measured = {f"{kind} {which}": partial(_time_of, runner, app, kind)
                    for kind in KINDS for which, app in _apps(tenants, kind).items()}  # fmt: skip
        measured |= {f"bare {more}": partial(_time_of, runner, _bare(more), "command") for more in BESIDE}
        played = take_turns(measured, bench.rounds)
        runner.run(database.close())
    bench.keep("dispatch", played)
    of_kinds = [between(f"dispatch, all listeners: {kind}", "µs", played, GOAL, f"{kind} all", f"{kind} one")
                for kind in KINDS]  # fmt: skip
    bench.rows.append(max(of_kinds, key=lambda row: row.ratio))
    yield "from payload to listener, microseconds: all listeners, that one alone, ratio"
    yield from (f"  {row.name:28s}{row.value:9.0f}{row.floor or 0:9.0f}   ×{row.ratio:5.2f}" for row in of_kinds)
    yield "bare Bolt with so many listeners of other names before it, microseconds"
    yield "  " + "".join(f"{more:6d}: {middle(played, f'bare {more}'):5.0f}" for more in BESIDE)


async def _a_database(url: str) -> Database:
    upgrade(url)
    database, now = connect(url), Clock().now()
    await database.submit(lambda session: people.settle_in(session, TEAM, name="Bench", bot_user_id="U0BOT", now=now))
    return database


def _apps(tenants: Tenants, kind: str) -> dict[str, AsyncApp]:
    """Ours with all that stands before and among the listeners, and the same with one listener."""
    whole, single = (bolt_app(_settings(), AsyncWebClient(BOT_TOKEN), tenants) for _ in range(2))
    names = ("on_event", "on_command", "on_action", "on_submission", "on_closed", "on_shortcut", "on_options")
    silent = SimpleNamespace(**dict.fromkeys(names, acked))
    turnstile = Turnstile(cast(Desk, None), Rates(Limits(10**8, 10**8, 10**8)))  # its desk is for those it refuses
    register(whole, turnstile, cast(Listeners, silent), cast(Events, silent))
    single.middleware(only_formed)
    single.middleware(turnstile.admit)
    ALONE[kind](single)
    return {"all": whole, "one": single}


def _settings() -> Settings:
    return Settings(slack_bot_token=BOT_TOKEN, slack_signing_secret=SECRET, _env_file=None)  # type: ignore[arg-type, call-arg]


def _bare(more: int) -> AsyncApp:
    """Bolt that looks at so many others first."""
    return bolt.app(before_response=True, others=more)


def _time_of(runner: asyncio.Runner, app: AsyncApp, kind: str) -> float:
    return runner.run(_dispatched(app, KINDS[kind]))


async def _dispatched(app: AsyncApp, payload: dict[str, Any]) -> float:
    """The median of many, in microseconds."""
    times = []
    for _ in range(WARM + TIMES):
        body, headers = _as_sent(payload)
        began = time.perf_counter()
        answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        times.append(time.perf_counter() - began)
        assert answer.status == 200, answer.body
    return statistics.median(times[WARM:]) * 1e6


def _as_sent(payload: dict[str, Any]) -> tuple[str, dict[str, str | Sequence[str]]]:
    """A form for what people do, JSON for events."""
    is_event, is_command = "event" in payload, "command" in payload
    body = json.dumps(payload) if is_event else urlencode(payload if is_command else {"payload": json.dumps(payload)})
    stamp, signed = signature(body.encode())
    kind = "application/json" if is_event else "application/x-www-form-urlencoded"
    return body, {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signed}
