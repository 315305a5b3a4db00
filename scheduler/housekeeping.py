"""What grows is cut back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.services.messages import inbox
from bot.services.people import days_off
from bot.services.review import closing
from models import Session
from models.db import Database
from models.queries import housekeeping as queries

KEEP_REPLIES = timedelta(days=7)
KEEP_DELIVERIES = timedelta(days=90)
ROUNDS = 100


async def forget(database: Database, now: datetime) -> int:
    """Names of gestures that can no longer be repeated, words said to one person, deliveries of long ago."""
    gone = await database.submit(lambda session: inbox.forget_old(session, now))
    gone += await _in_pieces(database, lambda session: queries.blank_replies(session, now - KEEP_REPLIES))
    gone += await _in_pieces(database, lambda session: queries.delete_long_lines(session, now - KEEP_REPLIES))
    gone += await _in_pieces(database, lambda session: queries.delete_letters(session, now - KEEP_DELIVERIES))
    return gone + await _in_pieces(database, lambda session: queries.delete_occurrences(session, now - KEEP_DELIVERIES))


async def archive(database: Database, now: datetime) -> int:
    """What was done two weeks ago leaves the lists; the queries hold what they put away only for a moment."""
    return await _in_pieces(database, lambda session: closing.archive_old(session, now))


async def warn(database: Database, now: datetime) -> int:
    """Admins hear of a year whose public holidays are not known."""
    return await database.submit(lambda session: days_off.tell_of_unknown_years(session, now))


async def _in_pieces(database: Database, work: Callable[[Session], int]) -> int:
    """A transaction a piece, so that people's turns come between; what is left after many comes the next night."""
    total = 0
    for _ in range(ROUNDS):
        done = await database.submit(work)
        total += done
        if not done:
            break
    return total
