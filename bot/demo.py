"""`muster demo`: the playground and Muster side by side, with a small world already at work in it."""

import asyncio
import os
import random
import secrets
import shutil
import signal
import socket as sockets
import sys
import tempfile
import webbrowser
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo_stage import (
    ANN,
    CLOSING,
    DANA,
    FINISHED,
    LAUNCH,
    LILEI,
    MAYA,
    MONDAY_ANSWERS,
    TOM,
    UNDER_WAY,
    WEEK_BEFORE,
)

HOST = "127.0.0.1"
READY_WITHIN = 60.0
LISTENED_AT = range(20_000, 32_768)
STARTS_AT = "2026-03-06T13:30:00+00:00"  # Friday afternoon
SUNDAY = "2026-03-08T20:00:00+00:00"
SHANGHAI_STARTS = "2026-03-09T01:40:00+00:00"  # 09:40 there
BERLIN_STARTS = "2026-03-09T08:20:00+00:00"  # 09:20 there


@dataclass(frozen=True)
class Demo:
    """Where everything is."""

    page: int
    bot: int
    folder: Path
    database_url: str
    socket: bool
    signing_secret: str
    bot_token: str
    app_token: str
    language: str

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.page}"


def _check_free(port: int) -> None:
    with sockets.socket() as probe:
        probe.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise SystemExit(
                f"muster: port {port} is in use: choose another one, DEMO_PORT={port + 1} make demo."
            ) from None


