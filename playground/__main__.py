"""`python -m playground`: the small Slack alone, on one port of this machine."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Sequence
from datetime import UTC, datetime

from playground.app import running
from playground.config import START, Config


def arguments(argv: Sequence[str] | None = None) -> Config:
    parser = argparse.ArgumentParser(prog="python -m playground", description="A small Slack on a laptop.")
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--request-url", help="where the bot takes events, commands and interactions")
    parser.add_argument("--signing-secret", default="playground-signing-secret")
    parser.add_argument("--bot-token", default="xoxb-playground", help="empty: the app is installed nowhere yet")
    parser.add_argument("--client-id", default="", help="with it and the secret the app can be installed by OAuth")
    parser.add_argument("--client-secret", default="")
    parser.add_argument("--app-token", help="an xapp- token: Socket Mode instead of --request-url")
    parser.add_argument("--clock-url", help="the bot's test clock, moved along with this one")
    parser.add_argument("--lang", default="en", choices=("en", "zh"), help="language of the page at first")
    parser.add_argument("--curtain", action="store_true", help="tell the state only after POST /people/curtain")
    parser.add_argument(
        "--now", type=_moment, default=START, help="where the clock starts, such as 2026-03-09T01:20:00Z"
    )
    given = parser.parse_args(argv)
    return Config(
        host=given.host,
        port=given.port,
        request_url=given.request_url,
        signing_secret=given.signing_secret,
        bot_token=given.bot_token,
        app_token=given.app_token,
        client_id=given.client_id,
        client_secret=given.client_secret,
        clock_url=given.clock_url,
        lang=given.lang,
        curtain=given.curtain,
        start=given.now,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def serve(config: Config) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no loop signals
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with running(config) as slack:
        print(f"The playground is at {slack.origin}/ and its Web API at {slack.origin}/api/", flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
