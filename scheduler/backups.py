"""Every night a copy of the database, and the oldest ones go."""

import asyncio
import re
from datetime import datetime
from pathlib import Path

from bot import measures
from bot.clock import real_now
from bot.logs import logger
from models import backups
from models.db import Database
from models.failures import Damaged, Unfit

log = logger(__name__)

OURS = re.compile(r"muster-\d{8}-\d{6}\.(db|dump)")


async def nightly(url: str, folder: str, most: int, database: Database, now: datetime) -> int:
    """Beside whoever works, on a thread of its own. A copy that failed is told, and no older one goes for it."""
    place = Path(folder)
    try:
        made = await asyncio.to_thread(backups.make, url, place / backups.name_of(url, real_now()), lambda size: None)
    except (Damaged, Unfit, OSError) as error:
        log.error("no backup was made", why=str(error))
        measures.BACKUPS.labels("failed").inc()
        return 0
    gone = await asyncio.to_thread(_let_go, place, made.file, most)
    measures.BACKUPS.labels("made").inc()
    measures.BACKED_UP.set(real_now().timestamp())
    log.info("backup made", file=str(made.file), size=made.size, seconds=round(made.seconds, 1), gone=gone)
    return 0


def _let_go(folder: Path, made: Path, most: int) -> int:
    """Only what we named ourselves is ours to delete. What is named for later than the newest was made while the clock
    was wrong, and takes nobody's place."""
    ours = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name) and path.name <= made.name)
    for path in ours[:-most]:
        path.unlink()
    return max(0, len(ours) - most)
