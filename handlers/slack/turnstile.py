"""Before the listeners: what one person or one workspace sends faster than we take it is put off, and told so."""

import math
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from slack_bolt import BoltResponse

from bot.answers import TooFast
from bot.logs import logger
from bot.measures import REJECTED
from bot.render import slack as render
from bot.rules.rates import Over, Rates
from bot.services.people import installing
from handlers.slack import hear
from handlers.slack.desk import Desk, Result
from handlers.slack.listeners import WINDOW, field_errors, tell_in_window

log = logger(__name__)

TOLD_EVERY = 60.0  # seconds between lines in the log: a flood must not become one there


class Turnstile:
    """Counts what came through the signature. An event over the limit is not acknowledged, so that Slack keeps it."""

    def __init__(self, desk: Desk, rates: Rates) -> None:
        self._desk = desk
        self._rates = rates
        self._being_told: set[tuple[str, str]] = set()
        self._logged = -TOLD_EVERY

    async def admit(self, body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:
        """Bolt's middleware: go on, or answer here."""
        refused = await self._refused(body)
        if refused is None:
            await next_()
        return refused

    async def _refused(self, body: dict[str, Any]) -> BoltResponse | None:
        now = monotonic()
        if body.get("type") == "event_callback":
            return self._event(body, now)
        if "command" in body:
            over = self._rates.gesture(body["team_id"], body["user_id"], now)
            return await self._command(body, over) if over is not None else None
        team, person = hear.team_of(body), body["user"]["id"]
        if body["type"] == "view_closed":
            return None
        if _is_light(body):
            return _nothing(body) if _counted(self._rates.light(team, person, now)) else None
        over = self._rates.gesture(team, person, now)
        return await self._interaction(body, team, person, over) if over is not None else None

    def _event(self, body: dict[str, Any], now: float) -> BoltResponse | None:
        if body["event"]["type"] in installing.ABOUT_CONSENT:  # these come through, however many came before
            return None
        if _counted(self._rates.event(str(body.get("team_id") or ""), now)) is None:
            return None
        log.warning("more events than are taken in an hour; Slack sends this one again")
        return BoltResponse(status=503)

    async def _command(self, body: dict[str, Any], over: Over) -> BoltResponse:
        """The answer costs nobody a call: it goes with the acknowledgement."""
        heard = hear.command(body)
        message = self._desk.draw(await self._answer(heard.workspace_id, heard.person_id, over, heard.words))
        return BoltResponse(status=200, body={"response_type": "ephemeral", **message})

    async def _answer(self, team: str, person: str, over: Over, words: str = "") -> Result:
        """In the language they read; a flood does not make us read that anew each time."""
        _counted(over)
        if monotonic() - self._logged >= TOLD_EVERY:
            self._logged = monotonic()
            log.warning("too fast", person=person, workspace=team, everybody=over.everybody)
        reader = self._desk.readers.get((team, person)) or await self._desk.reader_of(team, person)
        return Result(TooFast(math.ceil(over.seconds), over.everybody, words), reader)

    async def _interaction(self, body: dict[str, Any], team: str, person: str, over: Over) -> BoltResponse:
        result = await self._answer(team, person, over)
        if body["type"] == "view_submission":
            return _kept_open(body["view"], result)
        if (team, person) not in self._being_told:  # one word at a time: a flood must not make us flood Slack
            self._being_told.add((team, person))
            telling = self._desk.keep(self._tell(body, result))
            telling.add_done_callback(lambda _: self._being_told.discard((team, person)))
        return BoltResponse(status=200)

    async def _tell(self, body: dict[str, Any], result: Result) -> None:
        message = self._desk.draw(result)
        if body.get("view") or not body.get("response_url"):
            await tell_in_window(self._desk, result, body.get("view") or {}, body, message)
        else:
            await self._desk.respond(body["response_url"], message)


def _kept_open(view: dict[str, Any], result: Result) -> BoltResponse:
    """The form stays as it was filled in; one without a field gets the words over it."""
    ack: dict[str, Any] = {"response_action": "errors", "errors": field_errors(result, view)}
    if not ack["errors"]:
        said = render.message(result.answer, result.reader)  # type: ignore[arg-type]
        ack = {"response_action": "push", "view": render.window(said, result.reader)}
    return BoltResponse(status=200, body=ack)


def _counted(over: Over | None) -> Over | None:
    if over is not None:
        REJECTED.labels("too much of a workspace" if over.everybody else "too much of a person").inc()
    return over


def _is_light(body: dict[str, Any]) -> bool:
    """Choices that are looked for, and what is picked in a form before it is sent."""
    if body["type"] == "block_suggestion":
        return True
    view = body.get("view") or {}
    return body["type"] == "block_actions" and view.get("type") == "modal" and view.get("callback_id") != WINDOW


def _nothing(body: dict[str, Any]) -> BoltResponse:
    """No choices for now; a form stays as it is."""
    if body["type"] == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    return BoltResponse(status=200)
