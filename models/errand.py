"""What is done piece by piece: work that one change brings to very many rows, and the reading of a whole directory."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import instant, maybe_instant


class ErrandKind(StrEnum):
    """What is gone through: when the standups ask a person, the dates of their tasks, the tasks due on a day,
    everybody's mornings, all standups, or one, the levels of all live tasks, and when silence is looked for in them."""

    ASKED = "asked"
    DATES = "dates"
    DAY = "day"
    LEVELS = "levels"
    LOOKS = "looks"
    MORNINGS = "mornings"
    STANDUP = "standup"
    STANDUPS = "standups"


class Errand(SQLModel, table=True):
    """Something begun that the clock goes on with. `subject` is whom or what it is about, empty for everybody.

    `after` is the key of the last row that was done; what has to be done anew begins from an empty one again.
    """

    __table_args__ = (Index("errand_due", "due_at"),)

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True, default="")
    after: str = ""
    due_at: datetime = instant()


class DirectoryReading(SQLModel, table=True):
    """How far the people of a workspace are read from Slack: `people` by now, from the page at `cursor` on.

    Until `lease_real`, by the machine's own clock, the process `held_by` reads and no other. `told_at` is when
    admins were told that the first one is done. `again` counts how often it had to begin anew because Slack knew its
    cursor no more; `stopped` is why it was left before its end.
    """

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    begun_at: datetime = instant()
    cursor: str = ""
    people: int = 0
    again: int = 0
    held_by: str = ""
    lease_real: datetime | None = maybe_instant()
    ended_at: datetime | None = maybe_instant()
    told_at: datetime | None = maybe_instant()
    stopped: str = ""
