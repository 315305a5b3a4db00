"""The turnstile by itself, on a real desk: who is let through, what each kind of request gets, what is counted."""

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from prometheus_client import REGISTRY
from slack_bolt import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.delivery import Delivery
from bot.render import slack
from bot.rules.rates import Limits, Rates
from handlers.slack import turnstile
from handlers.slack.desk import Desk
from handlers.slack.listeners import WINDOW
from handlers.slack.messenger import SlackMessenger
from handlers.slack.tenants import Tenants
from handlers.slack.turnstile import Turnstile
from models.db import connect
from tests.factories import TEAM, make_person
from tests.handlers.test_ingress import CLICK, COMMAND, EVENT, SUBMISSION
from tests.scenarios.world import ANN, LILEI

PERSON = "too much of a person"
WORKSPACE = "too much of a workspace"
FAST = "That was faster than I can follow, so I left it undone. Please go on in {} seconds."
HEADERS = {"content-type": ["application/json;charset=utf-8"]}
PLAIN = {"content-type": ["text/plain;charset=utf-8"]}
SUGGESTION = {key: CLICK[key] for key in ("user", "team")} | {"type": "block_suggestion", "action_id": "zones"}
CLOSED = SUBMISSION | {"type": "view_closed"}
IN_FORM = CLICK | {"view": {"id": "V1", "type": "modal", "callback_id": "form:note"}}
IN_WINDOW = CLICK | {"view": {"id": "V2", "type": "modal", "callback_id": WINDOW}}
ELSEWHERE = {"team": {"id": "T0OTHER001", "domain": "o"}}
AT_HOME = CLICK | {"view": {"id": "V3", "type": "home", "callback_id": "home"}}


class Gate:
    """A turnstile, the clock it goes by, and what was said to Slack meanwhile: (where, what)."""

    def __init__(
        self, desk: Desk, address: str, clock: SimpleNamespace, said: list[tuple[str, Any]], listens: asyncio.Event
    ) -> None:
        self.desk, self.address, self.clock, self.said, self.listens = desk, address, clock, said, listens
        self.passed = 0
        self.limit(person=1)

    def limit(self, **limits: int) -> None:
        self.turnstile = Turnstile(self.desk, Rates(Limits(**limits)))

    async def admit(self, body: dict[str, Any]) -> BoltResponse | None:
        """None where it was let through."""
        before = self.passed

        async def next_() -> BoltResponse:
            self.passed += 1
            return BoltResponse(status=200)

        refused = await self.turnstile.admit(body, next_)
        assert (refused is None) == (self.passed == before + 1), "let through, or answered, and never both"
        return refused

    async def told(self) -> list[tuple[str, Any]]:
        """What was said by now; Slack answers none of it before this."""
        self.listens.set()
        while self.desk.tasks:
            await asyncio.wait(self.desk.tasks)
        self.listens.clear()
        found, self.said[:] = sorted(self.said, key=repr), []
        return found

    def click(self, path: str = "/respond", **more: Any) -> dict[str, Any]:
        """One on a message, which is answered there."""
        return CLICK | {"response_url": f"{self.address}{path}"} | more


@pytest.fixture
async def gate(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gate]:
    said: list[tuple[str, Any]] = []
    listens = asyncio.Event()
    at = SimpleNamespace(now=0.0)  # a machine that has just started

    async def hear(request: web.Request) -> web.Response:
        said.append((request.path, await request.json()))
        await listens.wait()
        return web.json_response({"ok": True})

    monkeypatch.setattr(turnstile, "monotonic", lambda: at.now)
    app, database, clock = web.Application(), connect(sqlite_url), Clock()
    app.router.add_post("/{where:.*}", hear)
    await database.submit(lambda session: make_person(session, ANN) and None)
    await database.submit(lambda session: make_person(session, LILEI, locale="zh-CN") and None)
    async with TestServer(app) as server, ClientSession() as http:
        address = str(server.make_url("")).rstrip("/")
        client = AsyncWebClient(token="xoxb-1", base_url=f"{address}/api/", session=http, retry_handlers=[])
        tenants = Tenants(database, clock, lambda _: client)
        delivery = Delivery(database, clock, lambda _: SlackMessenger(client), slack.notice)
        yield Gate(Desk(database, clock, tenants, delivery, http), address, at, said, listens)
    await database.close()