def run(*, port: int, browser: bool, language: str = "en", database_url: str = "", socket: bool = False) -> None:
    """Start both, fill the world, open the page, and stop both at Ctrl+C."""
    if port:
        _check_free(port)
    folder = Path(tempfile.mkdtemp(prefix="muster-demo-"))
    demo = Demo(
        page=port or _free_port(), bot=_free_port(), folder=folder,
        database_url=database_url or f"sqlite:///{folder / 'muster.db'}", socket=socket,
        signing_secret=secrets.token_hex(16), bot_token=f"xoxb-demo-{secrets.token_hex(8)}",
        app_token=f"xapp-demo-{secrets.token_hex(8)}", language=language,
    )  # fmt: skip
    try:
        asyncio.run(_run(demo, browser=browser and not os.environ.get("NO_BROWSER")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    """Below what systems give to outgoing calls: one of those could take it before the part that listens there starts.

    By chance, so that two demos that start at once do not choose the same.
    """
    for port in random.sample(LISTENED_AT, len(LISTENED_AT)):
        with sockets.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise SystemExit("muster: every port of this machine is in use.")


async def _run(demo: Demo, *, browser: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    _say("Starting a small Slack and Muster beside it …")
    playground = await _start_playground(demo)
    bot = await _start_bot(demo)
    try:
        watch = [asyncio.create_task(process.wait()) for process in (playground, bot)]
        filling = asyncio.create_task(_fill(demo))
        ended = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({filling, ended, *watch}, return_when=asyncio.FIRST_COMPLETED)
        if filling in done and not filling.exception():
            _welcome(demo, browser)
            done, _ = await asyncio.wait({ended, *watch}, return_when=asyncio.FIRST_COMPLETED)
        if ended not in done:
            reason = filling.exception() if filling in done else "a part of the demo ended by itself"
            raise SystemExit(f"muster: the demo could not go on: {reason}. The lines above say why.")
    finally:
        _say("\nStopping …")
        for process in (bot, playground):
            await _end(process)
    _say("Stopped. Nothing was left behind.")


async def _start_playground(demo: Demo) -> asyncio.subprocess.Process:
    address = f"http://{HOST}:{demo.bot}"
    arguments = [
        "--port", str(demo.page), "--signing-secret", demo.signing_secret, "--bot-token", demo.bot_token,
        "--clock-url", f"{address}/testing/clock",
    ]  # fmt: skip
    arguments += ["--app-token", demo.app_token] if demo.socket else ["--request-url", f"{address}/slack/events"]
    start = ["--now", STARTS_AT, "--curtain", "--lang", demo.language]
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "playground", *arguments, *start)


async def _start_bot(demo: Demo) -> asyncio.subprocess.Process:
    settings = {
        "SLACK_BOT_TOKEN": demo.bot_token, "SLACK_API_URL": f"{demo.address}/api/", "DATABASE_URL": demo.database_url,
        "HOST": HOST, "PORT": str(demo.bot), "MUSTER_TEST_CLOCK": STARTS_AT,
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
        "SLACK_SIGNING_SECRET": "" if demo.socket else demo.signing_secret,
        "SLACK_APP_TOKEN": demo.app_token if demo.socket else "",
    }  # fmt: skip
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "serve", env=os.environ | settings)


async def _fill(demo: Demo) -> None:
    """Let people say what was said last week, and come to Monday morning in Berlin with Shanghai's standup given."""
    async with aiohttp.ClientSession(demo.address) as http:
        await _until_connected(http)
        spoken = {"type": "radio_buttons", "selected_option": {"value": demo.language}}
        await _form(http, MAYA, "/muster setup", {"language": {"value": spoken}})
        await _form(http, MAYA, "/digest setup", {})
        await _say_all(http, (*WEEK_BEFORE[demo.language], *FINISHED[demo.language]))
        closing = {name: _written(words) for name, words in CLOSING[demo.language].items()}
        await _form(http, ANN, "/task closing 10", closing)
        await _say_all(http, UNDER_WAY[demo.language])
        await _post(http, "/people/clock", {"now": SUNDAY})
        members = {"type": "multi_users_select", "selected_users": [MAYA, LILEI, ANN, DANA, TOM]}
        await _form(http, MAYA, "/standup setup", {"members": {"value": members}})
        await _post(http, "/people/clock", {"now": SHANGHAI_STARTS})
        for user, answers in MONDAY_ANSWERS[demo.language]:
            fields = {f"q{at}": _written(said) for at, said in enumerate(answers)}
            await _form(http, user, "/standup answer", fields)
        await _post(http, "/people/clock", {"advance_seconds": 1})  # until what was answered stands in the channel
        await _post(http, "/people/clock", {"now": BERLIN_STARTS})
        await _post(http, "/people/curtain", {})


async def _say_all(http: aiohttp.ClientSession, said: Iterable[tuple[str, str, str]]) -> None:
    for user, channel, text in said:
        await _post(http, "/people/commands", {"user": user, "channel": channel, "command": "/task", "text": text})
        await _post(http, "/people/clock", {"advance_seconds": 2})  # each card stands below what was said


def _written(said: str) -> dict[str, Any]:
    return {"value": {"type": "plain_text_input", "value": said}}


async def _until_connected(http: aiohttp.ClientSession) -> None:
    for _ in range(int(READY_WITHIN / 0.1)):
        with suppress(aiohttp.ClientError):
            async with http.get("/people/state?backstage=1") as answer:
                if answer.status == 200 and (await answer.json())["bot"]["connected"]:
                    return
        await asyncio.sleep(0.1)
    raise TimeoutError("Muster did not connect in time")


async def _form(http: aiohttp.ClientSession, user: str, line: str, values: dict[str, Any]) -> None:
    """Open a form by a command and submit it as it stands, but for those values."""
    command, text = line.split(" ", 1)
    await _post(http, "/people/commands", {"user": user, "channel": LAUNCH, "command": command, "text": text})
    await _post(http, "/people/views/submit", {"user": user, "values": values})


async def _post(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> None:
    async with http.post(path, json=body, timeout=aiohttp.ClientTimeout(total=120)) as answer:
        said = await answer.json()
        if answer.status != 200 or not said.get("ok", True):
            raise RuntimeError(
                f"{path} answered {answer.status} {said.get('error', '')} {said.get('detail', '')}".strip()
            )


def _welcome(demo: Demo, browser: bool) -> None:
    _say(
        f"\n  Muster is ready:  {demo.address}\n\n"
        "  Open Muster in the sidebar: Home shows your day, and a brochure that waits for your acceptance.\n"
        "  Write as any of the cast. Try  /task send the deck to @dana by Friday 5pm\n"
        "  or  /task 明天下午3点前把报价单发给 @李雷 重要 , then move the clock to the next morning.\n"
        "  Ctrl+C stops everything; nothing is kept.\n"
    )
    if browser:
        webbrowser.open(demo.address)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
