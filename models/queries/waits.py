"""Until when something waits, by the machine's own clock: a clock that was ahead leaves moments that are far away."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from models.delivery import Outbox
from models.errand import DirectoryReading
from models.home import Home
from models.queries.deliveries import IS_OPEN
from models.workspace import Workspace

WAITS: tuple[tuple[type[Any], Any, tuple[Any, ...]], ...] = (
    (Outbox, Outbox.try_real, (IS_OPEN,)),
    (Outbox, Outbox.lease_real, (IS_OPEN,)),
    (Workspace, Workspace.probe_real, ()),
    (Home, Home.lease_real, ()),
    (DirectoryReading, DirectoryReading.lease_real, ()),
)


def shorten(session: Session, after: datetime, until: datetime) -> int:
    """What waits for later than `after` waits until then. Returns how many rows."""
    return sum(
        session.execute(update(table).where(*only, col(column) > after).values({column: until})).rowcount  # type: ignore[attr-defined]
        for table, column, only in WAITS
    )
