"""Joining Slack: what clients have in common, who we are, and Bolt set up to answer only after the work."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import logger
from bot.rules.sending import TOKEN_IS_DEAD, Patience
from bot.settings import Settings, WrongSetting
from handlers.slack.ours import only_ours
from handlers.slack.tenants import Tenants

log = logger(__name__)

NOBODY = "nobody"  # Bolt wants a token, and calls nobody with it
RETRY_SECONDS = (1, 2, 5, 10, 30)


@dataclass(frozen=True)
class Identity:
    """Who we are, as auth.test tells; `app_id` is empty where Slack does not tell it."""

    team_id: str
    team: str
    user_id: str
    bot_id: str
    app_id: str = ""


def client_options(settings: Settings, http: aiohttp.ClientSession, patience: Patience) -> dict[str, Any]:
    """What all clients have in common. The library's own retries are off: they would say things twice."""
    return {
        "base_url": settings.slack_api_url, "session": http, "timeout": int(patience.call.total_seconds()),
        "retry_handlers": [],
    }  # fmt: skip


async def who_we_are(client: AsyncWebClient) -> Identity:
    """Ask until Slack answers; a refusal of the token is final. Raises WrongSetting."""
    tries = 0
    while True:
        try:
            answer = await client.auth_test()
            bot_id = answer.get("bot_id") or ""
            app_id = await _app_of(client, bot_id)
            return Identity(answer["team_id"], answer["team"], answer["user_id"], bot_id, app_id)
        except SlackApiError as error:
            name = str(error.response.get("error"))
            if name in TOKEN_IS_DEAD or name in ("not_authed", "token_expired"):
                said = f"SLACK_BOT_TOKEN is refused by Slack ({name}): copy it anew, page OAuth & Permissions."
                raise WrongSetting(said) from None
            log.warning("Slack answers with an error, trying again", error=name)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("Slack cannot be reached, trying again", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
        tries += 1


async def _app_of(client: AsyncWebClient, bot_id: str) -> str:
    """Which app the bot is: what bears another app's name is none of ours, whoever signed it."""
    try:
        return str((await client.bots_info(bot=bot_id))["bot"].get("app_id") or "")
    except SlackApiError as error:
        log.info("the app's own id is not known", error=str(error.response.get("error")))
        return ""


def bolt_app(settings: Settings, client: AsyncWebClient, tenants: Tenants) -> AsyncApp:
    """Bolt without look-ups and without a token of its own: every call is made by the client of its workspace."""

    async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        us = await tenants.bot_user_id(team_id or "")
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_user_id=us, bot_token=NOBODY)

    with _out_of_sight("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        return AsyncApp(
            client=client,
            signing_secret=settings.slack_signing_secret.get_secret_value() or None,
            before_authorize=only_ours(tenants),
            authorize=authorize,
            process_before_response=True,
            logger=_quiet_logger(),
            raise_error_for_unhandled_request=False,
        )


@contextmanager
def _out_of_sight(*names: str) -> Iterator[None]:
    """Bolt takes these from the environment by itself, and would keep installations in files of its own."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _quiet_logger() -> logging.Logger:
    """Bolt's warnings print whole request bodies; what matters we log ourselves."""
    quiet = logging.getLogger("slack_bolt.muster")
    quiet.setLevel(logging.ERROR)
    return quiet
