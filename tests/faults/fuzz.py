"""G12: what real Slack never sends, by the thousand, signed and unsigned: no request is answered with an error of ours.

What was recorded of real conversations is changed in one place or several, torn, nested, encoded wrongly, and sent with
odd headers. The process must answer each request, live on, and grow no more than a little.
"""

import asyncio
import copy
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp

from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.handlers.knocking import FORM, JSON, signed
from tests.scenarios.world import GENERAL, MAYA, eventually

AT_ONCE = 8
PUT_OFF = ("503", "raw 503")  # right where the database does not take it in time; the log tells whether it was that
GROWTH_MOST = 20 * 1024  # kB
WARM = 4  # times every recorded shape, before memory is measured
RECORDED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))
WORDS: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 1e308, 10**30, "", " ", "\x00", "\ud800", "\u202eabc\u2066", "é́́́", "<!channel>",
    "<@U0ANN00001>", "' OR 1=1 --", "%_\\", "=cmd|' /C calc'!A0", "../../etc/passwd", "{}", "[]", "null", "NaN",
    [], {}, [[]], [None], {"id": None}, {"id": 7}, [{"id": "U0ANN00001"}], "x" * 4000, "字" * 1000, "9" * 400,
    "1773019200.000100", "T0MUSTER1", "U0ANN00001", "C0LAUNCH01", "event_callback", "block_actions", "view_submission",
    "message", "app_home_opened", "user_change", "say:done", "form:task", "/task", "done 1", "v99 done 1",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "http_timeout"}, {"X-Slack-Retry-Num": "x" * 300},
    {"Accept-Encoding": "gzip, br, nonsense"}, {"X-Forwarded-For": "' OR 1=1"}, {"Expect": "100-continue"},
    {"Content-Encoding": "gzip"}, {"Content-Encoding": "nonsense"}, {"Cookie": "a=" + "b" * 3000},
    {"Connection": "close"}, {"Range": "bytes=0-1"}, {"X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Request-Timestamp": "nan"}, {"X-Slack-Request-Timestamp": "9" * 200},
    {"X-Slack-Signature": "v0=" + "é" * 64}, {"Transfer-Encoding": "chunked"},
)  # fmt: skip
TYPES = (JSON, FORM, "", "text/plain", "application/json; charset=utf-16", "multipart/form-data; boundary=x",
         "application/x-www-form-urlencoded; charset=nonsense", "application/xml", "/",
         "application/json;;;=")  # fmt: skip
RAW = (
    b"GET /slack/events HTTP/1.1\r\nHost: a\r\n\r\n", b"POST /slack/events HTTP/9.9\r\n\r\n", b"\x00\xff\xfe\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n{",
    b"POST /slack/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\nabc",
    b"POST /slack/events HTTP/1.1\r\n" + b"A: b\r\n" * 5000 + b"\r\n", b"X" * 20_000,
)  # fmt: skip


@dataclass(frozen=True)
class Knock:
    """One request as it will be sent; `raw` is a whole one, head and all."""

    body: bytes = b""
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""


