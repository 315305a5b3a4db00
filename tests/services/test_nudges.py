"""Briefs and nudges against a real database: once, in time, merged, and silent when there is nothing to say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.heard import Profile
from bot.notices import Brief, Dropped, Nudge
from bot.rules.sending import Outcome, Verdict
from bot.services import notices, nudges, outbox, people, tasks
from models import Lane, OutboxState, Person, Session, Task, Workspace
from models.queries import deliveries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

MONDAY = date(2026, 3, 9)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def berlin(clock: str, day: int = 9) -> datetime:
    """That wall time in Berlin, in March 2026 before the clocks change."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - HOUR


MORNING, NOON = berlin("9:00"), berlin("12:00")


def tick(session: Session, now: datetime) -> None:
    for person in nudges.due_briefs(session, now):
        nudges.brief(session, person, now)
    for task in nudges.due_nudges(session, now):
        nudges.nudge(session, task, now)


def deliver(session: Session, now: datetime) -> list[Any]:
    """Say all that waits the way delivery does; returns the briefs and nudges that were said."""
    said = []
    while rows := deliveries.claimable(session, now=now, real=now, busy=set(), limit=100):
        for row in rows:
            assert row.id is not None
            row.state = OutboxState.SENDING
            notice = notices.compose(session, row, now) if row.kind in ("brief", "nudge") else None
            outcome = Outcome(Verdict.SENT, channel_id="D1", ts="1.1")
            if isinstance(notice, Dropped):
                outcome = Outcome(Verdict.DROPPED, notice.reason)
            elif notice is not None:
                said.append(notice)
            outbox.settle(session, row.id, row.generation, outcome, now=now, real=now)
        session.flush()
    return said


def step(session: Session, now: datetime) -> list[Any]:
    tick(session, now)
    return deliver(session, now)


def end_of(session: Session, kind: str, subject: str, person: Person, when: str) -> tuple[str, str] | None:
    row = deliveries.occurrence(session, TEAM, kind, subject, person.id, when)
    return (row.state, row.reason) if row else None


def brief_end(session: Session, person: Person, day: date) -> tuple[str, str] | None:
    return end_of(session, "brief", "", person, day.isoformat())


def due_today(session: Session, owner: Person, **fields: Any) -> Task:
    return make_task(session, owner, **({"due_on": MONDAY} | fields))


def at_three(session: Session, owner: Person, **fields: Any) -> Task:
    """A task due on Monday at 15:00 in Berlin."""
    return make_task(session, owner, **({"due_on": MONDAY, "due_at": berlin("15:00")} | fields))


# --- the morning brief


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
    tasks.block(session, acting(session, bob), waits, reason="the price", by=ann.id)
    brief = next(said for said in step(session, MORNING) if said.person.id == ann.id)
    numbers = {name: [task.number for task in getattr(brief, name)] for name in ("late", "due", "blocked_on", "new")}
    assert numbers == {
        "late": [late.number], "due": [due.number], "blocked_on": [waits.number], "new": [new.number]
    }  # fmt: skip
    assert not {old.number, later.number} & {number for part in numbers.values() for number in part}
    assert set(brief.people) == {"U0ANN", "U0BOB"}


def test_a_task_of_ones_own_that_waits_for_oneself_is_not_told_as_blocking_others(session: Session):
    ann = make_person(session)
    tasks.block(session, acting(session, ann), make_task(session, ann), reason="myself", by=ann.id)
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
    tasks.start(session, acting(session, ann, now=NOW + HOUR), make_task(session, ann, creator=bob))
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
    tasks.done(session, acting(session, ann, now=MORNING), first)
    (brief,) = deliver(session, MORNING + MINUTE)
    assert [task.number for task in brief.due] == [second.number]


def test_done_before_the_brief_is_read_nothing_is_said(session: Session):
    ann = make_person(session)
    task = due_today(session, ann)
    tick(session, MORNING)
    tasks.done(session, acting(session, ann, now=MORNING), task)
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


def workspace(session: Session) -> Workspace:
    found = session.get(Workspace, TEAM)
    assert found is not None
    return found


# --- one task


def only_nudges(said: list[Any]) -> list[tuple[str, int]]:
    return [(notice.kind, notice.task.number) for notice in said if isinstance(notice, Nudge)]


