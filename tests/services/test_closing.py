"""How tasks went: kept, changed, found by those who may see the task, offered, and put away after two weeks."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import UserError
from bot.services.review import closing
from bot.services.review.closing import Closing
from bot.services.work import beside, life, undoing
from models import Person, Session, State, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

LESSON = Closing(lesson="order a sample first", tags=("print", "print", " "))


def finished(session: Session, owner: Person, title: str, **more: Any) -> Task:
    task = make_task(session, owner, title=title, **more)
    life.done(session, acting(session, owner), task)
    return task


def found(session: Session, viewer: Person, words: str) -> list[int]:
    return [task.number for _, task in closing.find(session, viewer, words, NOW, 10)]


def refusal(work: Any) -> str:
    with pytest.raises(UserError) as refused:
        work()
    return refused.value.key


def test_how_it_went_is_kept_changed_and_undone(session: Session) -> None:
    ann = make_person(session)
    task = make_task(session, ann)
    assert refusal(lambda: closing.close(session, acting(session, ann), task, LESSON)) == "not_done_yet"
    life.done(session, acting(session, ann), task)
    assert closing.close(session, acting(session, ann), task, Closing()) is None
    assert closing.case_of(session, task) is None
    first = closing.close(session, acting(session, ann), task, LESSON)
    case = closing.case_of(session, task)
    assert case is not None
    assert (case.lesson, case.tags, case.by_id, case.at) == ("order a sample first", ["print"], "U0ANN", NOW)
    second = closing.close(session, acting(session, ann), task, Closing(went_well="the fair"))
    assert (case.lesson, case.went_well) == ("", "the fair")
    undoing.undo(session, acting(session, ann), second)
    assert (case.lesson, case.went_well) == ("order a sample first", "")
    undoing.undo(session, acting(session, ann), first)
    assert closing.case_of(session, task) is None


@pytest.mark.parametrize(("said", "is_kept"), [
    (Closing(), False), (Closing(" ", "\n", " "), False), (Closing(tags=("deck",)), False),
    (Closing(tags=("deck", "print")), True), (Closing(documents="https://example.com/a"), True),
])  # fmt: skip
def test_an_empty_form_keeps_nothing_and_takes_away_what_was_kept(
    session: Session, said: Closing, is_kept: bool
) -> None:
    """The labels of the task stand in the form as tags before anybody wrote there."""
    ann = make_person(session)
    task = finished(session, ann, "Print the deck", labels=["deck"])
    entry = closing.close(session, acting(session, ann), task, said)
    assert ((entry is not None), (closing.case_of(session, task) is not None)) == (is_kept, is_kept)
    closing.close(session, acting(session, ann), task, LESSON)
    emptied = closing.close(session, acting(session, ann), task, said)
    assert emptied is not None
    assert (closing.case_of(session, task) is not None) == is_kept
    undoing.undo(session, acting(session, ann), emptied)
    case = closing.case_of(session, task)
    assert case is not None
    assert case.lesson == "order a sample first"


def test_who_may_not_say_how_it_went_may_not_leave_it_empty_either(session: Session) -> None:
    task = finished(session, make_person(session), "Print the deck", channel=make_channel(session))
    gus = make_person(session, "U0GUS", is_guest=True)
    assert refusal(lambda: closing.close(session, acting(session, gus), task, Closing())) == "not_yours"


def test_cases_are_found_by_words_of_title_tags_and_lesson(session: Session) -> None:
    ann = make_person(session)
    for title, said in (
        ("Print the fair brochure", LESSON),
        ("印展会宣传册", Closing(lesson="先打样再印", tags=("印刷",))),
        ("Book the hotel", Closing(went_well="near the fair", tags=("100%",))),
    ):
        closing.close(session, acting(session, ann), finished(session, ann, title), said)
    for words, numbers in (
        ("brochure", [1]), ("SAMPLE", [1]), ("fair", [3, 1]), ("fair print", [1]), ("印刷", [2]), ("打样", [2]),
        ("展会宣传册怎么印", [2]), ("%", [3]), ("_", []), ("rocket", []), ("", [3, 2, 1]),
    ):  # fmt: skip
        assert found(session, ann, words) == numbers, words


def test_a_case_is_seen_by_those_who_may_see_its_task(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    guest = make_person(session, "U0GUS", is_guest=True)
    public, closed = make_channel(session), make_channel(session, "C0SECRET", kind="private", members=("U0ANN",))
    for title, channel in (("Print flyers", public), ("Print salaries", closed), ("Print poems", None)):
        task = finished(session, ann, title, channel=channel)
        closing.close(session, acting(session, ann), task, LESSON)
    assert found(session, ann, "print") == [3, 2, 1]
    assert found(session, bob, "print") == [1]
    assert found(session, guest, "print") == []


WORDS = "print brochures fair"


@pytest.mark.parametrize(("title", "told"), [("Print brochures for the next fair", WORDS), ("Order lunch", "")])
def test_a_new_task_is_offered_a_case_like_it(session: Session, title: str, told: str) -> None:
    ann, launch = make_person(session), make_channel(session)
    closing.close(
        session, acting(session, ann), finished(session, ann, "Print the fair brochure", channel=launch), LESSON
    )
    new = make_task(session, ann, title=title, channel=launch)
    assert beside.of(session, new, None, NOW, is_fresh=True).like == told
    assert beside.of(session, new, None, NOW, is_fresh=False).like == ""


@pytest.mark.parametrize(("where_it_was", "those_who_hear"), [
    ("C0LAUNCH", {"everybody", "U0ANN", "U0BOB", "U0GUS"}),
    ("C0OTHER", {"U0ANN", "U0BOB"}),
    ("C0SECRET", {"U0ANN"}),
])  # fmt: skip
def test_a_case_is_offered_only_to_those_who_may_see_it(
    session: Session, where_it_was: str, those_who_hear: set[str]
) -> None:
    """Not to a guest in the channel, whom a public one keeps out: so the card for everybody there says nothing."""
    ann, gus = make_person(session), make_person(session, "U0GUS", is_guest=True)
    viewers = {"U0ANN": ann, "U0BOB": make_person(session, "U0BOB"), "U0GUS": gus, "everybody": None}
    channels = {
        "C0LAUNCH": make_channel(session, members=("U0ANN", "U0BOB", "U0GUS")),
        "C0OTHER": make_channel(session, "C0OTHER", members=("U0ANN",)),
        "C0SECRET": make_channel(session, "C0SECRET", kind="private", members=("U0ANN",)),
    }
    old = finished(session, ann, "Print the fair brochure", channel=channels[where_it_was])
    closing.close(session, acting(session, ann), old, LESSON)
    new = make_task(session, gus, creator=ann, title="Print brochures for the next fair", channel=channels["C0LAUNCH"])
    told = {name for name, viewer in viewers.items() if beside.of(session, new, viewer, NOW, is_fresh=True).like}
    assert told == those_who_hear


def put_away(session: Session, now: datetime) -> int:
    keys = closing.list_old(session, now, None)
    for key in keys:
        closing.archive_old(session, key, now)
    return len(keys)


def test_done_tasks_are_put_away_after_two_weeks_by_muster_itself(session: Session) -> None:
    make_workspace(session)
    ann = make_person(session)
    old, fresh, cancelled = (finished(session, ann, title) for title in ("old", "fresh", "cancelled"))
    fresh.closed_at = NOW + timedelta(days=1)
    cancelled.state = State.CANCELLED
    live = make_task(session, ann)
    session.flush()
    later = NOW + closing.AFTER
    assert put_away(session, later) == 1
    assert [task.state for task in (old, fresh, cancelled, live)] == ["archived", "done", "cancelled", "open"]
    assert (old.archived_at, old.closed_at) == (later, NOW)
    entry = queries.list_history(session, old)[0]
    assert (entry.kind, entry.actor_id) == ("archive", "U0BOT")
    assert session.get(Person, (TEAM, "U0BOT")) is None
    assert put_away(session, later) == 0


def test_what_was_put_away_by_hand_comes_back_with_undo_or_reopen(session: Session) -> None:
    ann = make_person(session)
    task = make_task(session, ann)
    assert refusal(lambda: closing.archive(session, acting(session, ann), task)) == "cannot_move"
    life.done(session, acting(session, ann), task)
    entry = closing.archive(session, acting(session, ann), task)
    undoing.undo(session, acting(session, ann), entry)
    assert (task.state, task.archived_at) == (State.DONE, None)
    closing.archive(session, acting(session, ann), task)
    life.reopen(session, acting(session, ann), task)
    assert (task.state, task.archived_at, task.closed_at) == (State.OPEN, None, None)
