"""Reading the whole directory: by one process at a time, from where the last one stopped, and told when it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.people import DirectoryRead, Reading
from bot.notices import Dropped
from bot.rules import availability
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import DirectoryReading, Lane, Outbox, Session, Workspace
from models.queries import calendars as queries
from models.queries import people, readings

KIND = "directory_read"
LEASE = timedelta(seconds=60)
BEGINS_ANEW = timedelta(days=1)  # what was begun longer ago tells nothing of who came since
AGAIN_MOST = 3
WORTH_TELLING = 1000  # people: fewer are read before anybody looks
ADMINS_TOLD = 10


@dataclass(frozen=True)
class Turn:
    """What to do: read from the page at `cursor` on; or nothing, as it is done; or ask again in `wait` seconds."""

    cursor: str = ""
    people: int = 0
    wait: float = 0.0
    is_done: bool = False


def take(
    session: Session, workspace_id: str, who: str, since: datetime, *, now: datetime, real: datetime, alone: bool
) -> Turn:
    """The reading is ours, unless another process has it, or has read all of it `since` then. `alone` is where there
    can be no other."""
    row = readings.hold(session, workspace_id)
    if row is None:
        row = DirectoryReading(
            workspace_id=workspace_id, begun_at=now, told_at=_known_since(session, workspace_id, now)
        )
    elif not alone and row.held_by != who and row.lease_real is not None and row.lease_real > real:
        return Turn(wait=(row.lease_real - real).total_seconds())
    elif row.ended_at is not None and row.ended_at > since:
        return Turn(people=row.people, is_done=True)
    elif row.ended_at is not None or row.begun_at < now - BEGINS_ANEW:
        row.ended_at = None
        _from_the_beginning(row, now)
    row.stopped, row.again = "", 0
    _hold(row, who, real)
    session.add(row)
    return Turn(row.cursor, row.people)


def _known_since(session: Session, workspace_id: str, now: datetime) -> datetime | None:
    """A workspace that was here before this was written down has its people, and its admins nothing to be told."""
    workspace = people.workspace(session, workspace_id)
    return workspace.created_at if workspace is not None and workspace.created_at < now - BEGINS_ANEW else None


def kept(session: Session, workspace_id: str, who: str, cursor: str, read: int, *, real: datetime) -> bool:
    """A page of `read` people was written: the next begins at that cursor. False where it is not ours any more."""
    row = _ours(session, workspace_id, who)
    if row is None:
        return False
    row.cursor, row.people = cursor, row.people + read
    _hold(row, who, real)
    session.add(row)
    return True


def wait(session: Session, workspace_id: str, who: str, seconds: float, *, real: datetime) -> None:
    """Slack has us wait; nobody else need begin meanwhile."""
    if (row := _ours(session, workspace_id, who)) is not None:
        _hold(row, who, real + timedelta(seconds=seconds))
        session.add(row)


def expired(session: Session, workspace_id: str, who: str, *, now: datetime, real: datetime) -> bool:
    """Slack knows the cursor no more: from the beginning. False where that happens again and again."""
    row = _ours(session, workspace_id, who)
    if row is None or not row.cursor or row.again >= AGAIN_MOST:
        return False
    row.again += 1
    _from_the_beginning(row, now)
    _hold(row, who, real)
    session.add(row)
    return True


def leave(session: Session, workspace_id: str, who: str, reason: str = "") -> None:
    """It stays where it is, for whoever comes next."""
    if (row := _ours(session, workspace_id, who)) is not None:
        row.stopped, row.held_by, row.lease_real = reason, "", None
        session.add(row)


def done(session: Session, workspace: Workspace, who: str, *, now: datetime) -> None:
    """Everybody is read. The first time that is worth a word to admins, where it took a while."""
    row = _ours(session, workspace.id, who)
    if row is None:
        return
    row.ended_at, row.cursor, row.held_by, row.lease_real = now, "", "", None
    if row.told_at is None:
        row.told_at = now
        if row.people >= WORTH_TELLING:
            _tell(session, workspace, row, now)
    session.add(row)


def _tell(session: Session, workspace: Workspace, row: DirectoryReading, now: datetime) -> None:
    admins = queries.list_admins(session, workspace.id, workspace.admins)
    named = [one for one in admins if one.id in workspace.admins]
    for admin in (named or admins)[:ADMINS_TOLD]:
        outbox.put(session, workspace.id, Letter(
            key=f"directory:{admin.id}", kind=KIND, to=admin.id, reader_id=admin.id, subject={"people": row.people},
            lane=Lane.PROMPTS, due_at=availability.hours(admin, workspace).next_moment(now),
        ), now=now)  # fmt: skip


def is_done(session: Session, workspace_id: str) -> bool:
    """Whether everybody was read; it may have been left before its end."""
    row = readings.get(session, workspace_id)
    return row is not None and row.ended_at is not None


def compose(session: Session, row: Outbox, now: datetime) -> DirectoryRead | Dropped:
    return DirectoryRead(int(row.subject["people"]))


COMPOSERS = {KIND: compose}


def of(session: Session, workspace_id: str) -> Reading | None:
    """How far the first reading is; None when it is done, or has not begun."""
    row = readings.get(session, workspace_id)
    if row is None or row.told_at is not None or row.people < WORTH_TELLING:
        return None
    return Reading(row.people, row.stopped)


def _ours(session: Session, workspace_id: str, who: str) -> DirectoryReading | None:
    row = readings.hold(session, workspace_id)
    return row if row is not None and row.held_by == who else None


def _hold(row: DirectoryReading, who: str, real: datetime) -> None:
    row.held_by, row.lease_real = who, real + LEASE


def _from_the_beginning(row: DirectoryReading, now: datetime) -> None:
    row.cursor, row.people, row.begun_at = "", 0, now
