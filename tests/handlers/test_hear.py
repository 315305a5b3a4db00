"""From payloads to what was heard: lines of buttons and pickers, values of forms, and names of gestures."""

from typing import Any

import pytest
from slack_bolt.request.payload_utils import to_step

from bot.heard import Door
from handlers.slack import hear, shapes

CLICK: dict[str, Any] = {
    "type": "block_actions", "user": {"id": "U0ANN"}, "team": {"id": "T0M"}, "trigger_id": "1.2.a",
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0X"}, "channel": {"id": "C0X", "name": "x"},
    "actions": [{"action_id": "say:done", "value": "v3 done 4", "action_ts": "9.9"}],
}  # fmt: skip
VIEW: dict[str, Any] = {
    "type": "view_submission", "user": {"id": "U0ANN"}, "team": {"id": "T0M"}, "trigger_id": "1.3.a",
    "context_team_id": "T0M", "team_id": "T0M",
    "view": {"id": "V1", "type": "modal", "hash": "h", "callback_id": "form:task", "app_installed_team_id": "T0M",
             "private_metadata": '{"channel": "C0X", "v": 2}', "blocks": [],
             "state": {"values": {"title": {"value": {"type": "plain_text_input", "value": "a"}}}}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "line", "expects"),
    [
        ({"action_id": "say:done", "value": "v3 done 4"}, "done 4", 3),
        ({"action_id": "say:done", "value": "done 4"}, "done 4", None),
        ({"action_id": "say:more", "selected_option": {"value": "v1 show 4"}}, "show 4", 1),
        ({"action_id": "say:more", "selected_option": None}, None, None),
        ({"action_id": "say:x", "value": ""}, None, None),
        ({"action_id": "link"}, None, None),
        ({"action_id": "pick:due", "block_id": "v2 4", "type": "datepicker", "selected_date": "2026-03-13"},
         "due 4 2026-03-13", 2),
        ({"action_id": "pick:due", "block_id": "v2 4", "type": "datepicker", "selected_date": None}, None, None),
        ({"action_id": "pick:assign", "block_id": "4", "type": "users_select", "selected_user": "U0B"},
         "assign 4 <@U0B>", None),
    ],
)  # fmt: skip
def test_a_tap_is_a_line_somebody_typed(chosen: dict[str, Any], line: str | None, expects: int | None) -> None:
    heard = hear.action(CLICK, chosen)
    assert (heard.text if heard else None) == line
    if heard:
        assert (heard.door, heard.expects, heard.channel_id, heard.ts) == (Door.BUTTON, expects, "C0X", "1.1")


def test_the_same_gesture_has_the_same_name_and_another_has_another() -> None:
    first = hear.action(CLICK, CLICK["actions"][0])
    again = hear.action({**CLICK, "response_url": "https://elsewhere"}, CLICK["actions"][0])
    other = hear.action({**CLICK, "trigger_id": "1.3.b"}, CLICK["actions"][0])
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.gesture == again.gesture
    assert first.gesture != other.gesture


def test_a_form_with_mended_values_is_another_gesture() -> None:
    mended = {**VIEW, "view": {**VIEW["view"], "state": {"values": {"title": {"value": {"value": "b"}}}}}}
    first, again, better = hear.submission(VIEW), hear.submission({**VIEW, "trigger_id": "9"}), hear.submission(mended)
    assert first.gesture == again.gesture
    assert first.gesture != better.gesture
    assert (first.expects, first.channel_id, first.values) == (2, "C0X", {"title": "a"})


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ({"type": "plain_text_input", "value": "a &amp; b"}, "a & b"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "static_select", "selected_option": {"value": "x"}}, "x"),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": "checkboxes", "selected_options": [{"value": "x"}, {"value": "y"}]}, ["x", "y"]),
        ({"type": "users_select", "selected_user": "U0B"}, "U0B"),
        ({"type": "multi_users_select", "selected_users": ["U0B"]}, ["U0B"]),
        ({"type": "datepicker", "selected_date": "2026-03-13"}, "2026-03-13"),
        ({"type": "timepicker", "selected_time": None}, None),
    ],
)
def test_every_kind_of_field_is_read(state: dict[str, Any], value: object) -> None:
    view = {**VIEW["view"], "state": {"values": {"f": {"value": state}}}}
    assert hear.submission({**VIEW, "view": view}).values == {"f": value}


