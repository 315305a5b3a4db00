"""Signed HTTP: the challenge, retries with their headers, answers of commands and clicks, second deliveries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from playground.cast import ANN, EVE, LAUNCH, LEADS, LILEI, MAYA, PARTNERS, RANDOM
from tests.playground.asking import actions, button
from tests.playground.conftest import Starter
from tests.playground.double import BotDouble, Json, People, serving


async def test_every_delivery_is_signed(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=LAUNCH, text="hi", wait=True)
    await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="hi")
    assert (len(bot.received), bot.forged) == (2, 0)
    assert bot.received[0].headers["User-Agent"].startswith("Slackbot 1.0")


async def test_a_bot_that_starts_later_is_found(bot: BotDouble, start_slack: Starter) -> None:
    async with aiohttp.ClientSession() as session:
        late = BotDouble()
        async with serving(late):
            address = late.url
        slack = await start_slack(request_url=address)
        people = People(slack.origin, session)
        assert (await people.get("state"))["bot"]["connected"] is False
        runner = await _serve_at(late, address)
        async with asyncio.timeout(5):
            await late.verified.wait()
        await runner.cleanup()


async def _serve_at(double: BotDouble, address: str) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/slack/events", double.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", URL(address).port).start()
    return runner


async def test_the_envelope_has_slacks_form(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=EVE, channel=PARTNERS, text="hello", wait=True)
    envelope = bot.last("event")
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    assert (envelope["team_id"], envelope["api_app_id"]) == ("T0MUSTER1", "A0MUSTER01")
    assert envelope["is_ext_shared_channel"] is True
    assert [entry["user_id"] for entry in envelope["authorizations"]] == ["U0MUSTER01"]
    assert (envelope["event"]["team"], envelope["event"]["user_team"]) == ("T0OTHER001", "T0OTHER001")


async def test_a_mention_is_two_events_with_different_ids(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=LAUNCH, text="hey @Muster!", wait=True)
    assert len({received.payload["event_id"] for received in bot.received}) == 2
    await people.post("messages", user=ANN, channel="dm", text="hey @muster", wait=True)
    assert [event["channel_type"] for event in bot.events("message")] == ["channel", "im"]
    assert len(bot.events("app_mention")) == 1


async def test_the_bot_hears_nothing_of_rooms_it_is_not_in(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=RANDOM, text="@muster can you hear me", wait=True)
    await people.post("channels", id=LEADS, bot_member=False)
    await people.post("messages", user=ANN, channel=LEADS, text="secret", wait=True)
    assert bot.events("message") == bot.events("app_mention") == []


async def test_events_need_their_scopes(people: People, bot: BotDouble) -> None:
    await people.post("faults", kind="scopes", scopes=["im:history"])
    await people.post("messages", user=ANN, channel=LAUNCH, text="@muster hi", wait=True)
    await people.post("messages", user=ANN, channel="dm", text="hi", wait=True)
    assert [received.payload["event"]["channel_type"] for received in bot.received] == ["im"]


async def test_a_failed_event_is_retried_with_the_same_id_and_a_reason(people: People, bot: BotDouble) -> None:
    bot.answer_event = lambda _: 500 if len(bot.received) < 3 else None
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="hi", wait=True)
    assert said["acknowledged"] is True
    assert len({received.raw for received in bot.received}) == 1
    heads = [(r.headers.get("X-Slack-Retry-Num"), r.headers.get("X-Slack-Retry-Reason")) for r in bot.received]
    assert heads == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_three_retries_are_the_last(people: People, bot: BotDouble) -> None:
    bot.answer_event = lambda _: 404
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="hi", wait=True)
    assert (len(bot.received), said["acknowledged"]) == (4, False)
    rows = (await people.get("calls"))["deliveries"]
    assert [(row["attempt"], row["outcome"], row["status"]) for row in rows] == [
        (n, "http_error", 404) for n in range(4)
    ]


async def test_a_late_answer_counts_as_none(people: People, bot: BotDouble) -> None:
    bot.answer_event = lambda _: 1.5 if len(bot.received) == 1 else None
    await people.post("messages", user=ANN, channel=LAUNCH, text="hi", wait=True)
    assert bot.received[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_the_bot_may_ask_for_no_retry(people: People, bot: BotDouble) -> None:
    bot.answer_event = lambda _: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
    await people.post("messages", user=ANN, channel=LAUNCH, text="hi", wait=True)
    assert len(bot.received) == 1


async def test_events_come_in_order(people: People, bot: BotDouble) -> None:
    for n in range(10):
        await people.post("messages", user=ANN, channel=LAUNCH, text=str(n))
    await bot.event("message", count=10)
    assert [event["text"] for event in bot.events("message")] == [str(n) for n in range(10)]


async def test_a_command_is_never_retried_and_its_failure_is_shown(people: People, bot: BotDouble) -> None:
    bot.answer = lambda _: 500
    failed = await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
    assert (failed["ok"], failed["error"], failed["status"], failed["response"]) == (
        False,
        "dispatch_failed",
        500,
        None,
    )
    bot.answer = lambda _: 1.5
    assert (await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x"))["error"] == (
        "operation_timeout"
    )
    assert len(bot.received) == 2
    shown = (await people.get("messages", channel=LAUNCH, **{"as": ANN}))["messages"]
    assert [message["text"] for message in shown] == [
        '/task failed with the error "dispatch_failed"',
        '/task failed with the error "operation_timeout"',
    ]


ANSWERS: list[tuple[Any, Callable[[Json], bool]]] = [
    (None, lambda got: got["ok"] and got["response"] is None),
    ("Saved", lambda got: got["response"]["text"] == "Saved" and got["response"]["ephemeral"] is True),
    ({"text": "Saved"}, lambda got: got["response"]["ephemeral"] is True),
    ({"text": "All!", "response_type": "in_channel"}, lambda got: "ephemeral" not in got["response"]),
    ({"text": "x", "blocks": [{"type": "no"}]}, lambda got: got["error"] == "dispatch_failed" and not got["ok"]),
    ({"response_type": "ephemeral"}, lambda got: got["error"] == "dispatch_failed"),
]


@pytest.mark.parametrize(("answer", "holds"), ANSWERS, ids=[str(answer) for answer, _ in ANSWERS])
async def test_the_immediate_answer_is_shown_as_slack_shows_it(
    people: People, bot: BotDouble, answer: Any, holds: Callable[[Json], bool]
) -> None:
    bot.answer = lambda _: answer
    assert holds(await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x"))


@pytest.mark.parametrize(("channel", "name"), [(LAUNCH, "launch"), (LEADS, "privategroup"), ("dm", "directmessage")])
async def test_a_command_names_its_place_and_person(people: People, bot: BotDouble, channel: str, name: str) -> None:
    typed = " send <b> to @李雷 & #launch by 5pm, see https://x.example/a?b=1&c=2 "
    await people.post("commands", user=MAYA, channel=channel, command="/task", text=typed)
    payload = bot.last("command")
    assert (payload["channel_name"], payload["user_id"], payload["user_name"]) == (name, MAYA, "maya")
    assert payload["text"] == (
        f"send &lt;b&gt; to <@{LILEI}|lilei> &amp; <#{LAUNCH}|launch> by 5pm, see <https://x.example/a?b=1&amp;c=2>"
    )
    assert payload["is_enterprise_install"] == "false"
    assert "thread_ts" not in payload


async def test_a_click_on_an_ephemeral_message_has_no_message_but_a_response_url(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    blocks = [actions(button("say:undo", "v1 undo 1"))]
    shown = await client.chat_postEphemeral(channel=LAUNCH, user=ANN, text="done", blocks=blocks)
    where = {"channel": LAUNCH, "ts": shown["message_ts"], "action_id": "say:undo"}
    await people.post("actions", user=MAYA, **where)
    assert people.status == 404
    assert (await people.post("actions", user=ANN, **where))["ok"] is True
    payload = bot.last("interactive")
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    assert payload["response_url"]


async def test_picks_in_a_message_are_reported_as_state(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    picker = {"type": "datepicker", "action_id": "due"}
    blocks = [actions(picker, button("save"), block_id="b")]
    posted = await client.chat_postMessage(channel=LAUNCH, text="When?", blocks=blocks)
    where = {"user": ANN, "channel": LAUNCH, "ts": posted["ts"]}
    await people.post("actions", **where, action_id="due", selected_date="2026-03-12")
    assert bot.last("interactive")["actions"][0]["selected_date"] == "2026-03-12"
    await people.post("actions", **where, action_id="save")
    assert bot.last("interactive")["state"]["values"]["b"]["due"]["selected_date"] == "2026-03-12"


async def test_a_click_the_bot_does_not_answer_is_reported(
    client: AsyncWebClient, people: People, bot: BotDouble
) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="x", blocks=[actions(button("go"))])
    bot.answer = lambda _: 500
    failed = await people.post("actions", user=ANN, channel=LAUNCH, ts=posted["ts"], action_id="go")
    assert (failed["ok"], failed["error"], failed["status"]) == (False, "dispatch_failed", 500)
    assert people.status == 200


async def test_shortcuts_come_with_and_without_a_message(people: People, bot: BotDouble) -> None:
    said = await people.post("messages", user=ANN, channel=RANDOM, text="remember this")
    await people.post("shortcuts", user=ANN, callback_id="make_task", channel=RANDOM, ts=said["ts"])
    message = bot.last("interactive")
    assert (message["type"], message["message"]["text"], message["channel"]["id"]) == (
        "message_action", "remember this", RANDOM,
    )  # fmt: skip
    assert message["response_url"]
    await people.post("shortcuts", user=ANN, callback_id="new_task")
    assert bot.last("interactive")["type"] == "shortcut"
    assert {"channel", "response_url", "message"}.isdisjoint(bot.last("interactive"))


async def test_a_delivery_can_be_sent_again_equal_to_the_byte(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=LAUNCH, text="one", wait=True)
    event_id = bot.last("event")["event_id"]
    await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="two")
    assert (await people.post("redeliver"))["kind"] == "slash_commands"
    assert bot.received[-1].raw == bot.received[1].raw
    again = await people.post("redeliver", event_id=event_id)
    assert (again["ok"], again["event_id"]) == (True, event_id)
    assert bot.received[-1].raw == bot.received[0].raw
    await people.post("redeliver", event_id="Ev0NONE")
    assert people.status == 404
    assert bot.forged == 0


async def test_without_a_way_to_the_bot_nothing_waits_for_ever(start_slack: Starter) -> None:
    slack = await start_slack(request_url=None)
    async with aiohttp.ClientSession() as session:
        people = People(slack.origin, session)
        said = await people.post("messages", user=ANN, channel=LAUNCH, text="anyone?", wait=True)
        assert said["ok"] is True
        failed = await people.post("commands", user=ANN, channel=LAUNCH, command="/task", text="x")
        assert failed["error"] == "dispatch_failed"
        assert (await people.get("state"))["bot"]["connected"] is False


async def test_uninstalling_is_told_and_then_silence(people: People, bot: BotDouble) -> None:
    await people.post("uninstall")
    await bot.event("app_uninstalled")
    assert (await bot.event("tokens_revoked"))["tokens"]["bot"] == ["U0MUSTER01"]
    await people.post("messages", user=ANN, channel=LAUNCH, text="@muster?", wait=True)
    assert bot.events("message") == []
