"""Whom our clients may call: Slack, and nobody whom somebody else names."""

from typing import Any

import aiohttp
from yarl import URL

from bot.settings import is_loopback

SLACKS = ("slack.com", "slack-gov.com")


class LedElsewhere(aiohttp.ClientError):
    """A call would have gone to another place than Slack's."""


def no_detours(api_url: str) -> aiohttp.TraceConfig:
    """Calls go to the Web API's own address and to hosts of Slack's domains, where answers and files are given, and
    nowhere else, whatever we are told. Slack never sends a call on: who does would be given people's words."""
    home = URL(api_url)

    async def look(_session: Any, _context: Any, asked: Any) -> None:
        if asked.url.origin() != home.origin() and not _is_slack(home, asked.url):
            raise LedElsewhere("a call was to go to another address")

    async def refuse(*_: Any) -> None:
        raise LedElsewhere("a call was to be sent on to another address")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(look)
    trace.on_request_redirect.append(refuse)
    return trace


def _is_slack(home: URL, there: URL) -> bool:
    """A rehearsal on this machine calls its own address only."""
    if is_loopback(home.host) or there.scheme not in ("https", "wss") or there.port != 443:
        return False
    return any(f".{there.host}".endswith(f".{one}") for one in SLACKS)