def rejected() -> dict[str, float]:
    name = "muster_requests_rejected_total"
    return {reason: REGISTRY.get_sample_value(name, {"reason": reason}) or 0.0 for reason in (PERSON, WORKSPACE)}


def body_of(answer: BoltResponse | None) -> Any:
    assert answer is not None
    assert (answer.status, answer.headers) == (200, HEADERS)
    return json.loads(answer.body)


def words_in(blocks: Any) -> str:
    return json.dumps(blocks, ensure_ascii=False)


def of(person: str, body: dict[str, Any]) -> dict[str, Any]:
    return body | {"user": body["user"] | {"id": person}}


async def test_a_command_too_many_is_answered_at_once_in_their_language_with_their_words(gate: Gate) -> None:
    before = rejected()
    for person in (ANN, LILEI):
        assert await gate.admit(COMMAND | {"user_id": person}) is None
    gate.clock.now += 10.5
    english = body_of(await gate.admit(COMMAND | {"text": "buy milk"}))
    chinese = body_of(await gate.admit(COMMAND | {"user_id": LILEI, "text": "买牛奶"}))
    assert (english["response_type"], chinese["response_type"]) == ("ephemeral", "ephemeral")
    assert english["text"].startswith(FAST.format(50)), "49.5 seconds, rounded up"
    assert "/task buy milk" in words_in(english["blocks"])
    assert "操作太快" in chinese["text"]
    assert "/task 买牛奶" in words_in(chinese["blocks"])
    assert rejected() == {PERSON: before[PERSON] + 2, WORKSPACE: before[WORKSPACE]}
    gate.clock.now += 49.5
    assert await gate.admit(COMMAND) is None


async def test_everybody_together_is_counted_and_told_as_everybody(gate: Gate) -> None:
    gate.limit(workspace=1)
    before = rejected()
    assert await gate.admit(COMMAND) is None
    refused = body_of(await gate.admit(COMMAND | {"user_id": LILEI}))
    assert "工作区" in refused["text"]
    assert rejected() == {PERSON: before[PERSON], WORKSPACE: before[WORKSPACE] + 1}
    assert await gate.admit(COMMAND | {"team_id": "T0OTHER001"}) is None


