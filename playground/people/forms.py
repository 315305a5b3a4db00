"""Modals and the Home tab as a person uses them: submit, close, look."""

from __future__ import annotations

from typing import Any

from playground import modals
from playground.elements import is_empty, shown_elements, state_values
from playground.events import announce
from playground.modals import new_trigger, view_object
from playground.people.ask import Ask, dm_of, known_user, person
from playground.people.filling import client_errors
from playground.people.interactions import base_payload, interact, open_views, response_url
from playground.people.scenes import Scene, top_view
from playground.shapes import with_pictures
from playground.slack import Slack
from playground.webapi.strict import view_problems
from playground.world import Json, User, View


class UnfitAnswerError(Exception):
    """The bot answered a submission with something Slack shows as an error."""


async def submit(slack: Slack, ask: Ask) -> Json:
    user = person(slack, ask)
    view = top_view(slack, user, ask.text("view_id", ""))
    here = Scene(user, list(shown_elements(view.body["blocks"])), view.entered, view=view)
    here.enter(slack, ask.mapping("values"))
    wrong = _local_errors(here)
    if wrong:
        return wrong | {"views": open_views(slack, user)}
    shown = view_object(view)
    payload = base_payload(slack, "view_submission", user)
    payload |= {
        "trigger_id": new_trigger(slack, user.id, view=view, channel=view.channel),
        "view": shown,
        "response_urls": _response_urls(slack, user, here, shown),
    }
    answer, report = await interact(slack, payload)
    if answer.ok:
        try:
            report |= _obey(slack, view, answer.body)
        except UnfitAnswerError as error:
            slack.record.breach("view_submission", [str(error)])
            report |= {"ok": False, "error": "invalid_response_action", "detail": str(error)}
    return report | {"views": open_views(slack, user)}


def _local_errors(here: Scene) -> Json | None:
    """What Slack's client refuses by itself, without a word to the bot."""
    assert here.view is not None
    values = state_values(here.view.body["blocks"], here.entered, here.view.channel)
    errors: dict[str, str] = {}
    missing = False
    for shown in here.elements:
        if shown.is_input:
            state = values[shown.block_id][shown.action_id]
            error = client_errors(shown, state)
            if error:
                errors[shown.block_id] = error
                missing = missing or is_empty(state)
    if not errors:
        return None
    return {"ok": False, "status": None, "error": "missing_input" if missing else "invalid_input", "errors": errors}


def _response_urls(slack: Slack, user: User, here: Scene, view: Json) -> list[Json]:
    """For conversation inputs that ask for one."""
    found = []
    values = view["state"]["values"]
    for shown in here.elements:
        if not (shown.is_input and shown.element.get("response_url_enabled")):
            continue
        channel = slack.world.channels.get(str(values[shown.block_id][shown.action_id][shown.value_key]))
        if channel is not None:
            url = response_url(slack, user, channel)
            entry = {"block_id": shown.block_id, "action_id": shown.action_id, "channel_id": channel.id}
            found.append({**entry, "response_url": url})
    return found


def _obey(slack: Slack, view: View, body: Any) -> Json:
    """Do what the answer says; an empty one closes the modal."""
    if body == {} or (isinstance(body, str) and not body.strip()):
        modals.take_off(slack, view)
        return {"response_action": "closed"}
    if not isinstance(body, dict):
        raise UnfitAnswerError("The answer to a submission must be empty or a JSON object with response_action.")
    match body.get("response_action"):
        case "errors":
            return {"response_action": "errors", "errors": _errors(view, body.get("errors"))}
        case "update":
            _take(slack, body, lambda new: modals.replace_view(slack, view, new))
        case "push":
            _take(slack, body, lambda new: modals.push_view(slack, view.user, new))
        case "clear":
            modals.clear_stack(slack, view.user)
        case other:
            raise UnfitAnswerError(f"There is no response_action {other!r}.")
    return {"response_action": body["response_action"]}


def _errors(view: View, errors: Any) -> Json:
    inputs = {block["block_id"] for block in view.body["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not all(isinstance(text, str) for text in errors.values()):
        raise UnfitAnswerError("errors must name block_ids, each with a text.")
    if not set(errors) <= inputs:
        raise UnfitAnswerError(f"No input block has the block_id {sorted(set(errors) - inputs)}.")
    return errors


def _take(slack: Slack, body: Json, place: Any) -> None:
    new = body.get("view")
    if not isinstance(new, dict):
        raise UnfitAnswerError("update and push need a view.")
    problems = view_problems(slack, new)
    if problems or new.get("type") != "modal":
        raise UnfitAnswerError("; ".join(problem.detail for problem in problems) or "It must be a modal.")
    try:
        place(new)
    except modals.RefusedError as error:
        raise UnfitAnswerError(str(error)) from error


async def close(slack: Slack, ask: Ask) -> Json:
    """The modal on top, or with `all` (and for clear_on_close) the whole stack."""
    user = person(slack, ask)
    view = top_view(slack, user, ask.text("view_id", ""))
    cleared = ask.flag("all") or bool(view.body.get("clear_on_close"))
    if cleared:
        closed = modals.clear_stack(slack, user.id)
    else:
        modals.take_off(slack, view)
        closed = [view]
    report: Json = {"ok": True, "status": None}
    for gone in closed:
        if gone.body.get("notify_on_close"):
            payload = base_payload(slack, "view_closed", user) | {"view": view_object(gone), "is_cleared": cleared}
            _, report = await interact(slack, payload)
    return report | {"views": open_views(slack, user)}


async def views(slack: Slack, ask: Ask) -> Json:
    return {"ok": True, "views": open_views(slack, known_user(slack, ask.text("user")))}


async def home(slack: Slack, ask: Ask) -> Json:
    view = slack.world.homes.get(known_user(slack, ask.text("user")).id)
    return {"ok": True, "view": with_pictures(slack, view_object(view)) if view else None}


async def open_home(slack: Slack, ask: Ask) -> Json:
    """Somebody looks at the app: the Home tab, or the Messages tab."""
    user = person(slack, ask)
    tab = ask.text("tab", "home")
    view = slack.world.homes.get(user.id)
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": dm_of(slack, user).id,
        "tab": tab if tab == "messages" else "home",
        "event_ts": slack.clock.unique_ts(),
    }
    if view is not None and event["tab"] == "home":
        event["view"] = view_object(view)
    announce(slack, event)
    return {"ok": True, "view": view_object(view) if view else None}
