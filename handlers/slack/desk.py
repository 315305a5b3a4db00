"""What every listener works with: the way to a turn, to a reader's words, and to Slack's direct calls."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import failpoints
from bot.answers import Answer, Message, NotSaved, Reader, Working
from bot.clock import Clock
from bot.delivery import Delivery
from bot.heard import Heard
from bot.locales import language_of
from bot.logs import logger
from bot.render import slack as render
from bot.services.messages import deliveries
from bot.turn import Say, turn
from handlers.slack import facts
from handlers.slack.tenants import Tenants
from models import Session, failures
from models.db import Database

log = logger(__name__)

PATIENCE = 2.0  # of the three seconds that Slack waits
READERS_KEPT = 5000
CALL_FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError)

Work = Callable[[Session, Heard, datetime], Answer]


@dataclass(frozen=True)
class Result:
    """An answer and whose eyes it is for."""

    answer: Answer
    reader: Reader


@dataclass
class Desk:
    """One per process."""

    database: Database
    clock: Clock
    tenants: Tenants
    delivery: Delivery
    http: aiohttp.ClientSession
    patience: float = PATIENCE
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    after_turn: list[Callable[[Heard, Answer], None]] = field(default_factory=list)
    learned: facts.Learned = field(default_factory=facts.Learned)
    readers: dict[tuple[str, str], Reader] = field(default_factory=dict)  # whom we answered, as they read then

    async def hear(self, heard: Heard, work: Work, say: Say | None = None) -> Result:
        """Learn what is missing, do the work in one turn, wake the delivery."""
        now = self.clock.now()
        try:
            heard = await facts.learn(self.database, self.tenants.client(heard.workspace_id), heard, now, self.learned)
        except failures.NotSaved:
            log.warning("not heard: the database is away", door=heard.door)
            return Result(NotSaved(heard.words), self._last_known(heard))
        readers: list[Reader] = []

        def whole(session: Session) -> Answer:
            return work(session, heard, now)

        def and_say(session: Session, answer: Answer) -> None:
            readers[:] = [deliveries.reader(session, heard.workspace_id, heard.person_id, None, now)]
            if say is not None:
                say(session, answer)

        answer = await turn(self.database, heard, whole, now=now, say=and_say)
        self.delivery.wake()
        for tell in self.after_turn:
            tell(heard, answer)
        return Result(answer, self._remembered(heard.workspace_id, readers[0]) if readers else self._last_known(heard))

    async def hear_in_time(
        self, heard: Heard, work: Work, late: Callable[[Result], Coroutine[Any, Any, None]]
    ) -> Result:
        """The same, but after two seconds the answer is "still working" and the outcome is told by `late`."""
        task: asyncio.Task[Result] = self.keep(self.hear(heard, work))
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        if done:
            return task.result()

        async def tell() -> None:
            await late(await task)

        self.keep(tell())
        return Result(Working(), self._last_known(heard))

    def keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run beside the answer; shutting down waits for it."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def drain(self, seconds: float) -> None:
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=seconds)

    async def call(self, workspace_id: str, method: str, *, within: float | None = None, **arguments: Any) -> bool:
        """A direct call that cannot be repeated later: whether it worked, within so many seconds."""
        failpoints.hit("before_direct_call")
        try:
            await asyncio.wait_for(getattr(self.tenants.client(workspace_id), method)(**arguments), within)
        except CALL_FAILURES as error:
            log.info("direct call failed", method=method, error=_error_name(error))
            return False
        failpoints.hit("after_direct_call")
        return True

    async def respond(self, response_url: str | None, message: dict[str, Any], *, replace: bool = False) -> bool:
        """Answer privately where the person is; a lost one is shown again by the next action."""
        if not response_url or not message:
            return False
        failpoints.hit("before_response")
        hook = AsyncWebhookClient(response_url, session=self.http, retry_handlers=[])
        try:
            answer = await hook.send_dict({"response_type": "ephemeral", "replace_original": replace, **message})
        except CALL_FAILURES as error:
            log.info("response not taken", error=type(error).__name__)
            return False
        failpoints.hit("after_response")
        return answer.status_code == 200

    def _remembered(self, workspace_id: str, reader: Reader) -> Reader:
        """Kept for when the database cannot tell how they read."""
        if reader.id is None:
            return reader
        key = workspace_id, reader.id
        self.readers.pop(key, None)
        if len(self.readers) >= READERS_KEPT:
            del self.readers[next(iter(self.readers))]
        self.readers[key] = reader
        return reader

    def _last_known(self, heard: Heard) -> Reader:
        now = self.clock.now()
        reader = self.readers.get((heard.workspace_id, heard.person_id))
        return replace(reader, now=now) if reader is not None else _unknown_reader(heard, now)

    async def reader_of(self, workspace_id: str, person_id: str) -> Reader:
        """How they read; as far as it is remembered where the database does not answer."""
        now = self.clock.now()
        try:
            return self._remembered(workspace_id, await self.database.read(
                lambda session: deliveries.reader(session, workspace_id, person_id, None, now)
            ))  # fmt: skip
        except failures.NotSaved:
            return self.readers.get((workspace_id, person_id)) or Reader(person_id, "en", "UTC", now)

    def draw(self, result: Result) -> dict[str, Any]:
        answer: Message = result.answer  # type: ignore[assignment]
        return render.message(answer, result.reader)


def _unknown_reader(heard: Heard, now: datetime) -> Reader:
    """Before anything was read of the person: what Slack just told, else English."""
    about = next((profile for profile in heard.profiles if profile.id == heard.person_id), None)
    return Reader(heard.person_id, language_of(about.locale if about else None), about.zone if about else "UTC", now)


def _error_name(error: Exception) -> str:
    return str(getattr(error, "response", {}).get("error", "")) if hasattr(error, "response") else type(error).__name__
