"""`muster demo`: the playground and Muster side by side, with a small world already at work in it."""

import asyncio
import os
import secrets
import shutil
import signal
import socket as sockets
import sys
import tempfile
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

HOST = "127.0.0.1"
READY_WITHIN = 60.0
STARTS_AT, MONDAY = "2026-03-06T13:30:00+00:00", "2026-03-09T01:20:00+00:00"  # Friday afternoon; 09:20 in Shanghai

MAYA, LILEI, ANN, DANA, TOM = "U0MAYA0001", "U0LILEI001", "U0ANN00001", "U0DANA0001", "U0TOM00001"
LAUNCH, GENERAL = "C0LAUNCH01", "C0GENERAL1"

# what was said in the week before: (who, where, command, words)
WEEK_BEFORE = (
    (MAYA, LAUNCH, "/task", "Send the press kit to the printer @Ann by Friday 5pm !high #press"),
    (MAYA, LAUNCH, "/task", "Choose the launch date with the team by Friday #launch"),
    (LILEI, LAUNCH, "/task", "明天下午3点前把报价单发给 @Maya 重要"),
    (ANN, LAUNCH, "/task", "Proofread the landing page by Monday ~0.5d #press"),
    (DANA, LAUNCH, "/task", "Record the product tour by Wednesday 3pm ~1d"),
    (TOM, LAUNCH, "/task", "Book the venue by Tuesday -- ask for a projector"),
    (MAYA, LAUNCH, "/task", "Write the FAQ @Dana by Thursday !low"),
    (LILEI, LAUNCH, "/task", "整理客户问题清单 周二"),
    (MAYA, GENERAL, "/task", "Renew the domain by next Friday"),
    (ANN, LAUNCH, "/task", "start 4"),
    (TOM, LAUNCH, "/task", "block 6 on @Maya the budget is not approved yet"),
)  # fmt: skip


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


def run(*, port: int, browser: bool, database_url: str = "", socket: bool = False) -> None:
    """Start both, fill the world, open the page, and stop both at Ctrl+C."""
    if port:
        _check_free(port)
    folder = Path(tempfile.mkdtemp(prefix="muster-demo-"))
    demo = Demo(
        page=port or _free_port(), bot=_free_port(), folder=folder,
        database_url=database_url or f"sqlite:///{folder / 'muster.db'}", socket=socket,
        signing_secret=secrets.token_hex(16), bot_token=f"xoxb-demo-{secrets.token_hex(8)}",
        app_token=f"xapp-demo-{secrets.token_hex(8)}",
    )  # fmt: skip
    try:
        asyncio.run(_run(demo, browser=browser and not os.environ.get("NO_BROWSER")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with sockets.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


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
    start = ["--now", STARTS_AT]
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
    """Wait for the bot, then let people say what was said last week, and go to Monday morning."""
    async with aiohttp.ClientSession(demo.address) as http:
        await _until_connected(http)
        await _form(http, "/digest", {})
        for user, channel, command, text in WEEK_BEFORE:
            body = {"user": user, "channel": channel, "command": command, "text": text}
            await _post(http, "/people/commands", body)
        await _post(http, "/people/clock", {"now": MONDAY})
        members = {"type": "multi_users_select", "selected_users": [MAYA, LILEI, ANN, DANA, TOM]}
        await _form(http, "/standup", {"members": {"value": members}})


async def _until_connected(http: aiohttp.ClientSession) -> None:
    for _ in range(int(READY_WITHIN / 0.1)):
        with suppress(aiohttp.ClientError):
            async with http.get("/people/state") as answer:
                if answer.status == 200 and (await answer.json())["bot"]["connected"]:
                    return
        await asyncio.sleep(0.1)
    raise TimeoutError("Muster did not connect in time")


async def _form(http: aiohttp.ClientSession, command: str, values: dict[str, Any]) -> None:
    """What a lead does once: `setup`, and the form as it stands but for those values."""
    await _post(http, "/people/commands", {"user": MAYA, "channel": LAUNCH, "command": command, "text": "setup"})
    await _post(http, "/people/views/submit", {"user": MAYA, "values": values})


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
