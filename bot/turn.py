"""The one way in: one gesture, one transaction, one answer. It never raises."""

import secrets
from collections.abc import Callable
from datetime import datetime

from bot import failpoints, measures
from bot.answers import Answer, Broken, NotSaved, Refused, Repeated
from bot.errors import Kind, UserError
from bot.heard import Heard
from bot.logs import logger
from bot.services.messages import inbox
from models import Inbox, Session, failures
from models.db import Database

log = logger(__name__)

OUT_OF_REACH = frozenset({Kind.FORBIDDEN, Kind.NOT_FOUND})  # what is not theirs to see is as good as not there

Work = Callable[[Session], Answer]
Say = Callable[[Session, Answer], None]


def _say_nothing(session: Session, answer: Answer) -> None:
    """The door answers by itself."""


async def turn(database: Database, heard: Heard, work: Work, *, now: datetime, say: Say = _say_nothing) -> Answer:
    """Do the work of one gesture and answer.

    The effect, what `say` writes for later, and the gesture's inbox row share one transaction. A refusal undoes the
    work only; a surprise undoes all of it and is answered with an incident number that the log explains.
    """

    def whole(session: Session) -> Answer:
        row = inbox.begin(session, heard.workspace_id, heard.gesture, heard.door, now)
        if row is None:
            return Repeated()
        answer = _close(session, row, _attempt(session, work), say, now)
        failpoints.hit("before_commit")
        return answer

    with measures.TURN_SECONDS.labels(heard.door).time():
        answer = await _saved(database, heard, whole, say, now)
    measures.TURNS.labels(heard.door, type(answer).__name__).inc()
    if isinstance(answer, Refused) and answer.error.kind in OUT_OF_REACH:
        log.info("refused", why=answer.error.key, door=heard.door, person=heard.person_id, workspace=heard.workspace_id)
    failpoints.hit("after_commit")
    return answer


async def _saved(database: Database, heard: Heard, whole: Work, say: Say, now: datetime) -> Answer:
    try:
        database.check_room()
        return await database.submit(whole)
    except failures.NoRoom:
        log.error("no room on the disk", door=heard.door)
        return NotSaved(heard.words, is_full=True)
    except failures.NotSaved:
        log.exception("not saved", door=heard.door)
        return NotSaved(heard.words)
    except Exception:
        incident = secrets.token_hex(3).upper()
        measures.INCIDENTS.inc()
        log.exception("incident", incident=incident, door=heard.door, form=heard.form)
        return await _told(database, heard, Broken(incident), say, now)


def _attempt(session: Session, work: Work) -> Answer:
    try:
        with session.begin_nested():
            return work(session)
    except UserError as error:
        return Refused(error)


def _close(session: Session, begun: Inbox | inbox.Heard, answer: Answer, say: Say, now: datetime) -> Answer:
    inbox.finish(session, begun, type(answer).__name__, now)
    say(session, answer)
    return answer


async def _told(database: Database, heard: Heard, answer: Answer, say: Say, now: datetime) -> Answer:
    """After a surprise the gesture is over: trying again would only surprise again."""

    def close(session: Session) -> None:
        row = inbox.begin(session, heard.workspace_id, heard.gesture, heard.door, now)
        if row is not None:
            _close(session, row, answer, say, now)

    try:
        await database.submit(close)
    except Exception:
        log.exception("the incident could not be kept")
    return answer
