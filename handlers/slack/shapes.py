"""The form of Slack's payloads: every field that a listener reads has its kind, before any listener sees it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

ID = re.compile(r"[A-Za-z0-9]{1,64}")
NAME = re.compile(r"[\x20-\x7e]{1,1000}")
TIMESTAMP = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?")
DEEPEST = 60
LATEST = 4_102_444_800  # the year 2100


def a_text(value: Any) -> bool:
    return isinstance(value, str)


def an_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def a_name(value: Any) -> bool:
    """What machines call things: plain letters, and never empty."""
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def a_timestamp(value: Any) -> bool:
    return isinstance(value, str) and TIMESTAMP.fullmatch(value) is not None


def a_switch(value: Any) -> bool:
    return isinstance(value, bool)


def a_moment(value: Any) -> bool:
    """Seconds since 1970, as a number."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LATEST


def texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def maybe(check: Check) -> Check:
    """Slack leaves out, or sends as null, what there is not."""
    return lambda value: value is None or check(value)


def holding(checks: Mapping[str, Check]) -> Check:
    """An object whose fields are of these kinds; a field not named here may hold anything."""

    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(wanted(value.get(name)) for name, wanted in checks.items())

    return check


def each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def every_value(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(check(one) for one in value.values())


def either(*checks: Check) -> Check:
    return lambda value: any(check(value) for check in checks)


OPTION = maybe(holding({"value": a_text}))
STATE: dict[str, Check] = {
    "type": maybe(a_text), "value": maybe(a_text), "selected_option": OPTION,
    "selected_options": maybe(each(holding({"value": a_text}))), "selected_user": maybe(a_text),
    "selected_users": maybe(texts), "selected_channel": maybe(a_text), "selected_channels": maybe(texts),
    "selected_conversation": maybe(a_text), "selected_conversations": maybe(texts), "selected_date": maybe(a_text),
    "selected_time": maybe(a_text), "selected_date_time": maybe(lambda value: type(value) is int),
}  # fmt: skip
ACTION = holding(STATE | {"action_id": a_name, "block_id": maybe(a_text), "action_ts": maybe(a_name)})
VIEW: dict[str, Check] = {
    "id": a_name, "type": a_name, "callback_id": maybe(a_text), "hash": maybe(a_name),
    "private_metadata": maybe(a_text), "app_installed_team_id": maybe(an_id),
    "blocks": maybe(each(holding({"type": a_text, "block_id": maybe(a_text)}))),
    "state": maybe(holding({"values": maybe(every_value(every_value(holding(STATE))))})),
}  # fmt: skip
MESSAGE = holding({"ts": maybe(a_timestamp), "thread_ts": maybe(a_timestamp), "text": maybe(a_text)})
INTERACTION: dict[str, Check] = {
    "user": holding({"id": an_id, "team_id": maybe(an_id)}), "team": maybe(holding({"id": an_id})),
    "team_id": maybe(an_id), "context_team_id": maybe(an_id),
    "enterprise": maybe(holding({})), "channel": maybe(holding({"id": an_id, "name": maybe(a_text)})),
    "container": maybe(holding({"channel_id": maybe(an_id), "message_ts": maybe(a_timestamp)})),
    "message": maybe(MESSAGE), "view": maybe(holding(VIEW)), "trigger_id": maybe(a_name),
    "response_url": maybe(a_text), "action_ts": maybe(a_name), "message_ts": maybe(a_timestamp),
}  # fmt: skip
CALLED_BACK: dict[str, Check] = {"callback_id": a_name}
OF_ONE_KIND: dict[str, Check] = {
    "block_actions": holding({"actions": lambda value: bool(value) and each(ACTION)(value)}),
    "view_submission": holding({"view": holding(VIEW | CALLED_BACK)}),
    "view_closed": holding({"view": holding(VIEW | CALLED_BACK)}),
    "shortcut": holding(CALLED_BACK),
    "message_action": holding(CALLED_BACK),
    "block_suggestion": holding({"action_id": a_name, "value": maybe(a_text)}),
}
COMMAND = holding({
    "command": a_name, "text": maybe(a_text), "team_id": an_id, "user_id": an_id,
    "channel_id": maybe(an_id), "channel_name": maybe(a_text), "trigger_id": maybe(a_name),
    "response_url": maybe(a_text),
})  # fmt: skip
WITH_ID = holding({"id": an_id})
EVENT: dict[str, Check] = {
    "type": a_name, "subtype": maybe(a_text), "text": maybe(a_text),
    "ts": maybe(a_timestamp), "thread_ts": maybe(a_timestamp), "channel_type": maybe(a_text), "bot_id": maybe(a_text),
    "client_msg_id": maybe(a_name), "tab": maybe(a_text), "user": maybe(either(an_id, WITH_ID)),
    "channel": maybe(either(an_id, WITH_ID)),
}  # fmt: skip
SAID = {
    "user": maybe(an_id), "ts": maybe(a_timestamp), "thread_ts": maybe(a_timestamp), "text": maybe(a_text),
    "subtype": maybe(a_text), "bot_id": maybe(a_text), "client_msg_id": maybe(a_name),
    "edited": maybe(holding({"user": maybe(an_id)})),
}  # fmt: skip
SPOKEN = holding({
    "user": maybe(an_id), "channel": an_id, "ts": a_timestamp, "event_ts": maybe(a_timestamp),
    "deleted_ts": maybe(a_timestamp), "message": maybe(holding(SAID)), "previous_message": maybe(holding(SAID)),
})  # fmt: skip
REACTED_TO = holding({"type": a_name, "channel": maybe(an_id), "ts": maybe(a_timestamp)})
ABOUT_A_PERSON = holding({"user": WITH_ID})
DO_NOT_DISTURB = holding({"dnd_enabled": a_switch, "next_dnd_start_ts": a_moment, "next_dnd_end_ts": a_moment})
ABOUT_WORKSPACES = holding({"team_ids": maybe(each(an_id))})
ABOUT_A_MEMBER = holding({"user": an_id, "channel": an_id})
OF_ONE_EVENT: dict[str, Check] = {
    "message": SPOKEN, "app_mention": SPOKEN, "user_change": ABOUT_A_PERSON, "team_join": ABOUT_A_PERSON,
    "team_access_granted": ABOUT_WORKSPACES, "team_access_revoked": ABOUT_WORKSPACES,
    "member_joined_channel": ABOUT_A_MEMBER, "member_left_channel": ABOUT_A_MEMBER,
    "app_home_opened": holding({"user": an_id}),
    "dnd_updated_user": holding({"user": an_id, "dnd_status": DO_NOT_DISTURB}),
    "reaction_added": holding({"user": an_id, "reaction": a_text, "item": REACTED_TO, "item_user": maybe(an_id)}),
}  # fmt: skip
ENVELOPE = holding({
    "event_id": a_name, "team_id": maybe(an_id), "context_team_id": maybe(an_id), "event": holding(EVENT),
    "authorizations": maybe(each(holding({"team_id": maybe(an_id), "enterprise_id": maybe(an_id)}))),
})  # fmt: skip


def is_event(body: Any) -> bool:
    """An event as the Events API sends it, with what its own kind needs."""
    if not isinstance(body, dict) or body.get("type") != "event_callback" or not ENVELOPE(body):
        return False
    event = body["event"]
    return OF_ONE_EVENT.get(event["type"], holding({}))(event)


def is_interaction(body: Any) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        return False
    of_its_kind = OF_ONE_KIND.get(body["type"])
    return of_its_kind is not None and holding(INTERACTION)(body) and of_its_kind(body)


def is_command(body: Any) -> bool:
    return COMMAND(body)


def is_known(body: Any) -> bool:
    """Any of the three, as Socket Mode delivers them."""
    return is_event(body) or is_interaction(body) or is_command(body)


def is_shallow(body: Any) -> bool:
    """Whether nothing lies deeper than any payload of Slack: what is read again deeper in a stack would break it."""
    level = [body]
    for _ in range(DEEPEST):
        level = [inner for node in level if isinstance(node, dict | list) for inner in _inside(node)]
        if not level:
            return True
    return False


def _inside(node: dict[str, Any] | list[Any]) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node
