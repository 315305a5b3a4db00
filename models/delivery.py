"""What was heard, what falls due, and what is to be said: the rows that make delivery survive anything."""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import instant, json_object, later_column, maybe_instant, maybe_json

# written out in every query that looks for such rows: SQLite uses a partial index only where it can see its condition
OPEN_ROWS = "state IN ('pending','sending','unknown')"
DEAD_ROWS = "state = 'dead'"


class InboxState(StrEnum):
    RECEIVED = "received"
    DONE = "done"
    DEAD = "dead"


class Inbox(SQLModel, table=True):
    """One thing heard. `key` names the gesture, `twin` a second name Slack may give the same gesture.

    `attempts` are the tries that came to no end, the one under way among them; `failures` those that raised.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "twin", name="inbox_twin"),
        Index("inbox_received", "received_at", sqlite_where=text("state = 'received'"),
              postgresql_where=text("state = 'received'")),
        Index("inbox_dead", "workspace_id", sqlite_where=text(DEAD_ROWS), postgresql_where=text(DEAD_ROWS)),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    twin: str | None = None
    door: str
    payload: dict[str, Any] = json_object()
    state: str = InboxState.RECEIVED
    outcome: str = ""
    attempts: int = 0
    failures: int = later_column(0)
    received_at: datetime = instant()
    done_at: datetime | None = maybe_instant()


class Lane(IntEnum):
    """Who goes first when Slack slows us down."""

    PEOPLE = 0
    PROMPTS = 1
    BULK = 2


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    DEAD = "dead"


class Outbox(SQLModel, table=True):
    """One message to be said later. `*_at` are domain time, `*_real` are the machine's own clock.

    `to` is a channel id or, for a direct message, a person's id. `nonce` travels in the message's metadata
    and is how an unknown send is found again. `redraw_at` asks for a sent message to be drawn again. One `in_doubt` may
    have been said after the copy was made that we were restored from.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="outbox_key"),
        Index("outbox_open", "state", "try_real", sqlite_where=text(OPEN_ROWS), postgresql_where=text(OPEN_ROWS)),
        Index("outbox_next", "lane", "id", "workspace_id", sqlite_where=text("state = 'pending'"),
              postgresql_where=text("state = 'pending'")),
        Index("outbox_line", "to", "workspace_id", "id", sqlite_where=text(OPEN_ROWS),
              postgresql_where=text(OPEN_ROWS)),
        Index("outbox_dead", "workspace_id", "id", sqlite_where=text(DEAD_ROWS), postgresql_where=text(DEAD_ROWS)),
        Index("outbox_redraw", "redraw_at", sqlite_where=text("redraw_at IS NOT NULL"),
              postgresql_where=text("redraw_at IS NOT NULL")),
        Index("outbox_where", "ts", "channel_id", "workspace_id", sqlite_where=text("ts IS NOT NULL"),
              postgresql_where=text("ts IS NOT NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    key: str
    kind: str
    subject: dict[str, Any] = json_object()
    to: str
    reader_id: str | None = None
    thread_ts: str | None = None
    thread_key: str | None = None
    lane: int = Lane.PEOPLE
    state: str = OutboxState.PENDING
    due_at: datetime = instant()
    expires_at: datetime | None = maybe_instant()
    created_at: datetime = instant()
    try_real: datetime = instant()
    lease_real: datetime | None = maybe_instant()
    started_real: datetime | None = maybe_instant()
    started_at: datetime | None = maybe_instant()
    generation: int = 0
    attempts: int = 0
    reconciled: int = 0
    reason: str = ""
    nonce: str
    channel_id: str | None = None
    ts: str | None = None
    sent_at: datetime | None = maybe_instant()
    redraw_at: datetime | None = maybe_instant()
    in_doubt: bool = later_column(False)
    dead_at: datetime | None = maybe_instant()


DRAWN_WITHIN = timedelta(seconds=30)  # so long what is drawn again is one process's
SET_BACK = timedelta(minutes=1)  # what is from further ahead was written before the clock was set, and holds nothing


class Allowance(SQLModel, table=True):
    """How fast one workspace lets us call a method, as far as Slack told any of our processes: `bot/rules/pace.py`.

    `level` is what may be said at once, as of `at`. `ceiling` is how many a minute there were when Slack last refused,
    `steady` for how many seconds since then as much was said as may be. Nothing goes before `paused_until`, which Slack
    asked for, nor before `empty_until`, when there is something to say again; and but for answers to people nothing
    before `held_until`. `lately` has when a conversation may take its full burst again, by a number made of its name.
    `turn` counts who wrote: one process at a time.
    """

    workspace_id: str = Field(primary_key=True)
    method: str = Field(primary_key=True)
    at: datetime = instant()
    level: float
    ceiling: float
    steady: float
    paused_until: datetime | None = maybe_instant()
    held_until: datetime | None = maybe_instant()
    empty_until: datetime | None = maybe_instant()
    lately: dict[str, float] = json_object()
    turn: int = 0


class Alarm(SQLModel, table=True):
    """Something that admins were told of and that is not mended yet: one row a cause, gone when it is."""

    workspace_id: str = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    since_at: datetime = instant()
    told_at: datetime = instant()


class OccurrenceState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Occurrence(SQLModel, table=True):
    """Something that fell due for one person, once: unique by kind, subject, person and local date or instant.

    `tell_at` is when it may be told, while it still has to be; `facts` say which rule it was and what it went by.
    """

    __table_args__ = (
        Index("occurrence_outbox", "workspace_id", "outbox_key"),
        Index("occurrence_person", "workspace_id", "person_id", "due_at"),
        Index("occurrence_subject", "workspace_id", "subject"),
        Index(
            "occurrence_untold_of",
            "workspace_id",
            "person_id",
            "tell_at",
            sqlite_where=text("tell_at IS NOT NULL"),
            postgresql_where=text("tell_at IS NOT NULL"),
        ),
        Index(
            "occurrence_untold",
            "tell_at",
            sqlite_where=text("tell_at IS NOT NULL"),
            postgresql_where=text("tell_at IS NOT NULL"),
        ),
    )

    workspace_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    when: str = Field(primary_key=True, sa_column_kwargs={"name": "when_key"})
    due_at: datetime = instant()
    tell_at: datetime | None = maybe_instant()
    facts: dict[str, Any] | None = maybe_json()
    state: str = OccurrenceState.PENDING
    reason: str = ""
    outbox_key: str | None = None
    ended_at: datetime | None = maybe_instant()
