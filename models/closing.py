"""What is kept beside tasks: how one went, what was proposed for one, and the filters people come back to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, json_object, maybe_instant

_TASK = ["task.workspace_id", "task.number"]


class Case(SQLModel, table=True):
    """How a finished task went, in the words of those who did it, for the next one like it."""

    __tablename__ = "closing"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "number"], _TASK),)

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    documents: str = ""
    went_well: str = ""
    lesson: str = ""
    tags: list[str] = json_list()
    by_id: str
    at: datetime = instant()


class SuggestionState(StrEnum):
    """OUTDATED: the task changed before anybody chose."""

    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"
    OUTDATED = "outdated"


class Suggestion(SQLModel, table=True):
    """A change proposed for a task, `field` to `proposed`, and why: `reason` names it, `facts` fill its words."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "number"], _TASK),
        Index("suggestion_of_task", "workspace_id", "number", "state"),
        Index("suggestion_of_person", "workspace_id", "person_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    number: int
    person_id: str
    field: str
    proposed: str
    reason: str
    facts: dict[str, Any] = json_object()
    state: str = SuggestionState.OPEN
    made_at: datetime = instant()
    settled_at: datetime | None = maybe_instant()
    settled_by: str | None = None


class SavedFilter(SQLModel, table=True):
    """A list that a person comes back to, by a name of theirs."""

    __table_args__ = (ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),)

    workspace_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    line: str
    created_at: datetime = instant()
