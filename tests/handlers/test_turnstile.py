"""A flood of one person's, or of one workspace's: what is too much is put off in plain words, and nothing is lost."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from statistics import median
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.rules.rates import LIGHT_TIMES
from handlers.slack import turnstile
from tests.handlers.knocking import FORM, deliver, knock, signed
from tests.handlers.test_ingress import CLICK, EVENT, SUBMISSION, form, payload
from tests.scenarios.test_home import opens, picks, shows
from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, TOM, World, a_world, eventually, words_of

FAST, FAST_ZH, ALL = "That was faster than I can follow", "操作太快", "So much comes from this workspace"
PERSON = 5
SMALL = {"limit_per_person": PERSON, "limit_per_workspace": 16, "limit_events": 4}


@pytest.fixture(params=["http", "socket"])
async def small_world(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[World]:
    """Muster that takes five gestures of a person in a minute and sixteen of everybody."""
    async with a_world(sqlite_url, socket_mode=request.param == "socket", **SMALL) as found:
        yield found


async def lists(world: World, *people: str) -> None:
    for person in people:
        await world.command(person, "/task list")


async def test_who_is_too_fast_hears_it_in_their_language_with_their_words(small_world: World) -> None:
    world = small_world
    for number in range(PERSON):
        assert "#" in await world.command(LILEI, f"/task 写第{number}份周报")
    said = await world.command(LILEI, f"/task 请 <@{DANA}> 周五前寄样品 <b>")
    assert FAST_ZH in said
    assert "秒后再继续" in said
    assert f"&gt; /task 请 <@{DANA}> 周五前寄样品" in said.replace("> /task", "&gt; /task"), "what was typed comes back"
    card = await world.sees(LILEI, "写第0份周报", LAUNCH)
    await world.click(LILEI, card, "say:done", LAUNCH)
    await world.sees(LILEI, FAST_ZH, LAUNCH, posted=False)
    listed = await world.command(MAYA, "/task list all")
    assert listed.count("*#") == PERSON, "nothing of it was done; and others are served"


async def test_a_form_that_is_sent_too_fast_stays_open_as_it_was_filled_in(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world
    await lists(world, MAYA)  # what is slow once must not cost the form its trigger
    await world.command(ANN, "/task new")
    await lists(world, *[ANN] * (PERSON - 1))
    filled = {"title": {"type": "plain_text_input", "value": "Book the room"}}
    refused = await world.submit(ANN, **filled)
    assert refused["response_action"] == "errors"
    assert FAST in str(refused)
    assert "Book the room" not in await world.command(MAYA, "/task list all")
    monkeypatch.setattr(turnstile, "monotonic", lambda: time.monotonic() + 60)
    assert (await world.submit(ANN, **filled))["response_action"] in ("closed", "clear")
    assert "Book the room" in await world.command(MAYA, "/task list all")


async def test_everybody_together_is_told_that_it_is_not_them_alone(small_world: World) -> None:
    await lists(small_world, *[ANN, DANA, TOM] * PERSON)
    assert "Your tasks" in await small_world.command(MAYA, "/task list")
    assert ALL in await small_world.command(MAYA, "/task list")


async def test_home_says_it_in_a_window(small_world: World) -> None:
    world = small_world
    await world.command(ANN, "/task water the plants today")
    await opens(world, ANN)
    view = await shows(world, ANN, "water the plants")
    await lists(world, *[ANN] * (PERSON - 1))
    await picks(world, ANN, view, "start 1")

    async def look() -> bool:
        return any(FAST in words_of(one) for one in (await world.get("views", user=ANN))["views"])

    assert await eventually(look)
    assert "in progress" not in await world.command(MAYA, "/task show 1")


MESSAGE = {"type": "message", "user": ANN, "channel": "D0ANN00001", "channel_type": "im"}


async def test_an_event_over_the_limit_is_put_off_and_comes_again_but_an_end_is_always_heard(sqlite_url: str) -> None:
    async with a_world(sqlite_url, **SMALL) as world:
        said = [
            await deliver(world, MESSAGE | {"text": "ok", "ts": f"1773019200.00000{number}"}, f"Ev{number}")
            for number in range(5)
        ]
        assert said.count(503) == said[-2:].count(503) > 0, "those over the limit, whatever came at the start"
        raw = json.dumps(EVENT | {"event_id": "EvLATE"}).encode()
        address = f"http://127.0.0.1:{world.parts.port}/slack/events"
        async with world.http.post(
            address, data=raw, headers={"Content-Type": "application/json", **signed(raw)}
        ) as answer:
            assert answer.status == 503
            assert "X-Slack-No-Retry" not in answer.headers
        assert await deliver(world, {"type": "app_uninstalled"}, "EvEND") == 200


async def test_over_a_socket_an_event_over_the_limit_is_not_acknowledged(sqlite_url: str) -> None:
    async with a_world(sqlite_url, socket_mode=True, answer_seconds=0.4, limit_events=1) as world:
        said = [
            await world.post("messages", user=ANN, channel="dm", text=f"hello {number}", wait=True)
            for number in range(2)
        ]
        assert not said[-1]["acknowledged"]


async def knocks(world: World, http: aiohttp.ClientSession, *bodies: bytes) -> list[str]:
    """What each was answered with; none but 200."""
    found = [await knock(world, raw, FORM, signed(raw), http) for raw in bodies]
    assert {status for status, _ in found} == {200}
    return [said for _, said in found]


async def test_a_flood_of_clicks_makes_no_flood_of_answers(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most, told = 0, 0, 0

    async def respond(_: Any, message: dict[str, Any], **__: Any) -> bool:
        nonlocal under_way, most, told
        if FAST in str(message):
            told, under_way = told + 1, under_way + 1
            most = max(most, under_way)
            await asyncio.sleep(0.1)
            under_way -= 1
        return True

    async with a_world(sqlite_url, **SMALL) as world, aiohttp.ClientSession() as http:
        monkeypatch.setattr(world.parts.desk, "respond", respond)
        clicks = [CLICK | {"trigger_id": f"1.{number}.x", "response_url": "http://127.0.0.1/x"} for number in range(60)]
        with capture_logs() as logged:
            await knocks(world, http, *map(payload, clicks))
            await asyncio.sleep(0.3)
    assert most == 1
    assert 1 <= told < 55
    assert [line["person"] for line in logged if line["event"] == "too fast"] == [ANN], "one line a minute says who"


async def test_filling_a_form_does_not_use_up_what_sending_it_needs(sqlite_url: str) -> None:
    """A form without a field for the words gets them over it."""
    in_form = CLICK | {"view": SUBMISSION["view"], "container": {"type": "view", "view_id": "V0FUZZ"}}
    looking = {key: CLICK[key] for key in ("user", "team", "api_app_id")} | {"action_id": "zones", "value": "ber"}
    bare = SUBMISSION | {"view": SUBMISSION["view"] | {"blocks": [], "callback_id": "form:handover"}}
    async with a_world(sqlite_url, **SMALL) as world, aiohttp.ClientSession() as http:
        picked = await knocks(world, http, *[payload(in_form)] * PERSON * 2)
        found = await knocks(
            world, http, *[payload(looking | {"type": "block_suggestion"})] * PERSON * (LIGHT_TIMES - 1)
        )
        assert Counter(picked) == {"": PERSON * 2}
        assert ["Berlin" in said for said in found] == [True] * PERSON * (LIGHT_TIMES - 2) + [False] * PERSON
        assert json.loads(found[-1]) == {"options": []}
        assert FAST not in (await knocks(world, http, form(trigger_id="9.0.a")))[0]
        await knocks(world, http, *(form(trigger_id=f"9.{number}.a") for number in range(1, PERSON)))
        pushed = json.loads((await knocks(world, http, payload(bare)))[0])
        assert pushed["response_action"] == "push"
        assert FAST in words_of(pushed["view"])
        closed = payload(SUBMISSION | {"type": "view_closed", "is_cleared": False})
        assert await knocks(world, http, *[closed] * PERSON * LIGHT_TIMES * 2) == [""] * PERSON * LIGHT_TIMES * 2


async def test_what_others_wait_does_not_grow_under_one_person_s_flood(sqlite_url: str) -> None:
    """Somebody asks alone, and while another sends one command after the other: with room for a busy machine."""
    numbers = itertools.count()
    async with a_world(sqlite_url, limit_per_person=60) as world, aiohttp.ClientSession() as http:

        async def ask(user: str, text: str) -> float:
            raw = form(user_id=user, text=text, trigger_id=f"5.{next(numbers)}.a")
            began = time.monotonic()
            await knocks(world, http, raw)
            return time.monotonic() - began

        async def flood() -> None:
            await asyncio.gather(*(ask(ANN, f"water plant {number}") for number in range(15)))

        for _ in range(5):  # until she is over her measure
            await flood()
        await ask(MAYA, "list")
        alone = [await ask(MAYA, "list") for _ in range(12)]
        flooding = asyncio.create_task(_again_and_again(flood))
        amid = [await ask(MAYA, "list") for _ in range(12)]
        flooding.cancel()
    assert median(amid) < max(5 * median(alone), 0.5), (sorted(alone), sorted(amid))


async def _again_and_again(work: Any) -> None:
    while True:
        await work()
