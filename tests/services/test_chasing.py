"""What silence brings, on a real database: told to the right person, once, in one message; not once somebody acted."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.notices import Nudge, Nudges
from bot.rules import escalation
from bot.services.work import handing, life, tasks
from models import Channel, Occurrence, OccurrenceState, Session, Task, Team
from models.queries import tasks as task_queries
from tests.factories import TEAM, acting, make_channel, make_person, make_task
from tests.services.ticking import HOUR, berlin, moments, step, workspace

WEEK = timedelta(days=7)
TEN = berlin("10:00")


def heard(session: Session, since: datetime, until: datetime) -> list[tuple[str, str, str]]:
    """(Berlin time, who, what) of every nudge until then."""
    found = []
    for now in moments(session, since, until):
        for notice in step(session, now):
            items = notice.items if isinstance(notice, Nudges) else (notice,)
            clock = (now + HOUR).strftime("%a %H:%M")
            found += [(clock, notice.person.id, one.kind) for one in items if isinstance(one, Nudge)]
    return found


class World:
    """Ann owns what Bob gave her in a channel that Maya leads."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ann, self.bob, self.maya = (make_person(session, name) for name in ("U0ANN", "U0BOB", "U0MAYA"))
        self.channel: Channel = make_channel(session, members=(self.ann.id, self.bob.id, self.maya.id))
        session.add(Team(workspace_id=TEAM, channel_id=self.channel.id, leads=[self.maya.id], created_at=TEN))
        session.flush()

    def given(self, **fields: Any) -> Task:
        return make_task(self.session, self.ann, creator=self.bob, channel=self.channel, now=TEN, **fields)

    def taken(self, **fields: Any) -> Task:
        task = self.given(**fields)
        handing.ack(self.session, acting(self.session, self.ann, now=TEN), task)
        return task

    def begun(self, **fields: Any) -> Task:
        task = self.given(**fields)
        life.start(self.session, acting(self.session, self.ann, now=TEN), task)
        return task

    def ends(self, task: Task) -> dict[str, tuple[str, str]]:
        rows = self.session.exec(select(Occurrence).where(Occurrence.subject == str(task.number)))
        return {f"{row.kind}/{row.person_id}": (row.state, row.reason) for row in rows}


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def test_what_nobody_took_note_of_is_asked_about_twice_and_then_told_to_who_gave_it(world: World):
    world.given()
    assert heard(world.session, TEN, TEN + WEEK) == [
        ("Mon 14:00", "U0ANN", "unacked"), ("Wed 10:00", "U0BOB", "escalation.unacked"),
    ]  # fmt: skip


def test_taking_note_of_it_ends_the_asking(world: World):
    task = world.given()
    assert heard(world.session, TEN, berlin("13:00")) == []
    handing.ack(world.session, acting(world.session, world.ann, now=berlin("13:00")), task)
    assert heard(world.session, berlin("13:00"), TEN + WEEK) == []


def test_work_in_progress_is_asked_about_after_days_of_silence_and_any_word_starts_anew(world: World):
    task = world.begun()
    assert heard(world.session, TEN, berlin("15:00", 11)) == []
    tasks.note(world.session, acting(world.session, world.ann, now=berlin("15:00", 11)), task, "half of it is there")
    assert heard(world.session, berlin("15:00", 11), TEN + WEEK) == [("Fri 13:00", "U0ANN", "stale")]


def test_whoever_blocks_hears_of_it_and_the_owner_is_left_in_peace(world: World):
    task = world.begun()
    life.block(world.session, acting(world.session, world.ann, now=TEN), task, reason="the numbers", by=world.bob.id)
    found = heard(world.session, TEN, berlin("18:00", 12))
    assert {(who, what) for _, who, what in found} == {("U0BOB", "blocker"), ("U0MAYA", "escalation.blocked")}


