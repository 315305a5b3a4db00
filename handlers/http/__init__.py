"""Every route on one page."""

from aiohttp import web

from handlers.http.headers import guard
from handlers.http.health import Health
from handlers.http.ingress import Handler, gate
from handlers.http.install import INSTALL_PATH, REDIRECT_PATH, InstallDoor
from handlers.http.testing import TestClock

SLACK_PATH = "/slack/events"


def routes(app: web.Application, health: Health, *, slack: Handler | None, signing_secret: str,
           test_clock: TestClock | None, install: InstallDoor | None = None) -> None:  # fmt: skip
    """Join paths to what answers them. `slack` is None in Socket Mode, `install` where there is but one workspace."""
    app.on_response_prepare.append(guard)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)
    app.router.add_get("/metrics", health.metrics)
    if slack is not None:
        app.router.add_post(SLACK_PATH, gate(signing_secret, slack))
    if install is not None:
        app.router.add_get(INSTALL_PATH, install.offer)
        app.router.add_get(REDIRECT_PATH, install.come_back)
    if test_clock is not None:
        app.router.add_get("/testing/clock", test_clock.tell)
        app.router.add_post("/testing/clock", test_clock.move)
