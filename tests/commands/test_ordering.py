"""Lines about parts and order in both languages; what only looks like one is work; a date that moves others asks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, SmallForm, Together
from bot.answers.plans import OpenParts, OrderAsked, PartOf, SlipAsked, SlipSaved, Split
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.parsing.lines import task_line
from bot.services.work import roles
from models import Session, State, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

COUNT = 6


@pytest.fixture(autouse=True)
def tasks_there(session: Session) -> list[Task]:
    """#1 to #6 of Ann's, due on the 10th to the 15th of March; Tom is in the workspace."""
    ann = make_person(session, "U0ANN", name="ann", zone="Asia/Shanghai")
    make_person(session, "U0TOM", name="tom", real_name="Tom Hill", zone="Asia/Shanghai")
    channel = make_channel(session, members=("U0ANN", "U0TOM"))
    return [make_task(session, ann, channel=channel, title=f"work {n}", due_on=date(2026, 3, 9 + n),
                      labels=["launch"] if n == 1 else []) for n in range(1, COUNT + 1)]  # fmt: skip


def heard(text: str, **more: Any) -> Heard:
    given: dict[str, Any] = {"workspace_id": TEAM, "person_id": "U0ANN", "door": Door.SLASH, "text": text,
                             "gesture": Gesture(text), "channel_id": "C0LAUNCH", "channel_kind": "public"}  # fmt: skip
    return Heard(**(given | more))


def said(session: Session, text: str, **more: Any) -> Answer:
    answer = commands.run(session, heard(text, **more), NOW)
    session.flush()
    return answer


def tapped(session: Session, text: str) -> Answer:
    return said(session, text, door=Door.BUTTON)


def the(session: Session, number: int) -> Task:
    task = queries.get_unseen(session, TEAM, number)
    assert task is not None
    return task


def comes_after(session: Session, number: int) -> list[int | str]:
    return list(roles.held(session, the(session, number), "after"))


@pytest.mark.parametrize(("line", "number", "after"), [
    ("after 3 2", 3, [2]),
    ("after 3 2 FS +2d", 3, ["2 FS +2"]),
    ("after #3 #1, #2 SS", 3, [1, "2 SS +0"]),
    ("3 after 2 SS", 3, ["2 SS +0"]),
    ("#3 depends on #2", 3, [2]),
    ("前置 3 2", 3, [2]),
    ("3 依赖 2", 3, [2]),
    ("#3 在 #2 之后", 3, [2]),
    ("3 排在 2 后面", 3, [2]),
    ("after 3 2 FF -1天", 3, ["2 FF -1"]),
])  # fmt: skip
def test_a_line_says_what_comes_first(session: Session, line: str, number: int, after: list[int | str]) -> None:
    the(session, number).due_on = date(2026, 3, 20)  # with room between them
    assert isinstance(said(session, line), Changed)
    assert comes_after(session, number) == after


def test_what_comes_first_is_dropped_by_one_or_all_together(session: Session) -> None:
    said(session, "after 3 1, 2")
    said(session, "after 3 -1")
    assert comes_after(session, 3) == [2]
    said(session, "after 3 none")
    assert comes_after(session, 3) == []


@pytest.mark.parametrize("line", ["part 3 of 1", "part 3 1", "3 是 1 的子任务", "把3放到1下面", "子任务 3 属于 1",
                                  "make #3 a part of #1", "#3 is part of #1"])  # fmt: skip
def test_a_line_says_what_it_is_a_part_of(session: Session, line: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, PartOf)
    assert the(session, 3).parent_number == 1
    assert (answer.offers, the(session, 3).labels) == (True, [])
    tapped(session, "inherit 3")
    assert the(session, 3).labels == ["launch"]
    assert isinstance(said(session, "part 3 none"), Changed)
    assert the(session, 3).parent_number is None


@pytest.mark.parametrize("line", ["after 2 weeks call Bob", "part 2 of the report needs work", "split 2 loads of wood",
                                  "merge 2 branches of the plan", "after lunch call Bob", "3 after the war films",
                                  "split the bill with Tom"])  # fmt: skip
