"""Joins the parts: settings, database, Slack, web server, timetable; and takes them apart, losing nothing."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import logger
from bot.render import slack as render
from bot.services import outbox, people
from bot.settings import Settings, WrongSetting
from handlers.http import routes
from handlers.http.health import Health
from handlers.http.testing import TestClock
from handlers.slack import register
from handlers.slack.desk import Desk
from handlers.slack.directory import read_directory
from handlers.slack.events import Events
from handlers.slack.home import Homes
from handlers.slack.listeners import Listeners
from handlers.slack.messenger import SlackMessenger
from handlers.slack.worker import Worker
from models.db import Database, connect, upgrade
from scheduler import tick, timetable

log = logger(__name__)

DRAIN_SECONDS = 8.0
RETRY_SECONDS = (1, 2, 5, 10, 30)


@dataclass(frozen=True)
class Identity:
    """Who we are, as auth.test tells."""

    team_id: str
    team: str
    user_id: str
    bot_id: str


@dataclass
class Parts:
    """A running Muster."""

    settings: Settings
    database: Database
    clock: Clock
    desk: Desk
    health: Health
    worker: Worker
    port: int = 0
    running: list[asyncio.Task[Any]] = field(default_factory=list)


def web_client(settings: Settings, http: aiohttp.ClientSession) -> AsyncWebClient:
    """One client for all calls. The library's own retries are off: they would say things twice."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, session=http,
        timeout=int(outbox.TIME_OUT.total_seconds()), retry_handlers=[],
    )  # fmt: skip


async def who_we_are(client: AsyncWebClient) -> Identity:
    """Ask until Slack answers; a refusal of the token is final. Raises WrongSetting."""
    tries = 0
    while True:
        try:
            answer = await client.auth_test()
            return Identity(answer["team_id"], answer["team"], answer["user_id"], answer.get("bot_id") or "")
        except SlackApiError as error:
            name = str(error.response.get("error"))
            if name in ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"):
                said = f"SLACK_BOT_TOKEN is refused by Slack ({name}): copy it anew, page OAuth & Permissions."
                raise WrongSetting(said) from None
            log.warning("Slack answers with an error, trying again", error=name)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("Slack cannot be reached, trying again", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
        tries += 1


def _quiet_logger() -> logging.Logger:
    """Bolt's warnings print whole request bodies; what matters we log ourselves."""
    quiet = logging.getLogger("slack_bolt.muster")
    quiet.setLevel(logging.ERROR)
    return quiet


def bolt_app(settings: Settings, client: AsyncWebClient, us: Identity) -> AsyncApp:
    """Bolt without its own look-ups: one workspace, one token, an answer only after the work."""

    async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult | None:
        if team_id != us.team_id:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=us.team_id, bot_user_id=us.user_id, bot_id=us.bot_id,
            bot_token=settings.slack_bot_token.get_secret_value(),
        )  # fmt: skip

    return AsyncApp(
        client=client,
        signing_secret=settings.slack_signing_secret.get_secret_value() or None, authorize=authorize,  # type: ignore[arg-type]  # None means "not ours", as Bolt documents

        process_before_response=True,
        logger=_quiet_logger(), raise_error_for_unhandled_request=False,
    )  # fmt: skip


@asynccontextmanager
async def muster(settings: Settings) -> AsyncIterator[Parts]:
    """A whole running Muster, taken down in order when the block ends."""
    database = connect(settings.database_url)
    try:
        await asyncio.to_thread(upgrade, settings.database_url)
        clock = Clock(settings.starts_at)
        health = Health(database, clock)
        async with aiohttp.ClientSession() as http, _listening(settings, database, clock, health, http) as parts:
            yield parts
    finally:
        await database.close()


@asynccontextmanager
async def _listening(
    settings: Settings, database: Database, clock: Clock, health: Health, http: aiohttp.ClientSession
) -> AsyncIterator[Parts]:
    client = web_client(settings, http)
    us = await who_we_are(client)
    now = clock.now()
    await database.submit(lambda session: people.settle_in(
        session, us.team_id, name=us.team, bot_user_id=us.user_id, app_id="", now=now))  # fmt: skip
    delivery = Delivery(database, clock, SlackMessenger(client), render.notice)
    desk = Desk(database, clock, client, delivery, us.team_id, us.user_id, http)
    worker, homes = Worker(desk), Homes(desk)
    bolt = bolt_app(settings, client, us)
    register(bolt, Listeners(desk, homes), Events(desk, worker, homes))
    parts = Parts(settings, database, clock, desk, health, worker)
    jobs = timetable(database, clock, delivery.wake, desk.keep)
    runner = web.AppRunner(_web_app(parts, bolt, delivery), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    parts.port = runner.addresses[0][1]
    socket = AsyncSocketModeHandler(bolt, settings.slack_app_token.get_secret_value()) if settings.socket_mode else None
    try:
        parts.running += [asyncio.create_task(delivery.run()), asyncio.create_task(worker.run())]
        desk.keep(read_directory(desk))
        jobs.start()
        if socket is not None:
            await socket.connect_async()  # type: ignore[no-untyped-call]
        health.connected = True
        log.info("ready", port=parts.port, mode="socket" if socket else "http", workspace=us.team_id)
        yield parts
    finally:
        health.connected = False
        if socket is not None:
            await socket.close_async()  # type: ignore[no-untyped-call]
        await site.stop()
        if jobs.running:
            jobs.shutdown(wait=False)
        await _drain(parts, delivery)
        await runner.cleanup()


async def _drain(parts: Parts, delivery: Delivery) -> None:
    """What was heard is finished and what is being said is said; the rest waits in the database."""
    parts.worker.stop()
    await parts.desk.drain(DRAIN_SECONDS)
    delivery.stop()
    for task in parts.running:
        with suppress(TimeoutError):
            await asyncio.wait_for(task, DRAIN_SECONDS)
    await delivery.finish()


def _web_app(parts: Parts, bolt: AsyncApp, delivery: Delivery) -> web.Application:
    settings = parts.settings
    app = web.Application(client_max_size=1024 * 1024)

    async def slack(request: web.Request) -> web.Response:
        bolt_request = AsyncBoltRequest(
            body=await request.text(), query=request.query_string, headers=dict(request.headers)
        )
        answer = await bolt.async_dispatch(bolt_request)
        headers = {name: values[0] for name, values in answer.headers.items() if name.lower() != "content-length"}
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    clock = TestClock(parts.database, parts.clock, tick, delivery.wake) if settings.test_clock else None
    routes(app, parts.health, slack=None if settings.socket_mode else slack,
           signing_secret=settings.slack_signing_secret.get_secret_value(), test_clock=clock)  # fmt: skip
    return app


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then drain."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    working = asyncio.create_task(_run_until(settings, stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await working


async def _run_until(settings: Settings, stop: asyncio.Event) -> None:
    async with muster(settings):
        await stop.wait()
    log.info("stopped")
