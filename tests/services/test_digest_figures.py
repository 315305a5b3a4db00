"""What a channel's summary says is counted by the database: in any world the same as by going through all its tasks."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.answers import Reader
from bot.notices import DigestPost
from bot.render import slack as render
from bot.rules import civil, priority
from bot.rules.availability import Hours
from bot.rules.digests import soon_day
from bot.services.rhythm import digests
from bot.services.rhythm.digests import Settings
from models import LIVE, Channel, Session, State, Task
from models.queries import digests as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person

NEW_YORK = ZoneInfo("America/New_York")
SINCE = NOW - timedelta(hours=30)
MONDAY, TUESDAY = datetime(2026, 3, 9, 21, tzinfo=UTC), datetime(2026, 3, 10, 21, tzinfo=UTC)
PARTS = ("done", "late", "soon", "blocked", "new")


def belongs(task: Task, hours: Hours, since: datetime, now: datetime) -> dict[str, bool]:
    """Which parts of a summary a task is in, said of one task at a time."""
    is_late = priority.is_late(task, now)
    day = civil.local_date(task.due_at, hours.zone) if task.due_at else task.due_on
    is_soon = task.is_live and not is_late and day is not None and day <= soon_day(hours, now)
    return {
        "done": task.state == State.DONE and task.closed_at is not None and task.closed_at >= since,
        "late": is_late, "soon": is_soon, "blocked": task.is_blocked,
        "new": task.is_live and task.created_at >= since and not (is_late or is_soon or task.is_blocked),
    }  # fmt: skip


def some_task(chance: Random, number: int, **fields: Any) -> Task:
    """A task of that channel with dates that lie on both sides of every line, and often on it."""

    def near(days: int = 5) -> datetime:
        return NOW + timedelta(hours=chance.choice((0, 0, chance.randint(-24 * days, 24 * days))))

    state = chance.choice((*LIVE, *LIVE, State.DONE, State.CANCELLED, State.ARCHIVED))
    kind = chance.choice(("day", "hour", "none"))
    day, hour = (date(2026, 3, 5) + timedelta(days=chance.randint(0, 9))), near()
    dates: dict[str, dict[str, Any]] = {
        "day": {"due_on": day, "ends_at": civil.instant(day, time(18), NEW_YORK)},
        "hour": {"due_on": hour.date(), "due_at": hour, "ends_at": hour},
        "none": {},
    }
    return Task(
        workspace_id=TEAM, number=number, title=f"n{number}", owner_id=chance.choice(("U0ANN", "U0BOB")),
        creator_id="U0ANN", state=state, created_at=near(), updated_at=NOW, source_is_private=False,
        closed_at=chance.choice((SINCE, near())) if state not in LIVE else None,
        blocked_at=chance.choice((None, None, SINCE, near())), level=chance.randint(1, 5), **(dates[kind] | fields),
    )  # fmt: skip


@pytest.fixture
def channel(session: Session) -> Channel:
    """With 160 tasks, and as many of another channel."""
    for person_id in ("U0ANN", "U0BOB"):
        make_person(session, person_id)
    chance, here = Random(11), make_channel(session, members=("U0ANN", "U0BOB"))
    there = make_channel(session, "C0OTHER")
    session.add_all(some_task(chance, n, source_channel=(here if n % 2 else there).id) for n in range(1, 321))
    session.flush()
    return here


def tasks_of(session: Session, channel: Channel) -> list[Task]:
    found = [session.get(Task, (TEAM, number)) for number in range(1, 321)]
    return [task for task in found if task is not None and task.source_channel == channel.id]


@pytest.mark.parametrize("hour", [0, 14, 40, 63])
def test_the_database_counts_and_chooses_what_going_through_all_tasks_would(
    session: Session, channel: Channel, hour: int
):
    hours, now = Hours(NEW_YORK, time(17), time(18), (1, 2, 3, 4, 5), "US"), NOW + timedelta(hours=hour)
    tasks = sorted(tasks_of(session, channel), key=lambda task: priority.order(task, now))
    of = {name: [task for task in tasks if belongs(task, hours, SINCE, now)[name]] for name in PARTS}
    day = soon_day(hours, now)
    span = queries.Span(SINCE, now, day, civil.instant(day + timedelta(days=1), time.min, NEW_YORK))
    found = queries.figures(session, TEAM, channel.id, span, most=3, news_only=False)
    assert all(of.values())
    assert found.counts == {name: len(part) for name, part in of.items()}
    newly = [task for task in of["blocked"] if task.blocked_at is not None and task.blocked_at >= SINCE]
    assert 0 < found.newly_blocked == len(newly) < found.counts["blocked"]
    of["soon"].sort(key=lambda task: (task.ends_at is None, task.ends_at, task.number))
    first = {name: {task.number for task in part[: 9 if name == "blocked" else 3]} for name, part in of.items()}
    assert {name: set(numbers) for name, numbers in found.first.items()} == first
    news = queries.figures(session, TEAM, channel.id, span, most=3, news_only=True).first["blocked"]
    assert set(news) == {task.number for task in newly[:9]}


@pytest.mark.parametrize("now", [MONDAY, TUESDAY])
def test_a_long_summary_reads_as_if_it_held_every_task(session: Session, channel: Channel, now: datetime):
    ann = acting(session, make_person(session), now=now - timedelta(minutes=1))
    digest = digests.set_up(session, ann, channel, Settings((1, 2, 3, 4, 5), time(17), NEW_YORK.key))
    digest.next_at = now
    short = digests.preview(session, ann, channel)
    since = datetime(2026, 3, 6, 22, tzinfo=UTC) if now == MONDAY else MONDAY
    whole = the_whole(session, channel, short, digests.hours_of(session, ann.workspace, digest), since, ann.now)
    drawn = [render.notice(post, Reader(None, "en", "UTC", now)) for post in (short, whole)]
    assert drawn[0] == drawn[1]
    assert str(drawn[0]).count("more: `/task list here") >= 3


def the_whole(
    session: Session, channel: Channel, short: DigestPost, hours: Hours, since: datetime, now: datetime
) -> DigestPost:
    """The same post with all its tasks."""
    tasks = sorted(tasks_of(session, channel), key=lambda task: priority.order(task, now))
    of = {name: tuple(task for task in tasks if belongs(task, hours, since, now)[name]) for name in PARTS}
    if not short.full:
        of["new"] = ()
        of["blocked"] = tuple(
            task for task in of["blocked"] if task.blocked_at is not None and task.blocked_at >= since
        )
    assert max(map(len, of.values())) > 8
    people = {person_id: make_person(session, person_id) for person_id in ("U0ANN", "U0BOB")}
    return DigestPost(**(vars(short) | of | {"counts": {}, "people": people}))
