"""views.*: triggers, the stack, hashes, external ids and the App Home."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import modals
from playground.cast import ANN, EVE, MAYA, OSKAR
from tests.playground.asking import actions, button, field, home, modal, refusal
from tests.playground.double import BotDouble, Json, People

TEXT = {"type": "plain_text_input"}


async def trigger(people: People, bot: BotDouble, user: str = ANN) -> str:
    await people.post("commands", user=user, channel="dm", command="/task", text="new")
    return str(bot.last("command")["trigger_id"])


async def press(people: People, bot: BotDouble, action_id: str, **where: str) -> Json:
    await people.post("actions", user=ANN, action_id=action_id, **where)
    return bot.last("interactive")


async def test_a_trigger_works_once(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    trigger_id = await trigger(people, bot)
    await client.views_open(trigger_id=trigger_id, view=modal())
    assert await refusal(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_trigger_lives_three_seconds(
    client: AsyncWebClient, people: People, bot: BotDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert modals.TRIGGER_SECONDS == 3.0
    trigger_id = await trigger(people, bot)
    monkeypatch.setattr(modals, "TRIGGER_SECONDS", 0.0)
    assert await refusal(client.views_open(trigger_id=trigger_id, view=modal())) == "expired_trigger_id"


async def test_an_invalid_view_does_not_use_up_the_trigger(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    trigger_id = await trigger(people, bot)
    broken = modal({"type": "section"})
    assert await refusal(client.views_open(trigger_id=trigger_id, view=broken)) == "invalid_arguments"
    assert await refusal(client.views_open(trigger_id=trigger_id, view=home())) == "invalid_arguments"
    assert await refusal(client.api_call("views.open", json={"trigger_id": trigger_id})) == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger_id, view=modal()))["ok"] is True


async def test_an_opened_view_is_described_in_full(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    body = modal(field("title", {**TEXT, "initial_value": "so far"}), private_metadata="m", callback_id="c")
    view = (await client.views_open(trigger_id=await trigger(people, bot), view=body))["view"]
    assert view["id"] == view["root_view_id"]
    assert view["previous_view_id"] is None
    assert (view["private_metadata"], view["callback_id"], view["bot_id"]) == ("m", "c", "B0MUSTER01")
    assert view["state"]["values"] == {"title": {"x": {"type": "plain_text_input", "value": "so far"}}}
    assert view["hash"]


async def test_the_stack_holds_three(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    deeper = modal(actions(button("more"), block_id="b"))
    root = (await client.views_open(trigger_id=await trigger(people, bot), view=deeper))["view"]
    view_id = root["id"]
    for _ in range(2):
        pressed = await press(people, bot, "more", view_id=view_id)
        pushed = (await client.views_push(trigger_id=pressed["trigger_id"], view=deeper))["view"]
        assert (pushed["previous_view_id"], pushed["root_view_id"]) == (view_id, root["id"])
        view_id = pushed["id"]
    pressed = await press(people, bot, "more", view_id=view_id)
    refused = await refusal(client.views_push(trigger_id=pressed["trigger_id"], view=deeper))
    assert refused == "push_limit_reached"
    assert len((await people.get("views", user=ANN))["views"]) == 3


async def test_a_push_needs_a_trigger_from_a_modal(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    assert await refusal(client.views_push(trigger_id=await trigger(people, bot), view=modal())) == "not_found"


async def test_an_update_keeps_what_was_entered_in_remaining_fields(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    form = modal(field("title", TEXT), field("old", TEXT, optional=True), actions(button("more"), block_id="b"))
    view = (await client.views_open(trigger_id=await trigger(people, bot), view=form))["view"]
    await people.post(
        "actions", user=ANN, view_id=view["id"], action_id="more", values={"title": {"x": "Paper"}, "old": {"x": "a"}}
    )
    update = modal(field("title", TEXT), field("new", TEXT))
    new = (await client.views_update(view_id=view["id"], hash=view["hash"], view=update))["view"]
    assert new["state"]["values"]["title"]["x"]["value"] == "Paper"
    assert new["state"]["values"]["new"]["x"]["value"] is None
    assert new["hash"] != view["hash"]
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=update)
    assert await refusal(stale) == "hash_conflict"


async def test_a_closed_view_cannot_be_updated(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    view = (await client.views_open(trigger_id=await trigger(people, bot), view=modal()))["view"]
    await people.post("views/close", user=ANN)
    assert await refusal(client.views_update(view_id=view["id"], view=modal())) == "not_found"


async def test_external_ids_are_unique_and_find_the_view(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    named = modal(external_id="mine")
    await client.views_open(trigger_id=await trigger(people, bot), view=named)
    await client.views_update(external_id="mine", view=named)
    other = client.views_open(trigger_id=await trigger(people, bot, MAYA), view=named)
    assert await refusal(other) == "duplicate_external_id"


async def test_the_home_tab_is_published_and_replaced(client: AsyncWebClient, people: People) -> None:
    assert (await people.get("home", user=ANN))["view"] is None
    first = (await client.views_publish(user_id=ANN, view=home()))["view"]
    second = (await client.views_publish(user_id=ANN, hash=first["hash"], view=home()))["view"]
    assert first["id"] == second["id"]
    assert await refusal(client.views_publish(user_id=ANN, hash=first["hash"], view=home())) == "hash_conflict"
    assert await refusal(client.views_publish(user_id=ANN, view=modal())) == "invalid_arguments"
    for user in (OSKAR, EVE, "U0NOBODY00"):
        assert await refusal(client.views_publish(user_id=user, view=home())) == "user_not_found"
    assert (await people.get("home", user=ANN))["view"]["hash"] == second["hash"]


async def test_opening_the_home_tab_tells_the_bot_what_it_shows(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    await people.post("home", user=ANN)
    first = await bot.event("app_home_opened")
    assert (first["user"], first["tab"], first["channel"]) == (ANN, "home", "D0ANN00001")
    assert "view" not in first
    published = (await client.views_publish(user_id=ANN, view=home()))["view"]
    await people.post("home", user=ANN)
    assert (await bot.event("app_home_opened", count=2))["view"]["hash"] == published["hash"]


async def test_a_button_in_the_home_tab_carries_the_view_and_no_channel(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    await client.views_publish(user_id=ANN, view=home(actions(button("say:mine", "v1 mine"), block_id="b")))
    payload = await press(people, bot, "say:mine", view_id="home")
    assert payload["container"]["type"] == "view"
    assert payload["view"]["type"] == "home"
    assert {"channel", "message", "response_url"}.isdisjoint(payload)
    await client.views_open(trigger_id=payload["trigger_id"], view=modal())
