"""What grows is cut back."""

from datetime import datetime

from bot.services import inbox
from models.db import Database


async def forget(database: Database, now: datetime) -> int:
    """Names of gestures that can no longer be repeated."""
    return await database.submit(lambda session: inbox.forget_old(session, now))