def test_a_late_task_goes_up_step_by_step_and_its_history_says_so(world: World):
    task = world.taken(due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    found = [one for one in heard(world.session, TEN, TEN + WEEK) if one[2].startswith("escalation")]
    assert found == [
        ("Tue 15:00", "U0ANN", "escalation.late"), ("Tue 15:00", "U0BOB", "escalation.late"),
        ("Thu 15:00", "U0MAYA", "escalation.late"),
    ]  # fmt: skip
    said = [entry.after for entry in task_queries.list_history(world.session, task) if entry.kind == "escalated"]
    assert sorted(entry["to"] for entry in said) == ["U0ANN", "U0BOB", "U0MAYA"]


def test_an_escalation_is_no_action_and_starts_no_clock_anew(world: World):
    task = world.taken(due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    before = task.updated_at
    heard(world.session, TEN, TEN + WEEK)
    assert (task.updated_at, task.version) == (before, 2)


def test_who_stands_in_for_somebody_away_hears_beside_them(world: World):
    ida = make_person(world.session, "U0IDA")
    world.ann.stand_in_id = ida.id
    world.taken(due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    world.ann.away = [{"first": "2026-03-11", "last": "2026-03-11"}]
    world.session.flush()
    found = heard(world.session, TEN, TEN + WEEK)
    assert {who for _, who, what in found if what == "escalation.late"} == {"U0ANN", "U0BOB", "U0MAYA"}


def test_what_no_longer_holds_when_it_is_told_ends_with_its_reason(world: World):
    task = world.given()
    heard(world.session, TEN, berlin("13:00"))
    world.ann.quiet_until = berlin("16:00")
    heard(world.session, berlin("13:00"), berlin("15:00"))
    life.start(world.session, acting(world.session, world.ann, now=berlin("15:00")), task)
    heard(world.session, berlin("15:00"), berlin("17:00"))
    assert world.ends(task)["nudge.unacked/U0ANN"] == (OccurrenceState.SUPERSEDED, "somebody acted")


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("their own quiet", {"quiet_until": berlin("16:00")}),
        ("Slack's do-not-disturb", {"dnd_from": berlin("12:00"), "dnd_until": berlin("16:00")}),
    ],
)
def test_in_a_quiet_time_it_waits_for_its_end(world: World, why: str, changes: dict[str, datetime]):
    heard(world.session, TEN, TEN)  # the morning is over
    world.given()
    for name, value in changes.items():
        setattr(world.ann, name, value)
    assert heard(world.session, TEN, berlin("18:00")) == [("Mon 16:00", "U0ANN", "unacked")], why


def test_somebody_away_hears_nothing_until_they_are_back(world: World):
    world.given()
    world.ann.away = [{"first": "2026-03-09", "last": "2026-03-12"}]
    found = [one for one in heard(world.session, TEN, TEN + WEEK) if one[1] == "U0ANN"]
    assert all(clock.startswith(("Fri", "Mon")) for clock, _, _ in found)


def test_a_lead_who_cannot_see_the_task_hears_nothing_of_it(session: Session):
    ann, bob, maya = (make_person(session, name) for name in ("U0ANN", "U0BOB", "U0MAYA"))
    channel = make_channel(session, members=(ann.id, bob.id), kind="private")
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=[maya.id], created_at=TEN))
    session.flush()
    make_task(session, ann, creator=bob, channel=channel, now=TEN, due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    found = heard(session, TEN, TEN + WEEK)
    assert not [one for one in found if one[1] == maya.id]
    row = session.exec(select(Occurrence).where(Occurrence.person_id == maya.id, Occurrence.kind != "brief")).one()
    assert (row.state, row.reason) == (OccurrenceState.SKIPPED, "no access")


def test_after_hours_without_muster_reminders_are_left_out_and_an_escalation_gives_two_hours(world: World):
    task = world.taken(due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    step(world.session, berlin("9:00", 10))
    back = berlin("10:00", 11)
    found = heard(world.session, back, berlin("18:00", 11))
    assert [one for one in found if one[2] == "escalation.late"] == [
        ("Wed 12:00", "U0ANN", "escalation.late"), ("Wed 12:00", "U0BOB", "escalation.late"),
    ]  # fmt: skip
    assert task.is_live


def test_everything_that_fell_due_ends_with_a_state_and_a_reason(world: World):
    world.given()
    world.begun()
    world.taken(due_at=berlin("15:00"), due_on=date(2026, 3, 9))
    heard(world.session, TEN, TEN + 2 * WEEK)
    rows = list(world.session.exec(select(Occurrence)))
    assert len(rows) > 8
    assert [row for row in rows if row.ended_at is None or row.state == OccurrenceState.PENDING or row.tell_at] == []


def test_what_the_brief_does_not_list_is_said_two_hours_after_it(world: World):
    """It has no date, so no brief tells of it; beside a brief it would be one word too many."""
    task = world.begun()
    tasks.note(world.session, acting(world.session, world.ann, now=berlin("11:30")), task, "half of it is there")
    make_task(world.session, world.ann, now=TEN, due_on=date(2026, 3, 11))
    found = heard(world.session, TEN, TEN + WEEK)
    assert found[0] == ("Wed 11:00", "U0ANN", "stale")


def test_what_a_changed_rule_ends_is_not_put_down_to_somebody(world: World):
    task = world.given()
    world.bob.quiet_until = berlin("16:00", 11)
    heard(world.session, TEN, berlin("12:00", 11))
    kept = [escalation.kept(replace(one, on=False)) for one in escalation.SHIPPED]
    workspace(world.session).escalation = kept
    world.session.flush()
    heard(world.session, berlin("12:00", 11), berlin("17:00", 11))
    assert world.ends(task)["nudge.escalation.unacked/U0BOB"] == (OccurrenceState.SUPERSEDED, "other rules by now")


def test_what_waits_for_a_got_it_and_is_in_no_brief_is_said_after_it(world: World):
    """Given on Monday it was in the brief of Tuesday; the second question comes near that of Wednesday."""
    noon = berlin("12:00")
    make_task(world.session, world.ann, creator=world.bob, now=noon, priority=5)  # asked after 8 and 16 hours
    make_task(world.session, world.ann, now=TEN, due_on=date(2026, 3, 11))
    found = heard(world.session, noon, berlin("18:00", 11))
    asked = [(clock, kind) for clock, who, kind in found if who == "U0ANN"]
    ends = world.session.exec(select(Occurrence.reason).where(Occurrence.kind == "nudge.unacked")).all()
    assert (asked, list(ends)) == ([("Wed 11:00", "unacked")], ["told in the morning brief", ""])
