"""Where Muster is installed: the consent of a workspace, or of a whole organisation, and the sealed tokens for it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, maybe_instant


class InstallationState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    UNINSTALLED = "uninstalled"


class Installation(SQLModel, table=True):
    """One consent. `id` is the workspace's, or the organisation's where all of its workspaces share one.

    `token` and `refresh_token` are sealed and bound to `id`. `generation` counts the tokens: who was refused with an
    older one reads again. `expires_real` and `refreshing_real` are the machine's own clock; while the latter lies
    ahead, somebody is asking for a new token. `ended_at` is since when there is no consent any more.
    """

    id: str = Field(primary_key=True)
    name: str = ""
    is_org: bool = False
    enterprise_id: str | None = None
    app_id: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    installer_id: str = ""
    scopes: list[str] = json_list()
    token: str
    refresh_token: str | None = None
    expires_real: datetime | None = maybe_instant()
    refreshing_real: datetime | None = maybe_instant()
    generation: int = 1
    state: str = InstallationState.ACTIVE
    reason: str = ""
    installed_at: datetime = instant()
    ended_at: datetime | None = maybe_instant()


class SpentState(SQLModel, table=True):
    """The fingerprint of an OAuth state that came back once, kept until it would have run out anyway."""

    id: str = Field(primary_key=True)
    expires_real: datetime = instant()
