"""Slash commands and shortcuts: what a person calls up by name."""

from __future__ import annotations

from typing import Any

from playground import messages
from playground.cast import COMMANDS
from playground.modals import new_trigger
from playground.parcels import Answer, Kind
from playground.people.ask import Ask, Refusal, joined, message_in, person, seen
from playground.people.interactions import (
    base_payload,
    channel_names,
    failure_name,
    interact,
    open_views,
    public_name,
    response_url,
)
from playground.shapes import message_object
from playground.slack import Slack
from playground.typed import command_text, read_typed
from playground.webapi.strict import message_problems
from playground.world import APP_ID, Channel, Json, User


async def command(slack: Slack, ask: Ask) -> Json:
    user = person(slack, ask)
    channel = joined(slack, ask, user)
    name = ask.text("command")
    if name not in {row["command"] for row in COMMANDS}:
        raise Refusal(404, "unknown_command", f"{name!r} is no command of this app.")
    typed = ask.text("text", "")
    payload = _payload(slack, user, channel, name, command_text(read_typed(typed.strip(), slack.world, user)))
    answer = await slack.deliveries.ask(Kind.COMMAND, payload)
    if not answer.ok:
        error = failure_name(answer)
        _failed(slack, channel, user, name, error)
        return {"ok": False, "status": answer.status, "response": None, "error": error, "body_raw": str(answer.body)}
    return {"ok": True, "status": answer.status, "response": None} | _shown(slack, channel, user, name, answer)


def _payload(slack: Slack, user: User, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": "not-a-secret-and-not-to-be-used",
        "team_id": slack.world.place.team_id,
        "team_domain": slack.world.place.domain,
        "channel_id": channel.id,
        "channel_name": public_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        **(
            {"enterprise_id": org, "enterprise_name": "Muster Group"}
            if (org := slack.world.place.enterprise_id)
            else {}
        ),
        "is_enterprise_install": "true" if slack.world.by_org else "false",
        "response_url": response_url(slack, user, channel),
        "trigger_id": new_trigger(slack, user.id, channel=channel.id),
    }


def _shown(slack: Slack, channel: Channel, user: User, name: str, answer: Answer) -> Json:
    """The immediate answer as the person sees it: nothing, their own message, or one for the channel."""
    content = _content(answer.body)
    if content is None:
        return {}
    problems = message_problems(slack, content)
    if problems:
        slack.record.breach("command", [problem.detail for problem in problems])
        _failed(slack, channel, user, name, "dispatch_failed")
        raw = {"body_raw": answer.body if isinstance(answer.body, str) else str(content)}
        return {"ok": False, "error": "dispatch_failed", "detail": problems[0].detail, **raw}
    if content.get("response_type") == "in_channel":
        message = messages.post_as_bot(slack, channel, content)
    else:
        message = messages.whisper(slack, channel, user.id, content)
    return {"response": message_object(message)}


def _content(body: Any) -> Json | None:
    """Text, or a JSON message; None when there is nothing to show."""
    if isinstance(body, dict):
        return body or None
    text = str(body).strip()
    return {"text": text} if text else None


def _failed(slack: Slack, channel: Channel, user: User, name: str, error: str) -> None:
    text = f'{name} failed with the error "{error}"'
    messages.whisper(slack, channel, user.id, {"text": text}, from_slackbot=True)


async def shortcut(slack: Slack, ask: Ask) -> Json:
    """A global shortcut, or with channel and ts a message shortcut; the bot need not be in that channel.

    Which ones exist the app's manifest says, so any callback_id is sent.
    """
    user = person(slack, ask)
    callback_id = ask.text("callback_id")
    kind = "message" if ask.has("ts") else "global"
    if not 0 < len(callback_id) <= 255:
        raise Refusal(400, "invalid_field", "callback_id has 1 to 255 characters.")
    action_ts = slack.clock.unique_ts()
    if kind == "global":
        payload = base_payload(slack, "shortcut", user) | {"trigger_id": new_trigger(slack, user.id)}
    else:
        channel = seen(slack, ask, user)
        message = message_in(channel, ask.text("ts"))
        payload = base_payload(slack, "message_action", user) | {
            "trigger_id": new_trigger(slack, user.id, channel=channel.id),
            "response_url": response_url(slack, user, channel),
            "message_ts": message.ts,
            "channel": channel_names(channel),
            "message": message_object(message),
        }
    _, report = await interact(slack, payload | {"callback_id": callback_id, "action_ts": action_ts})
    return report | {"views": open_views(slack, user)}
