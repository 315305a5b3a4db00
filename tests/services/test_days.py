"""What App Home shows: a person's own live tasks by day, what waits for them, what they gave away."""

from datetime import UTC, date, datetime, timedelta

from bot.services import days, life, tasks
from models import AnswerState, Session, StandupAnswer, StandupRun, Team
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def test_each_live_task_of_mine_stands_in_one_list(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    late = make_task(session, ann, due_on=date(2026, 3, 6), creator=bob)
    today = make_task(session, ann, due_on=MONDAY)
    soon = make_task(session, ann, due_on=date(2026, 3, 16))
    later = make_task(session, ann, due_on=date(2026, 3, 17))
    dateless = make_task(session, ann)
    snoozed = make_task(session, ann, due_on=MONDAY)
    tasks.snooze(session, acting(session, ann), snoozed, NOW + timedelta(hours=2))
    life.done(session, acting(session, ann), make_task(session, ann, due_on=MONDAY))
    make_task(session, bob, due_on=MONDAY)
    day = days.my_day(session, acting(session, ann))
    numbers = [[task.number for task in part] for part in (day.late, day.today, day.soon, day.later)]
    assert [sorted(part) for part in numbers] == [
        [late.number], [today.number], [soon.number], [later.number, dateless.number, snoozed.number]
    ]  # fmt: skip
    assert (day.person.id, day.on, set(day.people)) == ("U0ANN", MONDAY, {"U0ANN", "U0BOB"})


def test_what_waits_for_me_and_what_i_gave_away_are_others_tasks(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    waits = make_task(session, bob)
    life.block(session, acting(session, bob), waits, reason="the price", by=ann.id)
    own = make_task(session, ann)
    life.block(session, acting(session, ann), own, reason="myself", by=ann.id)
    given = make_task(session, bob, creator=ann)
    urgent = make_task(session, bob, creator=ann, priority=1)
    day = days.my_day(session, acting(session, ann))
    assert [task.number for task in day.blocked_on] == [waits.number]
    assert [task.number for task in day.given] == [urgent.number, given.number]


def test_the_day_is_the_readers_own(session: Session):
    late_evening = datetime(2026, 3, 9, 17, tzinfo=UTC)
    for person_id, zone, on in (("U0ANN", "Asia/Shanghai", TUESDAY), ("U0BOB", "America/Los_Angeles", MONDAY)):
        person = make_person(session, person_id, zone=zone)
        make_task(session, person, due_on=TUESDAY)
        day = days.my_day(session, acting(session, person, now=late_evening))
        assert (day.on, len(day.today), len(day.soon)) == (on, int(on == TUESDAY), int(on == MONDAY))


def test_standups_that_wait_for_my_answer_are_shown_until_they_close(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    states = {"C0ASKED": AnswerState.ASKED, "C0DONE": AnswerState.ANSWERED, "C0OLD": AnswerState.ASKED}
    closes = {"C0ASKED": NOW + timedelta(hours=1), "C0DONE": NOW + timedelta(hours=1), "C0OLD": NOW}
    for channel_id, state in states.items():
        channel = make_channel(session, channel_id)
        session.add(Team(workspace_id=TEAM, channel_id=channel.id, created_at=NOW))
        session.flush()
        session.add(StandupRun(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, opened_at=NOW))
        session.flush()
        session.add(StandupAnswer(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, person_id=ann.id, state=state,
                                  ask_at=NOW, close_at=closes[channel_id]))  # fmt: skip
    session.flush()
    day = days.my_day(session, acting(session, ann))
    assert [(channel.id, on, at) for channel, on, at in day.to_answer] == [
        ("C0ASKED", MONDAY, NOW + timedelta(hours=1))
    ]
    assert days.my_day(session, acting(session, bob)).to_answer == ()


def test_it_knows_whether_the_reader_is_an_admin_and_muster_is_set_up(session: Session):
    boss, ann = make_person(session, "U0BOSS", is_admin=True), make_person(session, "U0ANN")
    day = days.my_day(session, acting(session, boss))
    assert (day.is_admin, day.is_set_up) == (True, False)
    make_workspace(session, set_up_at=NOW)
    day = days.my_day(session, acting(session, ann))
    assert (day.is_admin, day.is_set_up) == (False, True)
