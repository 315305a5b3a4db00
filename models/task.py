"""Tasks, the people on them, what happened to them, and where their cards stand."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, json_object, later_column, maybe_instant, maybe_json


class State(StrEnum):
    """The life of a task; *blocked* is a flag beside it."""

    OPEN = "open"
    DOING = "doing"
    REVIEW = "review"
    DONE = "done"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


LIVE = (State.OPEN, State.DOING, State.REVIEW)


class Priority(IntEnum):
    """1 is the most urgent."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4
    SOMEDAY = 5


class RoleKind(StrEnum):
    """RACI beside the owner, who is a column of the task."""

    ACCOUNTABLE = "accountable"
    HELPER = "helper"
    REVIEWER = "reviewer"
    CONSULTED = "consulted"
    INFORMED = "informed"


class StepMode(StrEnum):
    """Whether all reviewers of a step have to accept, or any one of them."""

    ALL = "all"
    ANY = "any"


class Link(StrEnum):
    """How a task hangs on another: which end of the earlier one lets which end of the later one come."""

    FINISH_TO_START = "FS"
    START_TO_START = "SS"
    FINISH_TO_FINISH = "FF"


class NextOne(StrEnum):
    """When a repeated task makes its next one: when this one closes, or when the next one's day comes."""

    ON_CLOSE = "close"
    ON_THE_DAY = "day"


class TaskFields(SQLModel):
    """What a person may say about a task: shared by the table, drafts and patches.

    `described` is the description in parts, by the names of `Team.shape`; `needs_evidence` and `asks_closing` say what
    a review and a closing ask for.
    """

    title: str
    note: str = ""
    owner_id: str
    due_on: date | None = None
    due_at: datetime | None = maybe_instant()
    start_on: date | None = None
    rrule: str | None = None
    priority: int | None = None
    important: bool = False
    estimate_days: float | None = None
    project: str | None = None
    labels: list[str] = json_list()
    parent_number: int | None = None
    next_one: str = later_column(NextOne.ON_CLOSE.value)
    needs_evidence: bool = later_column(False)
    asks_closing: bool = later_column(False)
    described: dict[str, str] | None = maybe_json()


