"""What a person has before them when they act: a message or a view, its elements and what they put in so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.elements import STATEFUL, Shown, message_elements, shown_elements, state_values
from playground.modals import stack_of, view_object
from playground.people.ask import Ask, Refusal, message_in, person, seen
from playground.people.filling import state_from
from playground.people.interactions import channel_names, response_url
from playground.shapes import message_object
from playground.slack import Slack
from playground.world import Channel, Json, Message, User, View


@dataclass
class Scene:
    user: User
    elements: list[Shown]
    entered: Json
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    def one(self, action_id: str, block_id: str, value: Any) -> Shown:
        """The one element meant; a button's value tells twins apart."""
        named = [e for e in self.elements if e.action_id == action_id and block_id in ("", e.block_id)]
        if isinstance(value, str):
            pressed = [e for e in named if e.type != "button" or e.element.get("value", "") == value]
            named = pressed if any(e.type == "button" for e in named) else named
        if not named:
            raise Refusal(404, "no_such_element", f"Nothing shown here has the action_id {action_id!r} (and value).")
        if len(named) > 1:
            raise Refusal(
                409, "ambiguous", f"{len(named)} elements have the action_id {action_id!r}: name the block_id."
            )
        return named[0]

    def enter(self, slack: Slack, values: Json) -> None:
        """`values` as in state.values, or with bare values."""
        for block_id, inside in values.items():
            if not isinstance(inside, dict):
                raise Refusal(400, "invalid_field", f"values.{block_id} must be an object of action_ids.")
            for action_id, given in inside.items():
                shown = self.one(action_id, block_id, None)
                if shown.type not in STATEFUL:
                    raise Refusal(400, "invalid_value", f"{action_id} is no field to fill in.")
                self.keep(shown, state_from(slack, self.user, shown, given))

    def keep(self, shown: Shown, state: Json) -> None:
        self.entered.setdefault(shown.block_id, {})[shown.action_id] = state

    def payload_parts(self, slack: Slack) -> Json:
        """container, and message or view, state, channel and response_url, as the kind of scene has them."""
        if self.view is not None:
            return {"container": {"type": "view", "view_id": self.view.id}, "view": view_object(self.view)}
        if self.channel is None or self.message is None:
            return {}
        return _message_parts(slack, self.user, self.channel, self.message) | {
            "state": {"values": state_values(self.message.body.get("blocks") or [], self.entered)}
        }


def _message_parts(slack: Slack, user: User, channel: Channel, message: Message) -> Json:
    thread = {"thread_ts": message.thread_ts} if message.is_reply else {}
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.to is not None,
        **thread,
    }
    parts = {
        "container": container,
        "channel": channel_names(channel),
        "response_url": response_url(slack, user, channel, message),
    }
    return parts if message.to is not None else {**parts, "message": message_object(message)}


def scene(slack: Slack, ask: Ask) -> Scene:
    user = person(slack, ask)
    if ask.has("view_id"):
        view = shown_view(slack, user, ask.text("view_id"))
        return Scene(user, list(shown_elements(view.body["blocks"])), view.entered, view=view)
    channel = seen(slack, ask, user)
    message = message_in(channel, ask.text("ts"), user)
    entered = slack.world.picks.setdefault((user.id, channel.id, message.ts), {})
    return Scene(user, list(message_elements(message.body)), entered, channel=channel, message=message)


def shown_view(slack: Slack, user: User, view_id: str) -> View:
    """An open modal of this person, or their Home tab ("home" or its id)."""
    home = slack.world.homes.get(user.id)
    if home is not None and view_id in ("home", home.id):
        return home
    for view in stack_of(slack, user.id):
        if view.id == view_id:
            return view
    raise Refusal(404, "view_not_found", f"{user.real_name} has no view {view_id!r} before them.")


def top_view(slack: Slack, user: User, view_id: str) -> View:
    """The modal on top, which is the only one a person can submit or close."""
    stack = stack_of(slack, user.id)
    if not stack:
        raise Refusal(404, "view_not_found", f"{user.real_name} has no modal open.")
    if view_id not in ("", stack[-1].id):
        under = any(view.id == view_id for view in stack)
        raise Refusal(409 if under else 404, "not_on_top" if under else "view_not_found", "Another modal is on top.")
    return stack[-1]