def test_what_only_looks_like_such_a_line_is_work(session: Session, line: str) -> None:
    assert isinstance(said(session, line), Created), line


@pytest.mark.parametrize(("line", "key"), [
    ("after 3", "after_what"), ("after 3 99", "no_such_task"), ("after 99 3", "no_such_task"), ("after", "which_task"),
    ("part 3", "part_of_what"), ("part 3 of 99", "no_such_task"), ("merge", "merge_what"), ("split 99", "no_such_task"),
    ("after 3 3", "waits_for_itself"), ("part 3 of 3", "waits_for_itself"),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_said(session: Session, line: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        said(session, line)
    assert caught.value.key == key


@pytest.mark.parametrize(("line", "after", "title"), [
    ("send the deck after #41 SS +1d by Friday", ("41 SS +1",), "send the deck"),
    ("send the deck after #41, #42 FF +2 days", (41, "42 FF +2"), "send the deck"),
    ("写文案 在 #41 SS+1天 之后", ("41 SS +1",), "写文案"),
    ("等#41完成后发布", (41,), "发布"),
    ("ship after #41 +launch", (41,), "ship"),
])  # fmt: skip
def test_a_new_line_may_say_how_it_hangs_on_another(line: str, after: tuple[int | str, ...], title: str) -> None:
    draft = task_line.read(line, now=datetime(2026, 3, 9, 9, tzinfo=UTC), zone="UTC")
    assert (draft.after, draft.title) == (after, title)


def test_a_new_task_keeps_its_link_and_a_part_cannot_wait_for_its_whole(session: Session) -> None:
    answer = said(session, "send the deck after #2 SS +1d ^1")
    assert isinstance(answer, Created)
    assert comes_after(session, answer.view.task.number) == ["2 SS +1"]
    with pytest.raises(UserError) as caught:
        said(session, "send the flyer after #1 ^1")
    assert caught.value.key == "order_in_a_circle"


def in_a_row(session: Session) -> None:
    for number in (2, 3):
        said(session, f"after {number} {number - 1}")


def dues(session: Session) -> list[int]:
    return [on.day if (on := the(session, number).due_on) else 0 for number in (1, 2, 3)]


def test_a_date_that_moves_others_is_asked_saved_for_all_and_undone_by_one_tap(session: Session) -> None:
    in_a_row(session)
    asked = said(session, "due 1 2026-03-12")
    assert isinstance(asked, SlipAsked)
    assert [(row.task.number, row.after.day) for row in asked.rows] == [(2, 13), (3, 16)]
    assert dues(session) == [10, 11, 12]
    saved = tapped(session, f"move 1 all {asked.when}")
    assert isinstance(saved, SlipSaved)
    assert dues(session) == [12, 13, 16]
    tapped(session, f"undo @{saved.undo}")
    assert dues(session) == [10, 11, 12]
    said(session, "undo")
    assert dues(session) == [10, 11, 12]


def test_a_typed_undo_takes_back_the_date_with_all_that_moved_along(session: Session) -> None:
    in_a_row(session)
    asked = said(session, "due 1 2026-03-12")
    assert isinstance(asked, SlipAsked)
    tapped(session, f"move 1 all {asked.when}")
    said(session, "undo")
    assert dues(session) == [10, 11, 12]


def test_an_order_against_the_dates_is_asked_about_saved_for_all_and_undone_by_one_tap(session: Session) -> None:
    said(session, "after 2 1")
    asked = said(session, "after 1 4 SS +1d, 3")
    assert isinstance(asked, OrderAsked)
    assert [(row.task.number, row.after.day) for row in asked.rows] == [(1, 16), (2, 17)]
    assert (dues(session), comes_after(session, 1)) == ([10, 11, 12], [])
    saved = tapped(session, f"follow 1 all {asked.links}")
    assert isinstance(saved, SlipSaved)
    assert (dues(session), comes_after(session, 1)) == ([16, 17, 12], [3, "4 SS +1"])
    tapped(session, f"undo @{saved.undo}")
    assert (dues(session), comes_after(session, 1)) == ([10, 11, 12], [])


def test_of_an_order_against_the_dates_the_order_alone_may_be_kept(session: Session) -> None:
    asked = said(session, "1 依赖 3")
    assert isinstance(asked, OrderAsked)
    assert isinstance(tapped(session, f"follow 1 one {asked.links}"), Changed)
    assert (dues(session), comes_after(session, 1)) == ([10, 11, 12], [3])


@pytest.mark.parametrize(("line", "key"), [
    ("after 1 3, 99", "no_such_task"), ("follow 1 all 99", "no_such_task"),
    ("after 1 3, 1", "waits_for_itself"), ("follow 1 one 1", "waits_for_itself"),
])  # fmt: skip
def test_an_order_that_cannot_be_is_refused_before_it_is_asked_about(session: Session, line: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        tapped(session, line)
    assert caught.value.key == key
    said(session, "after 2 1")
    with pytest.raises(UserError) as caught:
        said(session, "after 1 2")
    assert caught.value.key == "order_in_a_circle"


def test_the_parts_of_a_whole_are_offered_to_go_along_in_the_same_question(session: Session) -> None:
    for number in (1, 2):
        said(session, f"part {number} of 3")
    asked = said(session, "due 3 2026-03-17")
    assert isinstance(asked, SlipAsked)
    assert (asked.rows, [row.task.number for row in asked.parts], asked.by) == ((), [1, 2], 3)
    saved = tapped(session, f"move 3 all {asked.when}")
    assert dues(session) == [13, 16, 17]
    assert isinstance(saved, SlipSaved)
    tapped(session, f"undo @{saved.undo}")
    assert dues(session) == [10, 11, 12]
    tapped(session, f"move 3 one {asked.when}")
    assert dues(session) == [10, 11, 17]


def test_the_parts_of_a_whole_may_come_earlier_with_it_though_not_before_today(session: Session) -> None:
    for number in (1, 2):
        said(session, f"part {number} of 3")
    asked = said(session, "due 3 2026-03-10")
    assert isinstance(asked, SlipAsked)
    assert (asked.is_earlier, asked.by) == (True, -2)
    tapped(session, f"move 3 pull {asked.when}")
    assert dues(session) == [9, 9, 10]


def test_only_this_one_or_none_at_all(session: Session) -> None:
    in_a_row(session)
    tapped(session, "stay 1")
    assert dues(session) == [10, 11, 12]
    assert isinstance(tapped(session, "move 1 one 2026-03-12"), Changed)
    assert dues(session) == [12, 11, 12]


def test_an_earlier_date_offers_to_pull_in_what_stood_close_behind(session: Session) -> None:
    in_a_row(session)
    tapped(session, "move 1 all 2026-03-19")
    asked = said(session, "due 1 2026-03-17")
    assert isinstance(asked, SlipAsked)
    assert asked.is_earlier
    tapped(session, f"move 1 pull {asked.when}")
    assert dues(session) == [17, 18, 19]


def test_of_several_dates_those_that_move_others_are_asked_about(session: Session) -> None:
    in_a_row(session)
    answer = said(session, "due 1, 5 2026-03-13")
    assert isinstance(answer, Together)
    assert [type(one) for one in answer.answers] == [Changed, SlipAsked]
    assert dues(session) == [10, 11, 12]


def test_the_form_saves_what_moves_nobody_and_asks_about_the_date(session: Session) -> None:
    in_a_row(session)
    values = {"title": "work anew", "due_on": "2026-03-13", "labels": "launch", "note": "", "priority": "none"}
    meta = {"number": 1, "v": the(session, 1).version}
    answer = commands.submit(session, heard("", form="form:task", values=values, meta=meta), NOW)
    assert isinstance(answer, Together)
    assert isinstance(answer.answers[1], SlipAsked)
    assert (the(session, 1).title, dues(session)) == ("work anew", [10, 11, 12])


def test_a_task_with_open_parts_asks_before_it_closes(session: Session) -> None:
    said(session, "part 2 of 1")
    asked = said(session, "done 1 sent by mail")
    assert isinstance(asked, OpenParts)
    assert [part.number for part in asked.parts] == [2]
    tapped(session, f"close! {asked.lines[1]}")
    assert queries.list_history(session, the(session, 1))[0].note == "sent by mail"
    assert (the(session, 1).state, the(session, 2).state) == (State.DONE, State.OPEN)
    said(session, "reopen 1")
    long = said(session, "done 1 " + "and then we talked " * 150)
    assert isinstance(long, OpenParts)
    assert max(len(line) for line in long.lines) < 100
    answer = tapped(session, "close! 1 done all")
    assert isinstance(answer, Changed)
    assert (the(session, 1).state, the(session, 2).state) == (State.DONE, State.DONE)
    tapped(session, " ".join(["undo", *(f"@{entry}" for entry in answer.undo)]))
    assert (the(session, 1).state, the(session, 2).state) == (State.OPEN, State.OPEN)


def test_splitting_by_lines_by_a_form_and_by_nothing(session: Session) -> None:
    assert isinstance(said(session, "split 4"), SmallForm)
    made = said(session, "拆分 4 写初稿 ~1天 @Tom；排版 ~2天")
    assert isinstance(made, Split)
    assert [(part.title, part.owner_id, part.estimate_days) for part in made.parts] == [
        ("写初稿", "U0TOM", 1.0), ("排版", "U0ANN", 2.0)]  # fmt: skip
    assert made.days == 3.0
    lines = "- draft ~1d\n- layout"
    again = commands.submit(session, heard("", form="form:split", values={"parts": lines}, meta={"number": 5}), NOW)
    assert isinstance(again, Split)
    assert [(part.title, part.parent_number) for part in again.parts] == [("draft", 5), ("layout", 5)]
    for line, key in (("split 4 draft; ~1d", "empty_part"), ("split 4 draft @nobody; x", "no_such_person")):
        with pytest.raises(UserError) as caught:
            said(session, line)
        assert caught.value.key == key


@pytest.mark.parametrize("line", ["merge 2 3", "合并 2 3", "把3合并到2", "merge #3 into #2"])
def test_merging_takes_the_second_into_the_first(session: Session, line: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, Changed)
    assert (the(session, 2).state, the(session, 3).state) == (State.OPEN, State.CANCELLED)
    tapped(session, " ".join(["undo", *(f"@{entry}" for entry in answer.undo)]))
    assert the(session, 3).state == State.OPEN


@pytest.mark.parametrize("which", ["typed", "the first", "the second"])
def test_a_merge_is_taken_back_as_a_whole(session: Session, which: str) -> None:
    title = the(session, 2).title
    answer = said(session, "merge 2 3")
    assert isinstance(answer, Changed)
    entry = {"typed": "", "the first": f" @{answer.undo[-1]}", "the second": f" @{answer.undo[0]}"}[which]
    tapped(session, f"undo{entry}")
    assert (the(session, 2).title, the(session, 2).note, the(session, 3).state) == (title, "", State.OPEN)


WAITS = ("block 2 on #1 until it is printed", "卡住 2 等 #1 印好", "卡住 2 等#1", "卡住 2 等#1印好", "卡住2等#1")


@pytest.mark.parametrize("line", WAITS)
def test_a_task_may_wait_for_another(session: Session, line: str) -> None:
    said(session, line)
    assert the(session, 2).blocked_by_number == 1


def test_who_begins_early_is_told_and_not_held_back(session: Session) -> None:
    said(session, "after 2 1")
    answer = said(session, "start 2")
    assert isinstance(answer, Changed)
    assert [task.number for task in answer.views[0].plan.waiting] == [1]
    assert the(session, 2).state == State.DOING
