"""What grows is cut back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot import failpoints
from bot.services.finding import homes
from bot.services.messages import inbox
from bot.services.people import days_off
from bot.services.review import closing
from models import Session
from models.db import Database
from models.queries import housekeeping as queries
from models.queries.tasks import PutAway
from scheduler.due import Due, do_each

KEEP_REPLIES = timedelta(days=7)
KEEP_DELIVERIES = timedelta(days=90)
KEEP_WISHES = homes.LATELY  # who has not looked for longer gets Home drawn when they open it again
ROUNDS = 100
ARCHIVE = Due("archive", lambda session, now: closing.list_old(session, now, None), closing.archive_old, closing.leave)


async def forget(database: Database, now: datetime) -> int:
    """What can no longer be repeated, words said to one person, and deliveries, proposals and wishes of long ago."""
    gone = await database.submit(lambda session: inbox.forget_old(session, now))
    gone += await _in_pieces(database, lambda session: queries.blank_replies(session, now - KEEP_REPLIES))
    gone += await _in_pieces(database, lambda session: queries.delete_long_lines(session, now - KEEP_REPLIES))
    gone += await _in_pieces(database, lambda session: queries.delete_letters(session, now - KEEP_DELIVERIES))
    gone += await _in_pieces(database, lambda session: queries.delete_occurrences(session, now - KEEP_DELIVERIES))
    gone += await _in_pieces(database, lambda session: queries.delete_suggestions(session, now - KEEP_DELIVERIES))
    return gone + await _in_pieces(database, lambda session: queries.delete_wishes(session, now - KEEP_WISHES))


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
