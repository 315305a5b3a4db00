"""`python -m benchmarks.servers.bolt PORT [--before-response]`: bare Bolt, the floor. It checks the signature and acks.

Nothing is read, kept or said; `authorize` is fixed, as ours is, so that neither asks Slack who it is.
"""

import sys

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.servers.cast import BOT_TOKEN, PATH, SECRET


def app(*, before_response: bool, others: int = 0) -> AsyncApp:
    """As its documents begin, or with the one setting that answers at once. So many `others` are asked before."""

    async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_user_id="U0BOT", bot_token=BOT_TOKEN)

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=before_response)

    for number in range(others):
        bolt.action(f"other-{number}")(task)
    bolt.command("/task")(task)
    return bolt


async def task(ack: AsyncAck) -> None:
    await ack()


if __name__ == "__main__":
    made = app(before_response="--before-response" in sys.argv)
    web.run_app(made.web_app(PATH), host="127.0.0.1", port=int(sys.argv[1]), print=None)
