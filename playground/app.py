"""The playground as one web application on one port: Slack's side, people's side and the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import web

from playground import authorizing, hooks, people, webapi
from playground.config import Config
from playground.shapes import mimetype
from playground.slack import Slack
from playground.webapi import files

SLACK: web.AppKey[Slack] = web.AppKey("slack", Slack)
LARGEST_BODY = 24 * 1024 * 1024
PAGE = Path(__file__).parent / "page"
NO_FRAMES = {"Content-Security-Policy": "frame-ancestors 'none'"}  # the rest of the policy is in the page itself


def create_app(config: Config) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY)
    slack = Slack(config)
    app[SLACK] = slack
    _add_slacks_side(app, slack)
    people.add_routes(app, slack)
    _add_page(app, slack)
    app.on_startup.append(_start)
    app.on_shutdown.append(_hang_up)
    app.on_cleanup.append(_stop)
    return app


def _add_slacks_side(app: web.Application, slack: Slack) -> None:
    async def call(request: web.Request) -> web.StreamResponse:
        return await webapi.serve(slack, request)

    async def upload(request: web.Request) -> web.Response:
        where = (one for one in slack.installs.workspaces.values() if request.match_info["file_id"] in one.world.files)
        return await files.take_upload(next(where, slack), request)

    async def download(request: web.Request) -> web.Response:
        return files.download(slack, request)

    async def hook(request: web.Request) -> web.Response:
        return await hooks.serve(slack, request)

    app.router.add_route("*", "/api/{method}", call)
    app.router.add_get("/oauth/v2/authorize", partial(authorizing.ask, slack))
    app.router.add_post("/oauth/v2/authorize", partial(authorizing.answer, slack))
    app.router.add_post("/upload/v1/{file_id}/{secret}", upload)
    app.router.add_get("/files-pri/T0MUSTER1-{file_id}/{name:.+}", download)
    app.router.add_post("/hooks/{token:.+}", hook)
    app.router.add_get("/link/", slack.sockets.serve)


def _add_page(app: web.Application, slack: Slack) -> None:
    async def index(_request: web.Request) -> web.StreamResponse:
        page = web.FileResponse(PAGE / "index.html", headers=NO_FRAMES)
        page.set_cookie(files.COOKIE, slack.cookie, httponly=True, samesite="Strict")
        return page

    async def content(request: web.Request) -> web.Response:
        """A file as people see it in the page."""
        file = slack.world.files.get(request.match_info["file_id"])
        if file is None or not file.uploaded:
            return web.json_response({"ok": False, "error": "file_not_found", "detail": "No such file."}, status=404)
        return web.Response(body=file.content, content_type=mimetype(file.name))

    async def permalink(request: web.Request) -> web.Response:
        """Message links lead into the page."""
        digits = request.match_info["digits"]
        place = f"/#channel={request.match_info['channel']}&ts={digits[:-6]}.{digits[-6:]}"
        raise web.HTTPFound(place)

    app.router.add_get("/people/stream", slack.stream.serve)
    app.router.add_get("/people/files/{file_id}", content)
    app.router.add_get("/archives/{channel:[A-Z0-9]+}/p{digits:[0-9]{7,20}}", permalink)
    app.router.add_get("/", index)
    app.router.add_static("/page", PAGE)

    async def ask_again(request: web.Request, response: web.StreamResponse) -> None:
        """After an update nobody is left with an old script."""
        if request.path == "/" or request.path.startswith("/page/"):
            response.headers["Cache-Control"] = "no-cache"

    app.on_response_prepare.append(ask_again)


async def _start(app: web.Application) -> None:
    await app[SLACK].start()


async def _hang_up(app: web.Application) -> None:
    """Long-lived connections end before the server waits for them."""
    app[SLACK].stream.close()
    await app[SLACK].sockets.close()


async def _stop(app: web.Application) -> None:
    await app[SLACK].stop()


@asynccontextmanager
async def running(config: Config) -> AsyncIterator[Slack]:
    """Serve until the block ends; port 0 takes a free one, `slack.origin` says which."""
    app = create_app(config)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    slack = app[SLACK]
    await runner.setup()
    try:
        site = web.TCPSite(runner, config.host, config.port)
        await site.start()
        slack.origin = f"http://{config.host}:{runner.addresses[0][1]}"
        yield slack
    finally:
        await runner.cleanup()
