"""Proposals are made from what is known, taken or left once, counted, and do not nag."""

from datetime import date, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.services.priority import suggesting
from bot.services.work import life, tasks
from models import Person, Session, Suggestion, SuggestionState, Team, TeamMember
from models.queries import deliveries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task
from tests.services.ticking import MORNING, berlin, deliver, tick

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


def proposed(session: Session, person: Person, now: datetime = NOW) -> list[tuple[int, str, str, str]]:
    rows = suggesting.make(session, acting(session, person, now=now))
    return [(row.number, row.field, row.proposed, row.reason) for row, _ in rows]


def one(session: Session, person: Person, now: datetime = NOW) -> Suggestion:
    ((row, _),) = suggesting.make(session, acting(session, person, now=now))
    return row


def test_what_is_important_and_undated_gets_a_day_with_room(session: Session, ann: Person):
    make_task(session, ann, title="Tomorrow", due_on=MONDAY + DAY, estimate_days=1.5)
    task = make_task(session, ann, title="Strategy", important=True)
    assert proposed(session, ann) == [(task.number, "due_on", "2026-03-11", "important_undated")]


def test_what_others_wait_for_is_raised_and_a_hidden_one_counts_for_nothing(session: Session, ann: Person):
    bob, channel = make_person(session, "U0BOB"), make_channel(session)
    task, secret = make_task(session, ann, due_on=MONDAY + 9 * DAY), make_task(session, ann, due_on=MONDAY + 9 * DAY)
    waits, hidden = make_task(session, bob, channel=channel), make_task(session, bob)
    life.block(session, acting(session, bob), waits, reason="x", on=task.number)
    life.block(session, acting(session, bob), hidden, reason="x", on=secret.number)
    row = one(session, ann)
    assert (row.number, row.proposed, row.facts["tasks"]) == (task.number, "2", [waits.number])


def closed(session: Session, person: Person, late: int, of: int, **fields: object) -> None:
    """Some of its like, closed a day after their date or a day before it."""
    for n in range(of):
        due = MONDAY - 20 * DAY
        made = make_task(session, person, due_on=due, now=NOW - 30 * DAY, **fields)
        assert made.ends_at is not None
        shift = DAY if n < late else -DAY
        life.done(session, acting(session, person, now=made.ends_at + shift), made)


def test_past_lateness_of_its_like_raises_it_from_five_samples_on(session: Session, ann: Person):
    task = make_task(session, ann, due_on=MONDAY + 9 * DAY, labels=["launch"])
    closed(session, ann, 2, 4, labels=["launch"])
    assert proposed(session, ann) == []
    closed(session, ann, 1, 1, labels=["launch"])
    row = one(session, ann)
    assert (row.number, row.reason, row.facts["late"], row.facts["of"]) == (task.number, "often_late", 3, 5)


def team_of(session: Session, *people: Person) -> None:
    channel = make_channel(session, "C0TEAM", members=tuple(person.id for person in people))
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, created_at=NOW))
    session.flush()
    session.add_all(TeamMember(workspace_id=TEAM, channel_id=channel.id, person_id=one.id) for one in people)
    session.flush()


def test_a_full_week_hands_over_only_to_who_sees_the_task_already(session: Session, ann: Person):
    bob, eve = make_person(session, "U0BOB"), make_person(session, "U0EVE")
    team_of(session, ann, bob, eve)
    make_task(session, bob, due_on=MONDAY + 2 * DAY, estimate_days=3)
    channel = make_channel(session, "C0TEAM", members=("U0ANN", "U0BOB", "U0EVE"))
    public = make_task(session, ann, due_on=MONDAY + DAY, estimate_days=3, channel=channel)
    private = make_task(session, ann, due_on=MONDAY + DAY, estimate_days=3)
    assert proposed(session, ann) == [
        (public.number, "owner_id", "U0EVE", "overload_delegate"),
        (private.number, "due_on", "2026-03-16", "overload"),
    ]


def test_nobody_with_room_is_nobody_to_hand_over_to(session: Session, ann: Person):
    guest, stranger = make_person(session, "U0GUEST", is_guest=True), make_person(session, "U0OUT", is_stranger=True)
    team_of(session, ann, guest, stranger)
    channel = make_channel(session, "C0TEAM", members=("U0ANN", "U0GUEST", "U0OUT"))
    make_task(session, ann, due_on=MONDAY + DAY, estimate_days=9, channel=channel)
    assert [reason for *_, reason in proposed(session, ann)] == ["overload"]