async def test_how_they_read_is_read_once_and_one_line_a_minute_says_who_it_was(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    read = gate.desk.reader_of

    async def reader_of(workspace_id: str, person_id: str) -> Any:
        asked.append((workspace_id, person_id))
        return await read(workspace_id, person_id)

    monkeypatch.setattr(gate.desk, "reader_of", reader_of)
    with capture_logs() as logged:
        for seconds in (0, 1, 59.9, 60, 119.9, 120):  # the first, and the first in another minute, are let through
            gate.clock.now = seconds
            for person in (ANN, LILEI, LILEI):
                await gate.admit(COMMAND | {"user_id": person})
    assert asked == [(TEAM, LILEI), (TEAM, ANN)]
    line = {"event": "too fast", "log_level": "warning", "workspace": TEAM, "everybody": False}
    assert logged == [line | {"person": LILEI}] * 3


async def test_an_event_too_many_is_put_off_and_an_end_is_always_heard(gate: Gate) -> None:
    gate.limit(events=1)
    before, ends = rejected(), ("app_uninstalled", "tokens_revoked")
    assert await gate.admit(EVENT) is None
    with capture_logs() as logged:
        refused = await gate.admit(EVENT)
    assert refused is not None
    assert (refused.status, refused.body) == (503, "")
    warning = "more events than are taken in an hour; Slack sends this one again"
    assert logged == [{"event": warning, "log_level": "warning"}]
    for kind in ends:
        assert await gate.admit(EVENT | {"event": {"type": kind}}) is None
    assert rejected() == {PERSON: before[PERSON], WORKSPACE: before[WORKSPACE] + 1}
    assert await gate.admit(EVENT | {"team_id": "T0OTHER001"}) is None, "another workspace has its own measure"
    nameless = {key: value for key, value in EVENT.items() if key != "team_id"}
    taken = [await gate.admit(one) is None for one in (nameless, nameless | {"team_id": None}, nameless)]
    assert taken == [True, False, False], "those of none have one together"
    gate.clock.now += 3600
    assert await gate.admit(EVENT) is None


@pytest.mark.parametrize(
    ("body", "nothing"),
    [(SUGGESTION, '{"options": []}'), (IN_FORM, "")],
)
async def test_what_only_fills_a_form_is_counted_apart_and_too_much_of_it_gets_nothing(
    gate: Gate, body: dict[str, Any], nothing: str
) -> None:
    before = rejected()
    taken = [await gate.admit(body) is None for _ in range(6)]
    assert taken == [True] * 5 + [False]
    refused = await gate.admit(body)
    assert refused is not None
    assert (refused.status, refused.body) == (200, nothing)
    assert rejected() == {PERSON: before[PERSON] + 2, WORKSPACE: before[WORKSPACE]}
    assert refused.headers == (HEADERS if nothing else PLAIN)
    assert [await gate.admit(of(LILEI, body)), await gate.admit(body | ELSEWHERE)] == [None, None]
    assert await gate.admit(SUBMISSION) is None, "and the form can be sent"
    assert await gate.told() == []


async def test_a_form_that_is_closed_is_never_too_much(gate: Gate) -> None:
    assert await gate.admit(SUBMISSION) is None
    assert [await gate.admit(CLOSED) for _ in range(12)] == [None] * 12


async def test_a_form_sent_too_fast_stays_open_with_the_words_in_it_or_over_it(gate: Gate) -> None:
    assert await gate.admit(SUBMISSION) is None
    kept = body_of(await gate.admit(SUBMISSION))
    assert kept == {"response_action": "errors", "errors": {"note": FAST.format(60)}}
    bare = body_of(await gate.admit(SUBMISSION | {"view": SUBMISSION["view"] | {"blocks": []}}))
    assert (bare["response_action"], bare["view"]["type"]) == ("push", "modal")
    assert FAST.format(60) in words_in(bare["view"]["blocks"])
    assert await gate.told() == [], "nobody is called for it"
    assert await gate.admit(SUBMISSION | ELSEWHERE) is None


@pytest.mark.parametrize(
    ("body", "path", "told_of"),
    [
        (None, "/respond", {"response_type": "ephemeral"}),
        (CLICK, "/api/views.open", {"trigger_id": CLICK["trigger_id"]}),
        (IN_WINDOW, "/api/views.update", {"view_id": "V2"}),
        (AT_HOME, "/api/views.open", {"trigger_id": CLICK["trigger_id"]}),
        (AT_HOME | {"response_url": "http://127.0.0.1:9/x"}, "/api/views.open", {"trigger_id": CLICK["trigger_id"]}),
    ],
)
async def test_a_click_too_many_is_told_where_it_was_made_one_word_at_a_time(
    gate: Gate, body: dict[str, Any] | None, path: str, told_of: dict[str, str]
) -> None:
    body = body or gate.click()
    assert await gate.admit(body) is None
    assert await gate.admit(of(LILEI, body)) is None
    for person in (ANN, ANN, LILEI, ANN):
        refused = await gate.admit(of(person, body))
        assert refused is not None
        assert (refused.status, refused.body, refused.headers) == (200, "", PLAIN)
    told = await gate.told()
    assert [where for where, _ in told] == [path] * 2
    assert [told_of.items() <= what.items() for _, what in told] == [True] * 2
    said = words_in(told)
    assert "Your words" not in said, "none were typed"
    assert (said.count(FAST.format(60)) > 0, said.count("操作太快") > 0) == (True, True), "one of each of the two"
    await gate.admit(body)
    assert len(await gate.told()) == 1, "and again, when it was said"
