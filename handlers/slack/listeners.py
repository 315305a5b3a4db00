"""Listeners for what a person waits for: commands, clicks, forms, shortcuts, options. None of them raises."""

import asyncio
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import commands
from bot.answers import (
    Broken,
    Changed,
    Created,
    Form,
    HandedOver,
    NotSaved,
    Outsiders,
    Refused,
    Repeated,
    Said,
    TooFast,
    Working,
)
from bot.answers.people import ImportPreview
from bot.answers.ranking import DryRun
from bot.answers.troubles import Undelivered
from bot.errors import UserError
from bot.heard import Heard
from bot.logs import logger
from bot.render import slack as render
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from handlers.slack import hear, options, surroundings
from handlers.slack.desk import Desk, Result
from models import ChannelKind, Session, failures
from models.queries import deliveries as queries
from models.queries import tasks as task_queries

log = logger(__name__)

SHOWN_BY_CARDS = (Changed, Created)
KEEPS_OPEN = (Refused, Broken, NotSaved, TooFast)
SAID_ANYWHERE = (*KEEPS_OPEN, Outsiders, DryRun, ImportPreview, HandedOver)
REDRAWS = frozenset({"reorder"})  # what is picked in a form and only changes how the form looks
REPLACED_BY = frozenset({
    "list", "find", "make", "again", "share", "many", "one", "forget", "assign!", "reread", "leave", "take", "pass",
})  # fmt: skip
OF_THE_PAGE = "say:outbox:"
KEEPS_TEXT = 1500
WINDOW = "window"
OPEN_WITHIN = 0.9  # with what is learned and done before, an acknowledgement leaves within Slack's three seconds


