"""People and the conversations they are in, as Slack tells us of them."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, maybe_instant, maybe_json

WORKDAYS = (1, 2, 3, 4, 5)


class Person(SQLModel, table=True):
    """A Slack user. The id is the only stable key; names are for finding and for reading aloud.

    `department`, `manager_id` and `stand_in_id` come each from what `directory_from` says of it: "profile", "csv"
    or "hand".
    `home` is what they chose to see in App Home.

    Their working time: `week` holds weekdays with hours of their own ({"5": ["09:00", "13:00"]}), `region` whose public
    holidays are theirs if not the workspace's, `away` the days they are away ({first, last, part, source, by, note}).
    `calendar_url` is an address that absences are read from, next at `calendar_at`; it is a secret and never shown.
    `calendar` is what became of that: {asked, read_at, said (the absences it said last), failed, since, why}.
    `dnd_from` to `dnd_until` is Slack's do-not-disturb as it last told us. `quiet_until` holds back what is not asked
    for, and `nudging` says how much of it they want, by kind. `becomes` is the name that stands for them, while they
    are being erased.
    """

    __table_args__ = (
        Index("person_calendar_due", "calendar_at", sqlite_where=text("calendar_at IS NOT NULL"),
              postgresql_where=text("calendar_at IS NOT NULL")),
        Index("person_brief_due", "brief_at", sqlite_where=text("brief_at IS NOT NULL"),
              postgresql_where=text("brief_at IS NOT NULL")),
        Index("person_names", "workspace_id", "is_deleted", "is_bot", "real_name", "id", "name", "display_name"),
    )  # fmt: skip

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)
    name: str = ""
    real_name: str = ""
    display_name: str = ""
    locale: str = ""
    zone: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    is_bot: bool = False
    works_from: time = time(9, 0)
    works_to: time = time(18, 0)
    works_on: list[int] = json_list()
    department: str | None = None
    manager_id: str | None = None
    stand_in_id: str | None = None
    directory_from: dict[str, str] | None = maybe_json()
    home: dict[str, Any] | None = maybe_json()
    region: str | None = None
    week: dict[str, list[str]] | None = maybe_json()
    away: list[dict[str, str]] | None = maybe_json()
    calendar_url: str | None = Field(default=None, repr=False)
    calendar_at: datetime | None = maybe_instant()
    calendar: dict[str, Any] | None = maybe_json()
    dnd_from: datetime | None = maybe_instant()
    dnd_until: datetime | None = maybe_instant()
    quiet_until: datetime | None = maybe_instant()
    nudging: dict[str, str] | None = maybe_json()
    dm_channel: str | None = None
    brief_at: datetime | None = maybe_instant()
    slack_updated: int = 0
    refreshed_at: datetime = instant()
    becomes: str | None = None

    @property
    def called(self) -> str:
        """The name people know them by."""
        return self.display_name or self.real_name or self.name or self.id

    @property
    def is_active(self) -> bool:
        """A person who is there."""
        return not (self.is_deleted or self.is_bot)

    @property
    def can_be_told(self) -> bool:
        """Whether a message of ours reaches them: to people of another organisation Slack lets us write none."""
        return self.is_active and not self.is_stranger

    @property
    def workdays(self) -> tuple[int, ...]:
        """ISO weekdays, Monday is 1."""
        return tuple(self.works_on) or WORKDAYS


class ChannelKind(StrEnum):
    """Who may see what is said in a conversation."""

    PUBLIC = "public"
    PRIVATE = "private"
    GROUP_DM = "mpim"
    DM = "im"


class Channel(SQLModel, table=True):
    """A conversation. `roster_at` says when its members were last read; unknown means nobody may see."""

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)
    name: str = ""
    kind: str = ChannelKind.PRIVATE
    is_shared: bool = False
    is_archived: bool = False
    bot_is_in: bool = False
    read_at: datetime | None = maybe_instant()
    roster_at: datetime | None = maybe_instant()


class Membership(SQLModel, table=True):
    """One person in one conversation."""

    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "channel_id"], ["channel.workspace_id", "channel.id"]),
        Index("membership_person", "workspace_id", "person_id"),
    )

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