def places(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every place in a payload."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in inner for found in ((*way, key), *places(value, (*way, key)))]


def put(body: Any, way: tuple[Any, ...], value: Any, *, gone: bool = False) -> None:
    for step in way[:-1]:
        body = body[step]
    if gone:
        del body[way[-1]]
    else:
        body[way[-1]] = value


def mutant(random: Random, body: dict[str, Any]) -> dict[str, Any]:
    """The same with some places of it wrong, missing, or taken from another payload."""
    found = copy.deepcopy(body)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        where = places(found)
        if not where:
            break
        way, dice = random.choice(where), random.random()
        if dice < 0.2:
            put(found, way, None, gone=True)
        elif dice < 0.3:
            other = random.choice(RECORDED)["payload"]
            put(found, way, copy.deepcopy(random.choice(list(other.values()))))
        elif dice < 0.33:
            put(found, way, _deep(random.choice((10, 59, 60, 61, 400))))
            break
        else:
            put(found, way, copy.deepcopy(random.choice(WORDS)))
    return found


def _deep(levels: int) -> Any:
    found: Any = "x"
    for level in range(levels):
        found = [found] if level % 2 else {"a": found}
    return found


def encoded(kind: str, body: Any) -> tuple[bytes, str]:
    """As Slack would send it, as far as it can be written down at all."""
    if kind == "events_api":
        return json.dumps(body).encode(), JSON
    if kind == "slash_commands":
        fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
        return urlencode(fields, errors="surrogatepass").encode(), FORM
    return f"payload={quote_plus(json.dumps(body))}".encode(), FORM


def torn(random: Random, raw: bytes) -> bytes:
    """Bytes lost, changed, repeated; or the beginning of something far too deep or too large."""
    dice, at = random.random(), random.randrange(len(raw) + 1)
    if dice < 0.3:
        return raw[:at]
    if dice < 0.6:
        return raw[:at] + bytes(random.randrange(256) for _ in range(random.choice((1, 1, 3, 40)))) + raw[at + 1 :]
    if dice < 0.7:
        return raw + b"&" + raw
    if dice < 0.8:
        return raw.decode("utf-8", "replace").encode(random.choice(("utf-16", "utf-7", "utf-8-sig")), "replace")
    if dice < 0.9:
        return b"[" * random.choice((300, 5000, 100_000)) + raw
    return raw[:at] + b"x" * random.choice((5_000, 600_000, 1_200_000)) + raw[at:]


def a_knock(random: Random, number: int) -> Knock:
    """The next request: what most are is near to real, so that it gets far."""
    if random.random() < 0.01:
        return Knock(raw=random.choice(RAW))
    shape = random.choice(RECORDED)
    body = _fresh(shape["payload"], number)
    if random.random() < 0.85:
        body = mutant(random, body)
    raw, kind = encoded(shape["kind"], body)
    if random.random() < 0.15:
        raw = torn(random, raw)
    if random.random() < 0.05:
        kind = random.choice(TYPES)
    headers = _signature(random, raw)
    if random.random() < 0.05:
        headers = headers | random.choice(HEADERS)
    return Knock(raw, kind, headers)


def _fresh(payload: dict[str, Any], number: int) -> dict[str, Any]:
    """A gesture that was not heard before: what is heard twice goes no further than the inbox."""
    found: dict[str, Any] = copy.deepcopy(payload)
    for name, prefix in (("event_id", "Ev"), ("trigger_id", "1."), ("action_ts", "")):
        if name in found:
            found[name] = f"{prefix}{number}"
    if isinstance(found.get("event"), dict) and "client_msg_id" in found["event"]:
        found["event"]["client_msg_id"] = f"c{number}"
    if isinstance(found.get("event"), dict) and "ts" in found["event"] and "message" not in found["event"]:
        found["event"]["ts"] = f"17730{number // 1_000_000:05}.{number % 1_000_000:06}"
    return found


def _signature(random: Random, raw: bytes) -> dict[str, str]:
    dice = random.random()
    if dice < 0.8:
        return signed(raw)
    if dice < 0.85:
        return {}
    if dice < 0.9:
        return signed(raw, secret="t" * 32)
    if dice < 0.95:
        return signed(raw, at=time.time() + random.choice((-302, 302, -1e6, 1e6)))
    return signed(raw + b"x")


async def send(house: House, knock: Knock, http: aiohttp.ClientSession) -> str:
    """The status, or how the connection ended. What is torn may be answered by an end."""
    if knock.raw:
        return await _send_raw(house.port, knock.raw)
    address = f"http://127.0.0.1:{house.port}/slack/events"
    headers = {"Content-Type": knock.kind, **knock.headers}
    try:
        async with http.post(address, data=knock.body, headers=headers) as answer:
            await answer.read()
            return str(answer.status)
    except (aiohttp.ClientError, ValueError, OSError, AssertionError) as error:
        return type(error).__name__


async def _send_raw(port: int, raw: bytes) -> str:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(raw)
        writer.write_eof()
        said = await asyncio.wait_for(reader.read(64), 20)
        writer.close()
    except (OSError, TimeoutError) as error:
        return f"raw {type(error).__name__}"
    return "raw " + (said.split(b" ", 2)[1].decode("ascii", "replace") if said.count(b" ") > 1 else "closed")


def rss(pid: int) -> int:
    """Resident memory in kB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@dataclass
class Storm:
    """Requests on their way, and what became of those that were."""

    house: House
    random: Random
    http: aiohttp.ClientSession
    statuses: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    sent: int = 0

    async def blow(self, knocks: list[Knock]) -> None:
        waiting = iter(knocks)

        async def one_after_the_other() -> None:
            for knock in waiting:
                status = await send(self.house, knock, self.http)
                self.statuses[status] += 1
                if status.removeprefix("raw ").startswith("5") and status not in PUT_OFF:
                    self.errors.append(f"{status}: {knock.kind} {knock.headers} {knock.body[:600]!r}")

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
        self.sent += len(knocks)


async def run(given: Given) -> Found:
    """`size`: how many `requests`, and how often every real one comes before memory is measured (`warm`)."""
    random, wanted = Random(given.seed), given.much("requests")
    async with a_house(given.fresh(), given.folder, pace=50.0) as house, aiohttp.ClientSession() as http:
        bot = await house.start()
        await house.warm()
        storm = Storm(house, random, http)
        real = [shape for shape in RECORDED for _ in range(int(given.size.get("warm", WARM)))]
        warm = [_real(shape, number) for number, shape in enumerate(real)]
        await storm.blow(warm)
        before, began = rss(bot._process.pid), time.monotonic()
        for start in range(0, wanted, 1000):
            count = min(1000, wanted - start)
            await storm.blow([a_knock(random, 10_000 + start + number) for number in range(count)])
            so_far = f"{storm.sent} {dict(storm.statuses)} {rss(bot._process.pid)} kB {time.monotonic() - began:.0f} s"
            (given.folder / "so_far").write_text(so_far)  # a long run can be looked at
        took, after = time.monotonic() - began, rss(bot._process.pid)
        log = house.log.read_text()
        storm.errors += [line[:600] for line in log.splitlines() if '"not acknowledged"' in line]
        lives = bot.returncode is None and await house.command(MAYA, GENERAL, "/task list")
        incidents = await _incidents(house)
    rows = ", ".join(f"{status} × {times}" for status, times in sorted(storm.statuses.items()))
    grown = (after - before) / 1024
    return Found(
        injected=f"{wanted} requests of {len(RECORDED)} recorded shapes, mutated, torn, forged",
        expected="no answer of 500 or more, no crash, memory grows by less than 20 MB",
        found=f"{rows}; {wanted / took:.0f} a second; {incidents} answered with an incident; "
        f"memory {before / 1024:.0f} → {after / 1024:.0f} MB ({grown:+.1f})",
        breaches=storm.errors[:20]
        + ([] if lives else ["it does not answer any more"])
        + ([f"memory grew by {grown:.1f} MB"] if after - before > GROWTH_MOST else []),
    )


def _real(shape: dict[str, Any], number: int) -> Knock:
    raw, kind = encoded(shape["kind"], _fresh(shape["payload"], number))
    return Knock(raw, kind, signed(raw))


async def _incidents(house: House) -> int:
    """What surprised Muster, though nobody was answered with an error."""

    async def quiet() -> bool:
        return 'muster_backlog{queue="inbox_received"} 0.0' in await _metrics(house)

    assert await eventually(quiet, within=60), "what was heard is worked through"
    lines = (await _metrics(house)).splitlines()
    return int(sum(float(line.split()[-1]) for line in lines if line.startswith("muster_incidents_total ")))


async def _metrics(house: House) -> str:
    async with house.http.get(f"http://127.0.0.1:{house.port}/metrics") as answer:
        return await answer.text()


assert os.path.isdir("/proc/self"), "memory is measured where Linux tells it"