class Listeners:
    """One method per kind of payload."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The acknowledgement carries the private answer, after the commit."""
        heard = hear.command(body)

        async def late(result: Result) -> None:
            await self._desk.respond(body.get("response_url"), await self._words(result, body, heard))

        result = await self._desk.hear_in_time(heard, commands.run, late)
        message = await self._words(result, body, heard)
        await ack(**({"response_type": "ephemeral", **message} if message else {}))

    async def _words(self, result: Result, body: dict[str, Any], heard: Heard) -> dict[str, Any]:
        """The answer as a message; a form is opened, and only when that fails there are words."""
        if not isinstance(result.answer, Form):
            return self._desk.draw(result)
        if await self._open(result, body):
            return {}
        refused = Refused(UserError("form_not_opened", words=heard.text[:KEEPS_TEXT]))
        return self._desk.draw(Result(refused, result.reader))

    async def _open(self, result: Result, body: dict[str, Any]) -> bool:
        trigger = body.get("trigger_id")
        view = render.form(result.answer, result.reader)  # type: ignore[arg-type]
        return bool(trigger) and await self._desk.call(
            hear.team_of(body), "views_open", within=OPEN_WITHIN, trigger_id=trigger, view=view
        )  # fmt: skip

    async def on_action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A click is done first and acknowledged empty; its card is drawn again, words come privately."""
        heard = hear.action(body, body["actions"][0])
        view = body.get("view") or {}
        if heard is None or (view.get("type") == "modal" and not _is_answered_in(view, heard)):
            await ack()
            return

        async def late(result: Result) -> None:
            await self._after_click(result, body, heard)

        result = await self._desk.hear_in_time(heard, commands.run, late)
        await ack()
        self._desk.keep(self._after_click(result, body, heard))

    async def _after_click(self, result: Result, body: dict[str, Any], heard: Heard) -> None:
        if isinstance(result.answer, Form):
            if await self._redraw(result, body, heard) or await self._open(result, body):
                return
            result = Result(Refused(UserError("form_not_opened", words="")), result.reader)
        message = self._desk.draw(result)
        if not message or (isinstance(result.answer, SHOWN_BY_CARDS) and await self._is_card(heard)):
            return
        if (body.get("view") or {}).get("type") == "home" and _all_done(result):
            return  # Home shows what was done, and the way back, by itself
        if body.get("view"):
            await tell_in_window(self._desk, result, body["view"], body, message)
            return
        verb = heard.text.split(None, 1)[0] if heard.text else ""
        turned = isinstance(result.answer, Undelivered) and _is_of_the_page(body)
        settled = (verb in REPLACED_BY and not isinstance(result.answer, Refused)) or turned
        await self._desk.respond(body.get("response_url"), message, replace=settled)

    async def _redraw(self, result: Result, body: dict[str, Any], heard: Heard) -> bool:
        """A form that stands open is drawn again in its place."""
        view = body.get("view") or {}
        if view.get("type") != "modal" or not _is_answered_in(view, heard) or view.get("callback_id") == WINDOW:
            return False
        drawn = render.form(result.answer, result.reader)  # type: ignore[arg-type]
        return await self._desk.call(heard.workspace_id, "views_update", view_id=view["id"], view=drawn)

    async def _is_card(self, heard: Heard) -> bool:
        """A card shows what became of the click by itself."""
        if heard.channel_id is None or heard.ts is None:
            return False
        channel_id, ts = heard.channel_id, heard.ts

        def look(session: Session) -> bool:
            return task_queries.get_card(session, heard.workspace_id, channel_id, ts) is not None

        try:
            return await self._desk.database.read(look)
        except failures.NotSaved:
            return False  # then it is said in words

    async def on_submission(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """An empty acknowledgement closes the form; a wrong field keeps it open with the words beside the field.

        So does work that takes long: closed, it would look saved, and the process may still die before it is.
        """
        heard = hear.submission(body)
        if heard.form not in commands.FORMS:
            await ack()
            return
        answered = asyncio.Event()

        async def late(result: Result) -> None:
            await answered.wait()
            await self._show_outcome(result, body["view"], heard.workspace_id)
            await self._after_form(result, heard)

        result = await self._desk.hear_in_time(heard, commands.submit, late)
        if isinstance(result.answer, Repeated) and await self._was_refused(heard):
            heard = replace(heard, gesture=replace(heard.gesture, key=f"{heard.gesture.key}:{body.get('trigger_id')}"))
            result = await self._desk.hear_in_time(heard, commands.submit, late)
        errors = field_errors(result, body["view"]) if isinstance(result.answer, (*KEEPS_OPEN, Working)) else {}
        await (ack(response_action="errors", errors=errors) if errors else ack())
        answered.set()
        if not errors:
            self._desk.keep(self._after_form(result, heard))

    async def _show_outcome(self, result: Result, view: dict[str, Any], workspace_id: str) -> None:
        """In place of a form that still stands open; what was refused can be mended there."""
        message = {} if isinstance(result.answer, KEEPS_OPEN) else self._desk.draw(result)
        if message:
            window = render.window(message, result.reader)
            await self._desk.call(workspace_id, "views_update", view_id=view["id"], view=window)

    async def _was_refused(self, heard: Heard) -> bool:
        """The same values again after a refusal are asked again: by now they may be right."""

        workspace_id, key = heard.workspace_id, heard.gesture.key
        try:
            outcome = await self._desk.database.read(lambda session: queries.outcome_of(session, workspace_id, key))
        except failures.NotSaved:
            return True  # asked again, it is told that it was not saved
        return outcome in (Refused.__name__, Broken.__name__)

    async def _after_form(self, result: Result, heard: Heard) -> None:
        """A receipt where the form was opened. In a direct conversation the card is answer enough to what was done."""
        message = self._desk.draw(result)
        if not message or result.reader.id is None:
            return
        person = result.reader.id
        if heard.channel_id and heard.channel_kind != ChannelKind.DM:
            if not await self._whisper(heard.workspace_id, heard.channel_id, person, message):
                await self._write(heard, person, message)
        elif isinstance(result.answer, SAID_ANYWHERE) or (isinstance(result.answer, Said) and result.answer.anywhere):
            await self._write(heard, person, message)

    async def _whisper(self, workspace_id: str, channel_id: str, person_id: str, message: dict[str, Any]) -> bool:
        return await self._desk.call(
            workspace_id, "chat_postEphemeral", channel=channel_id, user=person_id, **message
        )  # fmt: skip

    async def _write(self, heard: Heard, person_id: str, message: dict[str, Any]) -> None:
        """Into the outbox; where even that cannot be written, privately or not at all."""
        now = self._desk.clock.now()
        letter = Letter(key=f"reply:{heard.gesture.key}", kind="reply", to=person_id, reader_id=person_id,
                        subject={"message": message})  # fmt: skip
        try:
            await self._desk.database.submit(lambda session: outbox.put(session, heard.workspace_id, letter, now=now))
        except failures.NotSaved:
            if heard.channel_id:
                await self._whisper(heard.workspace_id, heard.channel_id, person_id, message)
            return
        self._desk.delivery.wake()

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Both shortcuts open the form for a new task; nothing is stored yet."""
        heard = await self._shortcut(body)

        async def late(result: Result) -> None:
            await self._desk.respond(body.get("response_url"), await self._words(result, body, heard))

        result = await self._desk.hear_in_time(heard, commands.run, late)
        message = await self._words(result, body, heard)
        await ack()
        if message:
            await self._desk.respond(body.get("response_url"), message)

    async def _shortcut(self, body: dict[str, Any]) -> Heard:
        """With the link to the message and what was said before it, as far as Slack tells it at once."""
        channel, message = (body.get("channel") or {}).get("id"), body.get("message") or {}
        ts, client = body.get("message_ts") or message.get("ts"), self._desk.tenants.client(hear.team_of(body))
        link, around = await asyncio.gather(
            surroundings.link_to(client, channel, ts),
            surroundings.thread_before(client, channel, message.get("thread_ts"), ts),
        )
        return hear.shortcut(body, link, around, surroundings.files_of(message))

    async def on_options(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        reader = await self._desk.reader_of(hear.team_of(body), body["user"]["id"])
        found = await asyncio.to_thread(  # the first time in the list of regions, every country is loaded
            options.matching, str(body.get("action_id", "")), str(body.get("value", "")), reader.language
        )
        await ack(options=found)

    async def on_closed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Nothing was kept of a form that is not sent."""
        await ack()


def field_errors(result: Result, view: dict[str, Any]) -> dict[str, str]:
    """What keeps a form open, beside the field it belongs to; none where there is no field to say it at."""
    blocks = view.get("blocks") or ()
    inputs = [block["block_id"] for block in blocks if block["type"] == "input" and block.get("block_id")]
    if not inputs:
        return {}
    answer = result.answer
    if isinstance(answer, Working):
        return {inputs[0]: render.still_saving(result.reader)}
    if not isinstance(answer, Refused):
        plain = replace(answer, words="") if isinstance(answer, NotSaved | TooFast) else answer  # they stand there
        return {inputs[0]: str(render.message(plain, result.reader)["text"])}  # type: ignore[arg-type]
    field = answer.error.field
    return {str(field) if field in inputs else inputs[0]: render.field_error(answer.error, result.reader)}


async def tell_in_window(
    desk: Desk, result: Result, view: dict[str, Any], body: dict[str, Any], message: dict[str, Any]
) -> None:
    """The Home tab has no place for a message: words open in a small window, and stay in it from then on."""
    window = render.window(message, result.reader)
    if view.get("callback_id") == WINDOW:
        await desk.call(hear.team_of(body), "views_update", view_id=view["id"], view=window)
    else:
        await desk.call(hear.team_of(body), "views_open", trigger_id=body.get("trigger_id"), view=window)


def _is_of_the_page(body: dict[str, Any]) -> bool:
    """A button of the page of what is lost, not of the message that tells of it."""
    return any(str(one.get("action_id")).startswith(OF_THE_PAGE) for one in body.get("actions") or ())


def _is_answered_in(view: dict[str, Any], heard: Heard) -> bool:
    """Whether a tap in this modal does something by itself; in other forms nothing happens before they are sent."""
    return view.get("callback_id") == WINDOW or heard.text.partition(" ")[0] in REDRAWS


def _all_done(result: Result) -> bool:
    return isinstance(result.answer, Changed) and not result.answer.not_done
