"""Whose App Home is drawn again after a change, by whom, and that the newest is what stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.rules.sending import Outcome, Verdict
from bot.services.finding import homes
from bot.services.finding.homes import Claim
from bot.services.priority import ranking
from bot.services.rhythm import errands
from bot.services.work import changing, life, tasks
from bot.services.work.tasks import People, Source
from models import ErrandKind, Home, HomeWish, Role, RoleKind, Session, TaskFields, Team
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

EVERYBODY = ("U0ANN", "U0BOB", "U0CAT", "U0DAN", "U0EVE", "U0FAY")
SENT = Outcome(Verdict.SENT)
REAL = NOW + timedelta(days=1)


@pytest.fixture
def people(session: Session) -> dict[str, Any]:
    """Six people, all of whom have just looked at their Home."""
    found = {person_id: make_person(session, person_id) for person_id in EVERYBODY}
    for person_id in EVERYBODY:
        look(session, person_id)
    return found


def look(session: Session, person_id: str, **changes: Any) -> None:
    session.merge(Home(**({"workspace_id": TEAM, "person_id": person_id, "opened_at": NOW} | changes)))
    session.flush()


def wished(session: Session) -> set[str]:
    """Whose Home is to be drawn, the turn of the day aside; asked once, it is forgotten."""
    rows = [row for row in session.exec(select(HomeWish)) if (row.at.hour, row.at.minute) != (23, 0)]
    found = {row.person_id for row in rows}
    for row in rows:
        session.delete(row)
    session.flush()
    return found


def claim(session: Session, *, later: float = 1.0, real: float = 0.0, may: bool = True) -> list[Claim]:
    return homes.claim(session, now=NOW + timedelta(seconds=later), real=REAL + timedelta(seconds=real), limit=10,
                       moment=NOW, may=lambda wanted: wanted if may else {})  # fmt: skip


def settle(session: Session, one: Claim, outcome: Outcome = SENT, shown: str | None = "h1") -> None:
    homes.settle(session, one, outcome, shown, now=NOW + timedelta(seconds=1))


def test_a_new_task_is_drawn_for_everybody_named_on_it_and_the_leads_of_its_team(
    session: Session, people: dict[str, Any]
):
    channel = make_channel(session)
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=["U0EVE"], created_at=NOW))
    session.flush()
    actor = acting(session, people["U0ANN"])
    named = People(helpers=("U0CAT",), reviewers=("2:any:U0DAN",))
    tasks.add(session, actor, TaskFields(title="x", owner_id="U0BOB"), named, Source("slash", channel.id))
    assert wished(session) == {"U0ANN", "U0BOB", "U0CAT", "U0DAN", "U0EVE"}


def test_a_change_is_drawn_for_who_was_named_before_too(session: Session, people: dict[str, Any]):
    task = make_task(session, people["U0BOB"], creator=people["U0ANN"])
    wished(session)
    changing.change(session, acting(session, people["U0ANN"]), task, "assign", {"owner_id": "U0CAT"})
    assert wished(session) == {"U0ANN", "U0BOB", "U0CAT"}
    changing.change(session, acting(session, people["U0ANN"]), task, "edit", {"helpers": ["U0DAN"]})
    assert wished(session) == {"U0ANN", "U0CAT", "U0DAN"}
    changing.change(session, acting(session, people["U0ANN"]), task, "edit", {"helpers": []})
    assert wished(session) == {"U0ANN", "U0CAT", "U0DAN"}
    life.block(session, acting(session, people["U0CAT"]), task, reason="x", by="U0FAY")
    assert wished(session) == {"U0ANN", "U0CAT", "U0FAY"}
    life.unblock(session, acting(session, people["U0CAT"]), task)
    assert wished(session) == {"U0ANN", "U0CAT", "U0FAY"}
    session.add(Role(workspace_id=TEAM, number=task.number, person_id="U0EVE", kind=RoleKind.CONSULTED))
    session.flush()
    tasks.note(session, acting(session, people["U0CAT"]), task, "nearly there")
    assert wished(session) == {"U0ANN", "U0CAT", "U0EVE"}


def test_only_who_looked_within_a_week_is_drawn(session: Session, people: dict[str, Any]):
    look(session, "U0ANN", opened_at=NOW - timedelta(days=8))
    make_person(session, "U0GUS")
    make_task(session, people["U0BOB"], creator=people["U0ANN"])
    homes.wish(session, TEAM, ("U0GUS",), NOW)
    assert wished(session) == {"U0BOB"}


def test_changes_that_come_close_together_are_drawn_once_and_not_before(session: Session, people: dict[str, Any]):
    for _ in range(5):
        make_task(session, people["U0ANN"])
    assert claim(session, later=0.4) == []
    (one,) = claim(session)
    assert (one.person_id, len(one.wishes)) == ("U0ANN", 5)
    settle(session, one)
    assert wished(session) == set()
    assert claim(session) == []


def test_a_change_while_it_is_drawn_is_drawn_after_that(session: Session, people: dict[str, Any]):
    task = make_task(session, people["U0ANN"])
    (one,) = claim(session)
    life.start(session, acting(session, people["U0ANN"], now=NOW + timedelta(seconds=1)), task)
    assert claim(session, later=2) == [], "one process draws it at a time"
    settle(session, one)
    (again,) = claim(session, later=2)
    assert again.hash == "h1", "drawn on top of what was drawn last"


def test_who_looked_last_comes_first(session: Session, people: dict[str, Any]):
    look(session, "U0CAT", opened_at=NOW + timedelta(seconds=1))
    for person_id in ("U0ANN", "U0CAT", "U0BOB"):
        make_task(session, people[person_id])
    assert claim(session)[0].person_id == "U0CAT"


def test_what_the_pace_does_not_allow_waits(session: Session, people: dict[str, Any]):
    make_task(session, people["U0ANN"])
    assert claim(session, may=False) == []
    assert len(claim(session)) == 1


def test_a_process_that_died_while_it_drew_loses_nothing(session: Session, people: dict[str, Any]):
    make_task(session, people["U0ANN"])
    (lost,) = claim(session)
    assert claim(session, real=29) == []
    (again,) = claim(session, real=31)
    assert again.wishes == lost.wishes
    settle(session, lost, shown="too late")
    settle(session, again, shown="h2")
    assert session.get(Home, (TEAM, "U0ANN")).hash == "h2"


def test_a_call_does_not_begin_when_the_lease_may_end_before_it_does():
    one = Claim(TEAM, "U0ANN", None, REAL + homes.LEASE, ())
    assert one.may_begin(REAL + timedelta(seconds=9))
    assert not one.may_begin(REAL + timedelta(seconds=11))


AFTERWARDS = [
    ("we call too often", Outcome(Verdict.WAIT, wait_seconds=30), True, 31.0),
    ("nobody answers", Outcome(Verdict.UNKNOWN, "timeout"), True, 16.0),
    ("it is refused", Outcome(Verdict.REFUSED, "user_not_found"), False, 60.0),
]


@pytest.mark.parametrize(("outcome", "again", "after"), [row[1:] for row in AFTERWARDS],
                         ids=[row[0] for row in AFTERWARDS])  # fmt: skip
def test_when_it_could_not_be_drawn(
    session: Session, people: dict[str, Any], outcome: Outcome, again: bool, after: float
):
    look(session, "U0ANN", hash="h0")
    make_task(session, people["U0ANN"])
    (one,) = claim(session)
    settle(session, one, outcome, None)
    assert claim(session, later=after - 0.2) == []
    assert [retry.hash for retry in claim(session, later=after + 0.1)] == (["h0"] if again else [])


def test_after_a_conflict_it_is_drawn_at_once_whatever_is_there(session: Session, people: dict[str, Any]):
    look(session, "U0ANN", hash="h0")
    make_task(session, people["U0ANN"])
    (one,) = claim(session)
    settle(session, one, Outcome(Verdict.UNKNOWN, "hash_conflict"), None)
    assert [again.hash for again in claim(session)] == [None]


def test_whoever_opens_it_gets_it_drawn_now_and_nobody_twice_at_once(session: Session):
    make_person(session, "U0ANN")
    first = homes.opened(session, TEAM, "U0ANN", "h5", now=NOW, real=REAL)
    assert first is not None
    assert first.hash == "h5"
    assert homes.opened(session, TEAM, "U0ANN", "h5", now=NOW, real=REAL) is None
    settle(session, first)
    assert [one.hash for one in claim(session, later=0)] == ["h1"], "once more, as it was opened while it was drawn"
    assert homes.touched(session, TEAM, "U0NOBODY", now=NOW, real=REAL) is None


def test_a_level_that_only_time_changes_is_drawn_too(session: Session, people: dict[str, Any]):
    task = make_task(session, people["U0ANN"], due_on=(NOW + timedelta(days=20)).date())
    wished(session)
    assert task.level_at is not None
    ranking.reckon(session, (TEAM, task.number), task.level_at)
    assert wished(session) == set(), "seven days and more after they looked"
    look(session, "U0ANN", opened_at=NOW + timedelta(days=16))
    task.level, task.level_at = 3, NOW
    ranking.reckon(session, (TEAM, task.number), NOW + timedelta(days=18))
    assert wished(session) == {"U0ANN"}


def test_it_is_drawn_again_once_when_the_day_turns_where_they_are_for_as_long_as_they_look_in(
    session: Session, people: dict[str, Any]
):
    homes.wish(session, TEAM, ["U0ANN"], NOW)
    session.flush()
    for _ in range(2):  # drawn twice on one day, it is wished for once
        (one,) = claim(session)
        settle(session, one)
        homes.wish(session, TEAM, ["U0ANN"], NOW)
        session.flush()
    (one,) = claim(session)
    settle(session, one)
    midnight = datetime(2026, 3, 9, 23, tzinfo=UTC)  # in Berlin
    assert [row.at for row in session.exec(select(HomeWish))] == [midnight]
    seconds = (midnight - NOW).total_seconds()
    assert claim(session, later=seconds - 1) == []
    drawn = 0
    while claims := claim(session, later=seconds + 1):
        homes.settle(session, claims[0], SENT, "h", now=NOW + timedelta(seconds=seconds + 2))
        drawn, seconds = drawn + 1, seconds + 86_400
    assert drawn == 7
    assert session.exec(select(HomeWish)).all() == []


# --- what the clock does piece by piece -------------------------------------------------------------------------------


def go_on(session: Session) -> list[str]:
    """What the clock does in one round; returns what it was about."""
    keys = errands.due(session, NOW)
    for key in keys:
        errands.go_on(session, key, NOW)
    return [subject for _, _, subject in keys]


def test_who_moved_has_their_home_drawn_when_the_last_of_their_dates_is_done(
    session: Session, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "TASKS", 2)
    for _ in range(3):
        make_task(session, people["U0ANN"], due_on=NOW.date())
    wished(session)
    errands.leave(session, TEAM, ErrandKind.DATES, ["U0ANN"], NOW)
    session.flush()
    go_on(session)
    assert wished(session) == set(), "the rest would change it again"
    go_on(session)
    assert wished(session) == {"U0ANN"}
    assert go_on(session) == []


def test_a_day_off_is_drawn_in_the_homes_of_all_whose_tasks_fall_on_it(
    session: Session, people: dict[str, Any]
) -> None:
    for person_id in ("U0ANN", "U0BOB"):
        make_task(session, people[person_id], due_on=NOW.date())
    wished(session)
    errands.begin(session, make_workspace(session), ErrandKind.DAY, NOW.date().isoformat(), NOW)
    assert wished(session) == {"U0ANN", "U0BOB"}
