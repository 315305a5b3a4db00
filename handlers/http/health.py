"""For operators: is it alive, is it ready, how is it doing."""

from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import Clock
from bot.measures import BACKLOG, OLDEST_UNSENT
from models import Session, failures
from models.db import Database
from models.queries import deliveries as queries


@dataclass
class Health:
    """`connected` says whether Slack has accepted our token and, in Socket Mode, whether a socket is open."""

    database: Database
    clock: Clock
    connected: bool = False

    async def alive(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(self, _: web.Request) -> web.Response:
        try:
            await self.database.read(lambda session: queries.oldest_unsent(session, self.clock.now()))
            database = True
        except (failures.NotSaved, OSError, RuntimeError):
            database = False
        ready = database and self.connected
        body = {"status": "ready" if ready else "not ready", "database": database, "slack": self.connected}
        return web.json_response(body, status=200 if ready else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        now = self.clock.now()

        def count(session: Session) -> tuple[dict[str, int], float]:
            oldest = queries.oldest_unsent(session, now)
            return queries.backlog(session, now), (now - oldest).total_seconds() if oldest else 0.0

        backlog, oldest = await self.database.read(count)
        BACKLOG.clear()
        for queue, rows in backlog.items():
            BACKLOG.labels(queue).set(rows)
        OLDEST_UNSENT.set(oldest)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
