"""Nudges about one task against a real database: before its hour, after it, at the end of a snooze, and few."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.notices import Brief, Nudge, Nudges, TaskGone
from bot.services.messages.notices import compose
from bot.services.work import life, tasks
from models import Lane, Occurrence, Outbox, Person, Session, Task
from models.queries import deliveries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task
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
    mornings_were_said,
    step,
    tick,
)

MONDAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def _mornings_were_said(monkeypatch: pytest.MonkeyPatch) -> None:
    mornings_were_said(monkeypatch)


def only_nudges(said: list[Any]) -> list[tuple[str, int]]:
    found = [one for notice in said for one in (notice.items if isinstance(notice, Nudges) else (notice,))]
    return [(notice.kind, notice.task.number) for notice in found if isinstance(notice, Nudge)]


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
    row = deliveries.outbox_by_key(session, TEAM, f"nudge:{ann.id}:{berlin('14:00').isoformat()}")
    assert row is not None
    assert (row.kind, row.lane, row.to, row.reader_id) == ("nudge", Lane.PROMPTS, ann.id, ann.id)
    assert row.subject == {"number": task.number, "numbers": [task.number]}
    assert row.expires_at == task.due_at


def test_a_task_that_is_done_says_nothing(session: Session):
    ann = make_person(session)
    task = at_three(session, ann)
    life.done(session, acting(session, ann, now=NOON), task)
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


def test_what_falls_due_together_is_told_in_one_message_the_most_urgent_first(session: Session):
    ann = make_person(session)
    made = [at_three(session, ann, priority=priority) for priority in (3, 1, 2)]
    step(session, MORNING)
    (said,) = step(session, berlin("14:00"))
    assert only_nudges([said]) == [("soon", made[nth].number) for nth in (1, 2, 0)]


def at_each_hour(session: Session, owner: Person) -> list[Task]:
    """Tasks due from ten to three, one each hour."""
    return [at_three(session, owner, due_at=berlin(f"{hour}:00")) for hour in range(12, 18)]


def test_at_most_four_messages_a_day_and_the_rest_waits_for_the_brief(session: Session):
    ann = make_person(session)
    made = at_each_hour(session, ann)
    said = [only_nudges(step(session, berlin(f"{hour}:00"))) for hour in range(11, 18)]
    assert [len(one) for one in said] == [1, 1, 1, 2, 0, 0, 0]
    reasons = [end_of(session, "nudge.soon", str(task.number), ann, task.due_at.isoformat()) for task in made]
    assert reasons.count(("skipped", "budget")) == 2
    (brief,) = step(session, MORNING + DAY)
    assert len(brief.late) == 6


def test_the_budget_is_new_every_local_day_and_every_persons_own(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    at_each_hour(session, ann)
    at_three(session, bob)
    tomorrow = at_three(session, ann, due_on=date(2026, 3, 10), due_at=berlin("15:00", 10))
    said = [only_nudges(step(session, berlin(f"{hour}:00"))) for hour in range(11, 15)]
    assert len(said[-1]) == 3
    assert ("soon", tomorrow.number) in only_nudges(step(session, berlin("14:00", 10)))


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
    assert only_nudges(step(session, late)) == [("passed", task.number)]
    assert end_of(session, "nudge.soon", str(task.number), ann, "2026-03-09T14:00:00+00:00") == (
        "superseded", "too late"
    )  # fmt: skip
    assert step(session, late + MINUTE) == []


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


@pytest.mark.parametrize(
    ("why", "due", "touched", "said"),
    [
        ("just listed by the brief", "9:30", None, []),
        ("listed two hours ago", "11:00", None, []),
        ("listed longer ago", "11:01", None, ["passed"]),
        ("changed since", "10:30", "10:15", ["passed"]),
    ],
)
def test_what_the_brief_listed_a_moment_ago_is_not_said_again_when_its_hour_passes(
    session: Session, why: str, due: str, touched: str | None, said: list[str]
):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = at_three(session, ann, creator=bob, due_at=berlin(due))
    (brief, *_) = step(session, MORNING)
    assert [due.number for due in brief.due] == [task.number]
    step(session, berlin(due) - HOUR)
    if touched:
        tasks.priority(session, acting(session, bob, now=berlin(touched)), task, 1)
    assert [kind for kind, _ in only_nudges(step(session, berlin(due)))] == said, why
    if not said:
        assert end_of(session, "nudge.passed", str(task.number), ann, task.due_at.isoformat()) == (
            "superseded", "told in the morning brief"
        )  # fmt: skip


def test_ten_in_shanghai_is_told_in_berlin_the_afternoon_before_and_in_the_brief(session: Session):
    ann, li = make_person(session, "U0ANN"), make_person(session, "U0LI", zone="Asia/Shanghai")
    task = make_task(session, ann, creator=li, due_on=date(2026, 3, 10), due_at=berlin("03:00", 10))
    clocks = [berlin(clock, day) for day in (9, 10) for clock in ("2:00", "9:00", "16:59", "17:00", "20:00")]
    told = {clock: [type(notice) for notice in step(session, clock)] for clock in clocks}
    assert {clock: kinds for clock, kinds in told.items() if Nudge in kinds} == {berlin("17:00"): [Nudge]}
    assert told[berlin("9:00", 10)] == [Brief]
    assert task.nudge_at is None


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
        ("done", lambda s, ann, bob, task: life.done(s, ann, task), "closed"),
        ("given away", lambda s, ann, bob, task: tasks.assign(s, ann, task, bob), "re-assigned"),
        ("another date", lambda s, ann, bob, task: tasks.due(s, ann, task, on=None, at=None), "another date by now"),
        ("snoozed", lambda s, ann, bob, task: tasks.snooze(s, ann, task, berlin("17:00")), "snoozed"),
        ("begun", lambda s, ann, bob, task: life.start(s, ann, task), "acted just now"),
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


@pytest.mark.parametrize(("kind", "told"), [("public", Nudge), ("private", TaskGone)])
def test_a_nudge_that_stands_with_a_former_owner_shows_only_what_they_may_see(
    session: Session, kind: str, told: type[Nudge | TaskGone]
):
    maya, ann, bob = (make_person(session, name) for name in ("U0MAYA", "U0ANN", "U0BOB"))
    channel = make_channel(session, members=(maya.id, bob.id), kind=kind)
    task = make_task(session, ann, creator=maya, channel=channel)
    row = Outbox(workspace_id=TEAM, key="nudge:k", kind="nudge", to=ann.id, nonce="n", state="sent",
                 subject={"number": task.number})  # fmt: skip
    session.add(Occurrence(workspace_id=TEAM, kind="nudge.passed", subject=str(task.number), person_id=ann.id, when="x",
                           due_at=NOW, state="sent", outbox_key=row.key))  # fmt: skip
    tasks.assign(session, acting(session, maya), task, bob)
    session.flush()
    assert isinstance(compose(session, row, NOW), told)
