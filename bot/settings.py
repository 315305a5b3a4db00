"""Settings from the environment and `.env`; a wrong one is named in one line that says how to mend it."""

import os
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK = "https://slack.com/api/"

HINTS = {
    "slack_bot_token": "copy the Bot User OAuth Token (xoxb-…) from your Slack app, page OAuth & Permissions",
    "slack_signing_secret": "copy it from your Slack app, page Basic Information, or set SLACK_APP_TOKEN",
    "slack_app_token": "make an App-Level Token (xapp-…) with connections:write, page Basic Information",
    "slack_api_url": "leave it out for Slack itself; it must begin with https://, or http:// on this machine",
    "database_url": "use sqlite:///muster.db or postgresql://user:password@host/name",
    "host": "use 127.0.0.1, or the address to listen on",
    "port": "use a number from 0 to 65535",
    "log_level": "use debug, info, warning or error",
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


class Settings(DatabaseSettings):
    """Everything `muster serve` can be told. Names are the environment's, in any case."""

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = SLACK
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: str = "info"
    muster_test_clock: str = ""

    @field_validator("slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_api_url", mode="before")
    @classmethod
    def _without_blanks_of_copying(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_bot_token")
    @classmethod
    def _is_a_bot_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
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
        if not self.socket_mode and not self.slack_signing_secret.get_secret_value():
            raise ValueError("slack_signing_secret: is missing")
        stays_here = is_loopback(urlsplit(self.slack_api_url).hostname) and is_loopback(self.host)
        if self.test_clock and not stays_here:
            raise ValueError("muster_test_clock: is refused")
        return self

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


def _in_one_line(error: ValidationError) -> WrongSetting:
    first = error.errors()[0]
    message = str(first["msg"]).removeprefix("Value error, ")
    name = str(first["loc"][0]) if first["loc"] else message.split(":")[0]
    said = message.split(": ", 1)[-1]
    return WrongSetting(f"{name.upper()} {said}: {HINTS.get(name, 'see docs/operate.md')}.")
