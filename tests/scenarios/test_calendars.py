"""Somebody gives the address of their calendar: read over real HTTP, told in their language, followed by everything."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import scheduler
from scheduler import calendars
from scheduler.fetching import fetch
from tests.far_away import HOST, Server, far_away
from tests.scenarios.world import ANN, LILEI, TOM, World, a_world, action_ids, words_of

SECRET = "/private-0a1b2c/basic.ics"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:far away
BEGIN:VEVENT
UID:1
SUMMARY:{title}
DTSTART;VALUE=DATE:20260310
DTEND;VALUE=DATE:20260314
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Standup
DTSTART:20260316T080000Z
DTEND:20260316T170000Z
RRULE:FREQ=DAILY
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with far_away(tmp_path) as found:
        yield found


@pytest.fixture
async def world(sqlite_url: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Muster with a network of its own, in which the calendar's name leads to this machine."""
    reading = partial(calendars.refresh, fetching=partial(fetch, network=server.network))
    jobs = tuple(replace(job, run=reading) if job.id == "calendars" else job for job in scheduler.JOBS)
    monkeypatch.setattr(scheduler, "JOBS", jobs)
    async with a_world(sqlite_url) as found:
        yield found


async def test_a_calendar_says_who_is_away_and_shows_nobody_why(world: World, server: Server) -> None:
    await world.command(ANN, "/task tidy the desk on 11 March")
    server.gives(SECRET, CALENDAR.format(title="Vacation: secret island").encode())
    said = await world.command(ANN, f"/muster calendar https://{HOST}{SECRET}")
    assert f"I'm reading your calendar at `{HOST}`" in said
    told = await world.sees(ANN, "1 absence ahead", within=20.0)
    assert "Next: Tue 10 Mar – Fri 13 Mar" in words_of(told)
    assert action_ids(told) == {"say:calendar:off"}
    assert "from the calendar" in await world.command(ANN, "/muster away")
    given = await world.command(TOM, "/task review the figures for @ann by 12 March")
    assert "is away when it's due" in given
    await world.move_clock("2026-03-11T12:00:00+00:00")
    mornings = [one for one in await world.messages(ANN) if "Good morning" in words_of(one)]
    assert len(mornings) == 1, "that of Monday; on Tuesday and Wednesday she is away"

    server.gives(SECRET, CALENDAR.format(title="休假").encode())
    assert "正在读取你在" in await world.command(LILEI, f"/muster 日历 webcal://{HOST}{SECRET}")
    told = await world.sees(LILEI, "今后有 1 次休假", within=20.0)
    await world.click(LILEI, told, "say:calendar:off")
    await world.settled()
    assert "你接下来没有休假" in await world.command(LILEI, "/muster 休假")
    refused = await world.command(LILEI, "/muster 日历 https://169.254.169.254/latest")
    assert "公网上的地址" in refused

    everything = str([await world.messages(one) for one in (ANN, LILEI, TOM)])
    assert "private-0a1b2c" not in everything + said + given + refused
    assert "secret island" not in everything
