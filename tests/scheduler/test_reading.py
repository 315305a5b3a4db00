"""Reading a calendar in a process of its own: what it finds, what it may not see, and that it always ends."""

import os
from datetime import date

import pytest

from bot.rules.calendar_text import Found, NotRead
from scheduler import reading
from scheduler.reading import read_apart

WINDOW = (date(2026, 3, 2), date(2027, 4, 1))
FOR_EVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"  # a day that never comes is looked for until the year 9999


def calendar(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", "")).encode()


def event(uid: int, *lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Ann 休假", "DTSTART;VALUE=DATE:20260316", *lines, "END:VEVENT")


async def test_it_finds_what_is_there() -> None:
    found = await read_apart(calendar(*event(1)), "Europe/Berlin", WINDOW, ["Ann"])
    assert found == [Found(date(2026, 3, 16), date(2026, 3, 17))]


async def test_it_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://muster:secret@host/muster")
    assert "SLACK_BOT_TOKEN" in os.environ
    assert not {"SLACK_BOT_TOKEN", "DATABASE_URL"} & reading._surroundings().keys()


@pytest.mark.parametrize(
    ("text", "why"),
    [(b"<html>", "no_calendar"), (calendar(*event(1, "RRULE:FREQ=DAILY;UNTIL=nonsense;COUNT=-1")), "")],
)
async def test_what_cannot_be_read_says_why(text: bytes, why: str) -> None:
    if not why:
        assert await read_apart(text, "UTC", WINDOW, []) == []
        return
    with pytest.raises(NotRead) as refused:
        await read_apart(text, "UTC", WINDOW, [])
    assert refused.value.why == why


async def test_it_ends_when_it_has_had_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CPU_SECONDS", 1)
    with pytest.raises(NotRead) as refused:
        await read_apart(
            calendar(*(line for uid in range(40) for line in event(uid, FOR_EVER))), "UTC", WINDOW, ["Ann"]
        )
    assert refused.value.why == "too_large"


async def test_it_has_no_more_memory_than_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MEMORY", 1024 * 1024)
    with pytest.raises(NotRead):
        await read_apart(calendar(*event(1)), "UTC", WINDOW, ["Ann"])
