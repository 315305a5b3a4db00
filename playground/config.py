"""How one playground is set up: addresses, secrets, the moment its clock starts at, and what the app was granted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

START = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)  # Monday, 09:20 in Shanghai

GRANTED = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "dnd:read",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    }
)


@dataclass(frozen=True, kw_only=True)
class Config:
    """`retry_waits` and `answer_seconds` are real seconds; tests shorten them. `rate_limits` is how many times Slack's
    are allowed: a conversation that is not about them need not wait for them. With a `curtain` the state is told only
    once somebody has raised it: a script may set the stage first. Without a bot's token the app is installed nowhere
    yet; `client_id` and `client_secret` are what it shows to be. With `rotation` tokens live `token_seconds`.
    """

    signing_secret: str
    bot_token: str
    host: str = "127.0.0.1"
    port: int = 8700
    request_url: str | None = None
    app_token: str | None = None
    clock_url: str | None = None
    lang: str = "en"
    curtain: bool = False
    start: datetime = START
    scopes: frozenset[str] = field(default=GRANTED)
    retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0)
    answer_seconds: float = 3.0
    bot_clock_seconds: float = 120.0
    rate_limits: float = 1.0
    client_id: str = ""
    client_secret: str = ""
    rotation: bool = False
    token_seconds: int = 43200