def test_taking_one_does_it_with_history_and_undo(session: Session, ann: Person):
    task = make_task(session, ann, important=True)
    row = one(session, ann)
    assert row.id is not None
    done = suggesting.take(session, acting(session, ann), row.id)
    assert done is not None
    assert (task.due_on, done[1].kind, row.state) == (MONDAY + DAY, "due", SuggestionState.TAKEN)
    assert suggesting.counted(session, acting(session, ann)) == suggesting.Counted(1, 0)
    with pytest.raises(UserError, match="suggestion_gone"):
        suggesting.take(session, acting(session, ann), row.id)


def test_what_was_left_does_not_come_again_for_thirty_days(session: Session, ann: Person):
    make_task(session, ann, important=True)
    row = one(session, ann)
    assert row.id is not None
    suggesting.leave(session, acting(session, ann), row.id)
    assert proposed(session, ann, NOW + 29 * DAY) == []
    assert [reason for *_, reason in proposed(session, ann, NOW + 31 * DAY)] == ["important_undated"]
    assert suggesting.counted(session, acting(session, ann)) == suggesting.Counted(0, 1)
    assert suggesting.counted(session, acting(session, ann, now=NOW + 40 * DAY)) == suggesting.Counted(0, 0)


def test_one_whose_task_changed_is_outdated_and_not_done(session: Session, ann: Person):
    task = make_task(session, ann, important=True)
    row = one(session, ann)
    assert row.id is not None
    tasks.due(session, acting(session, ann), task, on=MONDAY + 5 * DAY, at=None)
    assert suggesting.take(session, acting(session, ann), row.id) is None
    assert (row.state, task.due_on) == (SuggestionState.OUTDATED, MONDAY + 5 * DAY)
    assert proposed(session, ann) == []


def test_what_holds_is_not_proposed_twice_and_another_person_finds_nothing(session: Session, ann: Person):
    make_task(session, ann, important=True)
    row = one(session, ann)
    assert one(session, ann).id == row.id
    bob = make_person(session, "U0BOB")
    assert row.id is not None
    for answer in (suggesting.take, suggesting.leave):
        with pytest.raises(UserError, match="suggestion_gone"):
            answer(session, acting(session, bob), row.id)
    assert row.state == SuggestionState.OPEN


def test_at_most_five_at_a_time_the_most_pressing_first(session: Session, ann: Person):
    for _ in range(7):
        make_task(session, ann, important=True)
    assert len(proposed(session, ann)) == 5


def test_forgotten_work_is_put_off_or_cancelled(session: Session, ann: Person):
    bob = make_person(session, "U0BOB")
    own = make_task(session, ann, now=NOW - 40 * DAY)
    given = make_task(session, ann, creator=bob, now=NOW - 40 * DAY)
    assert proposed(session, ann) == [
        (own.number, "state", "cancelled", "dead"), (given.number, "priority", "5", "untouched"),
    ]  # fmt: skip
    rows = {row.number: row for row, _ in suggesting.make(session, acting(session, ann))}
    taken = [rows[task.number].id for task in (own, given)]
    for suggestion_id in taken:
        assert suggestion_id is not None
        suggesting.take(session, acting(session, ann), suggestion_id)
    assert (own.state, given.priority) == ("cancelled", 5)


def test_the_first_morning_of_the_week_looks_once_and_says_so_in_one_line(session: Session, ann: Person):
    make_task(session, ann, important=True)
    make_task(session, ann, due_on=MONDAY)
    tick(session, MORNING)
    (brief,) = deliver(session, MORNING)
    assert brief.suggested == 1
    tick(session, berlin("9:00", 10))
    assert [brief.suggested for brief in deliver(session, berlin("9:00", 10))] == [0]
    assert deliveries.occurrence(session, TEAM, "suggest", "", ann.id, "2026-W11") is not None


def test_proposals_alone_wake_nobody(session: Session, ann: Person):
    make_task(session, ann, important=True)
    tick(session, MORNING)
    assert deliver(session, MORNING) == []
