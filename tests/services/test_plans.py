"""Parts and order: what is refused and named, who is told they can start, what moves along, what rolls up."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.errors import UserError
from bot.notices import Dropped
from bot.rules import plan as rules
from bot.services.people.actors import Actor
from bot.services.plan import following, moved, plans, rollups, slips, splitting
from bot.services.work import cards, life, roles, tasks, undoing
from models import Card, Outbox, Person, Session, State, Task, TaskFields
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

LATER = NOW + timedelta(minutes=1)


def refused(act: object, *args: object) -> UserError:
    with pytest.raises(UserError) as caught:
        act(*args)  # type: ignore[operator]
    return caught.value


def some(session: Session, count: int, owner: Person | None = None) -> tuple[Actor, list[Task]]:
    ann = owner or make_person(session)
    return acting(session, ann), [make_task(session, ann, title=f"Step {n}") for n in range(1, count + 1)]


def test_a_circle_is_refused_and_named_in_full(session: Session) -> None:
    ann, (one, two, three) = some(session, 3)
    plans.after(session, ann, two, [one.number])
    plans.after(session, ann, three, ["2 SS +1"])
    error = refused(plans.after, session, ann, one, [three.number])
    assert (error.key, error.params["circle"]) == ("order_in_a_circle", "#1 → #3 → #2 → #1")
    assert refused(plans.after, session, ann, one, [one.number]).key == "waits_for_itself"
    assert queries.list_after(session, one) == []


def test_parts_and_order_that_wait_for_each_other_are_refused(session: Session) -> None:
    ann, (whole, part, other, piece) = some(session, 4)
    plans.part(session, ann, part, whole.number)
    plans.part(session, ann, piece, part.number)
    assert refused(plans.after, session, ann, piece, [whole.number]).key == "order_in_a_circle"
    assert refused(plans.after, session, ann, whole, [piece.number]).key == "waits_for_its_part"
    assert refused(plans.part, session, ann, whole, piece.number).key == "order_in_a_circle"
    plans.after(session, ann, other, [whole.number])
    assert refused(plans.part, session, ann, other, part.number).key in ("order_in_a_circle", "waits_for_its_whole")
    plans.after(session, ann, part, [])
    assert refused(plans.after, session, ann, piece, [other.number]).params["circle"] == "#4 → #3 → #1 → #2 → #4"


def test_an_undo_makes_no_circle_either(session: Session) -> None:
    ann, (one, two) = some(session, 2)
    plans.after(session, ann, two, [one.number])
    entry = plans.not_after(session, ann, two, None)
    plans.after(session, ann, one, [two.number])
    assert refused(undoing.undo, session, ann, entry).key == "order_in_a_circle"
    assert queries.list_after(session, two) == []


def test_links_are_kept_changed_and_dropped(session: Session) -> None:
    ann, (one, two, three) = some(session, 3)
    plans.after(session, ann, three, [one.number, "2 FF +1"])
    plans.after(session, ann, three, ["1 SS -1"])
    assert roles.held(session, three, "after") == ["1 SS -1", "2 FF +1"]
    entry = plans.not_after(session, ann, three, [1])
    assert roles.held(session, three, "after") == ["2 FF +1"]
    undoing.undo(session, ann, entry)
    assert roles.held(session, three, "after") == ["1 SS -1", "2 FF +1"]
    assert refused(plans.not_after, session, ann, three, [two.number + 7]).key == "no_such_task"


def test_what_is_not_seen_is_not_found_and_not_counted(session: Session) -> None:
    """The same for Bob, whether Ann's private tasks are there or not."""
    bob, ann = make_person(session, "U0BOB"), make_person(session)
    channel = make_channel(session, members=("U0BOB", "U0ANN"))
    whole = make_task(session, bob, channel=channel, due_on=date(2026, 3, 10))
    shown = make_task(session, bob, channel=channel, parent_number=whole.number)
    hidden = make_task(session, ann, creator=ann)
    plans.part(session, acting(session, ann), hidden, whole.number)
    hidden_below = make_task(session, ann, parent_number=hidden.number)
    seen, _ = rollups.of(session, whole, bob, NOW)
    assert [part.number for part in seen.parts] == [shown.number]
    assert seen.rolled is not None
    assert seen.rolled.total == 1
    assert rollups.of(session, whole, None, NOW)[0] == seen
    everything, _ = rollups.of(session, whole, ann, NOW)
    assert [part.number for part in everything.parts] == [shown.number, hidden.number, hidden_below.number]
    assert refused(plans.after, session, acting(session, bob), whole, [hidden.number]).key == "no_such_task"
    assert refused(plans.part, session, acting(session, bob), whole, hidden.number).key == "no_such_task"
    assert [one.number for one in splitting.open_parts(session, acting(session, bob), whole)] == [shown.number]


