"""The door that Slack knocks on: what is not signed, not fresh or not formed is refused, and never breaks anything."""

import copy
import gzip
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp
from pydantic import SecretStr
from sqlmodel import func, select

from bot.app import muster
from bot.settings import Settings
from handlers.slack.hear import team_of
from handlers.slack.ours import why_not
from handlers.slack.tenants import Tenant
from models import Inbox, Outbox, Person, Session
from playground.app import running
from playground.config import Config
from playground.parcels import Attempt, Kind, Parcel
from tests.handlers.knocking import FORM, JSON, TEAM, knock, signed
from tests.scenarios.world import ANN, APP_TOKEN, BOT_TOKEN, LAUNCH, LILEI, START, World, eventually

EVENT: dict[str, Any] = {
    "token": "x", "team_id": TEAM, "api_app_id": "A0MUSTER01", "type": "event_callback", "event_id": "Ev0FUZZ",
    "event_time": 1773019200, "authorizations": [{"team_id": TEAM, "user_id": "U0MUSTER01", "is_bot": True}],
    "event": {
        "type": "message", "user": ANN, "text": "hello", "ts": "1773019200.000100", "channel": "D0ANN00001",
        "channel_type": "im", "event_ts": "1773019200.000100",
    },
}  # fmt: skip
CHANGED: dict[str, Any] = EVENT | {
    "event_id": "Ev0USER",
    "event": {"type": "user_change", "user": {"id": ANN, "tz": "Europe/Berlin", "updated": 1}, "cache_ts": 1},
}
CLICK: dict[str, Any] = {
    "type": "block_actions", "user": {"id": ANN, "name": "ann", "team_id": TEAM}, "team": {"id": TEAM, "domain": "m"},
    "api_app_id": "A0MUSTER01", "trigger_id": "1.2.abc", "response_url": "", "is_enterprise_install": False,
    "container": {"type": "message", "message_ts": "1773019200.000100", "channel_id": LAUNCH},
    "channel": {"id": LAUNCH, "name": "launch"}, "message": {"ts": "1773019200.000100", "text": "card"},
    "actions": [{"type": "button", "action_id": "say:show", "block_id": "b", "value": "show 99", "action_ts": "1.1"}],
}  # fmt: skip
SUBMISSION: dict[str, Any] = {
    "type": "view_submission", "user": {"id": ANN, "name": "ann", "team_id": TEAM}, "team": {"id": TEAM, "domain": "m"},
    "api_app_id": "A0MUSTER01", "trigger_id": "1.3.abc", "is_enterprise_install": False,
    "view": {
        "id": "V0FUZZ", "type": "modal", "callback_id": "form:note", "hash": "h", "private_metadata": '{"number": 99}',
        "blocks": [{"type": "input", "block_id": "note", "label": {"type": "plain_text", "text": "Note"},
                    "element": {"type": "plain_text_input", "action_id": "value"}}],
        "state": {"values": {"note": {"value": {"type": "plain_text_input", "value": "words"}}}},
    },
}  # fmt: skip
COMMAND = {
    "command": "/task", "text": "help", "team_id": TEAM, "user_id": ANN, "channel_id": LAUNCH,
    "channel_name": "launch", "trigger_id": "1.4.abc", "api_app_id": "A0MUSTER01",
    "is_enterprise_install": "false",
}  # fmt: skip
DEEP = "[" * 40_000 + "]" * 40_000
WRONG: tuple[Any, ...] = (None, 7, "\ud800\x00", [[]], {"id": 7})


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The payload with one place of it replaced."""
    found = copy.deepcopy(body)
    *way, last = path.split(".")
    node: Any = found
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    node[int(last) if isinstance(node, list) else last] = value
    return found


def without(body: dict[str, Any], path: str) -> dict[str, Any]:
    found = copy.deepcopy(body)
    *way, last = path.split(".")
    node: Any = found
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    del node[last]
    return found


def payload(body: Any) -> bytes:
    return f"payload={quote_plus(body if isinstance(body, str) else json.dumps(body))}".encode()


def form(**more: str) -> bytes:
    return urlencode(COMMAND | more).encode()


EVENT_PATHS = ("event", "event.type", "event.user", "event.text", "event.ts", "event.channel", "event.channel_type",
               "event.subtype", "event.thread_ts", "event.bot_id", "event.client_msg_id", "event_id", "team_id",
               "authorizations", "type")  # fmt: skip
CHANGED_PATHS = ("event.user", "event.user.id", "event.user.tz", "event.user.updated", "event.user.profile",
                 "event.user.name", "event.user.deleted")  # fmt: skip
CLICK_PATHS = ("user", "user.id", "team", "team.id", "container", "container.message_ts", "container.channel_id",
               "channel", "channel.id", "message", "message.ts", "message.thread_ts", "actions", "actions.0",
               "actions.0.action_id", "actions.0.value", "actions.0.block_id", "actions.0.selected_option",
               "actions.0.selected_user", "trigger_id", "response_url", "type", "view")  # fmt: skip
FORM_PATHS = ("view", "view.id", "view.callback_id", "view.hash", "view.private_metadata", "view.blocks", "view.state",
              "view.state.values", "view.state.values.note", "view.state.values.note.value",
              "view.state.values.note.value.value", "view.type", "user", "team")  # fmt: skip


def mutations() -> Iterator[tuple[str, bytes, str]]:
    """Each place of real payloads with a value of every wrong kind, and each place missing."""
    table: tuple[tuple[dict[str, Any], tuple[str, ...], Callable[[Any], bytes], str], ...] = (
        (EVENT, EVENT_PATHS, lambda body: json.dumps(body).encode(), JSON),
        (CHANGED, CHANGED_PATHS, lambda body: json.dumps(body).encode(), JSON),
        (CLICK, CLICK_PATHS, payload, FORM),
        (SUBMISSION, FORM_PATHS, payload, FORM),
    )
    for number, (body, paths, encode, kind) in enumerate(table):
        for path in paths:
            for value in WRONG:
                mutant = changed(body, path, value)
                if "event_id" in mutant and path != "event_id":
                    mutant["event_id"] = f"Ev{number}{path}{str(value)[:20]!r}"
                yield f"{number} {path} = {value!r}"[:80], encode(mutant), kind
    for path in ("event", "event.user", "event.channel", "event.ts", "event.text", "event_id", "team_id"):
        yield f"no {path}", json.dumps(without(EVENT, path)).encode(), JSON
    for path in ("user", "team", "container", "channel", "message", "actions.0.action_id", "trigger_id"):
        yield f"no {path}", payload(without(CLICK, path)), FORM
    for path in ("view", "view.id", "view.state", "view.blocks", "view.private_metadata", "view.callback_id"):
        yield f"no {path}", payload(without(SUBMISSION, path)), FORM


NO_PAYLOADS: tuple[tuple[str, bytes, str], ...] = (
    ("nothing at all", b"", JSON),
    ("nothing at all", b"", FORM),
    ("half of an object", b'{"type": "event_callback", "event"', JSON),
    ("a list", b"[]", JSON),
    ("null", b"null", JSON),
    ("a number", b"7", JSON),
    ("no number", b'{"type": "event_callback", "event_id": "E", "event": {"type": "user_change", "v": NaN}}', JSON),
    ("no UTF-8", b'{"type": "\xff\xfe"}', JSON),
    ("no UTF-8", b"command=/task&team_id=T&user_id=\xff", FORM),
    ("far too deep", DEEP.encode(), JSON),
    ("too deep", json.dumps(EVENT)[:-1].encode() + b', "more": ' + b"[" * 300 + b"]" * 300 + b"}", JSON),
    ("too deep", payload(DEEP), FORM),
    ("too deep", payload(json.dumps(CLICK)[:-1] + ', "more": ' + "[" * 600 + "]" * 600 + "}"), FORM),
    ("an object as a form", b'{"a": 1}&command=/task&team_id=T0MUSTER1&user_id=U0ANN00001', FORM),
    ("two payloads", payload(CLICK) + b"&payload=7", FORM),
    ("two people", form() + b"&user_id=U0TOM00001", FORM),
    ("a broken payload", payload("{"), FORM),
    ("an empty payload", payload(""), FORM),
    ("a payload of another kind", payload(CLICK | {"type": "surprise"}), FORM),
    ("a command without a person", form(user_id=""), FORM),
    ("a command of a person that cannot be", form(user_id="' OR 1=1 --"), FORM),
    ("a command in a channel that cannot be", form(channel_id="../../etc"), FORM),
    ("a challenge without one", b'{"type": "url_verification"}', JSON),
    ("an event without its name", b'{"type": "event_callback", "event": {"type": "message"}}', JSON),
    ("more than one way to answer", payload(SUBMISSION | {"response_urls": [{}, {}]}), FORM),
    ("no way to answer that could be", payload(SUBMISSION | {"response_urls": None}), FORM),
    ("a number of ten thousand digits", b'{"type": "event_callback", "n": ' + b"9" * 10_000 + b"}", JSON),
)


async def test_what_is_not_signed_by_slack_within_five_minutes_is_refused(world: World) -> None:
    good = form()
    stamp = str(int(time.time()))
    bad = b"\xff" + good
    wrong: tuple[tuple[str, bytes, dict[str, str]], ...] = (
        ("no signature", good, {}),
        ("no time", good, {"X-Slack-Signature": signed(good)["X-Slack-Signature"]}),
        ("another secret", good, signed(good, secret="t" * 32)),
        ("another body", good + b"&x=1", signed(good)),
        ("too old", good, signed(good, at=time.time() - 301)),
        ("from the future", good, signed(good, at=time.time() + 302)),
        ("a time in words", good, signed(good) | {"X-Slack-Request-Timestamp": "yesterday"}),
        ("a negative time", good, signed(good) | {"X-Slack-Request-Timestamp": f"-{stamp}"}),
        ("a long time", good, signed(good) | {"X-Slack-Request-Timestamp": "9" * 400}),
        ("an empty signature", good, signed(good) | {"X-Slack-Signature": ""}),
        ("a signature of version 1", good, signed(good) | {"X-Slack-Signature": "v1=" + "0" * 64}),
        ("a signature of other letters", good, signed(good) | {"X-Slack-Signature": "v0=" + "é" * 64}),
        ("no UTF-8", bad, {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + "0" * 64}),
    )
    found: dict[str, int] = {}
    refused_by_our_gate = set()
    async with aiohttp.ClientSession() as http:
        for name, raw, headers in wrong:
            found[name], said = await knock(world, raw, FORM, headers, http)
            refused_by_our_gate.add(json.loads(said)["error"])
        for name, raw, kind in NO_PAYLOADS:
            found[f"unsigned: {name} {kind}"] = (await knock(world, raw, kind, {}, http))[0]
        assert (await knock(world, good, FORM, signed(good, at=time.time() - 290), http))[0] == 200
    assert {name: status for name, status in found.items() if status != 401} == {}
    assert refused_by_our_gate == {"not signed", "stale", "bad signature"}


async def test_a_signed_body_that_is_no_payload_is_malformed(world: World) -> None:
    found: dict[str, int] = {}
    async with aiohttp.ClientSession() as http:
        for name, raw, kind in NO_PAYLOADS:
            found[f"{name} {kind}"] = (await knock(world, raw, kind, signed(raw), http))[0]
    assert {name: status for name, status in found.items() if status != 400} == {}


async def test_neither_a_charset_nor_a_packing_that_is_named_breaks_the_door(world: World) -> None:
    good, packed = form(), gzip.compress(form())
    found: list[int] = []
    async with aiohttp.ClientSession() as http:
        for raw, kind, more in (
            (good, f"{FORM}; charset=nonsense", {}),
            (good, FORM, {"Content-Encoding": "gzip"}),
            (packed, FORM, {"Content-Encoding": "gzip"}),
            (good, FORM, {"Content-Encoding": "nonsense"}),
        ):
            found.append((await knock(world, raw, kind, signed(raw) | more, http))[0])
            found.append((await knock(world, raw, kind, more, http))[0])
    assert [status for status in found if status not in (200, 400, 401)] == []
    assert found[0] == 200


async def test_a_body_over_the_limit_is_too_large_whoever_sends_it(world: World) -> None:
    large = b"payload=" + b"x" * (600 * 1024)
    async with aiohttp.ClientSession() as http:
        assert (await knock(world, large, FORM, signed(large), http))[0] == 413
        assert (await knock(world, large, FORM, {}, http))[0] == 413
        assert (await knock(world, b"payload=" + b"x" * (2 << 20), FORM, {}, http))[0] == 413


async def test_a_payload_with_anything_of_a_wrong_kind_never_breaks_the_door(world: World) -> None:
    """Thousands of requests that real Slack would not send: each gets 200 or 400, and none leaves a row behind."""
    broken: dict[str, tuple[int, str]] = {}
    async with aiohttp.ClientSession() as http:
        for name, raw, kind in mutations():
            status, said = await knock(world, raw, kind, signed(raw), http)
            if status not in (200, 400):
                broken[name] = status, said[:80]
        assert broken == {}
        nameless = SUBMISSION["view"] | {"id": "V0NAMELESS", "blocks": [{"type": "input"}], "callback_id": "form:away"}
        for raw in (form(), payload(SUBMISSION | {"view": nameless})):
            assert (await knock(world, raw, FORM, signed(raw), http))[0] == 200

    async def nothing_waits() -> bool:
        async with world.http.get(f"http://127.0.0.1:{world.parts.port}/metrics") as answer:
            rows = (await answer.text()).splitlines()
        return any(row.startswith("muster_backlog") and "inbox" in row and row.endswith(" 0.0") for row in rows)

    assert await eventually(nothing_waits)


ODD_FORMS = (
    "[", "null", '{"number": "one"}', '{"number": [1]}', '{"number": 1, "v": {}}', '{"number": 1, "channel": 7}', "{}",
    '{"number": 1, "channel": ["C0LAUNCH01"], "ts": 1}', "[" * 2000, '{"number": 1e400}',
)  # fmt: skip


async def test_a_form_that_is_not_as_it_was_opened_changes_nothing_and_is_to_be_opened_again(world: World) -> None:
    assert "#1" in await world.command(LILEI, "/task 写周报")
    async with aiohttp.ClientSession() as http:
        for number, odd in enumerate(ODD_FORMS):
            view = SUBMISSION["view"] | {"private_metadata": odd, "id": f"V0ODD{number}", "callback_id": "form:note"}
            user = SUBMISSION["user"] | {"id": LILEI, "name": "lilei"}
            raw = payload(SUBMISSION | {"view": view, "user": user, "trigger_id": f"1.{number}.odd"})
            status, said = await knock(world, raw, FORM, signed(raw), http)
            assert status == 200, odd
            assert "请重新打开再填" in json.loads(said)["errors"]["note"], odd
    assert "words" not in await world.command(LILEI, "/task show 1")


async def test_a_replayed_request_has_no_second_effect(world: World) -> None:
    raw = form(text="sweep the stairs", trigger_id="7.7.abc")
    async with aiohttp.ClientSession() as http:
        first = await knock(world, raw, FORM, signed(raw), http)
        again = [await knock(world, raw, FORM, signed(raw), http) for _ in range(3)]
    assert "sweep the stairs" in first[1]
    assert [(status, "sweep" in said) for status, said in again] == [(200, False)] * 3
    assert (await world.command(ANN, "/task list")).count("*#") == 1


async def test_slacks_own_checks_are_answered(world: World) -> None:
    async with aiohttp.ClientSession() as http:
        challenge = b'{"type": "url_verification", "challenge": "c-1", "token": "t"}'
        status, said = await knock(world, challenge, JSON, signed(challenge), http)
        assert (status, "c-1" in said) == (200, True)
        check = b"ssl_check=1&token=x"
        assert (await knock(world, check, FORM, signed(check), http))[0] == 200
        limited = b'{"type": "app_rate_limited", "team_id": "T0MUSTER1", "minute_rate_limited": 1}'
        assert (await knock(world, limited, JSON, signed(limited), http))[0] == 200


OTHER = "T0OTHER001"
NOT_OURS: tuple[tuple[str, bytes, str], ...] = (
    ("a command of another workspace", form(team_id=OTHER, text="list all"), FORM),
    ("a command of another app", form(api_app_id="A0OTHER001"), FORM),
    ("a click in another workspace", payload(CLICK | {"team": {"id": OTHER, "domain": "o"}}), FORM),
    ("a click on another app", payload(CLICK | {"api_app_id": "A0OTHER001"}), FORM),
    ("a form of another workspace", payload(SUBMISSION | {"team": {"id": OTHER}}), FORM),
    ("a form of an app in another workspace",
     payload(changed(SUBMISSION, "view", SUBMISSION["view"] | {"app_installed_team_id": OTHER})), FORM),
    ("a click in none, by somebody of another one",
     payload(CLICK | {"team": None, "user": {"id": ANN, "team_id": OTHER}}), FORM),
    ("an event of another workspace", json.dumps(EVENT | {"team_id": OTHER}).encode(), JSON),
    ("an event of another app", json.dumps(EVENT | {"api_app_id": "A0OTHER001"}).encode(), JSON),
    ("an event whose rights are another's",
     json.dumps(EVENT | {"authorizations": [{"team_id": OTHER, "user_id": ANN, "is_bot": True}]}).encode(), JSON),
    ("a Home of another workspace",
     json.dumps(EVENT | {"team_id": OTHER, "event": {"type": "app_home_opened", "user": ANN}}).encode(), JSON),
)  # fmt: skip


async def test_what_is_of_another_app_or_workspace_is_refused_and_leaves_no_trace(world: World) -> None:
    """Signed as it should be: the same people's ids, and nothing of it is kept, done or answered."""

    def traces(session: Session) -> tuple[int, ...]:
        return tuple(session.exec(select(func.count()).select_from(table)).one() for table in (Inbox, Outbox, Person))

    async def everybody_is_known() -> bool:
        return (await world.parts.database.read(traces))[-1] > 0

    assert await eventually(everybody_is_known), "the directory, which is read in one page after the start"
    before, calls = await world.parts.database.read(traces), len(await world.calls())
    found: dict[str, tuple[int, str]] = {}
    async with aiohttp.ClientSession() as http:
        for name, raw, kind in NOT_OURS:
            found[name] = await knock(world, raw, kind, signed(raw), http)
    assert {name: said for name, said in found.items() if said != (401, "")} == {}
    assert await world.parts.database.read(traces) == before
    assert len(await world.calls()) == calls


