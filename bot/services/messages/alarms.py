"""Telling admins what goes wrong: once a cause, and once a week while nobody mended it."""

from datetime import datetime, timedelta

from bot import measures
from bot.answers.troubles import Trouble
from bot.logs import logger
from bot.notices import Dropped, Notice
from bot.rules.troubles import REMIND, Cause
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Alarm, Outbox, Session, Workspace
from models.queries import calendars
from models.queries import people as people_queries
from models.queries import troubles as queries
from models.queries.deliveries import TROUBLE

log = logger(__name__)

KIND = TROUBLE
FORGET_CLOCK = timedelta(days=1)
AlarmKey = tuple[str, str]  # workspace, cause


def sound(session: Session, workspace_id: str, cause: Cause, now: datetime, *, tell: bool = True) -> None:
    """Something goes wrong. Nothing where admins know of it already; without `tell` they were told some other way."""
    if queries.alarm(session, workspace_id, cause) is not None:
        return
    workspace = queries.hold_workspace(session, workspace_id)
    if workspace is None or queries.alarm(session, workspace_id, cause) is not None:
        return
    session.add(Alarm(workspace_id=workspace_id, cause=cause, since_at=now, told_at=now))
    session.flush()
    measures.ALARMS.labels(cause).inc()
    log.warning("alarm", cause=cause, workspace=workspace_id)
    if tell:
        _tell(session, workspace, cause, now)


def _tell(session: Session, workspace: Workspace, cause: str, now: datetime) -> None:
    admins = calendars.list_admins(session, workspace.id, workspace.admins)
    kind = "hold" if cause == Cause.HOLD else KIND
    outbox.put_all(session, workspace.id, [
        Letter(key=f"{kind}:{cause}:{now.isoformat()}:{admin.id}", kind=kind, to=admin.id, reader_id=admin.id,
               subject={"cause": str(cause)}) for admin in admins
    ], now=now)  # fmt: skip
    if not admins:
        unheard(workspace.id, cause)


def unheard(workspace_id: str, cause: str) -> None:
    """No admin could be told: whoever looks after the server has to see it."""
    measures.UNHEARD.labels(cause).inc()
    log.error("no admin could be told", cause=cause, workspace=workspace_id)


def end(session: Session, workspace_id: str, cause: Cause) -> None:
    """What only the process that told of it knows is mended."""
    queries.hold_workspace(session, workspace_id)
    if (alarm := queries.alarm(session, workspace_id, cause)) is not None:
        session.delete(alarm)


def look_again(session: Session, workspace_id: str, now: datetime) -> None:
    """What is mended is forgotten, so that it is told when it comes again."""
    for cause in Cause:
        alarm = queries.alarm(session, workspace_id, cause)
        if alarm is not None and not _stands(session, alarm, now):
            queries.hold_workspace(session, workspace_id)
            session.delete(alarm)
    session.flush()


def list_all(session: Session, now: datetime) -> list[AlarmKey]:
    return [(one.workspace_id, one.cause) for one in queries.list_alarms(session)]


def remind(session: Session, key: AlarmKey, now: datetime) -> None:
    """Forget an alarm that is mended; tell of one again a week after it was told."""
    workspace = queries.hold_workspace(session, key[0])
    alarm = queries.alarm(session, *key)
    if workspace is None or alarm is None:
        return
    if not _stands(session, alarm, now):
        session.delete(alarm)
    elif now - alarm.told_at >= REMIND:
        alarm.told_at = now
        session.add(alarm)
        _tell(session, workspace, alarm.cause, now)


def put_off(session: Session, key: AlarmKey, until: datetime) -> None:
    """One that failed is looked at again the next hour."""


def _stands(session: Session, alarm: Alarm, now: datetime) -> bool:
    workspace = people_queries.workspace(session, alarm.workspace_id)
    if workspace is None:
        return False
    if alarm.cause == Cause.CLOCK:  # the process that told of it may be gone: whose clock is right looks at alarms
        return now - alarm.told_at < FORGET_CLOCK
    return count(session, workspace, alarm.cause, now) is not None


def count(session: Session, workspace: Workspace, cause: str, now: datetime) -> int | None:
    """How many things it is about; None where nothing goes wrong any more."""
    if cause == Cause.CLOCK:
        return 0  # whoever told of it ends it
    if cause == Cause.HOLD:
        return 0 if workspace.on_hold else None
    if cause == Cause.BREAKER:
        return queries.count_waiting(session, workspace.id, now) if workspace.broken_at is not None else None
    dead, _, set_aside = queries.counts(session, workspace.id)
    return (dead if cause == Cause.DEAD else set_aside) or None


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    workspace = people_queries.workspace(session, row.workspace_id)
    cause = str(row.subject["cause"])
    alarm = queries.alarm(session, row.workspace_id, cause)
    number = count(session, workspace, cause, now) if workspace is not None and alarm is not None else None
    if alarm is None or number is None:
        return Dropped("mended by now")
    return Trouble(Cause(cause), number, alarm.since_at, again=alarm.told_at > alarm.since_at)


COMPOSERS = {KIND: compose}