def test_who_comes_next_hears_of_it_once_all_before_it_is_done(session: Session) -> None:
    bob = make_person(session, "U0BOB")
    ann, (one, two) = some(session, 2)
    last = make_task(session, bob, creator=ann.person, title="Ship it")
    plans.after(session, ann, last, [one.number, "2 SS +0"])
    life.done(session, ann, one)
    assert can_start(session) == []
    life.start(session, ann, two)
    (row,) = can_start(session)
    assert (row.to, row.subject["number"], row.due_at) == ("U0BOB", last.number, NOW)
    life.done(session, ann, two)
    assert len(can_start(session)) == 1
    assert not isinstance(cards.compose_told(session, row, NOW), Dropped)
    life.start(session, acting(session, bob), last)
    assert isinstance(cards.compose_told(session, row, NOW), Dropped)


def can_start(session: Session) -> list[Outbox]:
    return [row for row in session.exec(select(Outbox)) if row.subject.get("verb") == following.CAN_START]


def test_a_lag_is_waited_for_in_the_owners_working_days(session: Session) -> None:
    """Done on a Monday, two working days: told on Wednesday morning in Berlin, and by then only if it still holds."""
    ann, (one, two) = some(session, 2)
    plans.after(session, ann, two, ["1 FS +2"])
    entry = life.done(session, ann, one)
    (row,) = can_start(session)
    assert row.due_at is not None
    assert row.due_at.isoformat() == "2026-03-11T08:00:00+00:00"
    assert not isinstance(cards.compose_told(session, row, row.due_at), Dropped)
    undoing.undo(session, ann, entry)
    assert isinstance(cards.compose_told(session, row, row.due_at), Dropped)


def test_who_has_just_acted_is_not_told_what_they_know(session: Session) -> None:
    ann, (one, two) = some(session, 2)
    plans.after(session, ann, two, [one.number])
    life.done(session, ann, one)
    assert can_start(session) == []


def dated(session: Session, owner: Person, day: int, **fields: Any) -> Task:
    return make_task(session, owner, due_on=date(2026, 3, day), **fields)


def test_a_slip_is_shown_first_then_saved_in_one_turn_and_taken_back_in_one(session: Session) -> None:
    ann = make_person(session)
    actor = acting(session, ann)
    one, two, three = dated(session, ann, 10), dated(session, ann, 11), dated(session, ann, 12)
    plans.after(session, actor, two, [one.number])
    plans.after(session, actor, three, [two.number])
    slip = slips.ahead(session, actor, one, date(2026, 3, 12))
    seen = [(row.task.number, row.before.day, row.after.day, row.days) for row in slip.rows]
    assert seen == [(2, 11, 13, 2), (3, 12, 16, 2)]
    assert (two.due_on, three.due_on) == (date(2026, 3, 11), date(2026, 3, 12))
    entry, _ = slips.save(session, acting(session, ann, now=LATER), one, on=date(2026, 3, 12), at=None)
    assert [task.due_on for task in (one, two, three)] == [date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16)]
    moved = queries.list_history(session, three)[0]
    assert (moved.kind, moved.note) == ("slip", "#1")
    together = slips.taken_together(session, entry)
    assert {one.number for one in together} == {1, 2, 3}
    moved_along = [each for each in together if each.kind == "slip"]
    slips.take_back(session, acting(session, ann, now=LATER), moved_along)
    undoing.undo(session, acting(session, ann, now=LATER), entry)
    assert [each.undone_by is None for each in together] == [False, False, False]
    assert [task.due_on for task in (one, two, three)] == [date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12)]


