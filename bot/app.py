"""Joins the parts: settings, database, Slack, web server, timetable; and takes them apart, losing nothing."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import failpoints, sealing
from bot.clock import Clock, real_now
from bot.delivery import Delivery
from bot.logs import logger
from bot.manifest import scopes_for
from bot.parsing.talk import talk_fitting
from bot.render import slack as render
from bot.rules.rates import Limits, Rates
from bot.rules.sending import PATIENCE, Patience
from bot.rules.troubles import Cause
from bot.services.messages import alarms, hold, outbox
from bot.services.people import installing, people
from bot.settings import Settings
from handlers.http import routes
from handlers.http.health import Health, WayIn
from handlers.http.install import App, InstallDoor
from handlers.http.slack import SlackDoor
from handlers.http.testing import TestClock
from handlers.slack import register
from handlers.slack.desk import Desk
from handlers.slack.detours import no_detours
from handlers.slack.events import Events
from handlers.slack.home import Homes
from handlers.slack.identity import bolt_app, client_options, who_we_are
from handlers.slack.last_look import last_look
from handlers.slack.listeners import Listeners
from handlers.slack.messenger import SlackMessenger
from handlers.slack.profiles import keep_reading
from handlers.slack.socket import Socket
from handlers.slack.tenants import Tenant, Tenants
from handlers.slack.time_told import ask_the_time, time_told
from handlers.slack.tokens import InstalledTokens, OneToken, TenantClient, Tokens, renewing
from handlers.slack.turnstile import Turnstile
from handlers.slack.worker import Worker
from models import Session
from models.db import Database, connect, upgrade
from models.restoring import check_before_serving
from scheduler import Job, backup, tick_and_nights, timetable
from scheduler.wall_clock import Agreement, keep_going

log = logger(__name__)

DRAIN_SECONDS = 8.0
ANSWERED_WITHIN = 2.5  # who waits longer has been told that we are still working


@dataclass
class Parts:
    """A running Muster."""

    settings: Settings
    database: Database
    clock: Clock
    health: Health
    delivery: Delivery
    desk: Desk
    port: int


@asynccontextmanager
async def muster(settings: Settings) -> AsyncIterator[Parts]:
    """A whole running Muster; what is opened here in order is closed in the other order when the block ends."""
    async with AsyncExitStack() as stack:
        database = connect(settings.database_url, watch=failpoints.hit, replica=settings.database_read_url,
                           told=_tell_of_replica)  # fmt: skip
        stack.push_async_callback(database.close)
        await asyncio.to_thread(check_before_serving, settings.database_url)
        await asyncio.to_thread(upgrade, settings.database_url)
        sealing.use(settings.ring())
        clock = Clock(settings.starts_at)
        patience = _patience(settings)
        time_out = aiohttp.ClientTimeout(total=patience.call.total_seconds())  # a session given to the client keeps it
        to_slack = [no_detours(settings.slack_api_url), last_look(), time_told(clock.skew)]
        http = await stack.enter_async_context(aiohttp.ClientSession(timeout=time_out, trace_configs=to_slack))
        options = client_options(settings, http, patience)
        delivery = Delivery(
            database, clock, lambda workspace_id: SlackMessenger(tenants.client(workspace_id), patience.call),
            render.notice, patience,
        )  # fmt: skip
        health, door = Health(database, clock), SlackDoor()
        install = _install_door(settings, options, database, clock)
        port = await stack.enter_async_context(_web_server(settings, health, door, delivery, install))
        tokens, tenants, served = await _tenants(settings, database, clock, options)
        stack.push_async_callback(tokens.finish, DRAIN_SECONDS)
        failpoints.hit("after_settling_in")
        if held := await database.submit(lambda session: hold.begin(session, clock.now(), real_now())):
            log.warning("restored: the outbox is on hold", messages=held)
        desk = Desk(database, clock, tenants, delivery, http)
        worker, homes = Worker(desk), Homes(desk)
        bolt = bolt_app(settings, AsyncWebClient(**options), tenants)
        register(bolt, Turnstile(desk, Rates(_limits(settings))), Listeners(desk), Events(desk, worker, homes))
        await worker.try_suspects()
        await stack.enter_async_context(_working(settings, desk, worker, _agreement(settings, desk, options, served)))
        await stack.enter_async_context(_listening(settings, bolt, door, health))
        await stack.enter_async_context(_reading_directories(desk, served))
        if install is not None:
            install.arrived = tenants.arrived
            tenants.on_arrival.append(lambda _: delivery.wake())
        log.info("ready", port=port, mode="socket" if settings.socket_mode else "http", workspaces=len(served))
        yield Parts(settings, database, clock, health, delivery, desk, port)


def _tell_of_replica(trouble: str) -> None:
    """Once when it is not read any more, and once when it is again."""
    if trouble:
        log.warning("the replica is not read for now, the primary is", why=trouble)
    else:
        log.info("the replica is read again")


def _install_door(settings: Settings, options: dict[str, Any], database: Database, clock: Clock) -> InstallDoor | None:
    """None where there is the one workspace of the token."""
    ring = settings.ring()
    if not settings.is_installed_by_people or ring is None:
        return None
    ours = App(settings.slack_client_id, settings.slack_client_secret.get_secret_value(), settings.slack_redirect_url,
               settings.slack_api_url, scopes_for)  # fmt: skip
    return InstallDoor(ours, ring, AsyncWebClient(**options), database, clock)


async def _tenants(
    settings: Settings, database: Database, clock: Clock, options: dict[str, Any]
) -> tuple[Tokens, Tenants, list[str]]:
    """Our tokens, the workspaces we serve, and which are there now. Raises WrongSetting."""
    if settings.is_installed_by_people:
        ring = settings.ring()
        assert ring is not None, "checked with the settings"
        ask = renewing(AsyncWebClient(**options), settings.slack_client_id,
                       settings.slack_client_secret.get_secret_value())  # fmt: skip
        tokens: Tokens = InstalledTokens(database, clock, ring, ask, _patience(settings).call)
        tenants = Tenants(database, clock, lambda id_: TenantClient(tokens, id_, **options), changed=tokens.forget)
        return tokens, tenants, await database.read(installing.list_served)
    token = settings.slack_bot_token.get_secret_value()
    us, now = await who_we_are(AsyncWebClient(token, **options)), clock.now()
    await database.submit(lambda session: people.settle_in(
        session, us.team_id, name=us.team, bot_user_id=us.user_id, now=now))  # fmt: skip
    one = OneToken(database, clock, us.team_id, token)
    only = Tenant(us.team_id, us.user_id, us.app_id)
    tenants = Tenants(database, clock, lambda id_: TenantClient(one, id_, **options), only, one.forget)
    return one, tenants, [us.team_id]


def _backups(settings: Settings) -> list[Job]:
    folder = settings.backup_dir
    return [backup(settings.database_url, folder, settings.backup_keep)] if folder else []


def _agreement(settings: Settings, desk: Desk, options: dict[str, Any], served: list[str]) -> Agreement:
    """Admins hear of a clock that is wrong where the server is their own; where people install Muster, it is not."""
    there = [] if settings.is_installed_by_people else served

    async def tell(is_wrong: bool) -> None:
        def note(session: Session) -> None:
            for workspace_id in there:
                if is_wrong:
                    alarms.sound(session, workspace_id, Cause.CLOCK, desk.clock.now())
                else:
                    alarms.end(session, workspace_id, Cause.CLOCK)

        if there:
            await desk.database.submit(note)
            desk.delivery.wake()

    return Agreement(desk.clock.skew, partial(ask_the_time, AsyncWebClient(**options)), tell)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.limit_per_person, settings.limit_per_workspace, settings.limit_events)


def _patience(settings: Settings) -> Patience:
    """Slack's, or a rehearsal's shorter one."""
    seconds = settings.settle_seconds
    if seconds is None:
        return PATIENCE
    return Patience(call=timedelta(seconds=max(1.0, seconds)), settle=timedelta(seconds=seconds))


@asynccontextmanager
async def _web_server(
    settings: Settings, health: Health, door: SlackDoor, delivery: Delivery, install: InstallDoor | None
) -> AsyncIterator[int]:
    """Health is told from the first moment, before Slack has answered. Gives the port."""
    app = web.Application(client_max_size=1024 * 1024)
    clock = TestClock(health.database, health.clock, tick_and_nights, delivery.wake) if settings.test_clock else None
    routes(app, health, slack=None if settings.socket_mode else door.handle,
           signing_secret=settings.slack_signing_secret.get_secret_value(), test_clock=clock,
           install=install)  # fmt: skip
    # a body is signed as it came, and Slack packs none
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _working(settings: Settings, desk: Desk, worker: Worker, agreement: Agreement) -> AsyncIterator[None]:
    """The inbox, the outbox and the timetable. At the end what was begun is finished; the rest waits as rows."""
    delivery = desk.delivery
    jobs = timetable(desk.database, desk.clock, agreement, delivery.wake, desk.keep, _backups(settings))
    speaking, working = asyncio.create_task(delivery.run()), asyncio.create_task(worker.run())
    jobs.start()
    going = asyncio.create_task(keep_going(jobs, partial(_catch_up, desk)))
    try:
        yield
    finally:
        going.cancel()
        jobs.shutdown(wait=False)
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await _finish(desk, worker, speaking, working)
        for loop in (speaking, working):
            loop.cancel()


async def _catch_up(desk: Desk) -> None:
    """The machine's clock was set back. Nothing is known to wait for too long where it is wrong now."""
    if not desk.clock.skew.is_wrong:
        await desk.database.submit(lambda session: outbox.set_back(session, real_now()))
        desk.delivery.wake()


