"""Who gives a task away and sees it no more may take exactly that back, and learns nothing else of it."""

from datetime import datetime, timedelta

import pytest

from bot import commands
from bot.answers import Answer
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Role, RoleKind, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

LATER = NOW + timedelta(minutes=5)
# who leaves the task, how they are named on it, and what they say
WAYS = {
    "decline": ("owner", "decline #1 I am away that week"),
    "assign": ("owner", "assign #1 <@U0TOM>"),
    "unblock": ("awaited", "unblock #1"),
    "roles": ("accountable", "accountable #1 <@U0TOM>"),
}


def say(session: Session, line: str, person_id: str = "U0ANN", *, now: datetime = NOW) -> Answer:
    heard = Heard(workspace_id=TEAM, person_id=person_id, door=Door.SLASH, text=line, gesture=Gesture(f"{line}{now}"),
                  channel_id=f"D{person_id[1:]}", channel_kind="im")  # fmt: skip
    with session.begin_nested():
        return commands.run(session, heard, now)


def refusal(session: Session, line: str, *, now: datetime = NOW) -> str:
    with pytest.raises(UserError) as refused:
        say(session, line, now=now)
    return refused.value.key


def left(session: Session, way: str) -> Task:
    """A task of a direct message with the bot, which Ann has just got off her hands."""
    named, line = WAYS[way]
    ann, boss, _ = (make_person(session, one) for one in ("U0ANN", "U0BOSS", "U0TOM"))
    channel = make_channel(session, "D0BOSS", kind="im")
    task = make_task(session, ann if named == "owner" else boss, creator=boss, channel=channel)
    if named == "accountable":
        session.add(Role(workspace_id=TEAM, number=1, person_id=ann.id, kind=RoleKind.ACCOUNTABLE))
    if named == "awaited":
        task.blocked_at, task.blocked_reason, task.blocked_by_id = NOW, "the price", ann.id
        session.add(task)
    session.flush()
    say(session, line)
    assert queries.get(session, ann, 1, NOW) is None
    return task


@pytest.mark.parametrize("line", ["undo", "undo @{entry}"])
@pytest.mark.parametrize("way", WAYS)
def test_what_somebody_gave_away_they_take_back(session: Session, way: str, line: str) -> None:
    task = left(session, way)
    entry = queries.list_history(session, task)[0]
    say(session, line.format(entry=entry.id), now=LATER)
    assert queries.get(session, make_person(session), 1, LATER) is not None


@pytest.mark.parametrize("way", WAYS)
def test_after_ten_minutes_the_task_is_as_unknown_as_any(session: Session, way: str) -> None:
    entry = queries.list_history(session, left(session, way))[0]
    never = refusal(session, "undo @99999")
    assert refusal(session, f"undo @{entry.id}", now=NOW + timedelta(minutes=11)) in (never, "no_such_task")


@pytest.mark.parametrize("way", WAYS)
def test_that_somebody_changed_it_since_is_not_told_either(session: Session, way: str) -> None:
    entry = queries.list_history(session, left(session, way))[0]
    say(session, "priority #1 1", "U0BOSS", now=LATER)
    assert refusal(session, f"undo @{entry.id}", now=LATER) == "no_such_task"
    assert refusal(session, "show 1", now=LATER) == "no_such_task"


@pytest.mark.parametrize("way", WAYS)
def test_nobody_else_takes_it_back_for_them(session: Session, way: str) -> None:
    entry = queries.list_history(session, left(session, way))[0]
    make_person(session, "U0EVE")
    with pytest.raises(UserError) as refused:
        say(session, f"undo @{entry.id}", "U0EVE")
    assert refused.value.key == "nothing_to_undo"