def test_a_named_hour_is_announced_an_hour_before_and_once_more_when_it_has_passed(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    step(session, MORNING)
    said = {
        clock: only_nudges(step(session, berlin(clock)))
        for clock in ("13:59", "14:00", "14:01", "14:59", "15:00", "15:01")
    }
    assert {clock: nudged for clock, nudged in said.items() if nudged} == {
        "14:00": [("soon", task.number)], "15:00": [("passed", task.number)]
    }  # fmt: skip
    assert task.nudge_at is None


def test_a_nudge_is_a_letter_with_a_name_and_an_end(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    tick(session, berlin("14:00"))
    row = deliveries.outbox_by_key(session, TEAM, f"nudge:soon:{task.number}:{ann.id}:2026-03-09T14:00:00+00:00")
    assert row is not None
    assert (row.kind, row.lane, row.to, row.reader_id) == ("nudge", Lane.PROMPTS, ann.id, ann.id)
    assert (row.subject["number"], row.subject["kind"]) == (task.number, "soon")
    assert row.expires_at == task.due_at


def test_a_task_that_is_done_says_nothing(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    tasks.done(session, acting(session, ann, now=NOON), task)
    assert step(session, berlin("14:00")) == step(session, berlin("15:00")) == []


def test_a_change_of_another_kind_does_not_announce_twice(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann, creator=bob)
    assert only_nudges(step(session, berlin("14:00"))) == [("soon", task.number)]
    tasks.priority(session, acting(session, bob, now=berlin("14:20")), task, 1)
    assert only_nudges(step(session, berlin("14:50"))) == []


def test_who_just_acted_on_it_is_not_chased(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    step(session, MORNING)
    tasks.note(session, acting(session, ann, now=berlin("13:55")), task, "half of it is there")
    assert step(session, berlin("14:00")) == []
    assert end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") == (
        "superseded", "acted just now"
    )  # fmt: skip
    assert only_nudges(step(session, berlin("15:00"))) == [("passed", task.number)]


def test_somebody_elses_word_does_not_spare_the_owner(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann, creator=bob)
    tasks.note(session, acting(session, bob, now=berlin("13:55")), task, "any news?")
    assert only_nudges(step(session, berlin("14:00"))) == [("soon", task.number)]


def test_at_most_four_a_day_and_the_rest_waits_for_the_brief(session: Session):
    ann = make_person(session)
    made = [at_three(session, ann) for _ in range(6)]
    assert len(only_nudges(step(session, berlin("14:00")))) == 4
    reasons = [end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") for task in made]
    assert reasons.count(("skipped", "budget")) == 2
    assert step(session, berlin("15:00")) == []
    (brief,) = step(session, MORNING + DAY)
    assert len(brief.late) == 6


def test_the_budget_is_new_every_local_day_and_every_persons_own(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    for _ in range(4):
        at_three(session, ann)
    at_three(session, bob)
    tomorrow = at_three(session, ann, due_on=date(2026, 3, 10), due_at=berlin("15:00", 10))
    assert len(only_nudges(step(session, berlin("14:00")))) == 5
    assert only_nudges(step(session, berlin("14:00", 10))) == [("soon", tomorrow.number)]


def test_an_own_reminder_is_said_beyond_the_budget_outside_of_work_and_right_after_an_act(session: Session):
    ann = make_person(session)
    for _ in range(4):
        at_three(session, ann)
    step(session, berlin("14:00"))
    task = make_task(session, ann, now=berlin("20:00"))
    tasks.snooze(session, acting(session, ann, now=berlin("20:00")), task, berlin("20:05"))
    (said,) = step(session, berlin("20:05"))
    assert (said.kind, said.task.number, said.was_due_at) == ("snoozed", task.number, None)


@pytest.mark.parametrize(("down", "late"), [(3 * MINUTE, False), (3 * HOUR, True), (3 * DAY, True)])
def test_an_own_reminder_always_comes_and_says_when_it_is_late(session: Session, down: timedelta, late: bool):
    ann = make_person(session)
    task = make_task(session, ann)
    tasks.snooze(session, acting(session, ann), task, NOON)
    said = [notice for notice in step(session, NOON + down) if isinstance(notice, Nudge)]
    assert [(nudge.kind, nudge.was_due_at) for nudge in said] == [("snoozed", NOON if late else None)]
    assert step(session, NOON + down + MINUTE) == []


def test_a_snooze_over_the_hour_speaks_once_when_it_ends(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    tasks.snooze(session, acting(session, ann), task, berlin("16:00"))
    clocks = ("14:00", "15:00", "16:00", "16:01")
    assert [only_nudges(step(session, berlin(clock))) for clock in clocks] == [[], [], [("snoozed", task.number)], []]


def test_after_the_hour_has_come_the_announcement_is_replaced_by_the_word_after(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    step(session, MORNING)
    late = berlin("15:05")
    assert step(session, late) == []
    assert end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") == (
        "superseded", "too late"
    )  # fmt: skip
    assert only_nudges(step(session, late + MINUTE)) == [("passed", task.number)]


def test_what_passed_during_a_long_silence_is_told_in_one_message(session: Session):
    ann = make_person(session)
    step(session, MORNING)
    made = [make_task(session, ann, now=MORNING, due_at=berlin(f"{hour}:00")) for hour in (11, 12, 13)]
    back = berlin("15:00")
    tick(session, back)
    said = step(session, back + MINUTE)
    (brief,) = said
    assert isinstance(brief, Brief)
    assert (brief.catch_up, [task.number for task in brief.late]) == (True, [task.number for task in made])
    ended = [end_of(session, "nudge.passed", str(t.number), ann, t.due_at.isoformat()) for t in made if t.due_at]
    assert ended == [("sent", "")] * 3
    assert step(session, back + 2 * MINUTE) == []


def test_the_mornings_catch_up_tells_what_passed_as_well(session: Session):
    ann = make_person(session)
    task = make_task(session, ann, due_at=berlin("11:00"))
    back = berlin("15:00")
    tick(session, back)
    tick(session, back)
    (brief,) = deliver(session, back)
    assert (brief.catch_up, [late.number for late in brief.late]) == (True, [task.number])
    assert end_of(session, "nudge.passed", str(task.number), ann, "2026-03-09T10:00:00+00:00") == (
        "superseded", "told in the morning brief"
    )  # fmt: skip


def test_an_hour_in_the_evening_is_followed_by_the_brief_and_not_by_two_messages(session: Session):
    ann = make_person(session)
    task = at_three(session, ann, due_at=berlin("21:00"))
    step(session, MORNING)
    assert only_nudges(step(session, berlin("20:00"))) == [("soon", task.number)]
    said = step(session, MORNING + DAY)
    assert [type(notice) for notice in said] == [Brief]
    assert step(session, MORNING + DAY + MINUTE) == []


def test_after_three_days_only_the_brief_speaks(session: Session):
    ann = make_person(session)
    at_three(session, ann)
    thursday = MORNING + 3 * DAY + HOUR
    tick(session, thursday)
    said = step(session, thursday + MINUTE)
    assert [type(notice) for notice in said] == [Brief]


@pytest.mark.parametrize(
    ("why", "change", "reason"),
    [
        ("done", lambda s, ann, bob, task: tasks.done(s, ann, task), "closed"),
        ("given away", lambda s, ann, bob, task: tasks.assign(s, ann, task, bob), "re-assigned"),
        ("another date", lambda s, ann, bob, task: tasks.due(s, ann, task, on=None, at=None), "another date by now"),
        ("snoozed", lambda s, ann, bob, task: tasks.snooze(s, ann, task, berlin("17:00")), "snoozed"),
        ("begun", lambda s, ann, bob, task: tasks.start(s, ann, task), "acted just now"),
    ],
)
def test_a_nudge_is_looked_at_again_before_it_is_said(session: Session, why: str, change: Any, reason: str):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann)
    tick(session, berlin("14:00"))
    change(session, acting(session, ann, now=berlin("14:00")), bob, task)
    assert only_nudges(deliver(session, berlin("14:01"))) == [], why
    assert end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") == ("skipped", reason)


def test_a_reminder_that_was_moved_before_it_was_said_comes_at_its_new_time(session: Session):
    ann = make_person(session)
    task = make_task(session, ann)
    tasks.snooze(session, acting(session, ann), task, NOON)
    tick(session, NOON)
    tasks.snooze(session, acting(session, ann, now=NOON), task, NOON + HOUR)
    assert deliver(session, NOON) == []
    assert only_nudges(step(session, NOON + HOUR)) == [("snoozed", task.number)]


def test_who_is_given_the_task_after_the_announcement_gets_one_of_their_own(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann)
    assert only_nudges(step(session, berlin("14:00"))) == [("soon", task.number)]
    tasks.assign(session, acting(session, ann, now=berlin("14:20")), task, bob)
    (said,) = step(session, berlin("14:50"))
    assert (said.kind, said.person.id) == ("soon", "U0BOB")


def test_a_private_conversations_task_is_nudged_to_its_owner(session: Session):
    ann = make_person(session)
    channel = make_channel(session, "C0SECRET", kind="private", members=("U0BOB",))
    task = at_three(session, ann, channel=channel)
    assert only_nudges(step(session, berlin("14:00"))) == [("soon", task.number)]