async def _finish(desk: Desk, worker: Worker, speaking: asyncio.Task[None], working: asyncio.Task[None]) -> None:
    """Take nothing new; end the turns under way, say what they left to be said, end the sends."""
    worker.stop()
    await desk.drain(DRAIN_SECONDS)
    await asyncio.wait({working})
    desk.delivery.stop()
    await asyncio.wait({speaking})
    await desk.delivery.finish()


@asynccontextmanager
async def _listening(settings: Settings, bolt: AsyncApp, door: SlackDoor, health: Health) -> AsyncIterator[None]:
    """Slack may speak to us, by HTTP or by Socket Mode."""
    door.open(bolt)
    socket = Socket(bolt, settings.slack_app_token.get_secret_value()) if settings.socket_mode else None
    try:
        if socket is not None:
            await socket.connect_async()  # type: ignore[no-untyped-call]
        health.way_in = WayIn(
            settings.is_installed_by_people, door.is_open if socket is None else socket.client.is_connected
        )
        yield
    finally:
        health.way_in = None
        door.shut()
        if socket is not None:
            await socket.finish(ANSWERED_WITHIN)


@asynccontextmanager
async def _reading_directories(desk: Desk, workspace_ids: list[str]) -> AsyncIterator[None]:
    """It may take long in a large workspace, and is left where it is when we stop. One that is back is read anew."""
    reading: dict[str, asyncio.Task[None]] = {}
    ending: set[asyncio.Task[None]] = set()

    def begin(workspace_id: str) -> None:
        if workspace_id not in reading:
            reading[workspace_id] = asyncio.create_task(keep_reading(desk, workspace_id))

    def end(workspace_id: str) -> None:
        if (task := reading.pop(workspace_id, None)) is not None:
            ending.add(task)
            task.add_done_callback(ending.discard)
            task.cancel()

    desk.tenants.on_arrival.append(begin)
    desk.tenants.on_leaving.append(end)
    for workspace_id in workspace_ids:
        begin(workspace_id)
    try:
        yield
    finally:
        desk.tenants.on_arrival.remove(begin)
        desk.tenants.on_leaving.remove(end)
        for workspace_id in list(reading):
            end(workspace_id)
        if ending:
            await asyncio.wait(ending)


async def _turn_away(parts: Parts) -> None:
    """Over HTTP a balancer needs a while to see that we are leaving; until then all it sends is answered."""
    parts.health.is_leaving = True
    if not parts.settings.socket_mode:
        await asyncio.sleep(parts.settings.leave_seconds)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then drain."""
    stop, started = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    async def work() -> None:
        async with muster(settings) as parts:
            started.set()
            await asyncio.to_thread(talk_fitting.get_ready)
            gc.freeze()  # looking through what stays for good would let everybody wait 0.2 s, again and again
            await stop.wait()
            await _turn_away(parts)

    working, stopping = asyncio.create_task(work()), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not started.is_set() and stop.is_set():
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    log.info("stopped")
