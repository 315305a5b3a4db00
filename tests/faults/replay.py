"""G13: everything there is to be said, from the registry, each four times on two replicas: one effect, and no second.

Of each order about a task there are two tasks alike: with one of them it is said once, with the other four times at
once. Then everything comes again, and nothing may be otherwise than before.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp
from sqlmodel import SQLModel, col, func, select

from bot import commands
from bot.heard import Door
from bot.rules.troubles import Cause
from models import (
    Alarm,
    Card,
    Channel,
    History,
    Home,
    HomeWish,
    Inbox,
    InboxState,
    Occurrence,
    Outbox,
    OutboxState,
    Person,
    Role,
    RoleKind,
    Session,
    StepMode,
    Task,
)
from models.db import plain_engine
from tests.commands import walking
from tests.commands.walking import Example
from tests.factories import make_task
from tests.faults.acks import direct
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.reckoning import reading
from tests.handlers.knocking import FORM, JSON, TEAM, signed
from tests.ports import free_port
from tests.scenarios.world import ANN, DANA, LAUNCH, MAYA, eventually

TIMES, SIDE_BY_SIDE, RETRIES, STILL = 4, 6, 60, 2.0
OLD = 301  # seconds
NEEDS_MORE = ("only!", "onwards!", "inherit")  # what they are said about is made by other orders
# what is said where a bare verb says nothing
SAID: dict[str, str] = {
    "add": "Sweep the hall {n}", "new": "Sweep the hall {n}", "find": "thing",
    "remind": "remind me to water {n} at 5pm",
    "repeating!": "repeating", "suggest": "suggest", "make": "make Sweep room {n}", "again": "again Sweep room {n}",
    "share": "share Sweep room {n}", "emoji": "emoji :memo:", "away": "away tomorrow", "quiet": "quiet 2h",
    "nudges": "nudges light", "hours": "hours", "undo": "undo @99999999", "export": "export csv",
}  # fmt: skip
DAY = "2026-03-20"
FORM_VALUES: dict[str, dict[str, Any]] = {
    "form:away": {"from": DAY, "until": DAY}, "form:day": {"day": DAY, "what": "off"},
    "form:nudges": {"level": "light"},
}  # fmt: skip
KEPT = {"channel": LAUNCH, "person": ANN, "on": DAY, "order": [1]}  # by forms about a channel, a person, a day
EVENTS: tuple[dict[str, Any], ...] = (
    {"type": "message", "user": ANN, "channel": "{dm}", "channel_type": "im", "text": "Call the bank tomorrow"},
    {"type": "message", "user": ANN, "channel": "{dm}", "channel_type": "im", "text": "done 1"},
    {"type": "app_mention", "user": ANN, "channel": LAUNCH, "text": "<@U0MUSTER01> water the plants by Friday"},
    {"type": "user_change", "user": {"id": DANA, "tz": "Europe/Berlin", "updated": 1_800_000_000}},
    {"type": "team_join", "user": {"id": "U0NEWBIE01", "name": "newbie", "real_name": "New Bie"}},
    {"type": "member_joined_channel", "user": "U0TOM00001", "channel": LAUNCH},
    {"type": "member_left_channel", "user": "U0TOM00001", "channel": LAUNCH},
    {"type": "channel_rename", "channel": {"id": LAUNCH, "name": "launched"}},
    {"type": "app_home_opened", "user": ANN, "channel": "{dm}", "tab": "home"},
    {"type": "reaction_added", "user": ANN, "reaction": "memo",
     "item": {"type": "message", "channel": LAUNCH, "ts": "1773019000.000100"}},
    {"type": "dnd_updated_user", "user": ANN,
     "dnd_status": {"dnd_enabled": True, "next_dnd_start_ts": 1773019200, "next_dnd_end_ts": 1773022800}},
)  # fmt: skip
# what the clock brings, and what is drawn or sent by and by, is no effect of what was said
UNSTEADY = (Inbox, Home, HomeWish, Occurrence, Card, Outbox, Alarm)
ANSWERS = ("reply:%", "card:%")


@dataclass(frozen=True)
class Said:
    """One request: what it is, its bytes, who is asked about the effect (the number of a task), how often it came."""

    name: str
    raw: bytes
    kind: str
    headers: dict[str, str]
    number: int = 0
    times: int = TIMES


@dataclass
class Script:
    """All that will be said, and the tasks that it is said about."""

    directs: str
    numbers: int = 2  # the first two are those that replies and free words are about
    said: list[Said] = field(default_factory=list)
    twins: dict[str, tuple[int, int]] = field(default_factory=dict)
    prepared: dict[int, Example] = field(default_factory=dict)
    count: int = 0
    one_in: int = 1
    offered: int = 0

    def wants_it(self) -> bool:
        """Of a small run one in so many, always others with another seed."""
        self.offered += 1
        return self.offered % self.one_in == 0

    def add(self, name: str, raw: bytes, kind: str, number: int = 0, times: int = TIMES) -> None:
        self.said.append(Said(name, raw, kind, signed(raw), number, times))

    def another(self) -> int:
        self.count += 1
        return self.count

    def twice(self, name: str, example: Example, say: Callable[[int, int], None]) -> None:
        """Two pairs of tasks alike: about the one it is said once, about the other four times."""
        first, second = self.numbers + 1, self.numbers + 3
        self.numbers += 4
        self.twins[name] = first, second
        self.prepared |= {first: example, second: example}
        say(first, 1)
        say(second, TIMES)


def a_command(script: Script, name: str, text: str, number: int = 0, times: int = TIMES) -> None:
    body = {
        "command": name, "text": text, "team_id": TEAM, "user_id": ANN, "channel_id": LAUNCH, "channel_name": "launch",
        "trigger_id": f"9.{script.another()}.cmd", "api_app_id": "A0MUSTER01", "is_enterprise_install": "false",
    }  # fmt: skip
    script.add(f"{name} {text}", urlencode(body).encode(), FORM, number, times)


def _interaction(script: Script, name: str, body: dict[str, Any], number: int, times: int) -> None:
    whole = {
        "user": {"id": ANN, "name": "ann", "team_id": TEAM}, "team": {"id": TEAM, "domain": "m"},
        "api_app_id": "A0MUSTER01", "trigger_id": f"9.{script.another()}.act", "is_enterprise_install": False,
    } | body  # fmt: skip
    script.add(name, f"payload={quote_plus(json.dumps(whole))}".encode(), FORM, number, times)


def a_click(script: Script, verb: str, line: str, number: int = 0, times: int = TIMES) -> None:
    ts = "1773019000.000100"
    _interaction(script, f"say:{verb}", {
        "type": "block_actions", "container": {"type": "message", "message_ts": ts, "channel_id": LAUNCH},
        "channel": {"id": LAUNCH, "name": "launch"}, "message": {"ts": ts, "text": "card"}, "response_url": "",
        "actions": [{"type": "button", "action_id": f"say:{verb}", "block_id": "b", "value": line, "action_ts": "1.1"}],
    }, number, times)  # fmt: skip


def _filled(field: str, value: Any) -> dict[str, Any]:
    """As Slack tells what stands in an element of a form."""
    if isinstance(value, list):
        return {"type": "multi_users_select", "selected_users": value}
    if field == "owner":
        return {"type": "users_select", "selected_user": value}
    return {"type": "plain_text_input", "value": value}


def a_form(script: Script, form: str, values: dict[str, Any], number: int = 0, times: int = TIMES) -> None:
    state = {field: {"value": _filled(field, value)} for field, value in values.items()}
    view = {
        "id": f"V{script.another()}", "type": "modal", "callback_id": form, "hash": "h",
        "private_metadata": json.dumps(KEPT | ({"number": number} if number else {})),
        "blocks": [{"type": "input", "block_id": field} for field in values], "state": {"values": state},
    }  # fmt: skip
    _interaction(script, form, {"type": "view_submission", "view": view}, number, times)


def an_event(script: Script, event: dict[str, Any]) -> None:
    number = script.another()
    body = {
        "token": "x", "team_id": TEAM, "api_app_id": "A0MUSTER01", "type": "event_callback",
        "event_id": f"EvREPLAY{number}", "event_time": 1773019200,
        "authorizations": [{"team_id": TEAM, "user_id": "U0MUSTER01", "is_bot": True}],
        "event": {"ts": f"1773019{number:03}.000200"} | event,
    }  # fmt: skip
    words = json.dumps(body).replace("{dm}", script.directs)
    script.add(f"event {event['type']} {event.get('text', '')}", words.encode(), JSON)


def _line(words: str, number: int) -> str:
    return words.replace("#1", f"#{number}").replace("#2", f"#{number + 1}").replace(walking.LATER, f"<@{DANA}>")


def write(script: Script, replies: list[tuple[str, str]]) -> None:
    """Every subcommand typed and tapped, every form, every kind of reply, and events."""
    for name, command in commands.COMMANDS.items():
        for sub in filter(lambda _: script.wants_it(), command.subcommands):
            example = walking.ORDERS.get(sub.name) if name == "/task" else None
            if example is not None:
                _about_a_task(script, sub.name, example)
            else:
                said = SAID.get(sub.name, sub.name).format(n=script.numbers + script.count)
                a_command(script, name, said)
                a_click(script, sub.name, said if name == "/task" else f"{name} {said}")
    for form in filter(lambda _: script.wants_it(), commands.FORMS):
        example = walking.FORMS.get(form)
        if example is not None:
            script.twice(form, example, lambda n, times, f=form, e=example: a_form(script, f, e.values, n, times))  # type: ignore[misc]
        else:
            a_form(script, form, FORM_VALUES.get(form, {"words": "something"}))
    for kind, ts in replies:
        an_event(script, {"type": "message", "user": ANN, "channel": script.directs, "channel_type": "im",
                          "thread_ts": ts, "text": "done" if kind.startswith("task") else "all is well"})  # fmt: skip
    for event in EVENTS:
        an_event(script, event)


def _about_a_task(script: Script, name: str, example: Example) -> None:
    def type_it(number: int, times: int) -> None:
        a_command(script, "/task", _line(example.line, number), number, times)

    def tap_it(number: int, times: int) -> None:
        a_click(script, name, _line(example.line, number), number, times)

    if Door.BUTTON not in example.only:
        script.twice(f"typed {name}", example, type_it)
    script.twice(f"tapped {name}", example, tap_it)


def prepare(house: House, script: Script) -> None:
    """Each task as far as its order needs it, and somebody who may accept it."""
    engine = plain_engine(house.database_url)
    with Session(engine) as session:
        owner, creator = session.get(Person, (TEAM, ANN)), session.get(Person, (TEAM, MAYA))
        channel = session.get(Channel, (TEAM, LAUNCH))
        assert owner is not None, "the directory was read"
        for number in range(1, script.numbers + 1):
            task = make_task(session, owner, creator=creator, channel=channel, now=house.slack.clock.now())
            assert task.number == number
            session.add(Role(workspace_id=TEAM, number=number, person_id=ANN, kind=RoleKind.REVIEWER,
                             step=1, mode=StepMode.ALL))  # fmt: skip
            example = script.prepared.get(number)
            if example is not None and not example.line.startswith(NEEDS_MORE):
                example.prepare(session, task)
        session.commit()
    engine.dispose()


def said_by_us(house: House, channel: str) -> list[tuple[str, str]]:
    """A message of each kind that can be replied to, as if it had been sent: (kind, ts)."""
    engine, found = plain_engine(house.database_url), []
    with Session(engine) as session:
        for at, kind in enumerate(commands.REPLIES):
            ts = f"1773018{at:03}.000100"
            then = datetime(2026, 3, 9, tzinfo=UTC)
            session.add(Outbox(workspace_id=TEAM, key=f"said:{kind}", kind=kind, to=ANN, reader_id=ANN,
                               subject={"number": 1}, nonce=f"said{at}", state=OutboxState.SENT, channel_id=channel,
                               ts=ts, due_at=then, created_at=then, try_real=then, sent_at=then))  # fmt: skip
            found.append((kind, ts))
        session.commit()
    engine.dispose()
    return found


@dataclass
class Replicas:
    """Where the same is said: each time to the next one."""

    house: House
    ports: tuple[int, ...]
    http: aiohttp.ClientSession
    statuses: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)

    async def hear(self, said: Said, times: int) -> None:
        """All at once, as the same bytes."""
        await asyncio.gather(*(self._post(self.ports[n % len(self.ports)], said) for n in range(times)))

    async def hear_all(self, script: list[Said], times: Callable[[Said], int]) -> None:
        """In order, some of them side by side."""
        waiting = iter(script)

        async def one_after_the_other() -> None:
            for said in waiting:
                await self.hear(said, times(said))

        await asyncio.gather(*(one_after_the_other() for _ in range(SIDE_BY_SIDE)))

    async def _post(self, port: int, said: Said) -> None:
        """As Slack does: what was not taken comes again."""
        address = f"http://127.0.0.1:{port}/slack/events"
        headers = {"Content-Type": said.kind, **said.headers}
        for _ in range(RETRIES):
            async with self.http.post(address, data=said.raw, headers=headers) as answer:
                await answer.read()
                if answer.status != 503:
                    break
            await asyncio.sleep(0.5)
        self.statuses[answer.status] += 1
        if answer.status not in (200, 401):
            self.odd.append(f"{said.name[:60]}: {answer.status}")


async def all_heard(house: House) -> None:
    """Until nothing waits to be worked on, and what was answered "still working" is done, too.

    What is to be said about it may take long: it goes by the pace of Slack.
    """
    seen: dict[str, Any] = {}

    async def look() -> bool:
        nonlocal seen
        if reading(house, select(Inbox.key).where(Inbox.state == InboxState.RECEIVED)):
            return False
        before, seen = seen, tables(house)
        await asyncio.sleep(0 if before == seen else STILL)
        return before == seen

    assert await eventually(look, within=120.0), "what was heard was never worked on"


def tables(house: House) -> dict[str, Any]:
    """How many rows each table has, and what stands in the tasks: nothing of it may change any more."""
    found: dict[str, Any] = {}
    for mapper in SQLModel._sa_registry.mappers:  # every table there is, those of tomorrow too
        table = mapper.class_
        if table not in UNSTEADY:
            found[table.__tablename__] = reading(house, select(func.count()).select_from(table))[0]
    for key in ANSWERS:
        query = select(func.count()).select_from(Outbox).where(col(Outbox.key).like(key))
        found[f"outbox {key}"] = reading(house, query)[0]
    found["set aside"] = reading(house, select(Alarm.cause).where(Alarm.cause == Cause.SET_ASIDE))
    tasks: list[Any] = reading(house, select(Task).order_by(Task.number))  # type: ignore[arg-type]
    return found | {f"#{task.number}": task.model_dump() for task in tasks}


def one_and_four(house: House, script: Script) -> list[str]:
    """Where what was said four times was done more often than what was said once, or than once."""
    wrong: list[str] = []
    with Session(house.reader) as session:
        for name, pair in script.twins.items():
            once, four = (_done_to(session, number) for number in pair)
            if any(times > max(1, once[kind]) for kind, times in four.items()):
                wrong.append(f"{name}: once {dict(once)}, four times {dict(four)}")
    return wrong


def _done_to(session: Session, number: int) -> Counter[str]:
    """The kinds of what its history tells."""
    query = select(History.kind).where(History.workspace_id == TEAM, History.number == number)
    return Counter(session.exec(query).all())


async def run(given: Given) -> Found:
    """`size`: on how many `replicas`; and of what can be said only `one_in` so many."""
    async with a_house(given.fresh(), given.folder, pace=50.0) as house, aiohttp.ClientSession() as http:
        ports = (house.port, *(free_port() for _ in range(given.much("replicas") - 1)))
        for port in ports:
            await house.start(port=port)
        await house.warm()
        await house.command(ANN, LAUNCH, "/task list")
        replicas, script = Replicas(house, ports, http), Script(await direct(house, ANN))
        script.one_in, script.offered = int(given.size.get("one_in", 1)), given.seed
        write(script, said_by_us(house, script.directs))
        prepare(house, script)
        await replicas.hear_all(script.said, lambda said: said.times)
        await all_heard(house)
        wrong, before = one_and_four(house, script), tables(house)
        await replicas.hear_all(script.said, lambda _: len(ports))
        await all_heard(house)
        after = tables(house)
        wrong += [f"{name} was {before[name]}, and is {after[name]}" for name in before if before[name] != after[name]]
        changed = sum(before[f"#{pair[1]}"]["version"] > 1 for pair in script.twins.values())
        wrong += await _old_ones(replicas, script.said)
    return Found(
        injected=f"{len(script.said)} orders, taps, forms, replies and events of the registry, "
        f"each {TIMES} times at once on {len(ports)} processes, and once more on each later",
        expected="one effect each, an old one 401",
        found=f"{len(script.said)} handlers' worth of requests, {changed} of {len(script.twins)} orders changed their "
        f"task, {len(wrong)} had a second effect; {dict(replicas.statuses)}",
        breaches=[*replicas.odd[:9], *(one[:300] for one in wrong)],
    )


async def _old_ones(replicas: Replicas, said: list[Said]) -> list[str]:
    """The same requests as they would come after five minutes and a second."""
    before = replicas.statuses[401]
    old = said[:: max(1, len(said) // 20)]
    for one in old:
        headers = signed(one.raw, at=time.time() - OLD)
        await replicas.hear(Said(one.name, one.raw, one.kind, headers), 1)
    refused = replicas.statuses[401] - before
    return [] if refused == len(old) else [f"{len(old) - refused} of {len(old)} old requests were taken"]
