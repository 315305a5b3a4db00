"""Views as Slack keeps them: stacks of at most three modals, Home tabs, hashes, triggers and their short life."""

from __future__ import annotations

import copy
import secrets
import time

from playground import elements
from playground.messages import with_block_ids
from playground.slack import Slack
from playground.world import APP_ID, Json, Trigger, View

TRIGGER_SECONDS = 3.0
TRIGGERS_KEPT = 1000
DEEPEST_STACK = 3


class RefusedError(Exception):
    """A view was not taken; `str()` is Slack's error name."""


def use_trigger(slack: Slack, trigger_id: str) -> Trigger:
    """Exchange a trigger: once, and within three real seconds."""
    trigger = slack.world.triggers.get(trigger_id)
    if trigger is None:
        raise RefusedError("invalid_trigger_id")
    if trigger.used:
        raise RefusedError("exchanged_trigger_id")
    if time.monotonic() - trigger.born > TRIGGER_SECONDS:
        raise RefusedError("expired_trigger_id")
    return trigger


def new_trigger(slack: Slack, user: str, *, view: View | None = None, channel: str | None = None) -> str:
    """Old triggers are forgotten in time; until then they still answer as expired or exchanged."""
    triggers = slack.world.triggers
    while len(triggers) >= TRIGGERS_KEPT:
        triggers.pop(next(iter(triggers)))
    return slack.world.trigger(user, view_id=view.id if view else None, channel=channel)


def new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


def stack_of(slack: Slack, user: str) -> list[View]:
    return slack.world.stacks.setdefault(user, [])


def open_view(slack: Slack, trigger: Trigger, body: Json) -> View:
    """A new modal; opened out of another one it lies on top of it."""
    check_external_id(slack, body, None)
    stack = stack_of(slack, trigger.user)
    if trigger.view_id is None:
        stack.clear()
    return _lay(slack, trigger.user, body, channel=trigger.channel, root_id=None)


def push_view(slack: Slack, user: str, body: Json) -> View:
    check_external_id(slack, body, None)
    stack = stack_of(slack, user)
    if not stack:
        raise RefusedError("not_found")
    return _lay(slack, user, body, channel=stack[-1].channel, root_id=stack[0].root_id)


def _lay(slack: Slack, user: str, body: Json, *, channel: str | None, root_id: str | None) -> View:
    stack = stack_of(slack, user)
    if len(stack) >= DEEPEST_STACK:
        raise RefusedError("push_limit_reached")
    view_id = slack.world.mint("V")
    previous_id = stack[-1].id if stack else None
    view = View(
        view_id, user, _kept(slack, body), new_hash(), root_id or view_id, previous_id, channel, place=slack.world.place
    )
    stack.append(view)
    slack.stream.tell("views", user=user)
    return view


def replace_view(slack: Slack, view: View, body: Json) -> View:
    """New content in the same place; what was entered in fields that remain is kept."""
    check_external_id(slack, body, view)
    view.body, view.hash = _kept(slack, body), new_hash()
    slack.stream.tell("home" if view.body["type"] == "home" else "views", user=view.user)
    return view


def publish_home(slack: Slack, user: str, body: Json) -> View:
    view = slack.world.homes.get(user)
    if view is not None:
        return replace_view(slack, view, body)
    check_external_id(slack, body, None)
    view_id = slack.world.mint("V")
    view = View(view_id, user, _kept(slack, body), new_hash(), view_id)
    slack.world.homes[user] = view
    slack.stream.tell("home", user=user)
    return view


def take_off(slack: Slack, view: View) -> None:
    stack = stack_of(slack, view.user)
    if view in stack:
        stack.remove(view)
    slack.stream.tell("views", user=view.user)


def clear_stack(slack: Slack, user: str) -> list[View]:
    """Close everything; answers what was open, top first."""
    stack = stack_of(slack, user)
    closed = stack[::-1]
    stack.clear()
    slack.stream.tell("views", user=user)
    return closed


def live_views(slack: Slack) -> list[View]:
    return [*(view for stack in slack.world.stacks.values() for view in stack), *slack.world.homes.values()]


def find_view(slack: Slack, *, view_id: str = "", external_id: str = "") -> View | None:
    for view in live_views(slack):
        if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
            return view
    return None


def check_external_id(slack: Slack, body: Json, itself: View | None) -> None:
    external_id = body.get("external_id")
    if external_id and any(view.external_id == external_id and view is not itself for view in live_views(slack)):
        raise RefusedError("duplicate_external_id")


def _kept(slack: Slack, body: Json) -> Json:
    kept = copy.deepcopy(body)
    kept["blocks"] = with_block_ids(slack, body.get("blocks") or [])
    return kept


def view_object(view: View) -> Json:
    body = view.body
    shown: Json = {
        "id": view.id,
        "team_id": view.place.team_id,
        "type": body["type"],
        "blocks": copy.deepcopy(body["blocks"]),
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": elements.state_values(body["blocks"], view.entered, view.channel)},
        "hash": view.hash,
        "title": body.get("title"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": view.place.team_id,
        "bot_id": view.place.bot_id,
    }
    return shown
