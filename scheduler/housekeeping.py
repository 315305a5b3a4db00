"""What grows is cut back."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot import failpoints, measures
from bot.logs import logger
from bot.services.messages import alarms, forgetting
from bot.services.people import days_off
from bot.services.review import closing
from models import Session
from models.db import Database
from models.queries import people
from models.queries.tasks import PutAway
from scheduler.due import Due, do_each, unhindered

log = logger(__name__)

ROUNDS = 100
ARCHIVE = Due("archive", lambda session, now: closing.list_old(session, now, None), closing.archive_old, closing.leave)
ALARMS = Due("alarms", alarms.list_all, alarms.remind, alarms.put_off)


async def forget(database: Database, now: datetime) -> int:
    """What nobody needs any more, or what a workspace wants to keep no longer; what fails keeps no other from it.

    Returns how many rows.
    """
    workspaces = await database.read(people.list_workspaces)
    gone: Counter[str] = Counter()
    for name, work in forgetting.pieces(workspaces, now):
        gone[name] += await unhindered("forget", name, _in_pieces(database, work))
    for name, rows in (+gone).items():
        measures.FORGOTTEN.labels(name).inc(rows)
    if +gone:
        log.info("forgotten", **+gone)
    return gone.total()


async def archive(database: Database, now: datetime) -> int:
    """What was done two weeks ago leaves the lists, a transaction each; what cannot be put away stops no other."""
    total = 0
    after: PutAway | None = None
    for _ in range(ROUNDS):
        keys = await database.read(lambda session: closing.list_old(session, now, after))  # noqa: B023
        if not keys:
            break
        total += await do_each(database, ARCHIVE, keys, now)
        after = keys[-1]
    return total


async def warn(database: Database, now: datetime) -> int:
    """Admins hear of a year whose public holidays are not known."""
    return await database.submit(lambda session: days_off.tell_of_unknown_years(session, now))


async def remind(database: Database, now: datetime) -> int:
    """Admins hear again of what nobody mended for a week; what is mended is forgotten."""
    keys = await database.read(lambda session: alarms.list_all(session, now))
    return await do_each(database, ALARMS, keys, now)


async def _in_pieces(database: Database, work: Callable[[Session], int]) -> int:
    """A transaction a piece, so that people's turns come between; what is left after many comes the next night."""
    total = 0
    for _ in range(ROUNDS):
        done = await database.submit(work)
        failpoints.hit("after_forgetting")
        total += done
        if not done:
            break
    return total