def test_a_named_hour_stays_on_its_owners_wall_when_it_moves_over_a_change_of_clocks(session: Session) -> None:
    ann = make_person(session)
    actor = acting(session, ann)
    nine = NOW.replace(month=3, day=27, hour=8, minute=0)  # 09:00 in Berlin, in winter
    one, two = dated(session, ann, 26), make_task(session, ann, due_on=date(2026, 3, 27), due_at=nine)
    plans.after(session, actor, two, [one.number])
    slips.save(session, actor, one, on=date(2026, 3, 27), at=None)
    assert two.due_on == date(2026, 3, 30)
    assert two.due_at is not None
    assert two.due_at.isoformat() == "2026-03-30T07:00:00+00:00"


def test_what_is_not_the_actors_to_move_stays_and_what_they_do_not_see_is_not_spoken_of(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    channel = make_channel(session, members=("U0ANN", "U0BOB"))
    mine, theirs = dated(session, ann, 10, channel=channel), dated(session, bob, 11, channel=channel)
    hidden = dated(session, bob, 11)
    actor = acting(session, bob)
    for task in (theirs, hidden):
        plans.after(session, actor, task, [mine.number])
    behind = dated(session, ann, 12, channel=channel)
    plans.after(session, acting(session, ann), behind, [theirs.number])
    slip = slips.ahead(session, acting(session, ann), mine, date(2026, 3, 16))
    assert (slip.rows, [task.number for task in slip.stays]) == ((), [theirs.number])


def test_a_whole_takes_its_open_parts_along_and_each_other_owner_hears_of_all_of_theirs_once(session: Session) -> None:
    ann, bob, tom = make_person(session), make_person(session, "U0BOB"), make_person(session, "U0TOM")
    channel = make_channel(session, members=("U0ANN", "U0BOB", "U0TOM"))
    whole = dated(session, ann, 13, channel=channel)
    inside: dict[str, Any] = {"channel": channel, "parent_number": whole.number}
    early, late = dated(session, bob, 10, creator=ann, **inside), dated(session, bob, 12, creator=ann, **inside)
    begun, done = dated(session, ann, 11, start_on=date(2026, 3, 9), **inside), dated(session, ann, 10, **inside)
    begun.state, done.state = State.DOING, State.DONE
    below = dated(session, ann, 11, channel=channel, parent_number=early.number)
    toms, hidden = dated(session, tom, 11, **inside), dated(session, tom, 11, parent_number=whole.number)
    behind = dated(session, ann, 13, channel=channel)
    actor = acting(session, ann)
    plans.after(session, actor, behind, [late.number])
    slip = slips.ahead(session, actor, whole, date(2026, 3, 17))
    after, parts = slip.split()
    assert {row.task.number: (row.after.day, row.days) for row in parts} == {
        early.number: (12, 2), late.number: (16, 2), begun.number: (13, 2), below.number: (13, 2),
    }  # fmt: skip
    assert [(row.task.number, row.after.day) for row in after] == [(behind.number, 17)]
    assert [task.number for task in slip.stays] == [toms.number]
    entry, _ = slips.save(session, acting(session, ann, now=LATER), whole, on=date(2026, 3, 17), at=None)
    everything = (whole, early, late, begun, done, below, toms, hidden, behind)
    assert [task.due_on.day for task in everything if task.due_on] == [17, 12, 16, 13, 10, 13, 11, 11, 17]
    assert begun.start_on == date(2026, 3, 9)
    (letter,) = session.exec(select(Outbox).where(Outbox.kind == moved.KIND))
    assert (letter.to, sorted(one[0] for one in letter.subject["moves"])) == ("U0BOB", [early.number, late.number])
    together = slips.taken_together(session, entry)
    slips.take_back(session, acting(session, ann, now=LATER), [one for one in together if one.kind == "slip"])
    undoing.undo(session, acting(session, ann, now=LATER), entry)
    assert [task.due_on.day for task in everything if task.due_on] == [13, 10, 12, 11, 10, 11, 11, 11, 13]
    assert isinstance(moved.compose(session, letter, LATER), Dropped)


def test_an_order_against_the_dates_moves_the_task_its_parts_and_what_follows(session: Session) -> None:
    ann = make_person(session)
    actor = acting(session, ann)
    first, task, next_ = dated(session, ann, 12), dated(session, ann, 10), dated(session, ann, 11)
    part = dated(session, ann, 10, parent_number=task.number)
    plans.after(session, actor, next_, [task.number])
    slip = slips.behind(session, actor, task, [f"{first.number} FS +1"])
    seen = {row.task.number: (row.after.day, row.days) for row in slip.rows}
    assert seen == {task.number: (16, 4), part.number: (16, 4), next_.number: (17, 4)}
    assert slip.rows[0].task is task
    assert slips.behind(session, actor, task, ["1 FF -5"]).rows == ()
    later = acting(session, ann, now=LATER)
    entry, _ = slips.save_behind(session, later, task, [f"{first.number} FS +1"])
    assert [one.due_on.day for one in (first, task, next_, part) if one.due_on] == [12, 16, 17, 16]
    assert roles.held(session, task, "after") == ["1 FS +1"]
    together = slips.taken_together(session, entry)
    assert [one.kind for one in together] == ["slip", "slip", "slip", "after"]
    slips.take_back(session, later, together[:3])
    undoing.undo(session, later, entry)
    assert [one.due_on.day for one in (first, task, next_, part) if one.due_on] == [12, 10, 11, 10]
    assert roles.held(session, task, "after") == []


def test_an_order_behind_what_has_no_date_or_is_over_or_begun_moves_nothing(session: Session) -> None:
    ann = make_person(session)
    task = dated(session, ann, 10)
    undated, over = make_task(session, ann), dated(session, ann, 20)
    over.state = State.DONE
    actor = acting(session, ann)
    assert slips.behind(session, actor, task, [undated.number, over.number]).rows == ()
    late = dated(session, ann, 20)
    assert slips.behind(session, actor, undated, [late.number]).rows == ()
    task.state = State.DOING
    assert slips.behind(session, actor, task, [late.number]).rows == ()
    assert len(slips.behind(session, actor, task, [f"{late.number} FF +0"]).rows) == 1


def test_closing_a_task_with_its_parts_and_without(session: Session) -> None:
    ann, (whole, part, piece, other) = some(session, 4)
    plans.part(session, ann, part, whole.number)
    plans.part(session, ann, piece, part.number)
    plans.part(session, ann, other, whole.number)
    life.cancel(session, ann, other)
    done, left = splitting.close(session, ann, whole, "done", "", with_parts=True)
    assert ([task.number for task, _ in done], left) == ([3, 2, 1], [])
    assert {task.state for task in (whole, part, piece)} == {State.DONE}
    assert other.state == State.CANCELLED


def test_splitting_makes_parts_that_are_seen_where_the_whole_is(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    channel = make_channel(session, members=("U0ANN", "U0BOB"))
    whole = make_task(session, ann, channel=channel, estimate_days=5.0)
    plan, _ = rollups.of(session, whole, ann, NOW)
    assert plan.may_split
    pieces = [TaskFields(title=title, owner_id=who.id, estimate_days=days, parent_number=whole.number)
              for title, who, days in (("Draft", ann, 2.0), ("Layout", bob, 1.0))]  # fmt: skip
    made = splitting.split(session, acting(session, ann), whole, pieces, "form")
    plan, _ = rollups.of(session, whole, None, NOW)
    assert [part.title for part in plan.parts] == ["Draft", "Layout"]
    assert plan.rolled == rules.RollUp(total=2, done=0, percent=0, days=3.0, start=None, due=None)
    assert not plan.may_split
    life.done(session, acting(session, bob), made[1])
    again, _ = rollups.of(session, whole, bob, NOW)
    assert again.rolled is not None
    assert again.rolled.percent == 33
    stranger = make_person(session, "U0EVE", is_guest=True)
    assert refused(splitting.split, session, acting(session, stranger), whole, pieces, "form").key == "not_yours"


def test_merging_moves_everything_into_the_first_and_one_undo_each_takes_it_back(session: Session) -> None:
    ann = make_person(session)
    actor = acting(session, ann)
    one = make_task(session, ann, title="Call", estimate_days=0.25, labels=["launch"], note="early")
    two = make_task(session, ann, title="Mail", estimate_days=0.25, labels=["press"], note="late")
    then = make_task(session, ann, title="Then")
    plans.after(session, actor, then, ["2 SS +1"])
    done = splitting.merge(session, actor, one, [two])
    assert (one.estimate_days, one.labels, one.note) == (0.5, ["launch", "press"], "early\n\nMail\nlate")
    assert two.state == State.CANCELLED
    assert roles.held(session, then, "after") == ["1 SS +1"]
    for _, entry in reversed(done):
        undoing.undo(session, actor, entry)
    assert (one.estimate_days, one.note, two.state) == (0.25, "early", State.OPEN)
    assert roles.held(session, then, "after") == ["2 SS +1"]


def test_what_is_merged_into_another_has_ended_for_all_that_its_end_sets_off(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    actor = acting(session, ann)
    one = make_task(session, ann)
    weekly = make_task(session, ann, due_on=NOW.date(), rrule="FREQ=WEEKLY;BYDAY=MO")
    roles.put(session, weekly, "informed", [bob.id])
    hidden = make_task(session, bob)
    roles.put(session, hidden, "after", [weekly.number])
    done = splitting.merge(session, actor, one, [weekly])
    following_ = queries.get_unseen(session, TEAM, weekly.followed_by or 0)
    assert following_ is not None
    told = {(row.to, row.subject["verb"]) for row in session.exec(select(Outbox).where(Outbox.kind == "task.told"))}
    assert told == {(bob.id, "informed_cancel"), (bob.id, "can_start")}
    undoing.undo(session, actor, done[-1][1])
    assert (weekly.state, weekly.followed_by, following_.state) == (State.OPEN, None, State.CANCELLED)


def test_two_small_parts_beside_each_other_are_offered_to_be_one(session: Session) -> None:
    ann, (whole, *_) = some(session, 1)
    small = [make_task(session, ann.person, parent_number=whole.number, estimate_days=days) for days in (0.25, 0.4, 2)]
    offers = [rollups.of(session, task, ann.person, NOW)[0].merge_with for task in small]
    assert offers == [small[1].number, small[0].number, None]


def test_cards_above_are_drawn_again_when_a_part_changes_or_leaves(session: Session) -> None:
    ann, (top, whole, part) = some(session, 3)
    plans.part(session, ann, whole, top.number)
    for task in (top, whole):
        session.add(Card(workspace_id=TEAM, channel_id="C0", ts=f"1.{task.number}", number=task.number))
    session.flush()

    def drawn() -> list[int]:
        found = [task.number for task in (top, whole) for card in queries.list_cards(session, task) if card.draw_at]
        for task in (top, whole):
            for card in queries.list_cards(session, task):
                card.draw_at = None
                session.add(card)
        session.flush()
        return found

    plans.part(session, ann, part, whole.number)
    assert drawn() == [1, 2]
    life.start(session, ann, part)
    assert drawn() == [1, 2]
    tasks.note(session, ann, part, "halfway")
    assert drawn() == []
    plans.part(session, ann, part, None)
    assert drawn() == [1, 2]
