"""A team is a channel that has a standup or a digest: its leads, its members, its rituals."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, json_object, later_column, maybe_instant, maybe_json

_TEAM = ["team.workspace_id", "team.channel_id"]


class Team(SQLModel, table=True):
    """A channel that works together. `shape` are the parts its descriptions have; without them no start if `strict`.

    `nudging` says how much its tasks remind people, by kind; `escalation` are policies of its own.
    """

    __table_args__ = (ForeignKeyConstraint(["workspace_id", "channel_id"], ["channel.workspace_id", "channel.id"]),)

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    leads: list[str] = json_list()
    locale: str | None = None
    zone: str | None = None
    shape: list[str] | None = maybe_json()
    strict: bool = later_column(False)
    nudging: dict[str, str] | None = maybe_json()
    escalation: list[dict[str, Any]] | None = maybe_json()
    created_at: datetime = instant()


class TeamMember(SQLModel, table=True):
    """A person who is asked in this team's standup."""

    __table_args__ = (ForeignKeyConstraint(["workspace_id", "channel_id"], _TEAM),)

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    optional: bool = False


class Standup(SQLModel, table=True):
    """When and what a team is asked. No questions of its own means the usual three."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "channel_id"], _TEAM),
        Index("standup_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    questions: list[str] = json_list()
    days: list[int] = json_list()
    at: time = time(9, 30)
    zone: str | None = None
    window_minutes: int = 150
    remind_minutes: int = 30
    paused: bool = False
    next_on: date | None = None
    next_at: datetime | None = maybe_instant()


class RunState(StrEnum):
    OPEN = "open"
    WRAPPED = "wrapped"


class StandupRun(SQLModel, table=True):
    """One day's standup of one team; its questions are frozen when it opens."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "channel_id"], _TEAM),
        Index("standup_run_due", "wrap_at", sqlite_where=text("wrap_at IS NOT NULL"),
              postgresql_where=text("wrap_at IS NOT NULL")),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    on: date = Field(primary_key=True, sa_column_kwargs={"name": "run_on"})
    questions: list[str] = json_list()
    state: str = RunState.OPEN
    opened_at: datetime = instant()
    wrap_at: datetime | None = maybe_instant()


class AnswerState(StrEnum):
    """UNASKED: their moment passed while nobody could ask them; like those away they are never missing."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    AWAY = "away"
    UNASKED = "unasked"
    MISSED = "missed"


class StandupAnswer(SQLModel, table=True):
    """One member's part in one run. `next_at` is the next moment something is due: ask, remind, close."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "channel_id", "run_on"],
            ["standuprun.workspace_id", "standuprun.channel_id", "standuprun.run_on"],
        ),
        Index("standup_answer_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
        Index("standup_answer_person", "workspace_id", "person_id", "run_on"),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    on: date = Field(primary_key=True, sa_column_kwargs={"name": "run_on"})
    person_id: str = Field(primary_key=True)
    optional: bool = False
    state: str = AnswerState.PLANNED
    answers: list[str] = json_list()
    ask_at: datetime = instant()
    remind_at: datetime | None = maybe_instant()
    close_at: datetime = instant()
    next_at: datetime | None = maybe_instant()
    answered_at: datetime | None = maybe_instant()
    edited_at: datetime | None = maybe_instant()
    late: bool = False


class Digest(SQLModel, table=True):
    """A channel's daily summary; `last` holds the counts of the previous one, to show the change."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "channel_id"], _TEAM),
        Index("digest_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    days: list[int] = json_list()
    at: time = time(17, 0)
    zone: str | None = None
    paused: bool = False
    next_at: datetime | None = maybe_instant()
    last_at: datetime | None = maybe_instant()
    last: dict[str, Any] = json_object()
