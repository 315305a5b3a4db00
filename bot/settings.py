"""Settings from the environment and `.env`; a wrong one is named in one line that says how to mend it."""

import os
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.sealing import KeyRing, WrongKeys, ring_in, ring_of

SLACK = "https://slack.com/api/"
REDIRECT_PATH = "/slack/oauth_redirect"

HINTS = {
    "slack_bot_token": "copy the Bot User OAuth Token (xoxb-…) from your Slack app, page OAuth & Permissions",
    "slack_signing_secret": "copy it from your Slack app, page Basic Information, or set SLACK_APP_TOKEN",
    "slack_app_token": "make an App-Level Token (xapp-…) with connections:write, page Basic Information",
    "slack_client_id": "copy it from your Slack app, page Basic Information; with it Muster serves several workspaces",
    "slack_client_secret": "copy it from your Slack app, page Basic Information",
    "slack_redirect_url": "use Muster's public address, such as https://muster.example.com/slack/oauth_redirect",
    "muster_keys": "run `muster keys new` and put the line it prints into MUSTER_KEYS or a file",
    "muster_keys_file": "run `muster keys new`, and give it the name of a file that only Muster may read",
    "slack_api_url": "leave it out for Slack itself; it must begin with https://, or http:// on this machine",
    "database_url": "use sqlite:///muster.db or postgresql://user:password@host/name",
    "database_read_url": "leave it out, or give the address of a standby: postgresql://user:password@host/name",
    "host": "use 127.0.0.1, or the address to listen on",
    "port": "use a number from 0 to 65535",
    "leave_seconds": "use a number of seconds from 0 to 60: how long the balancer takes to see that we are leaving",
    "log_level": "use debug, info, warning or error",
    "limit_per_person": "use a whole number: commands, clicks and forms of one person that are taken in a minute",
    "limit_per_workspace": "use a whole number: commands, clicks and forms of a workspace that are taken in a minute",
    "backup_dir": "make the folder, and let the one who runs Muster write into it; leave it out for no backups",
    "backup_keep": "use a whole number: how many backups stay",
    "limit_events": "use a whole number: events of a workspace that are taken in an hour",
    "muster_test_clock": "it moves time for rehearsals, so SLACK_API_URL and HOST must be on this machine",
}


class WrongSetting(Exception):
    """One line for the person who starts Muster."""


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


