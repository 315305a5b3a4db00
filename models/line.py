"""Words that are too long to ride on a button: kept beside it until it is tapped, or a week has gone."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import instant


class LongLine(SQLModel, table=True):
    """What one person said, for the button that asked them about it; nobody else's button can reach it.

    A "tomorrow" among the words is that of `said_at`, which may be long ago; they are kept for a week from `kept_at`.
    """

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        Index("long_line_age", "kept_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    person_id: str
    text: str
    said_at: datetime = instant()
    kept_at: datetime = instant()
