"""Modals as people use them: filling in, submitting, the four answers, closing, external selects."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, LAUNCH
from tests.playground.asking import actions, button, field, home, modal, option
from tests.playground.double import BotDouble, Json, People

TEXT = {"type": "plain_text_input"}


async def opened(client: AsyncWebClient, people: People, bot: BotDouble, *blocks: Json, **more: Any) -> Json:
    await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="new")
    answer = await client.views_open(trigger_id=bot.last("command")["trigger_id"], view=modal(*blocks, **more))
    return dict(answer["view"])


def interactions(bot: BotDouble, type_: str) -> list[Json]:
    return [r.payload for r in bot.received if r.kind == "interactive" and r.payload["type"] == type_]


FILLED = [
    (TEXT, "Paper", {"value": "Paper"}),
    ({"type": "number_input", "is_decimal_allowed": False}, "3", {"value": "3"}),
    ({"type": "email_text_input"}, "a@b.example", {"value": "a@b.example"}),
    ({"type": "url_text_input"}, "https://b.example", {"value": "https://b.example"}),
    ({"type": "datepicker"}, "2026-03-10", {"selected_date": "2026-03-10"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1773046800, {"selected_date_time": 1773046800}),
    ({"type": "static_select", "options": [option("a"), option("b")]}, "b", {"selected_option": option("b")}),
    ({"type": "radio_buttons", "options": [option("a")]}, option("a"), {"selected_option": option("a")}),
    ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["a"], {"selected_options": [option("a")]}),
    ({"type": "users_select"}, ANN, {"selected_user": ANN}),
    ({"type": "multi_users_select"}, [ANN], {"selected_users": [ANN]}),
    ({"type": "conversations_select"}, LAUNCH, {"selected_conversation": LAUNCH}),
    ({"type": "channels_select"}, LAUNCH, {"selected_channel": LAUNCH}),
    ({"type": "users_select"}, {"type": "users_select", "selected_user": ANN}, {"selected_user": ANN}),
]


@pytest.mark.parametrize(("element", "given", "state"), FILLED)
async def test_every_kind_of_field_can_be_filled_in(
    client: AsyncWebClient, people: People, bot: BotDouble, element: Json, given: Any, state: Json
) -> None:
    await opened(client, people, bot, field("f", element))
    done = await people.post("views/submit", user=ANN, values={"f": {"x": given}})
    assert done["response_action"] == "closed"
    [sent] = interactions(bot, "view_submission")
    assert sent["view"]["state"]["values"]["f"]["x"] == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "given", "status"),
    [
        ({"type": "datepicker"}, "tomorrow", 400),
        ({"type": "timepicker"}, "25:00", 400),
        ({"type": "static_select", "options": [option("a")]}, "z", 404),
        ({"type": "users_select"}, "U0NOBODY00", 400),
        (TEXT, ["a"], 400),
    ],
)
async def test_only_what_the_screen_offers_can_be_entered(
    client: AsyncWebClient, people: People, bot: BotDouble, element: Json, given: Any, status: int
) -> None:
    await opened(client, people, bot, field("f", element))
    refused = await people.post("views/submit", user=ANN, values={"f": {"x": given}})
    assert (people.status, refused["ok"]) == (status, False)
    assert interactions(bot, "view_submission") == []


@pytest.mark.parametrize(
    ("element", "given", "error"),
    [
        (TEXT, "", "missing_input"),
        ({"type": "checkboxes", "options": [option("a")]}, [], "missing_input"),
        ({**TEXT, "max_length": 3}, "long", "invalid_input"),
        ({**TEXT, "min_length": 3}, "no", "invalid_input"),
        ({"type": "email_text_input"}, "nobody", "invalid_input"),
        ({"type": "url_text_input"}, "b.example", "invalid_input"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "invalid_input"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}, "6", "invalid_input"),
    ],
)
async def test_slacks_client_refuses_by_itself(
    client: AsyncWebClient, people: People, bot: BotDouble, element: Json, given: Any, error: str
) -> None:
    await opened(client, people, bot, field("f", element))
    refused = await people.post("views/submit", user=ANN, values={"f": {"x": given}})
    assert (refused["ok"], refused["error"], list(refused["errors"])) == (False, error, ["f"])
    assert len(refused["views"]) == 1
    assert interactions(bot, "view_submission") == []


async def test_an_optional_field_may_stay_empty_and_a_first_value_counts(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    await opened(client, people, bot, field("a", TEXT, optional=True), field("b", {**TEXT, "initial_value": "so"}))
    assert (await people.post("views/submit", user=ANN))["response_action"] == "closed"
    values = interactions(bot, "view_submission")[0]["view"]["state"]["values"]
    assert (values["a"]["x"]["value"], values["b"]["x"]["value"]) == (None, "so")


async def test_errors_keep_the_modal_open(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    await opened(client, people, bot, field("f", TEXT))
    bot.answer = lambda _: {"response_action": "errors", "errors": {"f": "Say it shorter"}}
    answer = await people.post("views/submit", user=ANN, values={"f": {"x": "long"}})
    assert (answer["response_action"], answer["errors"]) == ("errors", {"f": "Say it shorter"})
    assert answer["views"][0]["state"]["values"]["f"]["x"]["value"] == "long"


async def test_update_push_and_clear_change_the_stack(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    root = await opened(client, people, bot, callback_id="one")
    bot.answer = lambda _: {"response_action": "update", "view": modal(callback_id="two")}
    updated = await people.post("views/submit", user=ANN)
    assert [(view["id"], view["callback_id"]) for view in updated["views"]] == [(root["id"], "two")]
    bot.answer = lambda _: {"response_action": "push", "view": modal(callback_id="three")}
    pushed = await people.post("views/submit", user=ANN)
    assert [view["callback_id"] for view in pushed["views"]] == ["two", "three"]
    bot.answer = lambda _: {"response_action": "clear"}
    assert (await people.post("views/submit", user=ANN))["views"] == []


UNFIT = [
    {"response_action": "errors", "errors": {"nowhere": "x"}},
    {"response_action": "errors", "errors": {}},
    {"response_action": "errors"},
    {"response_action": "update"},
    {"response_action": "update", "view": {"type": "modal"}},
    {"response_action": "update", "view": home()},
    {"response_action": "dance"},
    {"text": "thanks"},
    "thanks",
]


@pytest.mark.parametrize("answer", UNFIT, ids=str)
async def test_an_unfit_answer_shows_an_error_and_goes_on_record(
    client: AsyncWebClient, people: People, bot: BotDouble, answer: Any
) -> None:
    await opened(client, people, bot, field("f", TEXT))
    bot.answer = lambda _: answer
    shown = await people.post("views/submit", user=ANN, values={"f": {"x": "y"}})
    assert (shown["ok"], shown["error"], len(shown["views"])) == (False, "invalid_response_action", 1)
    [breach] = (await people.get("calls", method="view_submission"))["calls"]
    assert breach["outcome"] == "breach"


async def test_a_bot_that_does_not_answer_leaves_the_modal_open(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    await opened(client, people, bot)
    bot.answer = lambda _: 500
    failed = await people.post("views/submit", user=ANN)
    assert (failed["ok"], failed["error"], len(failed["views"])) == (False, "dispatch_failed", 1)
    bot.answer = lambda _: 2.0
    late = await people.post("views/submit", user=ANN)
    assert (late["error"], len(late["views"])) == ("operation_timeout", 1)


async def test_the_trigger_of_a_submission_opens_a_new_modal(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    await opened(client, people, bot, callback_id="one")
    await people.post("views/submit", user=ANN)
    [sent] = interactions(bot, "view_submission")
    await client.views_open(trigger_id=sent["trigger_id"], view=modal(callback_id="next"))
    assert [view["callback_id"] for view in (await people.get("views", user=ANN))["views"]] == ["next"]


async def test_closing_is_told_only_when_asked_for(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    await opened(client, people, bot)
    assert (await people.post("views/close", user=ANN))["views"] == []
    assert interactions(bot, "view_closed") == []
    view = await opened(client, people, bot, notify_on_close=True)
    await people.post("views/close", user=ANN, view_id=view["id"])
    [closed] = interactions(bot, "view_closed")
    assert (closed["view"]["id"], closed["is_cleared"]) == (view["id"], False)


async def test_closing_all_says_so(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    await opened(client, people, bot, notify_on_close=True, clear_on_close=True)
    bot.answer = lambda _: {"response_action": "push", "view": modal(notify_on_close=True, clear_on_close=True)}
    await people.post("views/submit", user=ANN)
    bot.answer = lambda _: None
    await people.post("views/close", user=ANN)
    assert [closed["is_cleared"] for closed in interactions(bot, "view_closed")] == [True, True]


async def test_only_the_modal_on_top_can_be_used(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    root = await opened(client, people, bot)
    bot.answer = lambda _: {"response_action": "push", "view": modal()}
    await people.post("views/submit", user=ANN)
    await people.post("views/submit", user=ANN, view_id=root["id"])
    assert people.status == 409
    await people.post("views/close", user=ANN, view_id="V0NONE")
    assert people.status == 404


async def test_a_field_without_dispatch_tells_nothing(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    view = await opened(client, people, bot, field("quiet", TEXT), field("loud", TEXT, dispatch_action=True))
    quiet = await people.post("actions", user=ANN, view_id=view["id"], action_id="x", block_id="quiet", value="a")
    assert (quiet["ok"], quiet["status"], interactions(bot, "block_actions")) == (True, None, [])
    await people.post("actions", user=ANN, view_id=view["id"], action_id="x", block_id="loud", value="b")
    [sent] = interactions(bot, "block_actions")
    assert sent["actions"][0]["value"] == "b"
    assert sent["view"]["state"]["values"]["quiet"]["x"]["value"] == "a"


async def test_an_external_select_asks_the_bot_and_takes_what_it_offered(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    view = await opened(client, people, bot, field("f", {"type": "external_select", "min_query_length": 2}))
    where = {"user": ANN, "view_id": view["id"], "action_id": "x", "block_id": "f"}
    assert (await people.post("options", **where, value="p"))["asked"] is False
    bot.answer = lambda payload: {"options": [option("paper")]} if payload["type"] == "block_suggestion" else None
    offered = await people.post("options", **where, value="pa")
    assert offered["options"] == [option("paper")]
    assert interactions(bot, "block_suggestion")[0]["value"] == "pa"
    done = await people.post("views/submit", user=ANN, values={"f": {"x": "paper"}})
    assert done["response_action"] == "closed"
    state = interactions(bot, "view_submission")[0]["view"]["state"]["values"]["f"]["x"]
    assert state["selected_option"] == option("paper")


@pytest.mark.parametrize("answer", [{"options": "many"}, {"options": [{"text": "x"}]}, "x", None], ids=str)
async def test_unfit_options_go_on_record(client: AsyncWebClient, people: People, bot: BotDouble, answer: Any) -> None:
    view = await opened(client, people, bot, field("f", {"type": "external_select"}))
    bot.answer = lambda _: answer
    shown = await people.post("options", user=ANN, view_id=view["id"], action_id="x", block_id="f", value="paper")
    assert (shown["ok"], shown["error"]) == (False, "invalid_options")


async def test_a_conversation_field_can_give_a_response_url(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    select = {"type": "conversations_select", "response_url_enabled": True}
    await opened(client, people, bot, field("where", select))
    await people.post("views/submit", user=ANN, values={"where": {"x": LAUNCH}})
    [entry] = interactions(bot, "view_submission")[0]["response_urls"]
    assert (entry["block_id"], entry["channel_id"]) == ("where", LAUNCH)
    async with people.session.post(entry["response_url"], json={"text": "made", "response_type": "in_channel"}) as got:
        assert got.status == 200
    assert (await people.get("messages", channel=LAUNCH))["messages"][-1]["text"] == "made"


async def test_a_conversation_field_may_begin_with_the_present_one(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    select = {"type": "conversations_select", "default_to_current_conversation": True}
    await opened(client, people, bot, field("where", select))
    [view] = (await people.get("views", user=ANN))["views"]
    assert view["blocks"][0]["element"]["initial_conversation"] == LAUNCH
    await people.post("views/submit", user=ANN)
    state = interactions(bot, "view_submission")[0]["view"]["state"]["values"]["where"]["x"]
    assert state["selected_conversation"] == LAUNCH


async def test_a_button_that_is_not_there_cannot_be_pressed(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    twins = [actions(button("go", "1"), block_id="a"), actions(button("go", "2"), block_id="b")]
    view = await opened(client, people, bot, *twins)
    where = {"user": ANN, "view_id": view["id"]}
    for missing, status in (
        ({"action_id": "stop"}, 404),
        ({"action_id": "go", "value": "3"}, 404),
        ({"action_id": "go"}, 409),
    ):
        await people.post("actions", **where, **missing)
        assert people.status == status
    await people.post("actions", **where, action_id="go", value="2")
    assert interactions(bot, "block_actions")[0]["actions"][0]["block_id"] == "b"
