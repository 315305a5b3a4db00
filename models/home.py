"""Who has App Home before them, and whose is to be drawn again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import instant, json_object, maybe_instant


class Home(SQLModel, table=True):
    """A person's Home since they opened it last. `pages` are those they turned to, by section.

    `hash` is Slack's name for what it shows now, as far as we know. Until `lease_real`, by the machine's own clock, one
    process draws it and no other.
    """

    __table_args__ = (ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),)

    workspace_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    opened_at: datetime = instant()
    pages: dict[str, Any] = json_object()
    hash: str | None = None
    lease_real: datetime | None = maybe_instant()


class HomeWish(SQLModel, table=True):
    """Something in a person's Home changed. Rows are only added, so that no change waits for another one's wish."""

    __table_args__ = (
        Index("home_wish_due", "at"),
        Index("home_wish_of", "workspace_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    person_id: str
    at: datetime = instant()
