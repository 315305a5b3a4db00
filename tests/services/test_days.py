"""What App Home shows: a person's own live tasks by day, what waits for them, what they gave away, what they lead."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.answers.days import Choices, MyDay, Part
from bot.rules.reviewing import ReturnReason
from bot.services.finding import homes
from bot.services.priority import days
from bot.services.review import review_steps, reviewing
from bot.services.work import changing, life, tasks, undoing
from models import (
    AnswerState,
    Channel,
    Home,
    Person,
    Role,
    RoleKind,
    Session,
    StandupAnswer,
    StandupRun,
    State,
    Task,
    Team,
)  # fmt: skip
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def day_of(session: Session, person: Person, *, now: datetime = NOW) -> MyDay:
    return days.my_day(session, acting(session, person, now=now))


def numbers(part: Part[Task]) -> list[int]:
    return [task.number for task in part.rows]


def test_each_live_task_of_mine_stands_in_one_list(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    late = make_task(session, ann, due_on=date(2026, 3, 6), creator=bob)
    today = make_task(session, ann, due_on=MONDAY)
    soon = make_task(session, ann, due_on=date(2026, 3, 16))
    later = make_task(session, ann, due_on=date(2026, 3, 17))
    dateless = make_task(session, ann)
    snoozed = make_task(session, ann, due_on=MONDAY)
    tasks.snooze(session, acting(session, ann), snoozed, NOW + timedelta(hours=2))
    done = make_task(session, ann, due_on=MONDAY)
    life.done(session, acting(session, ann), done)
    make_task(session, bob, due_on=MONDAY)
    day = day_of(session, ann)
    assert (numbers(day.day), numbers(day.soon), numbers(day.done)) == (
        [late.number, today.number], [soon.number], [done.number]
    )  # fmt: skip
    assert (sorted(numbers(day.later)), day.late, day.today) == ([later.number, dateless.number, snoozed.number], 1, 1)
    assert (day.person.id, day.on, set(day.people)) == ("U0ANN", MONDAY, {"U0ANN", "U0BOB"})


def test_the_day_is_in_the_order_to_do_it_in_and_says_why_it_begins_so(session: Session):
    ann = make_person(session, "U0ANN")
    usual, urgent = make_task(session, ann, due_on=MONDAY), make_task(session, ann, due_on=MONDAY, priority=1)
    late = make_task(session, ann, due_on=date(2026, 3, 6))
    day = day_of(session, ann)
    assert numbers(day.day) == [late.number, urgent.number, usual.number]
    assert day.first_because is not None
    assert (day.first_because.number, day.first_because.reasons[0]) == (late.number, "late")
    changing.change(session, acting(session, ann), usual, "edit", {"day_on": MONDAY, "day_rank": 1})
    day = day_of(session, ann)
    assert (numbers(day.day)[0], day.first_because and day.first_because.reasons) == (usual.number, ("by_hand",))


def test_a_reminder_waits_in_plain_sight(session: Session):
    ann, at = make_person(session, "U0ANN"), NOW + timedelta(hours=2)
    reminder = make_task(session, ann, due_at=at, due_on=MONDAY)
    tasks.snooze(session, acting(session, ann), reminder, at)
    assert numbers(day_of(session, ann).day) == [reminder.number]


def test_what_waits_for_me_and_what_i_gave_away_are_others_tasks(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    waits = make_task(session, bob)
    life.block(session, acting(session, bob), waits, reason="the price", by=ann.id)
    own = make_task(session, ann)
    life.block(session, acting(session, ann), own, reason="myself", by=ann.id)
    given = make_task(session, bob, creator=ann)
    urgent = make_task(session, bob, creator=ann, priority=1)
    begun = make_task(session, bob, creator=ann)
    life.start(session, acting(session, bob), begun)
    late = make_task(session, bob, creator=ann, due_on=date(2026, 3, 6))
    day = day_of(session, ann)
    assert [(one.kind, one.task.number) for one in day.waiting.rows] == [("blocked", waits.number)]
    assert numbers(day.given) == [late.number, begun.number, urgent.number, given.number]
    assert day.given_counts == {"open": 3, "doing": 1, "late": 1}


def test_what_was_given_to_me_waits_until_i_said_that_i_have_it(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, ann, creator=bob)
    make_task(session, ann)
    assert [(one.kind, one.task.number) for one in day_of(session, ann).waiting.rows] == [("ack", task.number)]
    task.acked_at = NOW
    session.add(task)
    assert day_of(session, ann).waiting.total == 0


def in_review(session: Session, owner: Person, *roles: tuple[str, RoleKind, int], step: int = 1,
              accepted: list[str] | None = None) -> Task:  # fmt: skip
    task = make_task(session, owner)
    for person_id, kind, at in roles:
        session.add(Role(workspace_id=TEAM, number=task.number, person_id=person_id, kind=kind, step=at))
    task.state, task.review_step, task.submitted_at, task.accepted_by = State.REVIEW, step, NOW, accepted
    session.add(task)
    session.flush()
    review_steps.keep(session, task)
    return task


REVIEWER, ACCOUNTABLE = RoleKind.REVIEWER, RoleKind.ACCOUNTABLE
ASKED = [
    ("whoever is in the open step", [("U0ANN", REVIEWER, 1)], 1, None, True),
    ("not who comes later", [("U0BOB", REVIEWER, 1), ("U0ANN", REVIEWER, 2)], 1, None, False),
    ("the next step where the open one is gone", [("U0ANN", REVIEWER, 3)], 2, None, True),
    ("not who has accepted", [("U0ANN", REVIEWER, 1), ("U0BOB", REVIEWER, 1)], 1, ["U0ANN"], False),
    ("who has not, though others have", [("U0ANN", REVIEWER, 1), ("U0BOB", REVIEWER, 1)], 1, ["U0BOB"], True),
    ("who is accountable, where nobody reviews", [("U0ANN", ACCOUNTABLE, 1)], 1, None, True),
    ("not who is accountable, where one does", [("U0ANN", ACCOUNTABLE, 1), ("U0BOB", REVIEWER, 1)], 1, None, False),
    ("nobody for a helper", [("U0ANN", RoleKind.HELPER, 1)], 1, None, False),
]  # fmt: skip


@pytest.mark.parametrize(("roles", "step", "accepted", "is_asked"), [row[1:] for row in ASKED],
                         ids=[row[0] for row in ASKED])  # fmt: skip
def test_a_review_waits_for(
    session: Session, roles: list[tuple[str, RoleKind, int]], step: int, accepted: list[str] | None, is_asked: bool
):
    ann, owner = make_person(session, "U0ANN"), make_person(session, "U0DANA")
    make_person(session, "U0BOB")
    in_review(session, owner, *roles, step=step, accepted=accepted)
    assert [one.kind for one in day_of(session, ann).waiting.rows] == (["accept"] if is_asked else [])


def test_one_review_says_nothing_of_another(session: Session):
    ann, owner = make_person(session, "U0ANN"), make_person(session, "U0DANA")
    make_person(session, "U0BOB")
    in_review(session, owner, ("U0BOB", REVIEWER, 1))
    asked = in_review(session, owner, ("U0BOB", REVIEWER, 1), ("U0ANN", REVIEWER, 2), step=2)
    in_review(session, owner, ("U0BOB", REVIEWER, 1), ("U0ANN", REVIEWER, 2))
    assert [one.task.number for one in day_of(session, ann).waiting.rows] == [asked.number]


def test_nobody_is_asked_to_accept_their_own_work(session: Session):
    ann = make_person(session, "U0ANN")
    in_review(session, ann, ("U0ANN", REVIEWER, 1), ("U0ANN", ACCOUNTABLE, 1))
    assert day_of(session, ann).waiting.total == 0


def test_pages_of_what_waits_go_on_from_one_kind_to_the_next(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    for _ in range(4):
        life.block(session, acting(session, bob), make_task(session, bob), reason="x", by=ann.id)
        make_task(session, ann, creator=bob)
    homes.opened(session, TEAM, ann.id, None, now=NOW, real=NOW)
    first = day_of(session, ann).waiting
    homes.turn_page(session, TEAM, ann.id, "waiting", 2)
    second = day_of(session, ann).waiting
    kinds = [[one.kind for one in part.rows] for part in (first, second)]
    assert kinds == [["blocked"] * 4 + ["ack"] * 2, ["ack"] * 2]
    assert len({one.task.number for part in (first, second) for one in part.rows}) == 8
    homes.turn_page(session, TEAM, ann.id, "waiting", 99)
    assert day_of(session, ann).waiting.page == 2


def test_the_day_is_the_readers_own(session: Session):
    late_evening = datetime(2026, 3, 9, 17, tzinfo=UTC)
    for person_id, zone, on in (("U0ANN", "Asia/Shanghai", TUESDAY), ("U0BOB", "America/Los_Angeles", MONDAY)):
        person = make_person(session, person_id, zone=zone)
        make_task(session, person, due_on=TUESDAY)
        day = day_of(session, person, now=late_evening)
        assert (day.on, day.today, day.soon.total) == (on, int(on == TUESDAY), int(on == MONDAY))


def test_a_named_hour_falls_on_the_readers_day(session: Session):
    ann = make_person(session, "U0ANN", zone="Asia/Shanghai")
    make_task(session, ann, due_at=datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
    make_task(session, ann, due_at=datetime(2026, 3, 9, 16, 1, tzinfo=UTC))
    day = day_of(session, ann)
    assert (day.today, day.soon.total) == (1, 1)


def test_standups_that_wait_for_my_answer_are_shown_until_they_close(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    states = {"C0ASKED": AnswerState.ASKED, "C0DONE": AnswerState.ANSWERED, "C0OLD": AnswerState.ASKED}
    closes = {"C0ASKED": NOW + timedelta(hours=1), "C0DONE": NOW + timedelta(hours=1), "C0OLD": NOW}
    for channel_id, state in states.items():
        channel = make_channel(session, channel_id)
        make_team(session, channel)
        session.add(StandupRun(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, opened_at=NOW))
        session.flush()
        session.add(StandupAnswer(workspace_id=TEAM, channel_id=channel.id, on=MONDAY, person_id=ann.id, state=state,
                                  ask_at=NOW, close_at=closes[channel_id]))  # fmt: skip
    session.flush()
    assert [(channel.id, on, at) for channel, on, at in day_of(session, ann).to_answer] == [
        ("C0ASKED", MONDAY, NOW + timedelta(hours=1))
    ]
    assert day_of(session, bob).to_answer == ()


def test_it_knows_whether_the_reader_is_an_admin_and_muster_is_set_up(session: Session):
    boss, ann = make_person(session, "U0BOSS", is_admin=True), make_person(session, "U0ANN")
    assert (day_of(session, boss).is_admin, day_of(session, boss).is_set_up) == (True, False)
    make_workspace(session, set_up_at=NOW)
    assert (day_of(session, ann).is_admin, day_of(session, ann).is_set_up) == (False, True)


def test_my_last_change_can_be_taken_back_for_ten_minutes(session: Session):
    ann = make_person(session, "U0ANN")
    task = make_task(session, ann)
    entry = life.done(session, acting(session, ann), task)
    just_now = day_of(session, ann).just_now
    assert just_now is not None
    assert (just_now[0].id, just_now[1].number) == (entry.id, task.number)
    assert day_of(session, ann, now=NOW + timedelta(minutes=11)).just_now is None
    life.reopen(session, acting(session, make_person(session, "U0BOSS", is_admin=True)), task)
    assert day_of(session, ann).just_now is None, "somebody changed it since"


def test_choices_are_kept_and_narrow_what_is_shown(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    late = make_task(session, ann, due_on=date(2026, 3, 6), labels=["launch"], project="site")
    other = make_task(session, ann, due_on=MONDAY, labels=["发布"])
    make_task(session, bob, creator=ann, project="Shop")
    actor = acting(session, ann)
    assert set(day_of(session, ann).abouts) == {"+site", "+Shop", "#launch", "#发布"}
    shown = {}
    for name, value in (("about", "#发布"), ("about", "+Site"), ("about", ""), ("only", "late"), ("show", "given")):
        days.choose(session, actor, name, value)
        day = day_of(session, ann)
        shown[name, value] = (numbers(day.day), day.given.total)
    assert shown == {
        ("about", "#发布"): ([other.number], 0), ("about", "+Site"): ([late.number], 0),
        ("about", ""): ([late.number, other.number], 1), ("only", "late"): ([late.number], 0),
        ("show", "given"): ([], 0),
    }  # fmt: skip
    assert day_of(session, ann).choices == Choices(show="given", only="late")
    days.choose_all(session, actor)
    assert day_of(session, ann).choices == Choices()


def test_a_choice_that_is_none_any_more_is_as_good_as_none(session: Session):
    assert days.choices_of({"show": "graphs", "only": 3, "sort": "due", "more": 1}) == Choices(sort="due")


def test_lists_come_in_the_chosen_order(session: Session):
    ann = make_person(session, "U0ANN")
    first = make_task(session, ann, due_on=date(2026, 4, 2), priority=1)
    second = make_task(session, ann, due_on=date(2026, 4, 1), now=NOW + timedelta(minutes=1))
    order = {}
    for sort in ("pressing", "due", "new"):
        days.choose(session, acting(session, ann), "sort", sort)
        order[sort] = numbers(day_of(session, ann).later)
    forwards, backwards = [first.number, second.number], [second.number, first.number]
    assert order == {"pressing": forwards, "due": backwards, "new": backwards}


def make_team(session: Session, channel: Channel, *leads: str) -> None:
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=list(leads), created_at=NOW))
    session.flush()


def test_a_lead_sees_the_figures_of_the_team_and_what_presses_most(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    left = make_person(session, "U0LEFT")
    channel = make_channel(session)
    make_team(session, channel, ann.id)
    late = make_task(session, bob, channel=channel, due_on=date(2026, 3, 6))
    for number in range(4):
        make_task(session, bob, creator=left, channel=channel, priority=number + 1)
    make_task(session, left, channel=channel)
    left.is_deleted = True
    session.add(left)
    life.block(session, acting(session, bob), late, reason="no price")
    day = day_of(session, ann)
    (look,) = day.teams.rows
    assert look.counts == {"live": 6, "late": 1, "blocked": 1, "review": 0, "doing": 0, "unread": 4, "ownerless": 1,
                           "undated": 5}  # fmt: skip
    assert [task.number for task in look.first] == [late.number, late.number + 1, late.number + 2]
    assert day_of(session, bob).teams.total == 0


@pytest.mark.parametrize(("kind", "members", "age", "is_guest", "sees"), [
    ("public", (), 0, False, True),
    ("public", (), 0, True, False),
    ("public", ("U0ANN",), 0, True, True),
    ("private", ("U0ANN",), 0, False, True),
    ("private", (), 0, False, False),
    ("private", ("U0ANN",), 6, False, False),
])  # fmt: skip
def test_a_lead_sees_nothing_of_a_channel_they_may_not_see(
    session: Session, kind: str, members: tuple[str, ...], age: int, is_guest: bool, sees: bool
):
    ann, bob = make_person(session, "U0ANN", is_guest=is_guest), make_person(session, "U0BOB")
    channel = make_channel(session, "C0SECRET", kind=kind, members=(*members, "U0BOB"))
    make_team(session, channel, ann.id)
    make_task(session, bob, channel=channel)
    assert bool(day_of(session, ann, now=NOW + timedelta(minutes=age)).teams.total) == sees


def test_private_tasks_of_a_channel_that_became_public_stay_private(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    channel = make_channel(session, "C0OPENED", kind="private", members=("U0BOB",))
    make_task(session, bob, channel=channel)
    channel.kind = "public"
    session.add(channel)
    make_team(session, channel, ann.id)
    (look,) = day_of(session, ann).teams.rows
    assert (look.counts, look.first) == ({}, ())


def test_who_leads_the_workspace_leads_the_teams_that_have_no_lead(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    make_workspace(session, leads=[ann.id])
    make_team(session, make_channel(session, "C0NOBODY"))
    make_team(session, make_channel(session, "C0BOB"), bob.id)
    assert [look.channel.id for look in day_of(session, ann).teams.rows] == ["C0NOBODY"]


def test_pages_begin_anew_when_home_is_opened_or_something_else_is_chosen(session: Session):
    ann = make_person(session, "U0ANN")
    for _ in range(11):
        make_task(session, ann)
    homes.opened(session, TEAM, ann.id, None, now=NOW, real=NOW)
    homes.turn_page(session, TEAM, ann.id, "later", 2)
    assert (day_of(session, ann).later.page, len(day_of(session, ann).later.rows)) == (2, 5)
    days.choose(session, acting(session, ann), "sort", "new")
    assert day_of(session, ann).later.page == 1
    homes.turn_page(session, TEAM, ann.id, "later", 3)
    assert numbers(day_of(session, ann).later) == [1]
    homes.opened(session, TEAM, ann.id, None, now=NOW, real=NOW)
    assert day_of(session, ann).later.page == 1
    assert session.get(Home, (TEAM, ann.id)).pages == {}


def test_who_is_awaited_is_kept_with_every_change_of_a_review(session: Session):
    owner, ann, bob = (make_person(session, one) for one in ("U0DANA", "U0ANN", "U0BOB"))
    task = make_task(session, owner)
    steering = acting(session, owner)

    def awaited() -> set[str]:
        rows = session.exec(select(Role).where(Role.number == task.number, col(Role.awaited).is_(True)))
        found = {role.person_id for role in rows}
        assert found == set(review_steps.standing(session, task).missing)
        return found

    changing.change(session, steering, task, "roles", {"reviewers": [ann.id, f"2:all:{bob.id}"]})
    assert awaited() == set()
    reviewing.submit(session, steering, task)
    assert awaited() == {ann.id}
    entry = reviewing.accept(session, acting(session, ann), task)
    assert awaited() == {bob.id}
    undoing.undo(session, acting(session, ann), entry)
    assert awaited() == {ann.id}
    changing.change(session, steering, task, "roles", {"reviewers": [bob.id]})
    assert awaited() == {bob.id}
    reviewing.send_back(session, acting(session, bob), task, ReturnReason.DEFECT, "page 3 is missing")
    assert awaited() == set()
