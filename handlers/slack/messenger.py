"""Speaking to Slack: one call, no retries of the library's own, and an honest word on what became of it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rules import marks
from bot.rules.sending import LIMITED, PATIENCE, Outcome, Verdict, verdict_of_error
from handlers.slack import files
from handlers.slack.last_look import begun_before
from handlers.slack.tokens import Left, NotNow

EVENT_TYPE = "muster"
PAGES = 5
DEFAULT_WAIT, LONGEST_WAIT = 30.0, 86400.0
# The last three are what an answer in no form at all makes of the library and of us.
LET_GO, TOO_LATE = "token_revoked", "too late to begin"
NO_FORM = "no answer in Slack's form"
FAILURES = (
    SlackClientError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)


class SlackMessenger:
    """The Messenger of bot.delivery for Slack."""

    def __init__(self, client: AsyncWebClient, time_out: timedelta = PATIENCE.call) -> None:
        self._client = client
        self._seconds = time_out.total_seconds()  # kept here: with a session of ours the client keeps no time

    async def post(
        self, to: str, message: dict[str, Any], *, thread_ts: str | None, nonce: str, until: datetime
    ) -> Outcome:
        with begun_before(until) as look:
            is_file = "file" in message
            said = self._give(to, message, nonce) if is_file else self._say(to, message, thread_ts, nonce)
            outcome = await said
        return Outcome(Verdict.NOT_SENT, reason=TOO_LATE) if look.refused else outcome

    async def _say(self, to: str, message: dict[str, Any], thread_ts: str | None, nonce: str) -> Outcome:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"k": nonce}}
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.chat_postMessage(
                    channel=to, thread_ts=thread_ts, metadata=metadata, unfurl_links=False, unfurl_media=False,
                    **message,
                )  # fmt: skip
            where, ts = answer.get("channel"), answer.get("ts")
        except FAILURES as error:
            return outcome_of(error)
        if not (where and ts):
            return Outcome(Verdict.UNKNOWN, reason=NO_FORM)
        return Outcome(Verdict.SENT, channel_id=str(where), ts=str(ts))

    async def _give(self, to: str, message: dict[str, Any], nonce: str) -> Outcome:
        """A file with a few words. Until it is complete nobody has seen anything of it."""
        shown = False
        try:
            async with asyncio.timeout(self._seconds):
                channel_id = await self._conversation(to)
                file_id = await files.upload(self._client, message["file"], nonce)
                shown = True
                await files.share(self._client, channel_id, file_id, message)
        except FAILURES as error:
            failed = outcome_of(error)
            unseen = failed.verdict == Verdict.UNKNOWN and not shown
            return replace(failed, verdict=Verdict.NOT_SENT) if unseen else failed
        return Outcome(Verdict.SENT, channel_id=channel_id)

    async def update(self, channel_id: str, ts: str, message: dict[str, Any]) -> Outcome:
        try:
            async with asyncio.timeout(self._seconds):
                await self._client.chat_update(channel=channel_id, ts=ts, **message)
        except FAILURES as error:
            return outcome_of(error)
        return Outcome(Verdict.SENT, channel_id=channel_id, ts=ts)

    async def publish(self, person_id: str, view: dict[str, Any], shown: str | None) -> tuple[Outcome, str | None]:
        """Draw somebody's App Home, if it still is as Slack named it then; what became of it, and its new name."""
        expecting = {"hash": shown} if shown else {}
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.views_publish(user_id=person_id, view=view, **expecting)
            return Outcome(Verdict.SENT), (answer.get("view") or {}).get("hash")
        except FAILURES as error:
            return outcome_of(error), None

    async def find(self, to: str, *, thread_ts: str | None, nonce: str, since: datetime) -> Outcome:
        try:
            async with asyncio.timeout(self._seconds):
                channel_id = await self._conversation(to)
                return await self._search(channel_id, thread_ts, nonce, since)
        except FAILURES as error:
            failed = outcome_of(error)  # the search failed, which says nothing about what is searched for
            return replace(failed, verdict=Verdict.UNKNOWN) if failed.verdict == Verdict.NOT_SENT else failed

    async def _conversation(self, to: str) -> str:
        if to[:1] not in "UW":
            return to
        answer = await self._client.conversations_open(users=to)
        return str(answer["channel"]["id"])

    async def _search(self, channel_id: str, thread_ts: str | None, nonce: str, since: datetime) -> Outcome:
        """Read what was said since then; a thread's posts are not in the channel's history."""
        cursor = ""
        for _ in range(PAGES):
            reading: dict[str, Any] = {
                "channel": channel_id, "oldest": f"{since.timestamp():.6f}", "include_all_metadata": True,
                "limit": 200, "cursor": cursor,
            }  # fmt: skip
            if thread_ts:
                page = await self._client.conversations_replies(ts=thread_ts, **reading)
            else:
                page = await self._client.conversations_history(**reading)
            for message in page["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if marks.carries(str(payload.get("k")), nonce) or files.carries(message, nonce):
                    return Outcome(Verdict.SENT, channel_id=channel_id, ts=message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return Outcome(Verdict.NOT_SENT)
        return Outcome(Verdict.UNKNOWN, reason="too much was said since")


def outcome_of(error: Exception) -> Outcome:
    """What an exception of a call means. Only a refused connection is surely no delivery."""
    if isinstance(error, SlackApiError):
        return _outcome_of_answer(error)
    if isinstance(error, Left):
        return Outcome(Verdict.REFUSED, reason=LET_GO)
    if isinstance(error, NotNow):
        return Outcome(Verdict.NOT_SENT, reason=str(error))
    if isinstance(error, aiohttp.ClientConnectorError):
        return Outcome(Verdict.NOT_SENT, reason=_name(error))
    return Outcome(Verdict.UNKNOWN, reason=_name(error))


def _outcome_of_answer(error: SlackApiError) -> Outcome:
    """The library gives its own response, or aiohttp's when the body is no JSON."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 200))
    name = _name(error)
    if status == 429 or verdict_of_error(name) == Verdict.WAIT:
        headers = {key.lower(): value for key, value in dict(getattr(response, "headers", {})).items()}
        return Outcome(Verdict.WAIT, reason=LIMITED, wait_seconds=_seconds(headers.get("retry-after")))
    if status >= 500:
        return Outcome(Verdict.UNKNOWN, reason=f"http {status}")
    return Outcome(verdict_of_error(name), reason=name)


def _seconds(value: str | None) -> float:
    try:
        return min(LONGEST_WAIT, max(1.0, float(value or DEFAULT_WAIT)))
    except ValueError:
        return DEFAULT_WAIT


def _name(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        try:
            return str(error.response["error"] or NO_FORM)
        except (KeyError, TypeError, ValueError, AttributeError):
            return NO_FORM
    return "timeout" if isinstance(error, TimeoutError) else type(error).__name__
