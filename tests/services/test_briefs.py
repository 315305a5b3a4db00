"""The morning brief against a real database: once a local day, in time, true, and silent with nothing to say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.heard import Profile
from bot.services.people import people
from bot.services.review import reviewing
from bot.services.work import life, roles, tasks
from models import Lane, Person, Session, Task
from models.queries import deliveries
from tests.factories import NOW, TEAM, acting, make_person, make_task, make_workspace
from tests.services.ticking import (
    DAY,
    HOUR,
    MINUTE,
    MORNING,
    NOON,
    at_three,
    berlin,
    deliver,
    end_of,
    step,
    tick,
    workspace,
)

MONDAY = date(2026, 3, 9)


def brief_end(session: Session, person: Person, day: date) -> tuple[str, str] | None:
    return end_of(session, "brief", "", person, day.isoformat())


def due_today(session: Session, owner: Person, **fields: Any) -> Task:
    return make_task(session, owner, **({"due_on": MONDAY} | fields))


@pytest.mark.parametrize(
    ("zone", "nine"),
    [("Asia/Shanghai", 1), ("Europe/Berlin", 8), ("America/Los_Angeles", 16), ("Asia/Kathmandu", 3)],
)
def test_each_person_hears_at_nine_of_their_own_zone(session: Session, zone: str, nine: int):
    person = make_person(session, zone=zone)
    due_today(session, person, now=NOW - DAY)
    moment = datetime(2026, 3, 9, nine, 15 if zone == "Asia/Kathmandu" else 0, tzinfo=UTC)
    person.brief_at = moment
    assert step(session, moment - MINUTE) == []
    (brief,) = step(session, moment)
    assert (brief.person.id, brief.on, brief.catch_up) == (person.id, MONDAY, False)
    assert step(session, moment + MINUTE) == []
    assert person.brief_at == moment + DAY


def test_a_brief_holds_what_is_late_due_blocked_on_you_and_new_each_task_once(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    late = make_task(session, ann, due_on=date(2026, 3, 6), creator=bob)
    due = due_today(session, ann, creator=bob)
    new = make_task(session, ann, creator=bob)
    old = make_task(session, ann)
    later = make_task(session, ann, due_on=date(2026, 3, 20))
    waits = make_task(session, bob)
    life.block(session, acting(session, bob), waits, reason="the price", by=ann.id)
    brief = next(said for said in step(session, MORNING) if said.person.id == ann.id)
    numbers = {name: [task.number for task in getattr(brief, name)] for name in ("late", "due", "blocked_on", "new")}
    assert numbers == {
        "late": [late.number], "due": [due.number], "blocked_on": [waits.number], "new": [new.number]
    }  # fmt: skip
    assert not {old.number, later.number} & {number for part in numbers.values() for number in part}
    assert set(brief.people) == {"U0ANN", "U0BOB"}


def test_a_brief_says_what_waits_for_acceptance_to_who_is_asked_now(session: Session):
    ann, bob, cid = (make_person(session, ident) for ident in ("U0ANN", "U0BOB", "U0CID"))
    submitted = make_task(session, ann)
    roles.put(session, submitted, "reviewers", ["U0BOB", "2:all:U0CID"])
    reviewing.finish(session, acting(session, ann), submitted)
    told = {said.person.id: [task.number for task in said.to_accept] for said in step(session, MORNING)}
    assert told == {bob.id: [submitted.number]}
    reviewing.accept(session, acting(session, bob), submitted)
    told = {said.person.id: [task.number for task in said.to_accept] for said in step(session, MORNING + DAY)}
    assert told == {cid.id: [submitted.number]}


def test_a_task_of_ones_own_that_waits_for_oneself_is_not_told_as_blocking_others(session: Session):
    ann = make_person(session)
    life.block(session, acting(session, ann), make_task(session, ann), reason="myself", by=ann.id)
    assert step(session, MORNING) == []


def test_the_most_pressing_comes_first(session: Session):
    ann = make_person(session)
    for priority in (4, 1, None):
        due_today(session, ann, priority=priority)
    (brief,) = step(session, MORNING)
    assert [task.priority for task in brief.due] == [1, None, 4]


def test_what_was_new_yesterday_is_not_new_today(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    make_task(session, ann, creator=bob)
    assert [len(brief.new) for brief in step(session, MORNING)] == [1]
    second = make_task(session, ann, creator=bob, now=NOON)
    (brief,) = step(session, MORNING + DAY)
    assert [task.number for task in brief.new] == [second.number]


def test_a_task_handed_over_is_new_to_who_gets_it(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, bob, now=NOW - 30 * DAY)
    tasks.assign(session, acting(session, bob), task, ann)
    (brief,) = step(session, MORNING)
    assert (brief.person.id, [new.number for new in brief.new]) == ("U0ANN", [task.number])


def test_what_the_owner_has_begun_is_no_longer_new(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    life.start(session, acting(session, ann, now=NOW + HOUR), make_task(session, ann, creator=bob))
    assert step(session, MORNING) == []
    assert brief_end(session, ann, MONDAY) == ("skipped", "nothing to say")


def test_what_is_snoozed_is_left_out(session: Session):
    ann = make_person(session)
    tasks.snooze(session, acting(session, ann), due_today(session, ann), berlin("16:00"))
    assert step(session, MORNING) == []


def test_who_never_had_a_task_is_never_written_to_and_leaves_no_trace(session: Session):
    ann = make_person(session)
    assert step(session, MORNING) == []
    assert brief_end(session, ann, MONDAY) is None
    assert ann.brief_at == MORNING + DAY


@pytest.mark.parametrize("flag", ["is_deleted", "is_bot", "is_stranger"])
def test_who_left_a_bot_and_a_stranger_hear_nothing(session: Session, flag: str):
    ann = make_person(session)
    due_today(session, ann)
    at_three(session, ann)
    setattr(ann, flag, True)
    assert step(session, MORNING) == []
    assert ann.brief_at is None
    assert step(session, berlin("14:00")) == []


def test_a_person_who_leaves_before_the_brief_is_read_does_not_get_it(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    tick(session, MORNING)
    people.keep_profile(session, workspace(session), Profile(id=ann.id, is_deleted=True), MORNING)
    assert deliver(session, MORNING) == []
    assert brief_end(session, ann, MONDAY) == ("skipped", "deactivated")


def test_a_guest_with_work_hears_like_everybody(session: Session):
    due_today(session, make_person(session, is_guest=True))
    assert len(step(session, MORNING)) == 1


def test_a_brief_is_true_when_it_is_read(session: Session):
    ann = make_person(session)
    first, second = due_today(session, ann), due_today(session, ann)
    tick(session, MORNING)
    life.done(session, acting(session, ann, now=MORNING), first)
    (brief,) = deliver(session, MORNING + MINUTE)
    assert [task.number for task in brief.due] == [second.number]


def test_done_before_the_brief_is_read_nothing_is_said(session: Session):
    ann = make_person(session)
    task = due_today(session, ann)
    tick(session, MORNING)
    life.done(session, acting(session, ann, now=MORNING), task)
    assert deliver(session, MORNING + MINUTE) == []
    assert brief_end(session, ann, MONDAY) == ("skipped", "nothing to say")


def test_a_brief_goes_behind_peoples_answers_and_lasts_until_evening(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    tick(session, MORNING)
    row = deliveries.outbox_by_key(session, TEAM, f"brief:{ann.id}:2026-03-09")
    assert row is not None
    assert (row.kind, row.lane, row.to, row.reader_id) == ("brief", Lane.PROMPTS, ann.id, ann.id)
    assert row.expires_at == berlin("18:00")
    assert deliver(session, berlin("18:01")) == []
    assert brief_end(session, ann, MONDAY) == ("skipped", "late")


def test_a_brief_that_came_too_late_to_be_read_told_nobody_what_is_new(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    make_task(session, ann, creator=bob)
    tick(session, MORNING)
    assert deliver(session, berlin("18:01")) == []
    assert [len(brief.new) for brief in step(session, MORNING + DAY)] == [1]


@pytest.mark.parametrize(
    ("down", "catch_up"), [(3 * MINUTE, False), (3 * HOUR, False), (3 * HOUR + MINUTE, True), (8 * HOUR, True)]
)
def test_after_a_short_silence_the_brief_of_today_still_comes(session: Session, down: timedelta, catch_up: bool):
    due_today(session, make_person(session))
    (brief,) = step(session, MORNING + down)
    assert (brief.on, brief.catch_up) == (MONDAY, catch_up)
    assert step(session, MORNING + down + MINUTE) == []


def test_after_three_days_of_silence_one_brief_says_it_all(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    thursday = MORNING + 3 * DAY
    (brief,) = step(session, thursday + 5 * MINUTE)
    assert (brief.on, brief.catch_up, len(brief.late)) == (date(2026, 3, 12), True, 1)
    assert brief_end(session, ann, MONDAY) == ("expired", "late")
    assert step(session, thursday + 6 * MINUTE) == []
    assert ann.brief_at == thursday + DAY


def test_coming_back_in_the_evening_says_nothing_until_morning(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    assert step(session, berlin("19:00")) == []
    assert brief_end(session, ann, MONDAY) == ("expired", "late")
    (brief,) = step(session, MORNING + DAY)
    assert (brief.on, brief.catch_up) == (date(2026, 3, 10), False)


def test_coming_back_on_a_weekend_waits_for_monday(session: Session):
    due_today(session, make_person(session))
    assert step(session, MORNING + 5 * DAY) == []
    (brief,) = step(session, MORNING + 7 * DAY)
    assert brief.on == date(2026, 3, 16)


def test_the_same_local_day_is_said_once_though_the_person_flies_west(session: Session):
    ann = make_person(session, zone="Asia/Shanghai")
    due_today(session, ann, due_on=date(2026, 3, 10))
    nine_in_shanghai = datetime(2026, 3, 10, 1, tzinfo=UTC)
    assert [brief.on for brief in step(session, nine_in_shanghai)] == [date(2026, 3, 10)]
    profile = Profile(id=ann.id, name="ann", zone="America/Los_Angeles")
    people.keep_profile(session, workspace(session), profile, nine_in_shanghai + 5 * HOUR)
    nine_in_california = datetime(2026, 3, 10, 16, tzinfo=UTC)
    assert ann.brief_at == nine_in_california
    assert step(session, nine_in_california) == []
    assert ann.brief_at == nine_in_california + DAY


def test_a_brief_keeps_nine_o_clock_when_the_clocks_change(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    friday = datetime(2026, 3, 27, 8, tzinfo=UTC)
    ann.brief_at = friday
    step(session, friday)
    assert ann.brief_at == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_holidays_have_no_morning(session: Session):
    make_workspace(session, holiday_region="DE")
    ann = make_person(session)
    make_task(session, ann, due_on=date(2026, 4, 2))
    ann.brief_at = datetime(2026, 4, 3, 7, tzinfo=UTC)  # Good Friday
    assert step(session, ann.brief_at) == []
    assert ann.brief_at == datetime(2026, 4, 7, 7, tzinfo=UTC)  # Tuesday after Easter


def test_a_day_that_now_begins_later_is_waited_for(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    ann.works_from = ann.works_from.replace(hour=10)
    assert step(session, MORNING) == []
    assert [brief.on for brief in step(session, berlin("10:00"))] == [MONDAY]


def test_a_suspended_workspace_is_silent_and_does_not_pile_up(session: Session):
    ann = make_person(session)
    due_today(session, ann)
    task = at_three(session, ann)
    workspace(session).suspended = True
    tick(session, berlin("14:00"))
    assert ann.brief_at == MORNING + DAY
    assert end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") == ("skipped", "suspended")
