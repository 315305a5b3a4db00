"""One request of people's side: its fields read by type, and the refusals that answer a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.guard import UnreadableError, check_text, read_json
from playground.messages import find, find_ephemeral
from playground.slack import Slack
from playground.world import SLACKBOT_ID, Channel, Json, Message, User

LONGEST_TEXT = 40_000


class Refusal(Exception):
    """Answered with this status and `{"ok": false, "error": …, "detail": …}`."""

    def __init__(self, status: int, error: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.error = error
        self.detail = detail


@dataclass
class Ask:
    fields: Json

    def has(self, name: str) -> bool:
        return self.fields.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if value is None:
            if default is None:
                raise Refusal(400, "missing_field", f"{name} is needed.")
            return default
        if not isinstance(value, str):
            raise Refusal(400, "invalid_field", f"{name} must be a string.")
        if len(value) > LONGEST_TEXT:
            raise Refusal(400, "too_long", f"{name} is longer than {LONGEST_TEXT} characters.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.fields.get(name, default)
        if isinstance(value, str) and value in ("true", "false", "1", "0"):
            return value in ("true", "1")
        if not isinstance(value, bool):
            raise Refusal(400, "invalid_field", f"{name} must be true or false.")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.fields.get(name, default)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = None
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            raise Refusal(400, "invalid_field", f"{name} must be a number.")
        if not -1e12 < value < 1e12:
            raise Refusal(400, "invalid_field", f"{name} is out of range.")
        return float(value)

    def whole(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.number(name, default)
        if value != int(value) or value < least:
            raise Refusal(400, "invalid_field", f"{name} must be a whole number, {least} or more.")
        return int(value)

    def texts(self, name: str) -> list[str]:
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Refusal(400, "invalid_field", f"{name} must be a list of strings.")
        return list(dict.fromkeys(value))

    def mapping(self, name: str) -> Json:
        value = self.fields.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Refusal(400, "invalid_field", f"{name} must be an object.")
        return value


async def read_ask(request: web.Request) -> Ask:
    """Query and JSON body together; the body wins."""
    fields: Json = dict(request.query)
    body: Any = {}
    try:
        raw = await request.read()
        for value in request.query.values():
            check_text(value)
        if raw.strip():
            body = read_json(raw)
    except web.HTTPRequestEntityTooLarge as error:
        raise Refusal(413, "too_large", "The body is too large.") from error
    except UnreadableError as error:
        raise Refusal(400, "invalid_json", str(error)) from error
    if not isinstance(body, dict):
        raise Refusal(400, "invalid_json", "The body must be a JSON object.")
    return Ask(fields | body)


def known_user(slack: Slack, user_id: str, name: str = "user") -> User:
    user = slack.world.users.get(user_id)
    if user is None:
        raise Refusal(404, "user_not_found", f"{name}: nobody here has the id {user_id!r}.")
    return user


def person(slack: Slack, ask: Ask, name: str = "user") -> User:
    """Somebody who can act: a human who has not left."""
    user = known_user(slack, ask.text(name), name)
    if user.is_bot or user.id == SLACKBOT_ID:
        raise Refusal(403, "not_a_person", f"{user.name} is a program.")
    if user.deleted:
        raise Refusal(403, "user_disabled", f"{user.real_name} is deactivated.")
    return user


def conversation(slack: Slack, channel_id: str, user: User | None) -> Channel:
    """A channel by id; "dm" is this person's conversation with the bot."""
    if channel_id == "dm":
        if user is None:
            raise Refusal(400, "missing_field", 'With "dm" it must be said whose.')
        return dm_of(slack, user)
    channel = slack.world.channels.get(channel_id)
    if channel is None:
        raise Refusal(404, "channel_not_found", f"There is no conversation {channel_id!r}.")
    return channel


def dm_of(slack: Slack, user: User) -> Channel:
    if user.stranger:
        raise Refusal(403, "external", f"{user.real_name} is of another organisation and has no DM with the bot.")
    return slack.world.dm(user.id)


def seen(slack: Slack, ask: Ask, user: User) -> Channel:
    channel = conversation(slack, ask.text("channel"), user)
    if not slack.world.may_see(user, channel):
        raise Refusal(403, "not_visible", f"{user.real_name} cannot see this conversation.")
    return channel


def joined(slack: Slack, ask: Ask, user: User) -> Channel:
    channel = seen(slack, ask, user)
    if user.id not in channel.members:
        raise Refusal(403, "not_in_channel", f"{user.real_name} is not in #{channel.name}.")
    if channel.archived:
        raise Refusal(403, "is_archived", f"#{channel.name} is archived.")
    return channel


def message_in(channel: Channel, ts: str, user: User | None = None) -> Message:
    """A message of the channel, or an ephemeral one that this person sees."""
    message = find(channel, ts) or (find_ephemeral(channel, ts, user.id) if user else None)
    if message is None or message.body.get("subtype") == "tombstone":
        raise Refusal(404, "message_not_found", f"There is no message {ts!r} here.")
    return message
