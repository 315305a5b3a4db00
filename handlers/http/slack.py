"""Slack's requests on their way to Bolt; until we know who we are they are put off, and Slack sends events again."""

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.measures import REJECTED


class SlackDoor:
    """Shut while starting and stopping."""

    def __init__(self) -> None:
        self._bolt: AsyncApp | None = None

    def open(self, bolt: AsyncApp) -> None:
        self._bolt = bolt

    def shut(self) -> None:
        self._bolt = None

    async def is_open(self) -> bool:
        return self._bolt is not None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self._bolt is None:
            return web.json_response({"error": "not ready"}, status=503)
        text = (await request.read()).decode()  # the gate has read it so; what charset is named does not matter
        try:
            heard = AsyncBoltRequest(body=text, query=request.query_string, headers=dict(request.headers))
        except (AttributeError, LookupError, TypeError, ValueError):
            REJECTED.labels("malformed").inc()  # the library reads more of a payload than we do
            return web.json_response({"error": "malformed"}, status=400)
        answer = await self._bolt.async_dispatch(heard)
        headers = {name: values[0] for name, values in answer.headers.items() if name.lower() != "content-length"}
        return web.Response(status=answer.status, body=answer.body, headers=headers)
