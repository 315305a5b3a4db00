"""Nothing comes at a time at which nobody is to be disturbed, nor to somebody who is gone."""

from datetime import date

from bot.heard import Profile
from bot.notices import Brief
from bot.services.messages import hearing, notices, outbox
from bot.services.messages.outbox import Letter
from bot.services.rhythm import occurrences
from bot.services.work import life
from models import Session
from models.queries import deliveries as queries
from models.queries import nudges as nudge_queries
from tests.factories import TEAM, acting, make_person, make_task
from tests.services.ticking import HOUR, MINUTE, MORNING, NOON, berlin, step, workspace

MONDAY = date(2026, 3, 9)


def test_a_morning_waits_for_the_end_of_do_not_disturb(session: Session):
    ann = make_person(session)
    make_task(session, ann, due_on=MONDAY)
    ann.dnd_from, ann.dnd_until = MORNING - HOUR, MORNING + HOUR
    assert step(session, MORNING) == []
    (brief,) = step(session, MORNING + HOUR)
    assert isinstance(brief, Brief)
    assert brief.on == MONDAY


def test_a_morning_under_do_not_disturb_all_day_is_left_out_with_its_reason(session: Session):
    ann = make_person(session)
    make_task(session, ann, due_on=MONDAY)
    ann.dnd_from, ann.dnd_until = MORNING - HOUR, berlin("20:00")
    assert step(session, MORNING) == []
    row = queries.occurrence(session, TEAM, "brief", "", ann.id, MONDAY.isoformat())
    assert row is not None
    assert (row.state, row.reason) == ("skipped", "quiet")


def test_what_was_to_be_told_to_somebody_who_left_meanwhile_is_not_said(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, ann, creator=bob)
    life.done(session, acting(session, ann, now=NOON), task)
    gone = Profile(id=bob.id, name="bob", zone=bob.zone, is_deleted=True)
    hearing.take_in(session, workspace(session), gone, NOON)
    rows = queries.claimable(session, now=NOON + MINUTE, real=NOON + MINUTE, limit=9)
    told = next(row for row in rows if row.kind == "task.told" and row.to == bob.id)
    assert notices.compose(session, told, NOON + MINUTE).reason == "deactivated"


def test_a_morning_that_comes_late_disturbs_no_free_afternoon(session: Session):
    ann = make_person(session)
    ann.week = {"1": ["09:00", "13:00"]}
    make_task(session, ann, due_on=MONDAY)
    assert step(session, berlin("16:30")) == []
    row = queries.occurrence(session, TEAM, "brief", "", ann.id, MONDAY.isoformat())
    assert row is not None
    assert (row.state, row.reason) == ("expired", "late")


def test_what_fell_due_the_day_before_and_is_told_today_counts_for_today(session: Session):
    ann = make_person(session)
    for n in range(4):
        key = f"nudge:{ann.id}:{n}"
        outbox.put(session, TEAM, Letter(key=key, kind="nudge", to=ann.id), now=MORNING + n * MINUTE)
        occurrences.put(session, TEAM, kind="nudge.escalation.late", subject=str(n), person_id=ann.id, when="1",
                        due_at=MORNING - 15 * HOUR, outbox_key=key, now=MORNING)  # fmt: skip
    assert nudge_queries.count_letters(session, ann, "nudge.snoozed", MORNING - 9 * HOUR) == 4
    assert nudge_queries.count_letters(session, ann, "nudge.snoozed", MORNING + 9 * HOUR) == 0
