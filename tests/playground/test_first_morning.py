"""The short tour: a bot that connects, hears, answers a command, opens a modal and takes a form."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, LAUNCH, LILEI, MAYA
from tests.playground.double import BotDouble, People

MODAL = {
    "type": "modal",
    "callback_id": "new",
    "title": {"type": "plain_text", "text": "New task"},
    "submit": {"type": "plain_text", "text": "Make"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "What"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


async def test_the_bot_is_connected_once_it_answered_the_challenge_and_called_auth_test(
    client: AsyncWebClient, people: People
) -> None:
    assert (await people.get("state"))["bot"]["connected"] is False
    answer = await client.auth_test()
    assert answer["user_id"] == "U0MUSTER01"
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert (await people.get("state"))["bot"]["connected"] is True


async def test_a_mention_arrives_as_message_and_as_app_mention(people: People, bot: BotDouble) -> None:
    said = await people.post("messages", user=MAYA, channel=LAUNCH, text="@muster ask @李雷 & co")
    message, mention = await bot.event("message"), await bot.event("app_mention")
    assert message["ts"] == mention["ts"] == said["ts"]
    assert message["text"] == "<@U0MUSTER01> ask <@U0LILEI001> &amp; co"
    assert message["channel_type"] == "channel"
    assert "channel_type" not in mention


async def test_a_command_opens_a_modal_and_its_submission_is_answered(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    bot.answer = lambda payload: "Here it comes" if "command" in payload else None
    answered = await people.post("commands", user=ANN, channel="dm", command="/task", text="new for @lilei")
    assert answered["response"]["text"] == "Here it comes"
    command = bot.last("command")
    assert command["text"] == f"new for <@{LILEI}|lilei>"
    assert command["channel_name"] == "directmessage"
    await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
    [view] = (await people.get("views", user=ANN))["views"]
    assert view["callback_id"] == "new"
    done = await people.post("views/submit", user=ANN, values={"title": {"text": "Buy paper"}})
    assert (done["response_action"], done["views"]) == ("closed", [])
    assert bot.last("interactive")["view"]["state"]["values"]["title"]["text"]["value"] == "Buy paper"


async def test_a_pressed_button_reaches_the_bot_with_the_message(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    button = {
        "type": "button",
        "action_id": "say:done",
        "value": "v1 done 1",
        "text": {"type": "plain_text", "text": "Done"},
    }
    posted = await client.chat_postMessage(
        channel=LAUNCH, text="A task", blocks=[{"type": "actions", "elements": [button]}]
    )
    pressed = await people.post("actions", user=ANN, channel=LAUNCH, ts=posted["ts"], action_id="say:done")
    assert pressed["ok"] is True
    payload = bot.last("interactive")
    assert payload["actions"][0]["value"] == "v1 done 1"
    assert payload["message"]["ts"] == posted["ts"]
    await client.chat_update(channel=LAUNCH, ts=posted["ts"], text="Done!", blocks=[])
    shown = (await people.get("messages", channel=LAUNCH, **{"as": ANN}))["messages"]
    assert [(message["text"], "blocks" in message) for message in shown] == [("Done!", False)]


async def test_the_clock_moves_and_gives_its_time_to_messages(client: AsyncWebClient, people: People) -> None:
    moved = await people.post("clock", now="2026-03-09T09:00:00Z")
    assert moved["now"].startswith("2026-03-09T09:00:00")
    posted = await client.chat_postMessage(channel=MAYA, text="Good morning")
    assert posted["channel"] == "D0MAYA0001"
    assert int(float(posted["ts"])) - 1773046800 in (0, 1)
    assert (await people.get("calls", method="chat.postMessage"))["calls"][0]["outcome"] == "ok"
