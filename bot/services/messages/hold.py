"""The outbox on hold after a restore: what is old waits until an admin lets it go, and then only what is still true."""

from datetime import datetime, timedelta

from bot.errors import conflict
from bot.notices import Dropped, Notice, OnHold
from bot.rules import permissions
from bot.rules.troubles import Cause
from bot.services.messages import alarms, outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from models import Outbox, Session, Workspace
from models.queries import calendars, holds
from models.queries import people as people_queries

KIND = "hold"
FIRST_LOOK = timedelta(minutes=1)  # what fell due meanwhile is written by then, and counted


def begin(session: Session, now: datetime, real: datetime) -> int:
    """Go on with a copy: what was open in it is looked for in Slack, and admins are told. Returns how many wait."""
    return sum(_resume(session, workspace, now, real) for workspace in holds.list_to_resume(session))


def _resume(session: Session, workspace: Workspace, now: datetime, real: datetime) -> int:
    workspace.resumed_at = now
    session.add(workspace)
    session.flush()
    rows = holds.doubt_all(session, workspace, now, real)
    holds.forget_rosters(session, workspace)
    holds.draw_all(session, workspace, now)
    for admin in calendars.list_admins(session, workspace.id, workspace.admins):
        letter = Letter(key=f"hold:{now.isoformat()}:{admin.id}", kind=KIND, to=admin.id, reader_id=admin.id,
                        due_at=now + FIRST_LOOK)  # fmt: skip
        outbox.put(session, workspace.id, letter, now=now)
    alarms.sound(session, workspace.id, Cause.HOLD, now, tell=False)
    return rows


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    found = state(session, row.workspace_id, now)
    return found if found is not None else Dropped("let go by now")


COMPOSERS = {KIND: compose}


def state(session: Session, workspace_id: str, now: datetime) -> OnHold | None:
    """Since when it is on hold, from when the copy is, and how many messages wait; None when nothing is held."""
    workspace = people_queries.workspace(session, workspace_id)
    if workspace is None or not workspace.on_hold:
        return None
    waiting = holds.count_waiting(session, workspace_id, now)
    return OnHold(workspace.copied_at, workspace.resumed_at, waiting)


def release(session: Session, actor: Actor) -> int:
    """Let it go: each message is looked for in Slack and judged again before it is said. Returns how many waited."""
    permissions.check_set_up(actor.workspace, actor.person, "muster release")
    return end(session, actor.workspace, actor.now)


def end(session: Session, workspace: Workspace, now: datetime) -> int:
    """The same for whoever looks after the server."""
    if not workspace.on_hold:
        raise conflict("not_on_hold")
    waiting = holds.count_waiting(session, workspace.id, now)
    workspace.on_hold = False
    session.add(workspace)
    session.flush()
    alarms.look_again(session, workspace.id, now)
    return waiting
