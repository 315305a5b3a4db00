"""views.*: opening, pushing, updating modals and publishing the App Home."""

from __future__ import annotations

from playground import modals
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.webapi.strict import check_view
from playground.world import Json, View


def open_modal(slack: Slack, call: Call) -> Json:
    view = _view(slack, call, "modal")
    trigger_id = call.required("trigger_id")
    try:
        trigger = modals.use_trigger(slack, trigger_id)
        opened = modals.open_view(slack, trigger, view)
    except modals.RefusedError as error:
        raise ApiError(str(error)) from error
    trigger.used = True
    return _answer(opened)


def push(slack: Slack, call: Call) -> Json:
    view = _view(slack, call, "modal")
    trigger_id = call.required("trigger_id")
    try:
        trigger = modals.use_trigger(slack, trigger_id)
        stack = modals.stack_of(slack, trigger.user)
        if trigger.view_id not in [open_view.id for open_view in stack]:
            raise modals.RefusedError("not_found")
        pushed = modals.push_view(slack, trigger.user, view)
    except modals.RefusedError as error:
        raise ApiError(str(error)) from error
    trigger.used = True
    return _answer(pushed)


def update(slack: Slack, call: Call) -> Json:
    if not (call.text("view_id") or call.text("external_id")):
        raise ApiError("invalid_arguments", "one of view_id and external_id is needed")
    body = call.structure("view")
    present = modals.find_view(slack, view_id=call.text("view_id"), external_id=call.text("external_id"))
    kind = present.body["type"] if present else str((body or {}).get("type"))
    view = _view(slack, call, kind)
    if present is None:
        raise ApiError("not_found")
    _check_hash(call, present)
    try:
        return _answer(modals.replace_view(slack, present, view))
    except modals.RefusedError as error:
        raise ApiError(str(error)) from error


def publish(slack: Slack, call: Call) -> Json:
    view = _view(slack, call, "home")
    user = slack.world.users.get(call.required("user_id"))
    if user is None or user.deleted or user.stranger or user.is_bot:
        raise ApiError("user_not_found")
    present = slack.world.homes.get(user.id)
    if present is not None:
        _check_hash(call, present)
    try:
        return _answer(modals.publish_home(slack, user.id, view))
    except modals.RefusedError as error:
        raise ApiError(str(error)) from error


def _view(slack: Slack, call: Call, kind: str) -> Json:
    view: Json | None = call.structure("view")
    if view is None:
        raise ApiError("invalid_arguments", "missing required field: view")
    check_view(slack, view)
    if view.get("type") != kind:
        raise ApiError("invalid_arguments", f"must be a {kind} view [json-pointer:/view/type]")
    return view


def _check_hash(call: Call, present: View) -> None:
    if call.text("hash") not in ("", present.hash):
        raise ApiError("hash_conflict")


def _answer(view: View) -> Json:
    return {"ok": True, "view": modals.view_object(view)}


METHODS = {
    "views.open": Method(open_modal, 100),
    "views.push": Method(push, 100),
    "views.update": Method(update, 100),
    "views.publish": Method(publish, 100),
}
