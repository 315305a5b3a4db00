"""From an outbox row to what is said: read again at delivery, so that it is true when it is read."""

from collections.abc import Callable
from datetime import datetime

from bot.notices import Dropped, Notice
from bot.services.finding import exporting
from bot.services.messages import alarms, deliveries, hold, questions, sources
from bot.services.people import calendars, channels, days_off, installing, leaving, reading, standing_in
from bot.services.plan import moved
from bot.services.rhythm import composing, digests, rehearsals, standup_notices
from bot.services.work import cards
from models import Outbox, OutboxState, Session
from models.queries import people as queries

Composer = Callable[[Session, Outbox, datetime], Notice | Dropped]


COMPOSERS: dict[str, Composer] = {
    "reply": questions.compose,
    "task.card": cards.compose_card,
    "task.given": cards.compose_given,
    "task.given_together": cards.compose_given_together,
    "task.review": cards.compose_review,
    "task.told": cards.compose_told,
    moved.KIND: moved.compose,
    "hello": channels.compose_hello,
    **installing.COMPOSERS,
    "brief": composing.compose_brief,
    "nudge": composing.compose,
    "digest": digests.compose_digest,
    "digest.paused": digests.compose_paused,
    **leaving.COMPOSERS,
    **days_off.COMPOSERS,
    **reading.COMPOSERS,
    **standing_in.COMPOSERS,
    **calendars.COMPOSERS,
    **sources.COMPOSERS,
    **standup_notices.COMPOSERS,
    **exporting.COMPOSERS,
    **hold.COMPOSERS,
    **alarms.COMPOSERS,
}

# What takes long to read, for many at one hour; nobody who reads it is waiting for what they just did.
IN_BULK = frozenset({"brief", "digest", "standup.wrap", exporting.KIND})


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """What to say for this row, or why nothing is to be said any more."""
    if row.expires_at is not None and now > row.expires_at and row.state != OutboxState.SENT:
        return Dropped("late")
    if row.state != OutboxState.SENT and row.kind not in deliveries.GIVEN and _has_left(session, row):
        return Dropped("deactivated")
    return COMPOSERS[row.kind](session, row, now)


COMPOSERS[rehearsals.KIND] = lambda session, row, now: rehearsals.compose(session, row, now, compose)


def _has_left(session: Session, row: Outbox) -> bool:
    """Nothing is said to somebody who is gone. Of a task given to them Slack's refusal tells who gave it."""
    reader = queries.get(session, row.workspace_id, row.reader_id) if row.reader_id else None
    return reader is not None and reader.is_deleted
