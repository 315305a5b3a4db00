"""From Slack's payloads to what was heard: one function per kind of payload."""

import hashlib
import json
from typing import Any

from bot.heard import Door, Gesture, Heard
from bot.parsing.characters import clean
from bot.rules import kept_by_forms
from handlers.slack import decode

TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def command(body: dict[str, Any]) -> Heard:
    """A slash command. Its name comes first in the line, so that one way through serves all of them."""
    name = str(body.get("command", ""))
    said = decode.text(body.get("text", ""))
    channel_id = body.get("channel_id")
    return Heard(
        workspace_id=body["team_id"], person_id=body["user_id"], door=Door.SLASH, text=f"{name} {said}".strip(),
        gesture=_gesture("command", body), channel_id=channel_id,
        channel_kind=decode.kind_of(channel_id, body.get("channel_name")), words=f"{name} {said}" if said else "",
    )  # fmt: skip


def action(body: dict[str, Any], chosen: dict[str, Any]) -> Heard | None:
    """A click or a pick; None when it carries no line, as a link button does.

    The line is ours and comes back as it was sent: what was decoded once is not decoded again.
    """
    line = _line_of(chosen)
    if line is None:
        return None
    text, expects = decode.line_and_version(line)
    channel = body.get("channel") or {}
    container = body.get("container") or {}
    channel_id = channel.get("id") or container.get("channel_id")
    message = body.get("message") or {}
    return Heard(
        workspace_id=team_of(body), person_id=body["user"]["id"],
        door=Door.HOME if (body.get("view") or {}).get("type") == "home" else Door.BUTTON,
        text=clean(text).strip(), gesture=_gesture("action", body, chosen.get("action_id"), chosen.get("action_ts")),
        channel_id=channel_id, channel_kind=decode.kind_of(channel_id, channel.get("name")),
        ts=container.get("message_ts") or message.get("ts"), thread_ts=message.get("thread_ts"), expects=expects,
    )  # fmt: skip


def _line_of(chosen: dict[str, Any]) -> str | None:
    """The line a button stands for, or the line a picker completes."""
    verb = chosen.get("action_id", "").partition("pick:")[2]
    if verb:
        return _line_picked(verb.partition(":")[0], chosen)
    if "selected_option" in chosen:
        return (chosen.get("selected_option") or {}).get("value")
    value = chosen.get("value")
    return value if isinstance(value, str) and value else None


def _line_picked(verb: str, chosen: dict[str, Any]) -> str | None:
    """What a picker completes: the version and the words before are its block's, the verb its own."""
    picked = _value_of(chosen)
    if not picked:
        return None
    before, version = decode.line_and_version(chosen.get("block_id") or "")
    words = f"<@{picked}>" if chosen.get("selected_user") else str(picked)
    return " ".join(part for part in (f"v{version}" if version is not None else "", verb, before, words) if part)


def _value_of(state: dict[str, Any]) -> str | list[str] | None:
    """What an element of any kind holds, as plain text or a list of it; a date and time as seconds since 1970."""
    if "selected_option" in state:
        chosen = state["selected_option"] or {}
        return str(chosen["value"]) if chosen else None
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    if "selected_user" in state and str(state.get("type", "")).startswith("users"):
        return str(state["selected_user"] or "") or None
    for key in ("selected_users", "selected_channels", "selected_conversations"):
        if key in state:
            return list(state[key] or ())
    for key in (
        "value",
        "selected_date",
        "selected_time",
        "selected_user",
        "selected_channel",
        "selected_conversation",
    ):
        if state.get(key) is not None:
            return str(state[key])
    return str(state["selected_date_time"]) if state.get("selected_date_time") else None


def submission(body: dict[str, Any]) -> Heard:
    """A submitted form: values by field, and what the form kept about itself.

    Mended values are a new gesture; of a form that was taken there is none, whatever is in it by then.
    """
    view = body["view"]
    meta, typed = kept_by_forms.read(view.get("private_metadata") or ""), list[str]()
    values: dict[str, Any] = {}
    for block_id, elements in ((view.get("state") or {}).get("values") or {}).items():
        for state in elements.values():
            value = _value_of(state)
            values[block_id] = decode.text(value) if isinstance(value, str) else value
            if state.get("type") in TYPED and value:
                typed.append(values[block_id])
    channel_id = meta.get("channel")
    return Heard(
        workspace_id=team_of(body), person_id=body["user"]["id"], door=Door.FORM, text="",
        gesture=Gesture(f"view:{view['id']}:{view.get('hash') or ''}:{_digest(values)}", twin=f"view:{view['id']}"),
        channel_id=channel_id,
        channel_kind=decode.kind_of(channel_id), ts=meta.get("ts"), thread_ts=meta.get("thread"),
        link=meta.get("link"), expects=meta.get("v"),
        form=view.get("callback_id", ""), values=values, meta=meta, words="\n".join(typed),
    )  # fmt: skip


def shortcut(body: dict[str, Any], link: str | None, around: list[dict[str, Any]], files: list[list[str]]) -> Heard:
    """The message shortcut "Make a task", or the global one: both open the form, filled with the message.

    `around` is what was said before it in its thread, `files` are names and addresses of what is attached to it.
    """
    message = body.get("message") or {}
    channel = body.get("channel") or {}
    said = decode.text(message.get("text", "")) or ", ".join(name for name, _ in files if name)
    return Heard(
        workspace_id=team_of(body), person_id=body["user"]["id"], door=Door.SHORTCUT, text=f"new {said}".strip(),
        gesture=_gesture("shortcut", body), channel_id=channel.get("id"),
        channel_kind=decode.kind_of(channel.get("id"), channel.get("name")),
        ts=body.get("message_ts") or message.get("ts"), thread_ts=message.get("thread_ts"), link=link,
        meta={"around": around, "files": files},
    )  # fmt: skip


def team_of(body: dict[str, Any]) -> str:
    """The workspace by which a payload reaches us. In a conversation shared with others it may name theirs as well:
    a form says where the app is installed, an event whose rights it comes by."""
    view, team = _object(body.get("view")), _object(body.get("team"))
    rights = body.get("authorizations")
    granted = _object(rights[0]) if isinstance(rights, list) and rights else {}
    named = (view.get("app_installed_team_id"), granted.get("team_id"), body.get("context_team_id"), team.get("id"),
             body.get("team_id"), _object(body.get("user")).get("team_id"))  # fmt: skip
    return next((str(one) for one in named if one), "")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _gesture(kind: str, body: dict[str, Any], *more: Any) -> Gesture:
    """A name for one gesture: its trigger is used once, so the same gesture delivered twice has the same name."""
    user = body.get("user_id") or (body.get("user") or {}).get("id")
    parts = (kind, team_of(body), user, body.get("trigger_id") or body.get("action_ts"), *more)
    return Gesture(f"{kind}:{_digest(parts)}")


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]
