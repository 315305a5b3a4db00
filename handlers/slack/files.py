"""Giving somebody a file in Slack: an address to send it to, the bytes, and the word that it is complete."""

import hashlib
import io
import json
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.detours import no_detours


def mark_of(nonce: str) -> str:
    """A few letters for the file's name, by which it is found again: a shared file carries no metadata."""
    return hashlib.sha256(nonce.encode()).hexdigest()[:10]


def carries(message: dict[str, Any], nonce: str) -> bool:
    """Whether a message holds the file that was sent with that nonce."""
    mark = mark_of(nonce)
    return any(mark in str(file.get("name") or "") for file in message.get("files") or ())


async def upload(client: AsyncWebClient, file: dict[str, Any], nonce: str) -> str:
    """The file's id once all its bytes are there."""
    name = f"{file['stem']}-{mark_of(nonce)}.{file['ending']}"
    asked = await client.files_getUploadURLExternal(filename=name, length=len(file["content"]))
    timeout = aiohttp.ClientTimeout(total=client.timeout)
    async with (
        aiohttp.ClientSession(
            timeout=timeout, trust_env=client.trust_env_in_session, trace_configs=[no_detours(client.base_url)]
        ) as session,
        session.post(str(asked["upload_url"]), data=io.BytesIO(file["content"]), proxy=client.proxy) as answer,
    ):
        answer.raise_for_status()
    return str(asked["file_id"])


async def share(client: AsyncWebClient, channel_id: str, file_id: str, message: dict[str, Any]) -> None:
    """Slack shows it by a message of its own, which comes a little later and whose place is not told."""
    entry: dict[str, str | None] = {"id": file_id, "title": message["file"]["title"]}
    blocks = json.dumps(message["blocks"])  # this call goes as a form, which has no lists
    await client.files_completeUploadExternal(files=[entry], channel_id=channel_id, blocks=blocks)