def test_an_app_whose_own_name_is_unknown_goes_by_the_workspace_alone() -> None:
    body = {"team_id": TEAM, "api_app_id": "A0OTHER001"}
    assert why_not(body, Tenant(TEAM, "U0BOT")) is None
    assert why_not(body, Tenant(TEAM, "U0BOT", app_id="A0MUSTER01")) == "another app"
    assert why_not(body, None) == "another workspace"
    shared = body | {"type": "event_callback", "team_id": OTHER, "authorizations": [{"team_id": TEAM}]}
    assert team_of(shared) == TEAM
    assert why_not(shared, Tenant(TEAM, "U0BOT")) == "another workspace"
    assert why_not(shared | {"is_ext_shared_channel": True}, Tenant(TEAM, "U0BOT")) is None
    assert team_of({"type": "event_callback", "view": 7, "team": [], "user": None, "authorizations": [7]}) == ""


async def test_a_malformed_envelope_does_not_end_the_socket_s_connection(sqlite_url: str) -> None:
    config = Config(
        signing_secret="",
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        port=0,
        answer_seconds=0.8,
        retry_waits=(0.0, 0.0, 0.0),
    )
    async with running(config) as slack:
        settings = Settings(
            slack_bot_token=SecretStr(BOT_TOKEN), slack_app_token=SecretStr(APP_TOKEN), database_url=sqlite_url,
            slack_api_url=f"{slack.origin}/api/", port=0, muster_test_clock=START,
        )  # fmt: skip
        async with muster(settings) as parts:
            parts.desk.patience = 15.0
            assert await eventually(lambda: connected(slack))
            (connection,) = slack.sockets._connections
            for kind, body in malformed():
                await slack.sockets.send(Parcel(kind, body, b"", ""), Attempt())
            help_ = await slack.sockets.send(Parcel(Kind.COMMAND, dict(COMMAND), b"", FORM), Attempt())
            assert "Tasks" in str(help_.body)
            assert slack.sockets._connections == [connection]


async def connected(slack: Any) -> bool:
    return bool(slack.sockets.reached)


def malformed() -> Iterator[tuple[Kind, dict[str, Any]]]:
    """Bodies of each kind with the middle of them wrong."""
    wrong: tuple[Any, ...] = (7, [[]], {"id": 7})
    for value in wrong:
        yield Kind.EVENT, changed(EVENT, "event", value)
        yield Kind.EVENT, changed(EVENT, "event.user", value)
        yield Kind.INTERACTIVE, changed(CLICK, "actions", value)
        yield Kind.INTERACTIVE, changed(SUBMISSION, "view.state", value)
        yield Kind.COMMAND, COMMAND | {"text": value}
