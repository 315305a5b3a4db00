"""Faults on demand: what goes wrong, how often, and whether the call was done."""

from __future__ import annotations

import asyncio
import time
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, GENERAL, LAUNCH
from tests.playground.asking import refusal
from tests.playground.double import Json, People


async def texts(people: People, channel: str = LAUNCH) -> list[str]:
    return [message["text"] for message in (await people.get("messages", channel=channel))["messages"]]


@pytest.mark.parametrize(("kind", "done"), [("drop_before", []), ("drop_after", ["hi"])])
async def test_a_dropped_call_was_done_or_not(
    client: AsyncWebClient, people: People, kind: str, done: list[str]
) -> None:
    await people.post("faults", method="chat.postMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=LAUNCH, text="hi")
    assert await texts(people) == done
    assert (await client.chat_postMessage(channel=LAUNCH, text="again"))["ok"] is True


@pytest.mark.parametrize(("kind", "done"), [("500", []), ("500_after", ["hi"])])
async def test_a_server_error_comes_before_or_after(
    client: AsyncWebClient, people: People, kind: str, done: list[str]
) -> None:
    await people.post("faults", method="chat.postMessage", kind=kind)
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=LAUNCH, text="hi")
    assert failed.value.response.status_code == 500
    assert await texts(people) == done


async def test_too_many_requests_name_their_wait(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="chat.postMessage", kind="429", seconds=30)
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=LAUNCH, text="hi")
    assert failed.value.response.headers["Retry-After"] == "30"
    assert await texts(people) == []


async def test_answers_tell_another_time_until_that_is_cleared(client: AsyncWebClient, people: People) -> None:
    async def told() -> float:
        return parsedate_to_datetime((await client.api_test()).headers["Date"]).timestamp() - time.time()

    await people.post("faults", kind="clock_off", seconds=-3600)
    assert abs(await told() + 3600) < 5
    await people.delete("faults")
    assert abs(await told()) < 5


async def test_a_hanging_call_ends_without_answer_and_undone(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="chat.postMessage", kind="hang", seconds=0.3)
    begun = time.monotonic()
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=LAUNCH, text="hi")
    assert time.monotonic() - begun >= 0.3
    assert await texts(people) == []


async def test_a_client_may_give_up_on_a_hanging_call(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="chat.postMessage", kind="hang", seconds=30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.chat_postMessage(channel=LAUNCH, text="hi"), 0.2)
    assert await texts(people) == []


async def test_any_error_can_be_had_any_number_of_times(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="chat.update", kind="error", error="edit_window_closed", count=2)
    posted = await client.chat_postMessage(channel=LAUNCH, text="hi")
    for _ in range(2):
        assert await refusal(client.chat_update(channel=LAUNCH, ts=posted["ts"], text="x")) == "edit_window_closed"
    assert (await client.chat_update(channel=LAUNCH, ts=posted["ts"], text="x"))["ok"] is True


async def test_a_fault_may_be_for_one_channel_and_until_cleared(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="*", kind="error", error="fatal_error", channel=ANN, count=None)
    assert (await client.chat_postMessage(channel=GENERAL, text="hi"))["ok"] is True
    for channel in (ANN, "D0ANN00001", ANN):
        assert await refusal(client.chat_postMessage(channel=channel, text="hi")) == "fatal_error"
    await people.delete("faults")
    assert (await client.chat_postMessage(channel=ANN, text="hi"))["ok"] is True


async def test_faults_show_in_the_record(client: AsyncWebClient, people: People) -> None:
    await people.post("faults", method="auth.test", kind="drop_after")
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    [call] = (await people.get("calls", method="auth.test"))["calls"]
    assert (call["fault"], call["outcome"]) == ("drop_after", "dropped after ok")
    assert (await people.get("calls", after=call["n"]))["calls"] == []


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"kind": "explode", "method": "auth.test"},
        {"kind": "error", "method": "auth.test"},
        {"kind": "error", "error": "x"},
        {"kind": "500", "method": "no.such"},
        {"kind": "500", "method": "auth.test", "count": 0},
        {"kind": "hang", "method": "auth.test", "seconds": -1},
        {"kind": "history_lag", "seconds": "long"},
        {"kind": "clock_off", "seconds": 1e11},
        {"kind": "socket_disconnect", "reason": "boredom"},
        {"kind": "scopes", "scopes": "all"},
    ],
    ids=str,
)
async def test_an_unclear_fault_is_refused(people: People, fault: Json) -> None:
    answer = await people.post("faults", **fault)
    assert people.status in (400, 404)
    assert answer["ok"] is False