@pytest.mark.parametrize(
    "meta", ["", "{}", "no json", "[]", "7", "null", '{"channel": 7}', '{"ts": ["1.1"], "v": "x"}']
)
def test_a_form_without_its_notes_is_still_a_form_and_one_with_others_is_known_as_odd(meta: str) -> None:
    heard = hear.submission({**VIEW, "view": {**VIEW["view"], "private_metadata": meta}})
    assert heard.meta == ({} if meta in ("", "{}") else {"odd": True})
    assert (heard.channel_id, heard.ts, heard.expects, heard.form) == (None, None, None, "form:task")


def test_a_command_keeps_its_name_in_the_line() -> None:
    body = {"command": "/task", "text": "list &lt;all&gt;", "team_id": "T0M", "user_id": "U0ANN", "channel_id": "D0X",
            "channel_name": "directmessage", "trigger_id": "1"}  # fmt: skip
    heard = hear.command(body)
    assert (heard.text, heard.channel_kind) == ("/task list <all>", "im")


WRONG: tuple[Any, ...] = (None, 7, True, "", "\ud800\x00", "x" * 5000, [], {}, [[]], {"id": 7}, 10**30, -1.5)


def every_place(body: Any) -> list[tuple[Any, ...]]:
    """The way to each value in a payload."""
    if isinstance(body, dict):
        return [(key, *rest) for key, inner in body.items() for rest in [(), *every_place(inner)]]
    if isinstance(body, list):
        return [(at, *rest) for at, inner in enumerate(body) for rest in [(), *every_place(inner)]]
    return []


def with_value(body: Any, way: tuple[Any, ...], value: Any) -> Any:
    if not way:
        return value
    found = dict(body) if isinstance(body, dict) else list(body)
    found[way[0]] = with_value(body[way[0]], way[1:], value)
    return found


@pytest.mark.parametrize("body", [CLICK, VIEW], ids=["click", "form"])
def test_what_passes_as_formed_can_be_heard_whatever_is_in_it(body: dict[str, Any]) -> None:
    passed = 0
    for way in every_place(body):
        for wrong in WRONG:
            mutant = with_value(body, way, wrong)
            if not shapes.is_interaction(mutant):
                continue
            passed += 1
            to_step(mutant)  # the library looks into it for itself
            hear.team_of(mutant).encode("ascii")  # it names a row
            if mutant["type"] == "view_submission":
                hear.submission(mutant)
            elif mutant["type"] == "block_actions":
                for chosen in mutant["actions"]:
                    hear.action(mutant, chosen)
    assert passed > 20


def test_nothing_deep_is_taken() -> None:
    deep: Any = "x"
    for _ in range(shapes.DEEPEST - 2):
        deep = [deep]
    assert shapes.is_shallow({"a": deep})
    assert not shapes.is_shallow({"a": [[[deep]]]})


ODD, PLAIN = "\u202ea &amp;lt; b\u00a0<!date^1^{date}|friday>\u200b", "a &lt; b friday"


def test_every_door_decodes_what_is_typed_and_once() -> None:
    typed = hear.command({"command": "/task", "text": ODD, "team_id": "T0M", "user_id": "U0ANN", "trigger_id": "1"})
    fields = {"values": {"title": {"value": {"type": "plain_text_input", "value": ODD}}}}
    form = hear.submission({**VIEW, "view": {**VIEW["view"], "state": fields}})
    assert (typed.text, form.values["title"]) == (f"/task {PLAIN}", PLAIN)


def test_a_line_that_comes_back_in_a_button_is_not_decoded_again() -> None:
    heard = hear.action(CLICK, {"action_id": "say:make", "value": f"v3 make {PLAIN}\u200b"})
    assert heard is not None
    assert heard.text == f"make {PLAIN}"
