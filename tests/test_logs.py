"""The log: one line an event, in universal time, secrets masked; what is refused stands in it, words do not."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NoReturn

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.answers import Answer, Nothing
from bot.errors import UserError, conflict, forbidden, not_found
from bot.heard import Door, Gesture, Heard
from bot.logs import mask
from bot.turn import turn
from handlers.http import ingress
from models import Session
from models.db import connect
from tests.factories import NOW, TEAM

SAYS_IT = """
import logging, sys
from bot import logs
logs.set_up(pretty=False)
log = logs.logger("here")
forged = 'ann\\n{"event": "all is well"}\\r\\x1b[2J\\u2028'
log.info("heard", name=forged, token="xoxb-1-canary")
logging.getLogger("of.others").warning("went to %s", "https://ann:canary@example.com/?token=canary\\n" + forged)
try:
    raise ValueError("the address postgresql://muster:canary@db/muster\\nis wrong")
except ValueError:
    log.exception("incident")
"""


def test_one_event_is_one_line_with_its_time_and_no_secret_whatever_is_in_it():
    done = subprocess.run([sys.executable, "-c", SAYS_IT], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.split("\n") if line]
    assert [line["level"] for line in lines] == ["info", "warning", "error"]
    assert all(datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta() for line in lines)
    assert [line["logger"] for line in lines] == ["here", "of.others", "here"]
    assert lines[0]["name"].startswith('ann\n{"event"')
    assert "ValueError" in lines[2]["exception"]
    assert "canary" not in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    "said",
    [
        "xoxb-1-2-canary", "xoxe.xoxp-1-canary", "xapp-1-canary", "Bearer canary", "authorization: bearer canary",
        "https://hooks.slack.com/commands/T1/canary", "postgresql://muster:canary@db/muster",
        "https://muster.example/slack/oauth_redirect?code=canary", "/x?a=b&client_secret=canary",
        "webcal://example.com/canary", "https://example.com/canary/basic.ics?key=canary",
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_masked_wherever_it_stands(said: str):
    assert "canary" not in str(mask({"error": [f"went to {said} and back", {"deep": said}]}))


async def knocked(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Any]:
    async def never(_: web.Request) -> web.StreamResponse:
        raise AssertionError("nothing unsigned comes here")

    app = web.Application()
    app.router.add_post("/", ingress.gate("secret", never))
    async with TestClient(TestServer(app)) as client:
        with capture_logs() as said:
            for _ in range(times):
                answer = await client.post("/", data=b"canary", headers={"X-Forwarded-For": "203.0.113.9"})
                assert answer.status == 401
            monkeypatch.setattr(ingress, "TOLD_EVERY", 0.0)
            await client.post("/", data=b"canary")
    return said


async def test_who_is_refused_at_the_door_stands_in_the_log_once_a_minute_with_the_count(
    monkeypatch: pytest.MonkeyPatch,
):
    said = await knocked(monkeypatch, 5)
    assert [(line["event"], line["reason"], line["times"]) for line in said] == [
        ("refused at the door", "not signed", 1),
        ("refused at the door", "not signed", 5),
    ]
    assert (said[0]["log_level"], said[0]["last_from"]) == ("warning", "127.0.0.1")
    assert "canary" not in str(said)


@pytest.mark.parametrize(
    ("refusal", "is_told"),
    [
        (lambda: forbidden("not_yours", number=42, title="canary"), True),
        (lambda: not_found("no_such_task", number=42), True),
        (lambda: conflict("changed_meanwhile"), False),
        (lambda: UserError("no_date", words="canary"), False),
        (None, False),
    ],
)
async def test_who_reaches_for_what_is_not_theirs_stands_in_the_log_without_words(
    sqlite_url: str, refusal: Callable[[], UserError] | None, is_told: bool
):
    heard = Heard(TEAM, "U0ANN", Door.SLASH, "done 42 canary", Gesture("command:1"), words="canary")

    def work(_: Session) -> Answer:
        return refuse(refusal) if refusal is not None else Nothing()

    database = connect(sqlite_url)
    with capture_logs() as said:
        await turn(database, heard, work, now=NOW)
    await database.close()
    refused = [line for line in said if line["event"] == "refused"]
    assert [(line["person"], line["workspace"], line["door"]) for line in refused] == [
        ("U0ANN", TEAM, "slash")
    ] * is_told
    assert "canary" not in str(said)


def refuse(refusal: Callable[[], UserError]) -> NoReturn:
    raise refusal()


def test_libraries_are_kept_from_printing_what_they_were_sent():
    code = (
        "import logging; from bot import logs; logs.set_up('debug'); print(*(logging.getLogger(name).level for name in "
        "('slack_bolt', 'slack_sdk', 'aiohttp.access', 'alembic')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert [int(level) for level in done.stdout.split()] == [logging.ERROR, *[logging.WARNING] * 3]
