"""Pressing and picking: block_actions, and the options of external selects."""

from __future__ import annotations

from typing import Any

from playground.blockkit import problems_in_options
from playground.elements import STATEFUL, Shown
from playground.modals import new_trigger
from playground.people.ask import Ask, Refusal
from playground.people.filling import option_from, state_from
from playground.people.interactions import base_payload, failure_name, interact, open_views
from playground.people.scenes import Scene, scene
from playground.slack import Slack
from playground.world import Json


async def act(slack: Slack, ask: Ask) -> Json:
    here = scene(slack, ask)
    here.enter(slack, ask.mapping("values"))
    shown = here.one(ask.text("action_id"), ask.text("block_id", ""), ask.fields.get("value"))
    used = _use(slack, here, shown, ask)
    if not shown.acts:
        return {"ok": True, "status": None, "views": open_views(slack, here.user)}
    payload = base_payload(slack, "block_actions", here.user) | here.payload_parts(slack)
    action = {"type": shown.type, "action_id": shown.action_id, "block_id": shown.block_id, **used}
    payload |= {
        "trigger_id": _trigger(slack, here),
        "actions": [action | {"action_ts": slack.clock.unique_ts()}],
    }
    _, report = await interact(slack, payload)
    return report | {"views": open_views(slack, here.user)}


def _trigger(slack: Slack, here: Scene) -> str:
    modal = here.view if here.view is not None and here.view.body["type"] == "modal" else None
    return new_trigger(slack, here.user.id, view=modal, channel=here.channel.id if here.channel else None)


def _use(slack: Slack, here: Scene, shown: Shown, ask: Ask) -> Json:
    """What the action reports of the element; picks are kept for the state."""
    if shown.type in STATEFUL:
        key = shown.value_key
        given: Any = ask.fields.get(key, ask.fields.get("value"))
        if given is None and not (key in ask.fields or "value" in ask.fields):
            earlier = here.entered.get(shown.block_id, {}).get(shown.action_id)
            if earlier is None:
                raise Refusal(400, "missing_field", f"{shown.action_id} takes {key} (or value).")
            return dict(earlier)
        state = state_from(slack, here.user, shown, given)
        here.keep(shown, state)
        return dict(state)
    if shown.type == "overflow":
        given = ask.fields.get("selected_option", ask.fields.get("value"))
        return {"selected_option": option_from(slack, here.user, shown, given)}
    if shown.type == "feedback_buttons":
        return _feedback(shown, ask.text("value"))
    kept = ("text", "value", "style", "url", "icon")
    return {key: shown.element[key] for key in kept if shown.element.get(key) is not None}


def _feedback(shown: Shown, value: str) -> Json:
    for name in ("positive_button", "negative_button"):
        button = shown.element.get(name) or {}
        if button.get("value") == value:
            return {"text": button.get("text"), "value": value}
    raise Refusal(404, "no_such_element", f"{shown.action_id} has no button with the value {value!r}.")


async def suggest(slack: Slack, ask: Ask) -> Json:
    """Options for what was typed into an external select; fewer characters than its minimum ask nothing."""
    here = scene(slack, ask)
    shown = here.one(ask.text("action_id"), ask.text("block_id", ""), None)
    if not shown.type.endswith("external_select"):
        raise Refusal(400, "invalid_value", f"{shown.action_id} is no external select.")
    typed = ask.text("value", "")
    if len(typed) < shown.element.get("min_query_length", 3):
        return {"ok": True, "options": [], "asked": False}
    parts = here.payload_parts(slack)
    parts.pop("response_url", None)
    payload = base_payload(slack, "block_suggestion", here.user) | parts
    payload |= {"action_id": shown.action_id, "block_id": shown.block_id, "value": typed}
    answer, report = await interact(slack, payload)
    if not answer.ok:
        return report | {"options": [], "error": failure_name(answer)}
    body = answer.body if isinstance(answer.body, dict) else {}
    problems = problems_in_options(body)
    if problems:
        slack.record.breach("block_suggestion", [problem.detail for problem in problems])
        return report | {"ok": False, "error": "invalid_options", "options": []}
    return report | _offered(slack, here, shown, body)


def _offered(slack: Slack, here: Scene, shown: Shown, body: Json) -> Json:
    groups = body.get("option_groups") or []
    options = list(body.get("options") or []) or [option for group in groups for option in group["options"]]
    slack.world.suggestions[here.user.id, shown.block_id, shown.action_id] = options
    return {"options": options, "asked": True, **({"option_groups": groups} if groups else {})}
