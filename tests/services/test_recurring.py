"""Work that comes again: its next one is made once, carries what it should, and goes with the undo of what made it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.errors import UserError
from bot.rules import civil
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.plan import recurring, series
from bot.services.work import life, roles, tasks, undoing
from models import Dependency, History, Person, Role, RoleKind, Session, State, Task
from models.queries import deliveries, plans
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace
from tests.statements import counted

TUESDAY = date(2026, 3, 10)
WEEKLY = "FREQ=WEEKLY;BYDAY=TU"
MINUTE = timedelta(minutes=1)


def a_weekly(session: Session, owner: Person, **fields: Any) -> Task:
    return make_task(session, owner, **({"rrule": WEEKLY, "due_on": TUESDAY, "title": "Send the report"} | fields))


def next_of(session: Session, task: Task) -> Task:
    assert task.followed_by is not None
    found = queries.get_unseen(session, TEAM, task.followed_by)
    assert found is not None
    return found


def close(session: Session, task: Task, person: Person, *, days: int = 0) -> History:
    return life.done(session, acting(session, person, now=NOW + timedelta(days=days)), task, note="sent")


def test_the_next_one_carries_what_the_task_is_and_nothing_of_what_was_done(session: Session) -> None:
    ann, ben, eve = (make_person(session, one) for one in ("U0ANN", "U0BEN", "U0EVE"))
    task = a_weekly(
        session, ann, creator=ben, channel=make_channel(session), note="to the board", labels=["board"], project="q3",
        estimate_days=0.5, priority=2, needs_evidence=True, asks_closing=True, described={"goal": "they know"},
        start_on=date(2026, 3, 9),
    )  # fmt: skip
    actor = acting(session, ann)
    tasks.edit(session, actor, task, {"helpers": [eve.id], "reviewers": ["2:any:U0EVE"]})
    tasks.note(session, actor, task, "halfway")
    task.percent, task.spent_minutes, task.evidence, task.score = 60, 90, [{"kind": "link", "value": "x"}], 4
    close(session, task, ann)
    made = next_of(session, task)
    kept = ("title", "note", "owner_id", "labels", "project", "estimate_days", "priority", "needs_evidence", "rrule",
            "asks_closing", "described", "creator_id", "source_channel", "source_is_private", "next_one")  # fmt: skip
    assert {name: getattr(made, name) for name in kept} == {name: getattr(task, name) for name in kept}
    assert (made.state, made.due_on, made.start_on, made.occurs_on) == (
        State.OPEN, date(2026, 3, 17), date(2026, 3, 16), date(2026, 3, 17))  # fmt: skip
    assert [roles.held(session, made, name) for name in ("helpers", "reviewers")] == [[eve.id], ["2:any:U0EVE"]]
    assert (made.percent, made.spent_minutes, made.evidence, made.score, made.closed_at) == (None, 0, None, None, None)
    assert [(entry.kind, entry.after["comes_after"]) for entry in queries.list_history(session, made)] == [
        ("recur", task.number)]  # fmt: skip
    assert (task.series, task.nth, made.series, made.nth) == (task.number, 1, task.number, 2)


def test_a_series_counts_its_tasks_and_ends_when_it_was_said_to(session: Session) -> None:
    ann = make_person(session)
    first = task = a_weekly(session, ann, rrule=f"{WEEKLY};COUNT=3")
    for nth in (1, 2, 3):
        assert task.nth == nth
        close(session, task, ann, days=nth * 7)
        task = next_of(session, task) if nth < 3 else task
    assert (task.series, task.followed_by) == (first.number, None)


def test_what_was_missed_is_left_out_and_written_down(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann)
    close(session, task, ann, days=23)  # the first of April
    made = next_of(session, task)
    assert made.due_on == date(2026, 4, 7)
    assert queries.list_history(session, made)[0].after["missed"] == 3


def test_nine_stays_nine_over_the_change_of_clocks_and_a_gap_is_not_remembered(session: Session) -> None:
    ann = make_person(session)
    zone = civil.zone("Europe/Berlin")
    for clock, utc in ((time(9), ("07:00", "07:00")), (time(2, 30), ("01:00", "00:30"))):
        at = civil.instant(date(2026, 3, 28), clock, zone)
        task = make_task(session, ann, rrule="FREQ=DAILY", due_on=date(2026, 3, 28), due_at=at,
                         now=datetime(2026, 3, 28, 0, tzinfo=UTC))  # fmt: skip
        found = []
        for day in (28, 29):
            life.done(session, acting(session, ann, now=datetime(2026, 3, day, 12, tzinfo=UTC)), task)
            task = next_of(session, task)
            assert task.due_at is not None
            found.append(task.due_at.astimezone(UTC).strftime("%H:%M"))
        assert tuple(found) == utc


def test_nobody_is_told_of_the_next_one_and_its_card_stands_where_the_first_one_stood(session: Session) -> None:
    ann, ben = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    task = a_weekly(session, ann, creator=ben, channel=make_channel(session))
    outbox.put(session, TEAM, Letter(key=f"card:{task.number}", kind="task.card", to="C0LAUNCH", thread_ts="17.1",
                                     subject={"number": task.number, "by": ben.id}), now=NOW)  # fmt: skip
    close(session, task, ann)
    made = next_of(session, task)
    card = deliveries.outbox_by_key(session, TEAM, f"card:{made.number}")
    assert card is not None
    assert (card.to, card.thread_ts, card.reader_id) == ("C0LAUNCH", "17.1", None)
    assert deliveries.outbox_by_key(session, TEAM, f"given:{made.number}:v1") is None


def test_undo_of_done_takes_the_untouched_next_one_with_it(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann)
    entry = close(session, task, ann)
    made = next_of(session, task)
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), entry)
    assert (task.state, task.followed_by, task.series) == (State.OPEN, None, None)
    assert (made.state, made.series) == (State.CANCELLED, None)
    close(session, task, ann)
    again = next_of(session, task)
    assert (again.number != made.number, again.nth, again.state) == (True, 2, State.OPEN)


@pytest.mark.parametrize("touch", ["note", "start"])
def test_undo_of_done_leaves_a_next_one_that_somebody_touched(session: Session, touch: str) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann)
    entry = close(session, task, ann)
    made = next_of(session, task)
    actor = acting(session, ann, now=NOW + MINUTE)
    tasks.note(session, actor, made, "begun") if touch == "note" else life.start(session, actor, made)
    undoing.undo(session, actor, entry)
    assert (task.state, task.followed_by, made.is_live) == (State.OPEN, made.number, True)
    close(session, task, ann)
    assert (task.followed_by, queries.get_unseen(session, TEAM, made.number + 1)) == (made.number, None)


def test_one_that_is_given_up_is_followed_and_a_series_that_is_given_up_is_not(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann, next_one="day")
    life.cancel(session, acting(session, ann), task)
    made = next_of(session, task)
    entry = life.cancel(session, acting(session, ann), made, for_good=True)
    assert (made.state, made.followed_by, made.rrule, made.recur_at) == (State.CANCELLED, None, None, None)
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), entry)
    assert (made.state, made.rrule) == (State.OPEN, WEEKLY)


def test_its_day_makes_the_next_one_once_however_often_the_clock_ticks(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann, next_one="day")
    assert task.recur_at == civil.instant(date(2026, 3, 17), time(0), civil.zone("Europe/Berlin"))
    assert task.recur_at is not None
    before, then = task.recur_at - MINUTE, task.recur_at + MINUTE
    assert recurring.due(session, before) == []
    assert recurring.due(session, then) == [(TEAM, task.number)]
    for now in (before, then, then, then + MINUTE):
        recurring.make_due(session, (TEAM, task.number), now)
    made = next_of(session, task)
    assert (made.due_on, made.nth, task.state, task.recur_at) == (date(2026, 3, 17), 2, State.OPEN, None)
    assert queries.get_unseen(session, TEAM, made.number + 1) is None
    assert made.recur_at == civil.instant(date(2026, 3, 24), time(0), civil.zone("Europe/Berlin"))
    close(session, task, ann, days=8)
    assert task.followed_by == made.number


def test_after_a_stop_of_weeks_only_the_coming_one_is_made(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann, next_one="day")
    wednesday = datetime(2026, 4, 1, 8, tzinfo=UTC)
    recurring.make_due(session, (TEAM, task.number), wednesday)
    assert (task.followed_by, task.recur_at) == (
        None, civil.instant(date(2026, 4, 7), time(0), civil.zone("Europe/Berlin")))  # fmt: skip
    recurring.make_due(session, (TEAM, task.number), datetime(2026, 4, 7, 8, tzinfo=UTC))
    made = next_of(session, task)
    assert (made.due_on, queries.list_history(session, made)[0].after["missed"]) == (date(2026, 4, 7), 3)


def test_one_that_is_done_before_waits_for_the_day_of_the_next(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann, next_one="day")
    close(session, task, ann)
    assert (task.followed_by, task.recur_at is not None) == (None, True)
    recurring.make_due(session, (TEAM, task.number), datetime(2026, 3, 17, 8, tzinfo=UTC))
    assert next_of(session, task).due_on == date(2026, 3, 17)


def test_a_skipped_one_moves_on_without_being_closed(session: Session) -> None:
    ann = make_person(session)
    zone = civil.zone("Europe/Berlin")
    task = a_weekly(session, ann, due_at=civil.instant(TUESDAY, time(16), zone))
    entry = series.skip(session, acting(session, ann), task)
    assert (task.state, task.due_on, task.due_at, task.nth) == (
        State.OPEN, date(2026, 3, 17), civil.instant(date(2026, 3, 17), time(16), zone), 1)  # fmt: skip
    series.skip(session, acting(session, ann), task)
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), queries.list_history(session, task)[0])
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), entry)
    assert (task.due_on, task.occurs_on) == (TUESDAY, TUESDAY)
    plain = make_task(session, ann)
    with pytest.raises(UserError, match="does_not_repeat"):
        series.skip(session, acting(session, ann), plain)
    last = a_weekly(session, ann, rrule=f"{WEEKLY};UNTIL=20260312")
    with pytest.raises(UserError, match="series_is_over"):
        series.skip(session, acting(session, ann), last)


def test_a_change_counts_for_those_to_come_unless_it_is_for_this_one_only(session: Session) -> None:
    ann, ben = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    actor = acting(session, ann)
    for only in (False, True):
        task = a_weekly(session, ann)
        entry = tasks.edit(session, actor, task, {"title": "Send both reports", "owner_id": ben.id, "helpers": []})
        assert entry is not None
        assert tasks.view(session, task, now=NOW).scope == "following"
        if only:
            series.only(session, actor, task, entry)
        close(session, task, ben)
        made = next_of(session, task)
        expected = ("Send the report", ann.id) if only else ("Send both reports", ben.id)
        assert (made.title, made.owner_id, made.series_next) == (*expected, None)


def test_another_hour_is_for_this_one_unless_it_is_for_those_to_come(session: Session) -> None:
    ann = make_person(session)
    zone = civil.zone("Europe/Berlin")
    at, moved = civil.instant(TUESDAY, time(9), zone), civil.instant(date(2026, 3, 12), time(15), zone)
    for onwards, rule, on, clock in ((False, WEEKLY, date(2026, 3, 17), time(9)),
                                     (True, "FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 19), time(15))):  # fmt: skip
        task = a_weekly(session, ann, due_at=at)
        entry = tasks.due(session, acting(session, ann), task, on=date(2026, 3, 12), at=moved)
        assert tasks.view(session, task, now=NOW).scope == "one"
        if onwards:
            series.onwards(session, acting(session, ann), task, entry)
        close(session, task, ann)
        made = next_of(session, task)
        assert (made.rrule, made.due_on, made.due_at) == (rule, on, civil.instant(on, clock, zone))


def test_a_new_rhythm_counts_from_the_day_it_is_said_for(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann)
    close(session, task, ann)
    second = next_of(session, task)
    actor = acting(session, ann)
    tasks.edit(session, actor, second, {"rrule": "FREQ=DAILY;INTERVAL=2;COUNT=2", "due_on": date(2026, 3, 13)})
    close(session, second, ann)
    third = next_of(session, second)
    assert (third.due_on, third.nth, third.rrule) == (date(2026, 3, 15), 3, "FREQ=DAILY;INTERVAL=2;COUNT=3")
    close(session, third, ann)
    assert third.followed_by is None


def test_parts_come_again_as_open_with_their_order_and_distance(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann)
    one, two, dropped = (
        make_task(session, ann, title=name, parent_number=task.number, due_on=date(2026, 3, 9)) for name in "abc"
    )
    below = make_task(session, ann, title="d", parent_number=one.number)
    roles.put(session, two, roles.AFTER, [f"{one.number} SS +1"])
    life.cancel(session, acting(session, ann), dropped)
    for part in (below, one, two):
        close(session, part, ann)
    entry = close(session, task, ann)
    made = next_of(session, task)
    parts = plans.list_parts(session, made, None, NOW, hidden=True)
    monday = date(2026, 3, 16)
    assert [(part.title, part.state, part.due_on) for part in parts] == [
        ("a", State.OPEN, monday), ("b", State.OPEN, monday), ("d", State.OPEN, None)]  # fmt: skip
    assert parts[2].parent_number == parts[0].number
    assert roles.held(session, parts[1], roles.AFTER) == [f"{parts[0].number} SS +1"]
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), entry)
    assert {part.state for part in (made, *parts)} == {State.CANCELLED}


def test_hundreds_of_parts_come_again_in_as_many_statements_as_ten(session: Session) -> None:
    costs = []
    for count in (10, 100):
        inner = session.begin_nested()
        ann, crew = make_person(session), [make_person(session, f"U0CREW{n}") for n in range(count)]
        task = a_weekly(session, ann, channel=make_channel(session))
        last = task
        for n, person in enumerate(crew):
            part = make_task(session, person, parent_number=last.number if n % 5 else task.number, due_on=task.due_on)
            session.add(Role(workspace_id=TEAM, number=part.number, person_id=crew[n - 1].id, kind=RoleKind.HELPER))
            if n > 1:
                session.add(Dependency(workspace_id=TEAM, number=part.number, after_number=part.number - 2))
            last = part
        session.flush()
        session.expire_all()
        with counted(session) as said:
            close(session, task, ann)
        costs.append(len(said))
        made = next_of(session, task)
        parts = plans.list_parts(session, made, None, NOW, hidden=True)
        assert len(parts) == count
        assert len(plans.list_ties(session, TEAM, [part.number for part in parts])) == count - 2
        inner.rollback()
        session.expunge_all()
    assert costs[1] == costs[0] <= 60


def test_who_has_left_gets_no_next_one_and_its_creator_is_asked(session: Session) -> None:
    ann, ben = make_person(session, "U0ANN"), make_person(session, "U0BEN")
    lead = make_person(session, "U0LEAD")
    task = a_weekly(session, ann, creator=ben)
    ann.is_deleted = True
    session.flush()
    close(session, task, ben)
    made = next_of(session, task)
    assert made.owner_id == ben.id
    told = deliveries.outbox_by_key(session, TEAM, f"told:{made.number}:v1:owner_gone:{ben.id}")
    assert told is not None
    ben.is_deleted = True
    workspace = make_workspace(session, leads=[lead.id])
    assert workspace.leads == [lead.id]
    life.done(session, acting(session, lead), made)
    assert next_of(session, made).owner_id == lead.id


def test_what_repeats_no_more_makes_nothing(session: Session) -> None:
    ann = make_person(session)
    task = a_weekly(session, ann, next_one="day")
    tasks.edit(session, acting(session, ann), task, {"rrule": None})
    assert task.recur_at is None
    close(session, task, ann)
    assert task.followed_by is None
    made = make_task(session, ann, rrule=WEEKLY, due_on=TUESDAY, next_one="day")
    undoing.undo(session, acting(session, ann, now=NOW + MINUTE), queries.list_history(session, made)[0])
    assert (made.state, made.recur_at, made.followed_by) == (State.CANCELLED, None, None)