class DatabaseSettings(BaseSettings):
    """What every command that opens the database needs."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    database_url: str = "sqlite:///muster.db"

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("is no address of a database")
        return value


class KeySettings(DatabaseSettings):
    """And what every command needs that seals or opens what is secret in it."""

    muster_keys: SecretStr = SecretStr("")
    muster_keys_file: str = ""

    @model_validator(mode="after")
    def _is_a_ring(self) -> "KeySettings":
        self.ring()
        return self

    def ring(self) -> KeyRing | None:
        """The keys, from the environment or the file; None when none are set. Raises ValueError."""
        written, file = self.muster_keys.get_secret_value(), self.muster_keys_file
        if written.strip() and file:
            raise ValueError("muster_keys_file: is set beside MUSTER_KEYS, and only one of them can be right")
        try:
            return ring_in(Path(file)) if file else ring_of(written)
        except WrongKeys as wrong:
            raise ValueError(f"{'muster_keys_file' if file else 'muster_keys'}: {wrong}") from None


class Settings(KeySettings):
    """Everything `muster serve` can be told. Names are the environment's, in any case.

    With a client's id people install Muster into workspaces themselves; else it serves the one of the bot's token.
    """

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_redirect_url: str = ""
    slack_api_url: str = SLACK
    database_read_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    leave_seconds: float = Field(default=0, ge=0, le=60)
    log_level: str = "info"
    limit_per_person: int = Field(default=60, ge=1)
    limit_per_workspace: int = Field(default=600, ge=1)
    limit_events: int = Field(default=30_000, ge=1)
    backup_dir: str = ""
    backup_keep: int = Field(default=14, ge=1)
    muster_test_clock: str = ""

    @field_validator(
        "slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_api_url", "slack_client_id",
        "slack_client_secret", "slack_redirect_url", mode="before",
    )  # fmt: skip
    @classmethod
    def _without_blanks_of_copying(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_bot_token")
    @classmethod
    def _is_a_bot_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
            raise ValueError("is missing or is not a bot token")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _is_an_app_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("is not an app-level token")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_safe_to_send_a_token_to(cls, value: str) -> str:
        address = urlsplit(value)
        if address.scheme != "https" and not (address.scheme == "http" and is_loopback(address.hostname)):
            raise ValueError("is no https address")
        return value.rstrip("/") + "/"

    @field_validator("slack_redirect_url")
    @classmethod
    def _is_where_slack_sends_people_back(cls, value: str) -> str:
        address = urlsplit(value)
        is_safe = address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname))
        if value and not (is_safe and address.path.endswith(REDIRECT_PATH) and not address.query):
            raise ValueError(f"is no https address that ends in {REDIRECT_PATH}")
        return value

    @field_validator("database_read_url")
    @classmethod
    def _is_a_standby(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("is no address of a PostgreSQL standby")
        return value

    @field_validator("backup_dir")
    @classmethod
    def _can_be_written_into(cls, value: str) -> str:
        if value and not (os.path.isdir(value) and os.access(value, os.W_OK | os.X_OK)):
            raise ValueError("is no folder that can be written into")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("is no level")
        return value.lower()

    @field_validator("muster_test_clock")
    @classmethod
    def _is_off_on_or_a_moment(cls, value: str) -> str:
        if value.lower() in ("", "0", "false", "no", "1", "true", "yes"):
            return value.lower()
        if datetime.fromisoformat(value).tzinfo is None:
            raise ValueError("needs a moment with its zone, such as 2026-03-09T09:00:00+01:00, or 1")
        return value

    @model_validator(mode="after")
    def _hangs_together(self) -> "Settings":
        if missing := self._missing_token():
            raise ValueError(missing)
        if not self.socket_mode and not self.slack_signing_secret.get_secret_value():
            raise ValueError("slack_signing_secret: is missing")
        stays_here = is_loopback(urlsplit(self.slack_api_url).hostname) and is_loopback(self.host)
        if self.test_clock and not stays_here:
            raise ValueError("muster_test_clock: is refused")
        if self.database_read_url and self.database_url.startswith("sqlite"):
            raise ValueError("database_read_url: is for PostgreSQL, and DATABASE_URL is an SQLite file")
        return self

    def _missing_token(self) -> str | None:
        """What is missing, or too much, for there to be a token for each workspace."""
        has_token = bool(self.slack_bot_token.get_secret_value())
        if not self.is_installed_by_people:
            return None if has_token else "slack_bot_token: is missing or is not a bot token"
        if has_token:
            return "slack_client_id: is set beside SLACK_BOT_TOKEN, and a workspace has one token"
        needed = {"slack_client_secret": self.slack_client_secret.get_secret_value(),
                  "slack_redirect_url": self.slack_redirect_url, "muster_keys": self.ring()}  # fmt: skip
        return next((f"{name}: is needed with SLACK_CLIENT_ID" for name, value in needed.items() if not value), None)

    @property
    def is_installed_by_people(self) -> bool:
        """Whether workspaces are added by OAuth, any number of them."""
        return bool(self.slack_client_id)

    @property
    def test_clock(self) -> bool:
        """Whether domain time may be moved."""
        return self.muster_test_clock not in ("", "0", "false", "no")

    @property
    def starts_at(self) -> datetime | None:
        """Where a test clock starts; None is real time."""
        plain = self.muster_test_clock in ("1", "true", "yes")
        return datetime.fromisoformat(self.muster_test_clock) if self.test_clock and not plain else None

    @property
    def settle_seconds(self) -> float | None:
        """MUSTER_SETTLE_SECONDS: rehearsals need not wait as long as one must with Slack. Raises WrongSetting."""
        said = os.environ.get("MUSTER_SETTLE_SECONDS")
        if said and not self.test_clock:
            raise WrongSetting("MUSTER_SETTLE_SECONDS is refused: it is for rehearsals with MUSTER_TEST_CLOCK only.")
        return float(said) if said else None

    @property
    def socket_mode(self) -> bool:
        return bool(self.slack_app_token.get_secret_value())


def load() -> Settings:
    """Read the settings. Raises WrongSetting with one line for the first wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        raise _in_one_line(error) from None


def load_database_url() -> str:
    """Only the database's address: migrating needs no tokens. Raises WrongSetting."""
    try:
        return DatabaseSettings().database_url
    except ValidationError as error:
        raise _in_one_line(error) from None


def load_key_settings() -> KeySettings:
    """The database's address and the keys, for what seals and opens without serving. Raises WrongSetting."""
    try:
        return KeySettings()
    except ValidationError as error:
        raise _in_one_line(error) from None


def _in_one_line(error: ValidationError) -> WrongSetting:
    first = error.errors()[0]
    message = str(first["msg"]).removeprefix("Value error, ")
    name = str(first["loc"][0]) if first["loc"] else message.split(":")[0]
    said = message.split(": ", 1)[-1]
    return WrongSetting(f"{name.upper()} {said}: {HINTS.get(name, 'see docs/operate.md')}.")
