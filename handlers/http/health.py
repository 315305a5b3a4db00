"""For operators: is it alive, is it ready, how is it doing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import Clock
from bot.measures import BACKLOG, BEGUN_AGAIN, BREAKERS, DEAD_LETTERS, OLDEST_UNSENT, ON_HOLD, OVERDUE, PACE, REPLICA
from bot.rules.pace import Pace
from models import Session, failures
from models.db import Database
from models.queries import allowances, holds, occurrences, troubles
from models.queries import deliveries as queries
from models.queries import people as people_queries

OVERDUE_AFTER = timedelta(minutes=10)


@dataclass
class WayIn:
    """The way by which Slack speaks to us, and whether it stands open now. Where people install Muster themselves,
    it is of use with no workspace as well."""

    is_installed_by_people: bool
    is_open: Callable[[], Awaitable[bool]]


@dataclass
class Health:
    """`way_in` is there from when Slack has accepted our token until we stop listening; a while before that
    `is_leaving` asks whoever shares requests out to send us no more."""

    database: Database
    clock: Clock
    way_in: WayIn | None = None
    is_leaving: bool = False

    async def alive(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(self, _: web.Request) -> web.Response:
        """Whether people are served: the database answers, Slack can reach us, and our token is good."""
        way_in = self.way_in
        try:
            welcome, paused = await self.database.read(lambda session: _is_welcome(session, way_in))
            database = True
        except (failures.NotSaved, OSError, RuntimeError):
            welcome, database, paused = False, False, 0
        slack = welcome and way_in is not None and await way_in.is_open()
        ready = database and slack and not self.is_leaving
        status = "leaving" if self.is_leaving else "ready" if ready else "not ready"
        body = {"status": status, "database": database, "slack": slack, "paused": paused}
        return web.json_response(body, status=200 if ready else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        now = self.clock.now()

        def count(session: Session) -> tuple[dict[str, int], float, int]:
            oldest = queries.oldest_unsent(session, now)
            overdue = occurrences.count_overdue(session, now - OVERDUE_AFTER)
            late = (now - oldest).total_seconds() if oldest else 0.0
            ON_HOLD.set(holds.count_held(session))
            DEAD_LETTERS.set(troubles.count_dead(session))
            BREAKERS.set(len(troubles.list_broken(session)))
            PACE.set(min(map(Pace().per_minute, allowances.list_all(session)), default=Pace.FIRST))
            return queries.backlog(session, now), late, overdue

        backlog, oldest, overdue = await self.database.read(count)
        BACKLOG.clear()
        for queue, rows in backlog.items():
            BACKLOG.labels(queue).set(rows)
        OLDEST_UNSENT.set(oldest)
        OVERDUE.set(overdue)
        BEGUN_AGAIN.clear()
        for why, times in self.database.begun_again.items():
            BEGUN_AGAIN.labels(why).set(times)
        for outcome, times in self.database.replica_reads.items():
            REPLICA.labels(outcome).set(times)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _is_welcome(session: Session, way_in: WayIn | None) -> tuple[bool, int]:
    """Whether Slack takes our token: it is known to be dead from the first call that was refused for it.

    And in how many workspaces nothing is said for a while, which keeps nobody from being answered.
    """
    there, paused = people_queries.list_workspaces(session), len(troubles.list_broken(session))
    if way_in is None or way_in.is_installed_by_people:
        return way_in is not None, paused
    return any(not workspace.suspended for workspace in there), paused
