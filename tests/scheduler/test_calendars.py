"""Calendars read for real: over TLS from a server of this machine, in a process of its own, into the database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bot.rules.availability import Away
from bot.services.people import away, calendars
from models import Outbox, Person, Session
from models.db import Database, connect
from scheduler.calendars import refresh
from scheduler.fetching import fetch
from tests.factories import NOW, TEAM, acting, make_person
from tests.far_away import HOST, Server, far_away

LATER = NOW + timedelta(hours=2)
PEOPLE = ("U0ANN", "U0BEN", "U0EVE")


def calendar(*events: tuple[str, str]) -> bytes:
    """Whole days, by title."""
    blocks = [f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{title}\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n"
              for number, (title, day) in enumerate(events)]  # fmt: skip
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(blocks) + "END:VCALENDAR\r\n").encode()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with far_away(tmp_path) as found:
        yield found


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = connect(database_url)
    yield opened
    await opened.close()


async def given(database: Database, address: str, *people: str) -> None:
    def work(session: Session) -> None:
        for person_id in people:
            calendars.give(session, acting(session, make_person(session, person_id)), address)

    await database.submit(work)


async def days(database: Database, person_id: str) -> list[tuple[str, str]]:
    def look(session: Session) -> list[Away]:
        person = session.get(Person, (TEAM, person_id))
        assert person is not None
        return away.kept_of(person)

    return [(one.first.isoformat(), one.last.isoformat()) for one in await database.read(look)]


async def test_absences_come_and_go_with_the_calendar(database: Database, server: Server) -> None:
    address = server.gives("/ann/private-0a1b2c.ics", calendar(("OOO", "20260316"), ("Standup", "20260317")))
    await given(database, address, "U0ANN")
    fetching = partial(fetch, network=server.network)
    assert await refresh(database, NOW, fetching) == 1
    assert await days(database, "U0ANN") == [("2026-03-16", "2026-03-16")]
    assert await refresh(database, NOW, fetching) == 0, "not again within the hour"
    server.gives("/ann/private-0a1b2c.ics", calendar(("休假", "20260318"), ("休假", "20260319")))
    assert await refresh(database, LATER, fetching) == 1
    assert await days(database, "U0ANN") == [("2026-03-18", "2026-03-19")]
    server.gives("/ann/private-0a1b2c.ics", status=503)
    assert await refresh(database, LATER + timedelta(hours=2), fetching) == 1
    assert await days(database, "U0ANN") == [("2026-03-18", "2026-03-19")], "what was read stays"


async def test_one_bad_calendar_keeps_nobody_elses_waiting(
    database: Database, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    good = server.gives("/good.ics", calendar(("Vacation", "20260316")))
    await given(database, f"https://{HOST}/gone/private-0a1b2c.ics", "U0ANN")
    await given(database, f"https://{HOST}/surprise/private-0a1b2c.ics", "U0BEN")
    await given(database, good, "U0EVE")

    async def fetching(address: str, hosts: list[str] | None) -> bytes:
        if "surprise" in address:
            raise RuntimeError(f"nobody thought of this: {address}")
        return await fetch(address, hosts, server.network)

    assert await refresh(database, NOW, fetching) == 2
    assert await days(database, "U0EVE") == [("2026-03-16", "2026-03-16")]
    told = await database.read(lambda session: [row.key for row in session.exec(select(Outbox))])
    assert sorted(key.split(":")[:3] for key in told) == [
        ["calendar", "U0ANN", "failing"],
        ["calendar", "U0EVE", "read"],
    ]
    assert "calendar not read" in (said := capsys.readouterr().out)
    assert "RuntimeError" in said
    assert "private-0a1b2c" not in said, "the words of an error may hold the address"
    assert await database.read(lambda session: calendars.due(session, NOW + calendars.LEASE)) == [(TEAM, "U0BEN")]


async def test_two_processes_read_each_calendar_once(database: Database, server: Server) -> None:
    address = server.gives("/all.ics", calendar(("OOO", "20260316")))
    await given(database, address, *PEOPLE)
    fetching = partial(fetch, network=server.network)
    done = await asyncio.gather(*(refresh(database, NOW, fetching) for _ in range(2)))
    assert (sum(done), len(server.asked)) == (3, 3)
    assert [await days(database, one) for one in PEOPLE] == [[("2026-03-16", "2026-03-16")]] * 3
