"""Why a reminder came or did not: on real databases, for oneself, for leads, and never more than one may see."""

from datetime import date, timedelta

from bot.answers.whys import Fell
from bot.services.rhythm import coming, why
from bot.services.work import life, tasks
from models import Session, Team
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace
from tests.services.ticking import DAY, HOUR, MORNING, NOON, at_three, berlin, step, workspace


def silent(rows: tuple[Fell, ...]) -> tuple[Fell, ...]:
    """Without what was told of somebody's doing."""
    return tuple(row for row in rows if row.kind not in ("brief", "given"))


def told(rows: tuple[Fell, ...]) -> list[tuple[str, str, str]]:
    return [(row.kind, row.state, row.reason) for row in rows]


def test_each_reminder_is_told_with_its_end_newest_first(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    for at in (MORNING, berlin("14:00"), berlin("15:00")):
        step(session, at)
    found = why.of_person(session, acting(session, ann, now=berlin("16:00")), 1)
    rows = tuple(row for row in found.rows if row.kind != "suggest")
    assert told(rows) == [("passed", "sent", ""), ("soon", "sent", ""), ("brief", "sent", "")]
    assert [row.task and row.task.number for row in rows] == [task.number, task.number, None]
    assert [row.ended_at for row in rows] == [berlin("15:00"), berlin("14:00"), MORNING]


def test_what_was_left_out_says_why(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    life.start(session, acting(session, ann, now=berlin("13:55")), task)
    step(session, berlin("14:00"))
    found = why.of_task(session, acting(session, ann, now=berlin("14:30")), task, 1)
    assert told(found.rows) == [("soon", "superseded", "acted just now")]


def test_silence_says_how_long_it_was_and_how_often_it_was_said(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, ann, creator=bob, now=MORNING)
    for at in range(1, 9):
        step(session, MORNING + at * HOUR)
    found = why.of_task(session, acting(session, ann, now=MORNING + 9 * HOUR), task, 1)
    rows = reversed(silent(found.rows))
    assert [(row.kind, row.nth, row.facts["hours"], row.facts["level"]) for row in rows] == [
        ("unacked", 1, 4.0, "standard"), ("unacked", 2, 8.0, "standard")
    ]  # fmt: skip


def test_fourteen_days_are_told_and_no_more(session: Session):
    ann = make_person(session)
    at_three(session, ann)
    step(session, berlin("14:00"))
    for days, count in ((13, 1), (15, 0)):
        found = why.of_person(session, acting(session, ann, now=berlin("14:00") + days * DAY), 1)
        assert len([row for row in found.rows if row.kind == "soon"]) == count


def test_many_are_paged(session: Session):
    ann = make_person(session)
    for hour in range(10, 17):
        at_three(session, ann, due_at=berlin(f"{hour}:00"))
    for hour in range(9, 18):
        step(session, berlin(f"{hour}:00"))
    pages = [why.of_person(session, acting(session, ann, now=berlin("18:00")), page) for page in (1, 2)]
    assert [page.pages for page in pages] == [2, 2]
    assert len(pages[0].rows) == why.PAGE
    assert pages[1].rows
    assert pages[0].rows[-1].due_at >= pages[1].rows[0].due_at


def test_a_task_that_may_not_be_seen_any_more_is_not_named(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    secret = make_channel(session, "G0SECRET", kind="private", members=("U0BOB",))
    task = at_three(session, ann, creator=bob, channel=secret)
    step(session, berlin("14:00"))
    tasks.assign(session, acting(session, bob, now=berlin("14:10")), task, bob)
    assert all(row.task is None for row in why.of_person(session, acting(session, ann, now=berlin("14:20")), 1).rows)


def test_others_read_their_own_and_a_lead_reads_everybodys_but_no_settings(session: Session):
    ann, bob, lead = (make_person(session, ident) for ident in ("U0ANN", "U0BOB", "U0LEAD"))
    channel = make_channel(session, members=("U0ANN", "U0BOB", "U0LEAD"))
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=["U0LEAD"], created_at=NOW))
    ann.nudging = {"all": "off"}
    task = at_three(session, ann, creator=bob, channel=channel)
    step(session, berlin("14:00"))
    later = berlin("14:30")
    mine, theirs, leads = (silent(why.of_task(session, acting(session, who, now=later), task, 1).rows)
                           for who in (ann, bob, lead))  # fmt: skip
    assert told(mine) == [("soon", "skipped", "off")]
    assert theirs == ()
    assert told(leads) == [("soon", "skipped", why.IN_PRIVATE)]
    assert [row.person_id for row in leads] == ["U0ANN"]


def test_what_is_said_to_come_next_is_what_comes(session: Session):
    """What the line under a task promises, moment by moment, is what the clock then brings."""
    make_workspace(session, leads=["U0LEAD"])
    ann, bob, lead = (make_person(session, ident) for ident in ("U0ANN", "U0BOB", "U0LEAD"))
    task = make_task(session, ann, creator=bob, due_on=date(2026, 3, 10), now=MORNING)
    promised = [one for one in coming.of(session, workspace(session), task, MORNING) if one.kind != "brief"]
    assert [one.kind for one in promised[:2]] == ["unacked", "unacked"]
    assert {person for one in promised for person in one.people} == {ann.id, bob.id, lead.id}
    at = MORNING
    while at < promised[-1].at + HOUR:
        at += HOUR / 2
        step(session, at)
    fell = silent(why.of_task(session, acting(session, lead, now=at), task, 1).rows)
    assert {(row.kind, row.nth) for row in fell} == {(one.kind, one.nth) for one in promised}
    assert all(row.due_at <= one.at for row in fell for one in promised if (row.kind, row.nth) == (one.kind, one.nth))


def test_once_somebody_acts_another_future_is_told(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, ann, creator=bob, now=MORNING)
    before = coming.of(session, workspace(session), task, MORNING)
    life.start(session, acting(session, ann, now=NOON), task)
    after = coming.of(session, workspace(session), task, NOON)
    assert {one.kind for one in before} == {"unacked", "escalation.unacked"}
    assert {one.kind for one in after} == {"stale"}
    life.done(session, acting(session, ann, now=NOON + HOUR), task)
    assert coming.of(session, workspace(session), task, NOON + 2 * HOUR) == ()


def test_a_named_hour_tells_of_the_brief_the_word_before_and_the_word_after(session: Session):
    ann = make_person(session)
    task = at_three(session, ann, now=berlin("8:00"))
    found = [(one.kind, one.at) for one in coming.of(session, workspace(session), task, berlin("8:00"))][:3]
    assert found == [("brief", MORNING), ("soon", berlin("14:00")), ("passed", berlin("15:00"))]
    assert timedelta(0) < found[1][1] - found[0][1]
