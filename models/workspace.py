"""A workspace is one Slack team; every row of every other table belongs to one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, later_column, maybe_instant, maybe_json


class Style(StrEnum):
    """What a team mostly does; it turns modules on and off."""

    SMALL_TEAM = "small_team"
    PROJECTS = "projects"
    SERVICE_DESK = "service_desk"
    PROCESS_LINE = "process_line"


class Workspace(SQLModel, table=True):
    """Settings have safe defaults, so that Muster works before anybody ran set-up.

    `capture_emoji` is the reaction that makes a task of a message, without colons; None means off. `directory_fields`
    names the fields of Slack profiles that hold department, manager and stand-in; `priority_rules` holds what differs
    from the rules as shipped, by rule. `days` is what
    admins said of single days, by region ("" is everybody): {"CN": {"2027-02-06": {worked, name, by}}}. `escalation`
    are its policies where they differ from those shipped. `org_id` is the organisation whose one installation serves
    it; `ended_at` is since when Slack lets us in no more.

    A restored copy knows nothing after `copied_at`; Muster went on with it at `resumed_at`. While it is `on_hold`, what
    is from before that and what Muster would say first waits. `keep` holds for how many days what is kept, by name.
    Since `broken_at` Slack has refused all that was said there, and only one message at a time is tried, next at
    `probe_real`; `failing` holds the conversations that failed one after the other, "" for a fault of no single one.
    `calendar_hosts` are the only ones that calendars are read from; None is every open one, an empty list none.
    """

    id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    locale: str = "en"
    zone: str = "UTC"
    holiday_region: str | None = None
    style: str = Style.SMALL_TEAM
    admins: list[str] = json_list()
    leads: list[str] = json_list()
    capture_emoji: str | None = None
    directory_fields: dict[str, str] | None = maybe_json()
    priority_rules: dict[str, Any] | None = maybe_json()
    days: dict[str, dict[str, Any]] | None = maybe_json()
    escalation: list[dict[str, Any]] | None = maybe_json()
    calendar_hosts: list[str] | None = maybe_json()
    next_number: int = 1
    suspended: bool = False
    created_at: datetime = instant()
    set_up_at: datetime | None = maybe_instant()
    org_id: str | None = None
    ended_at: datetime | None = maybe_instant()
    on_hold: bool = later_column(False)
    copied_at: datetime | None = maybe_instant()
    resumed_at: datetime | None = maybe_instant()
    keep: dict[str, int] | None = maybe_json()
    failing: list[str] | None = maybe_json()
    broken_at: datetime | None = maybe_instant()
    probe_real: datetime | None = maybe_instant()
    probes: int = later_column(0)
