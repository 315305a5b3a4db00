"""Joining Slack: the one client, who we are, and Bolt set up to answer only after the work."""

import asyncio
import logging
from dataclasses import dataclass

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import logger
from bot.rules.sending import TOKEN_IS_DEAD, Patience
from bot.settings import Settings, WrongSetting
from handlers.slack.ours import only_ours

log = logger(__name__)

RETRY_SECONDS = (1, 2, 5, 10, 30)


@dataclass(frozen=True)
class Identity:
    """Who we are, as auth.test tells; `app_id` is empty where Slack does not tell it."""

    team_id: str
    team: str
    user_id: str
    bot_id: str
    app_id: str = ""


def web_client(settings: Settings, http: aiohttp.ClientSession, patience: Patience) -> AsyncWebClient:
    """One client for all calls. The library's own retries are off: they would say things twice."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=http,
        timeout=int(patience.call.total_seconds()),
        retry_handlers=[],
    )


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


def bolt_app(settings: Settings, client: AsyncWebClient, us: Identity) -> AsyncApp:
    """Bolt without look-ups of its own: one workspace, one token."""

    async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult | None:
        if team_id != us.team_id:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=us.team_id,
            bot_user_id=us.user_id,
            bot_id=us.bot_id,
            bot_token=settings.slack_bot_token.get_secret_value(),
        )

    return AsyncApp(
        client=client,
        signing_secret=settings.slack_signing_secret.get_secret_value() or None,
        before_authorize=only_ours(us.app_id, lambda team_id: team_id == us.team_id),
        authorize=authorize,  # type: ignore[arg-type]  # None means "not ours", as Bolt documents
        process_before_response=True,
        logger=_quiet_logger(),
        raise_error_for_unhandled_request=False,
    )


def _quiet_logger() -> logging.Logger:
    """Bolt's warnings print whole request bodies; what matters we log ourselves."""
    quiet = logging.getLogger("slack_bolt.muster")
    quiet.setLevel(logging.ERROR)
    return quiet
