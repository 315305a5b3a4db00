"""A page of the directory: what it writes, what follows from it, and that nobody waits while it follows."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.heard import Profile
from bot.rules import priority
from bot.services.messages import census, hearing
from bot.services.people import people as people_services
from bot.services.priority import priority_rules
from bot.services.rhythm import errands
from bot.services.rhythm.steps import ERRANDS
from models import Errand, ErrandKind, Person, Session, Task
from models.queries import census as queries
from models.queries import people
from models.queries.errands import Key
from tests.factories import NOW, TEAM, acting, make_person, make_task, make_workspace
from tests.statements import counted

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
(CLOCK,) = ERRANDS


def profile(person_id: str, **said: Any) -> Profile:
    """As factories make people, so that nothing of it is news."""
    usual: dict[str, Any] = {"name": person_id.lower(), "real_name": person_id, "zone": BERLIN, "locale": "en-US"}
    return Profile(id=person_id, **(usual | said))


def take(session: Session, *profiles: Profile, now: datetime = NOW) -> int:
    return census.take_page(session, make_workspace(session), profiles, now)


def get(session: Session, person_id: str) -> Person | None:
    session.expire_all()
    return people.get(session, TEAM, person_id)


def known(session: Session, person_id: str) -> Person:
    found = get(session, person_id)
    assert found is not None
    return found


def ends(session: Session, *owned: Task) -> list[datetime | None]:
    session.expire_all()
    return [task.ends_at for task in owned]


def one_round(session: Session) -> list[Key]:
    """What the clock found to do, and did a piece of."""
    assert CLOCK.take is not None
    keys = list(CLOCK.take(session, CLOCK.list_due(session, NOW), NOW))
    for key in keys:
        CLOCK.do(session, key, NOW)
    return keys


def all_rounds(session: Session) -> None:
    while one_round(session):
        pass


# --- what is written --------------------------------------------------------------------------------------------------


def test_who_is_new_is_as_if_they_had_spoken_first(session: Session) -> None:
    make_workspace(session)
    told = profile("U1", display_name="Uno", is_admin=True, updated=7)
    take(session, told, profile("U2", is_bot=True), profile("U3", zone="Mars/Olympus"))
    together = [known(session, one).model_dump() for one in ("U1", "U2", "U3")]
    for row in [known(session, one) for one in ("U1", "U2", "U3")]:
        session.delete(row)
    session.flush()
    workspace = make_workspace(session)
    for one in (told, profile("U2", is_bot=True), profile("U3", zone="Mars/Olympus")):
        people_services.keep_profile(session, workspace, one, NOW)
    assert together == [known(session, one).model_dump() for one in ("U1", "U2", "U3")]


def test_a_page_without_news_reads_once_and_writes_nothing(session: Session) -> None:
    workspace = make_workspace(session)
    there = [profile(f"U{n}") for n in range(200)]
    assert census.take_page(session, workspace, there, NOW) == 200
    session.flush()
    with counted(session) as said:
        assert census.take_page(session, workspace, there, NOW + timedelta(hours=1)) == 0
    assert len(said) == 1
    assert not [one for one in session if isinstance(one, Person)], "nobody became an object"


def test_who_was_looked_at_long_ago_is_written_down_as_looked_at(session: Session) -> None:
    take(session, profile("U1"), profile("U2"))
    later = NOW + timedelta(days=1)
    with counted(session) as said:
        assert take(session, profile("U1"), profile("U2"), now=later) == 0
    assert known(session, "U2").refreshed_at == later
    assert len([one for one in said if one.startswith("UPDATE person")]) == 1


def test_two_hundred_new_people_are_one_statement(session: Session) -> None:
    make_workspace(session)
    with counted(session) as said:
        take(session, *(profile(f"U{n}") for n in range(200)))
    assert len([one for one in said if "INTO person" in one]) == 1


def test_only_those_with_news_are_changed_and_older_news_are_not_taken(session: Session) -> None:
    take(session, profile("U1", updated=5), profile("U2", updated=5), profile("U3", updated=5))
    changed = take(session, profile("U1", updated=5), profile("U2", updated=6, real_name="New"),
                   profile("U3", updated=4, real_name="Older"))  # fmt: skip
    assert changed == 1
    assert [known(session, one).real_name for one in ("U1", "U2", "U3")] == ["U1", "New", "U3"]


@pytest.mark.always
def test_an_event_that_comes_while_a_page_is_kept_is_newer_than_the_page(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(session, profile("U1", updated=5), profile("U2", updated=5))
    standing, here = queries.standing, make_workspace(session)

    def standing_before_the_event(*asked: Any) -> dict[str, Any]:
        found = standing(*asked)
        hearing.take_in(session, here, profile("U1", is_deleted=True, updated=7), NOW)
        return found

    monkeypatch.setattr(queries, "standing", standing_before_the_event)
    take(session, profile("U1", real_name="Older", updated=6), profile("U2", real_name="New", updated=6))
    gone = known(session, "U1")
    assert (gone.is_deleted, gone.brief_at, gone.slack_updated) == (True, None, 7)
    assert known(session, "U2").real_name == "New"


def test_who_left_before_we_came_stays_unknown_and_who_leaves_is_named(session: Session) -> None:
    make_person(session, "U1")
    page = [profile("U1", is_deleted=True), profile("U2", is_deleted=True)]
    assert [one.id for one in census.list_gone(session, TEAM, page)] == ["U1"]
    take(session, *page)
    assert known(session, "U1").brief_at is None
    assert get(session, "U2") is None
    assert census.list_gone(session, TEAM, page) == []


# --- what follows ---------------------------------------------------------------------------------------------------


def test_a_page_in_which_zones_changed_replans_no_task_and_the_clock_does_it_in_pieces(session: Session) -> None:
    there = [make_person(session, f"U{n}") for n in range(4)]
    owned = [make_task(session, there[0], title=f"Task {n}", due_on=NOW.date()) for n in range(90)]
    other = make_task(session, there[1], due_on=NOW.date())
    before = owned[0].ends_at
    assert before is not None
    with counted(session) as said:
        take(session, *(profile(f"U{n}", zone=SHANGHAI) for n in range(4)))
    assert not [one for one in said if "task" in one or "history" in one], "the page itself leaves tasks alone"
    assert ends(session, *owned, other) == [before] * 91
    done = 0
    while one_round(session):
        moved = sum(end != before for end in ends(session, *owned))
        assert moved - done <= errands.TASKS
        done = moved
    assert ends(session, *owned, other) == [before - timedelta(hours=7)] * 91
    assert session.get(Errand, (TEAM, ErrandKind.DATES, "U0")) is None


def test_who_moves_on_while_it_is_under_way_has_all_of_it_done_again(session: Session) -> None:
    ann = make_person(session, "U0")
    owned = [make_task(session, ann, due_on=NOW.date()) for _ in range(50)]
    before = owned[0].ends_at
    assert before is not None
    take(session, profile("U0", zone=SHANGHAI))
    one_round(session)
    assert 0 < sum(end != before for end in ends(session, *owned)) < 50
    take(session, profile("U0", zone="UTC"))
    all_rounds(session)
    assert ends(session, *owned) == [before + timedelta(hours=1)] * 50


def test_what_fails_is_put_off_and_done_then(session: Session) -> None:
    ann = make_person(session, "U0")
    task = make_task(session, ann, due_on=NOW.date())
    before = ends(session, task)
    take(session, profile("U0", zone=SHANGHAI))
    for key in CLOCK.list_due(session, NOW):
        CLOCK.put_off(session, key, NOW + timedelta(minutes=1))
    assert one_round(session) == []
    assert ends(session, task) == before
    for key in CLOCK.list_due(session, NOW + timedelta(minutes=1)):
        CLOCK.do(session, key, NOW + timedelta(minutes=1))
    assert ends(session, task) != before


def test_of_a_few_tasks_nothing_is_left_to_the_clock_when_somebody_moves_alone(session: Session) -> None:
    ann = make_person(session, "U0")
    workspace = make_workspace(session)
    task = make_task(session, ann, due_on=NOW.date())
    before = ends(session, task)
    people_services.put(session, workspace, ann, profile("U0", zone=SHANGHAI), NOW)
    errands.moved(session, workspace, ann, NOW)
    assert CLOCK.list_due(session, NOW) == []
    assert ends(session, task) != before


def test_new_rules_reach_the_first_tasks_at_once_and_the_others_in_pieces(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "MARKED", 3)
    ann = make_person(session, "U0", is_admin=True)
    owned = [make_task(session, ann) for _ in range(7)]
    for task in owned:
        task.level_at = task.chase_at = None
    session.flush()
    later = NOW + timedelta(minutes=5)
    assert priority_rules.apply(session, acting(session, ann, now=later), priority.SHIPPED) == 7
    errands.begin(session, make_workspace(session), ErrandKind.LOOKS, "", later)
    session.flush()
    session.expire_all()
    assert [(task.level_at, task.chase_at) for task in owned] == [(later, later)] * 3 + [(None, None)] * 4
    for _ in range(2):
        for key in CLOCK.list_due(session, later):
            CLOCK.do(session, key, later)
    session.expire_all()
    assert {(task.level_at, task.chase_at) for task in owned} == {(later, later)}
    assert CLOCK.list_due(session, later) == []


def test_of_many_the_first_are_done_at_once(session: Session) -> None:
    ann = make_person(session, "U0")
    workspace = make_workspace(session)
    owned = [make_task(session, ann, due_on=NOW.date()) for _ in range(errands.TASKS + 5)]
    before = owned[0].ends_at
    people_services.put(session, workspace, ann, profile("U0", zone=SHANGHAI), NOW)
    errands.moved(session, workspace, ann, NOW)
    assert sum(end != before for end in ends(session, *owned)) == errands.TASKS
    all_rounds(session)
    assert before not in ends(session, *owned)


def test_a_long_errand_lets_the_others_have_their_turn(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "IN_A_ROUND", 1)
    monkeypatch.setattr(errands, "TASKS", 2)
    for person_id in ("U0", "U1"):
        ann = make_person(session, person_id)
        for _ in range(5):
            make_task(session, ann, due_on=NOW.date())
    turns: list[str] = []
    for seconds, person_id in enumerate(("U1", "U0")):
        errands.leave(session, TEAM, ErrandKind.DATES, [person_id], NOW + timedelta(seconds=seconds))
    session.flush()
    for minute in range(1, 10):
        for key in CLOCK.list_due(session, NOW + timedelta(minutes=minute)):
            CLOCK.do(session, key, NOW + timedelta(minutes=minute))
            turns.append(key[2])
    assert turns == ["U1", "U0"] * 3