class Task(TaskFields, table=True):
    """`#42`. `due_on` is a civil date of the owner; `due_at` is set only when a clock time was said.

    `ends_at` is the instant after which the task is late; `nudge_at` the next moment of its own dates,
    `chase_at` when its silence wants a look.
    `taken` says which of its first words became which field; `other_on` and `other_at` are the second likely reading
    of its due date, until it is settled. `source_gone_at` is when the message it came from was deleted.

    `acked_at` is when its owner said *Got it*. `evidence` are {kind, value, name, by, at}: a link, a file's permalink
    or a figure. In review, `review_step` is the step that is open and `accepted_by` who of it has accepted; `returns`
    counts the reworks. A repeated task knows the first of its `series`, which one of it it is, the civil day it
    `occurs_on` by its rhythm, the one it is `followed_by`, and by `recur_at` when the clock makes that; `series_next`
    are values that the next one has instead of this one's. `day_rank` is its place on `day_on`, set by hand.

    `level` is its priority as it stands, by hand or by the rules, `level_reasons` say why ({rule, level, …facts}), and
    at `level_at` it has to be reckoned anew.
    """

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "owner_id"], ["person.workspace_id", "person.id"]),
        ForeignKeyConstraint(["workspace_id", "creator_id"], ["person.workspace_id", "person.id"]),
        Index("task_mine", "workspace_id", "owner_id", "state", "ends_at"),
        Index("task_of_channel", "workspace_id", "source_channel", "state", "ends_at"),
        Index("task_given", "workspace_id", "creator_id", "created_at"),
        Index("task_given_live", "workspace_id", "creator_id", "state", "ends_at"),
        Index("task_waits_on", "workspace_id", "blocked_by_number", sqlite_where=text("blocked_by_number IS NOT NULL"),
              postgresql_where=text("blocked_by_number IS NOT NULL")),
        Index("task_of_message", "workspace_id", "source_channel", "source_ts"),
        Index("task_live", "workspace_id", "state", "ends_at"),
        Index("task_waits_for", "workspace_id", "blocked_by_id", sqlite_where=text("blocked_by_id IS NOT NULL"),
              postgresql_where=text("blocked_by_id IS NOT NULL")),
        Index("task_parts", "workspace_id", "parent_number", sqlite_where=text("parent_number IS NOT NULL"),
              postgresql_where=text("parent_number IS NOT NULL")),
        Index("task_recur_due", "recur_at", sqlite_where=text("recur_at IS NOT NULL"),
              postgresql_where=text("recur_at IS NOT NULL")),
        Index("task_of_series", "workspace_id", "series", "nth", unique=True),
        Index("task_closed", "workspace_id", "closed_at"),
        Index("task_to_archive", "closed_at", "workspace_id", "number", sqlite_where=text("state = 'done'"),
              postgresql_where=text("state = 'done'")),
        Index("task_level_due", "level_at", sqlite_where=text("level_at IS NOT NULL"),
              postgresql_where=text("level_at IS NOT NULL")),
        Index("task_nudge_due", "nudge_at", sqlite_where=text("nudge_at IS NOT NULL"),
              postgresql_where=text("nudge_at IS NOT NULL")),
        Index("task_chase_due", "chase_at", sqlite_where=text("chase_at IS NOT NULL"),
              postgresql_where=text("chase_at IS NOT NULL")),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    number: int = Field(primary_key=True)
    creator_id: str
    state: str = State.OPEN
    version: int = 1
    blocked_at: datetime | None = maybe_instant()
    blocked_reason: str | None = None
    blocked_by_id: str | None = None
    blocked_by_number: int | None = None
    snoozed_until: datetime | None = maybe_instant()
    ends_at: datetime | None = maybe_instant()
    nudge_at: datetime | None = maybe_instant()
    chase_at: datetime | None = maybe_instant()
    source_channel: str | None = None
    source_ts: str | None = None
    source_thread: str | None = None
    source_link: str | None = None
    source_is_private: bool = True
    door: str = "slash"
    said: str = ""
    taken: dict[str, str] | None = maybe_json()
    other_on: date | None = None
    other_at: datetime | None = maybe_instant()
    source_gone_at: datetime | None = maybe_instant()
    created_at: datetime = instant()
    updated_at: datetime = instant()
    started_at: datetime | None = maybe_instant()
    closed_at: datetime | None = maybe_instant()
    acked_at: datetime | None = maybe_instant()
    percent: int | None = None
    spent_minutes: int = later_column(0)
    evidence: list[dict[str, Any]] | None = maybe_json()
    submitted_at: datetime | None = maybe_instant()
    review_step: int = later_column(0)
    accepted_by: list[str] | None = maybe_json()
    returns: int = later_column(0)
    score: int | None = None
    series: int | None = None
    nth: int = later_column(1)
    series_next: dict[str, Any] | None = maybe_json()
    occurs_on: date | None = None
    followed_by: int | None = None
    recur_at: datetime | None = maybe_instant()
    day_on: date | None = None
    day_rank: int | None = None
    archived_at: datetime | None = maybe_instant()
    level: int = later_column(Priority.NORMAL.value)
    level_reasons: list[dict[str, Any]] | None = maybe_json()
    level_at: datetime | None = maybe_instant()

    @property
    def is_live(self) -> bool:
        """Still to be done."""
        return self.state in LIVE

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None and self.is_live


class Role(SQLModel, table=True):
    """A person on a task beside its owner. Reviewers stand in steps; all rows of a step have one `mode`.

    `awaited` while the open step of a review waits for their word: kept with every change of the review.
    """

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        Index("role_person", "workspace_id", "person_id", "kind", "number"),
        Index("role_awaited", "workspace_id", "person_id", "awaited", "number"),
    )

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    step: int = 1
    mode: str = later_column(StepMode.ALL.value)
    awaited: bool = later_column(False)


class Dependency(SQLModel, table=True):
    """`number` comes after `after_number`; `lag_days` are working days between the two ends that `link` names."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        Index("dependency_before", "workspace_id", "after_number", "number"),
    )

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    after_number: int = Field(primary_key=True)
    link: str = later_column(Link.FINISH_TO_START.value)
    lag_days: int = later_column(0)


class History(SQLModel, table=True):
    """One change: who, when, what, from, to. `before` and `after` hold only the fields that changed."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        Index("history_of_task", "workspace_id", "number", "id"),
        Index("history_of_actor", "workspace_id", "actor_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    number: int
    at: datetime = instant()
    actor_id: str
    kind: str
    version: int
    before: dict[str, Any] = json_object()
    after: dict[str, Any] = json_object()
    note: str = ""
    undone_by: int | None = None


class Card(SQLModel, table=True):
    """A message of ours that shows a task: a projection, always redrawn to the newest version."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        Index("card_of_task", "workspace_id", "number"),
        Index("card_stale", "draw_at", sqlite_where=text("draw_at IS NOT NULL"),
              postgresql_where=text("draw_at IS NOT NULL")),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    number: int
    reader_id: str | None = None
    shown_version: int = 0
    draw_at: datetime | None = maybe_instant()
    attempts: int = 0
