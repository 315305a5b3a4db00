"""G10: fifty events a second while somebody else keeps the database busy: each is acknowledged, and soon.

The limits of events are raised for it: fifty a second are six times what Slack itself delivers in an hour. Muster
speaks at its usual pace.
"""

import asyncio
import io
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp
from sqlmodel import col, func, select

from models import Inbox
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.reckoning import reading
from tests.handlers.knocking import JSON, TEAM, signed
from tests.scenarios.world import ANN, DANA, GENERAL, LAUNCH, LILEI, MAYA, TOM

P99_MOST, MOST = 1.0, 2.5  # seconds
ANSWERED_WITHIN = 60.0
PEOPLE = (ANN, DANA, LILEI, MAYA, TOM)
# Rows read through, and the write lock held for a while, again and again, as a backup or a clean-up by hand does it.
BUSY = """
import sys, time
url, hold, every = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
if url.startswith("sqlite"):
    import sqlite3
    there = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    begin, mark = "BEGIN IMMEDIATE", "?"
else:
    import psycopg
    there = psycopg.connect(url, autocommit=True)
    begin, mark = "BEGIN", "%s"
there.execute("CREATE TABLE IF NOT EXISTS busy_elsewhere (id integer PRIMARY KEY, words text)")
print("busy", flush=True)
number = 0
while True:
    began = time.monotonic()
    for table in ("inbox", "outbox", "history", "task"):
        there.execute(f"SELECT count(*), max(length(CAST(workspace_id AS text))) FROM {table}").fetchall()
    there.execute(begin)
    for _ in range(100):
        number += 1
        there.execute(f"INSERT INTO busy_elsewhere VALUES ({mark}, {mark})", (number, "x" * 500))
    time.sleep(hold)
    there.execute("COMMIT")
    time.sleep(max(0.0, every - (time.monotonic() - began)))
"""


@contextmanager
def kept_busy(url: str, hold: float, every: float) -> Iterator[None]:
    """By another process, until the block ends."""
    command = [sys.executable, "-c", BUSY, url, str(hold), str(every)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "busy\n"
        try:
            yield
            assert process.poll() is None, "it was busy to the end"
        finally:
            process.kill()


@dataclass
class Acks:
    """How long each acknowledgement took, and how it read."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def at(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def an_event(random: Random, number: int, directs: dict[str, str]) -> dict[str, Any]:
    """What comes in of a day: mostly words to Muster and news of people, all of it kept; some that is not for it."""
    person, dice = random.choice(PEOPLE), random.random()
    spoken = {"type": "message", "user": person, "ts": f"1773{number:06}.000100", "client_msg_id": f"c{number}"}
    if dice < 0.2:
        return spoken | {"channel": directs[person], "channel_type": "im", "text": f"Water plant {number} tomorrow"}
    if dice < 0.4:
        return spoken | {"channel": directs[person], "channel_type": "im", "text": "thanks"}
    if dice < 0.5:
        words = f"<@U0MUSTER01> water plant {number} by Friday"
        return spoken | {"type": "app_mention", "channel": random.choice((GENERAL, LAUNCH)), "text": words}
    if dice < 0.7:
        return {"type": "user_change", "user": {"id": person, "tz": "Europe/Berlin", "updated": 1_700_000_000 + number}}
    if dice < 0.75:
        return {"type": "app_home_opened", "user": person, "channel": directs[person], "tab": "home"}
    return spoken | {"channel": GENERAL, "channel_type": "channel", "text": f"Not for Muster {number}"}


async def direct(house: House, person: str) -> str:
    """The id of somebody's conversation with Muster."""
    address = f"{house.slack.origin}/people/messages"
    async with house.http.get(address, params={"channel": "dm", "as": person}) as answer:
        return str((await answer.json())["channel"]["id"])


async def deliver(house: House, event: dict[str, Any], number: int, http: aiohttp.ClientSession, acks: Acks) -> None:
    raw = json.dumps({
        "token": "x", "team_id": TEAM, "api_app_id": "A0MUSTER01", "type": "event_callback", "event": event,
        "event_id": f"EvACK{number}", "event_time": 1773019200,
        "authorizations": [{"team_id": TEAM, "user_id": "U0MUSTER01", "is_bot": True}],
    }).encode()  # fmt: skip
    address = f"http://127.0.0.1:{house.port}/slack/events"
    began = time.monotonic()
    try:
        async with http.post(address, data=io.BytesIO(raw), headers={"Content-Type": JSON, **signed(raw)}) as answer:
            await answer.read()
            acks.statuses[str(answer.status)] += 1
    except (aiohttp.ClientError, TimeoutError) as error:
        acks.statuses[type(error).__name__] += 1
    acks.times.append(time.monotonic() - began)


async def knock_evenly(house: House, given: Given, acks: Acks, directs: dict[str, str]) -> float:
    """At the pace that was asked for, whether or not those before were answered. By how much we were late ourselves."""
    random, rate = Random(given.seed), given.size.get("rate", 50.0)
    late, began = 0.0, time.monotonic()
    time_out = aiohttp.ClientTimeout(total=ANSWERED_WITHIN)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=time_out, connector=connector) as http, asyncio.TaskGroup() as group:
        for number in range(int(rate * given.much("seconds"))):
            wait = began + number / rate - time.monotonic()
            await asyncio.sleep(max(0.0, wait))
            late = max(late, -wait)
            group.create_task(deliver(house, an_event(random, number, directs), number, http, acks))
    return late


async def run(given: Given) -> Found:
    """`size`: for how many `seconds`, at which `rate` a second; the write lock is held for `hold` seconds in each."""
    hold = given.size.get("hold", 0.2)
    async with a_house(given.fresh(), given.folder) as house:
        await house.start()
        await house.warm()
        directs = {person: await direct(house, person) for person in PEOPLE}
        acks = Acks()
        with kept_busy(house.database_url, hold, 1.0):
            late = await knock_evenly(house, given, acks, directs)
        kept = reading(house, select(func.count()).where(col(Inbox.key).like("message:%")))[0]
        random = Random(given.seed)
        events = [an_event(random, number, directs) for number in range(len(acks.times))]
    told = {str(one["ts"]) for one in events if one.get("channel_type") != "channel" and "ts" in one}
    p99, most = acks.at(0.99), max(acks.times)
    good = sum(times for status, times in acks.statuses.items() if status.startswith("2"))
    return Found(
        injected=f"{len(acks.times)} events, {given.size.get('rate', 50):.0f} a second; the write lock held elsewhere "
        f"for {hold:.1f} s of every second; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
        expected=f"all 2xx, p99 under {P99_MOST:.0f} s, none above {MOST} s, none lost",
        found=f"{dict(acks.statuses)}; p50 {acks.at(0.5) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, "
        f"longest {most * 1000:.0f} ms; we ourselves were late by {late * 1000:.0f} ms at most; {kept} words kept",
        breaches=[
            *([f"{len(acks.times) - good} were not answered 2xx"] if good < len(acks.times) else []),
            *([f"p99 was {p99:.2f} s"] if p99 >= P99_MOST else []),
            *([f"one took {most:.2f} s"] if most > MOST else []),
            *([f"{len(told)} were said and {kept} kept"] if kept < len(told) else []),
        ],
    )
