"""The one way in: one gesture, one transaction, one answer. It never raises."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import cast

from bot import failpoints, measures
from bot.answers import Answer, Broken, NotSaved, Refused, Repeated
from bot.errors import Kind, UserError
from bot.heard import Door, Heard
from bot.logs import logger
from bot.services.messages import inbox
from models import Inbox, Session, failures
from models.db import Database
from models.queries import deliveries

log = logger(__name__)

OUT_OF_REACH = frozenset({Kind.FORBIDDEN, Kind.NOT_FOUND})  # what is not theirs to see is as good as not there

FOUND_OUT_WITHIN, LOOK_AGAIN = 20.0, 0.2  # seconds; whoever waits for the answer is told that it takes longer

Work = Callable[[Session], Answer]
Say = Callable[[Session, Answer], None]


def _say_nothing(session: Session, answer: Answer) -> None:
    """The door answers by itself."""


async def turn(database: Database, heard: Heard, work: Work, *, now: datetime, say: Say = _say_nothing) -> Answer:
    """Do the work of one gesture and answer.

    The effect, what `say` writes for later, and the gesture's inbox row share one transaction. A refusal undoes the
    work; a surprise undoes all of it and is answered with an incident number that the log explains.
    """

    def whole(session: Session) -> Answer:
        try:
            answer = _done(session, heard, work, say, now)
        except UserError as error:
            refused = Refused(error)
            session.rollback()  # rarer, and so cheaper, than a savepoint around the work of every turn
            answer = _done(session, _for_now(heard), lambda _: refused, say, now)
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
    except failures.InDoubt as doubt:
        return await _found_out(database, heard, doubt)
    except failures.NotSaved:
        log.exception("not saved", door=heard.door)
        return NotSaved(heard.words)
    except Exception:
        incident = secrets.token_hex(3).upper()
        measures.INCIDENTS.inc()
        log.exception("incident", incident=incident, door=heard.door, form=heard.form)
        return await _told(database, heard, Broken(incident), say, now)


async def _found_out(database: Database, heard: Heard, doubt: failures.InDoubt) -> Answer:
    """The gesture's row tells whether all of it was kept, as soon as the database answers again."""
    log.warning("the connection was lost during a commit", door=heard.door, reason=str(doubt)[:200])
    workspace_id, key, until = heard.workspace_id, heard.gesture.key, monotonic() + FOUND_OUT_WITHIN
    while monotonic() < until:
        await asyncio.sleep(LOOK_AGAIN)
        with suppress(failures.NotSaved):
            kept = await database.read(lambda session: deliveries.outcome_of(session, workspace_id, key))
            return cast(Answer, doubt.result) if kept else NotSaved(heard.words)
    return NotSaved(heard.words, is_sure=False)


def _done(session: Session, heard: Heard, work: Work, say: Say, now: datetime) -> Answer:
    """Raises UserError for what is refused."""
    row = inbox.begin(session, heard.workspace_id, heard.gesture, heard.door, now)
    return Repeated() if row is None else _close(session, row, work(session), say, now)


def _for_now(heard: Heard) -> Heard:
    """A form that was not taken is known by its values alone: with others it is sent again."""
    return replace(heard, gesture=replace(heard.gesture, twin=None)) if heard.door == Door.FORM else heard


def _close(session: Session, begun: Inbox | inbox.Heard, answer: Answer, say: Say, now: datetime) -> Answer:
    inbox.finish(session, begun, type(answer).__name__, now)
    say(session, answer)
    return answer


async def _told(database: Database, heard: Heard, answer: Answer, say: Say, now: datetime) -> Answer:
    """After a surprise the gesture is over: trying again would only surprise again."""

    try:
        await database.submit(lambda session: _done(session, _for_now(heard), lambda _: answer, say, now))
    except Exception:
        log.exception("the incident could not be kept")
    return answer
