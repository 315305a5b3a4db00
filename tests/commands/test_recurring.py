"""What people say of work that comes again: its rhythm, leaving one out, this one or all, and the way back."""

from datetime import date, timedelta

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, SmallForm, TaskHistory, TaskList
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Session, State, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_person

SHANGHAI = "Asia/Shanghai"  # NOW is Monday, 09:20 there


def say(session: Session, line: str, door: str = Door.SLASH, minutes: int = 0) -> Answer:
    make_person(session, "U0ANN", name="ann", zone=SHANGHAI, is_admin=True)
    heard = Heard(workspace_id=TEAM, person_id="U0ANN", door=Door(door), text=line, gesture=Gesture(line),
                  channel_id="C0LAUNCH", channel_kind="public")  # fmt: skip
    answer = commands.run(session, heard, NOW + timedelta(minutes=minutes))
    session.flush()
    return answer


def at(session: Session, line: str, minutes: int, door: str = Door.SLASH) -> Answer:
    return say(session, line, door, minutes)


def task(session: Session, number: int) -> Task:
    found = queries.get_unseen(session, TEAM, number)
    assert found is not None
    return found


def tap(session: Session, line: str) -> Answer:
    return say(session, line, door=Door.BUTTON)


def weekly(session: Session) -> Task:
    answer = say(session, "send the report every Tuesday 4pm")
    assert isinstance(answer, Created)
    return answer.view.task


@pytest.mark.parametrize(
    ("line", "rule", "mode"),
    [
        ("repeat 1 on the day", "FREQ=WEEKLY;BYDAY=TU", "day"),
        ("repeat 1 every Friday on its day", "FREQ=WEEKLY;BYDAY=FR", "day"),
        ("repeat 1 every day when it's done", "FREQ=DAILY", "close"),
        ("repeat #1 on close", "FREQ=WEEKLY;BYDAY=TU", "close"),
        ("重复 1 到日生成", "FREQ=WEEKLY;BYDAY=TU", "day"),
        ("重复 1 每周五 完成后生成", "FREQ=WEEKLY;BYDAY=FR", "close"),
        ("重复 1 每天，到日生成", "FREQ=DAILY", "day"),
        ("重复1 每月15号到日", "FREQ=MONTHLY;BYMONTHDAY=15", "day"),
    ],
)
def test_a_rhythm_and_when_its_next_one_comes(session: Session, line: str, rule: str, mode: str) -> None:
    made = weekly(session)
    assert isinstance(say(session, line), Changed)
    assert (made.rrule, made.next_one, made.recur_at is not None) == (rule, mode, mode == "day")


def test_a_number_alone_opens_the_form_and_the_form_does_the_same(session: Session) -> None:
    made = weekly(session)
    form = say(session, "repeat 1")
    assert isinstance(form, SmallForm)
    for values, rule, mode in (({"rhythm": "", "next_one": "day"}, "FREQ=WEEKLY;BYDAY=TU", "day"),
                               ({"rhythm": "每月15号", "next_one": "close"}, "FREQ=MONTHLY;BYMONTHDAY=15", "close"),
                               ({"rhythm": "none", "next_one": "close"}, None, "close")):  # fmt: skip
        heard = Heard(workspace_id=TEAM, person_id="U0ANN", door=Door.FORM, text="", gesture=Gesture(str(values)),
                      form="form:repeat", values=values, meta={"number": 1})  # fmt: skip
        commands.submit(session, heard, NOW)
        assert (made.rrule, made.next_one) == (rule, mode)
    heard = Heard(workspace_id=TEAM, person_id="U0ANN", door=Door.FORM, text="", gesture=Gesture("nothing"),
                  form="form:repeat", values={"rhythm": "blue"}, meta={"number": 1})  # fmt: skip
    with pytest.raises(UserError, match="no_such_rhythm"):
        commands.submit(session, heard, NOW)


@pytest.mark.parametrize("line", ["repeat 42 tests by Friday", "skip 3 pages of the report", "history lesson for Tom",
                                  "history 42 books", "跳过第一章整理笔记", "历史课备课"])  # fmt: skip
def test_other_work_that_begins_like_these_verbs_is_work(session: Session, line: str) -> None:
    assert isinstance(say(session, line), Created)


@pytest.mark.parametrize(("line", "key"), [
    ("skip 1", "does_not_repeat"), ("repeat 1 on the day", "does_not_repeat"), ("skip 99", "no_such_task"),
    ("repeat 2 on the day", "too_often_for_the_day"), ("skip 3", "followed_already"),
    ("repeat 3 every day", "followed_already"),
])  # fmt: skip
def test_what_cannot_be_is_said_with_what_can(session: Session, line: str, key: str) -> None:
    say(session, "call Bob")
    say(session, "water the plants every 2 hours")
    say(session, "send the report every Tuesday")
    say(session, "done 3")
    with pytest.raises(UserError) as refused:
        say(session, line)
    assert refused.value.key == key


def test_skip_moves_on_and_undo_comes_back(session: Session) -> None:
    made = weekly(session)
    answer = at(session, "跳过 1", 1)
    assert isinstance(answer, Changed)
    assert (answer.verb, made.due_on, made.state) == ("skip", date(2026, 3, 17), State.OPEN)
    at(session, "undo", 2)
    assert made.due_on == date(2026, 3, 10)


def test_giving_up_one_that_repeats_is_asked_about(session: Session) -> None:
    made = weekly(session)
    with pytest.raises(UserError) as asked:
        say(session, "cancel 1 no longer wanted")
    assert (asked.value.key, asked.value.params["words"]) == ("this_or_the_series", "no longer wanted")
    tap(session, "cancel! 1 no longer wanted")
    assert (made.state, made.followed_by) == (State.CANCELLED, 2)
    tap(session, "end! 2")
    assert (task(session, 2).state, task(session, 2).followed_by) == (State.CANCELLED, None)


def test_a_change_of_one_in_a_series_offers_the_other_scope(session: Session) -> None:
    made = weekly(session)
    answer = at(session, "rename 1 to Send both reports", 1)
    assert isinstance(answer, Changed)
    assert (answer.views[0].scope, made.series_next) == ("following", None)
    at(session, f"only! 1 @{answer.undo[0]}", 2, door=Door.BUTTON)
    assert made.series_next == {"title": "send the report"}
    at(session, "done 1", 3)
    assert task(session, 2).title == "send the report"


def test_another_date_is_for_this_one_until_it_is_said_to_stay(session: Session) -> None:
    made = weekly(session)
    answer = at(session, "due 1 Thursday 5pm", 1)
    assert isinstance(answer, Changed)
    assert answer.views[0].scope == "one"
    at(session, f"onwards! 1 @{answer.undo[0]}", 2, door=Door.BUTTON)
    assert (made.rrule, made.series_next) == ("FREQ=WEEKLY;BYDAY=TH", None)


def test_undo_takes_back_all_that_one_line_did(session: Session) -> None:
    for minute in range(3):
        at(session, f"call Bob no {minute}", minute)
    at(session, "done 1 2 3", 5)
    answer = at(session, "undo", 6)
    assert isinstance(answer, Changed)
    assert sorted(view.task.number for view in answer.views) == [1, 2, 3]
    assert {task(session, number).state for number in (1, 2, 3)} == {State.OPEN}


def test_a_history_of_many_pages_is_read_from_its_newest(session: Session) -> None:
    weekly(session)
    for minute in range(1, 25):
        at(session, f"note 1 step {minute}", minute)
    pages = [say(session, line) for line in ("history 1", "历史 1 第 2 页", "history 1 page 3", "history 1 page 9")]
    assert all(isinstance(page, TaskHistory) for page in pages)
    found = [page for page in pages if isinstance(page, TaskHistory)]
    last = (3, 3, 5)
    assert [(page.page, page.pages, len(page.entries)) for page in found] == [(1, 3, 10), (2, 3, 10), last, last]
    assert [found[0].entries[0].note, found[2].entries[-1].kind] == ["step 24", "add"]


@pytest.mark.parametrize(
    "line", ["repeating", "重复任务", "list repeating", "列表 重复", "list is:repeating", "列表 is:重复"]
)
def test_what_repeats_is_listed(session: Session, line: str) -> None:
    weekly(session)
    say(session, "call Bob")
    answer = say(session, line)
    assert isinstance(answer, TaskList)
    assert [one.title for one in answer.page.tasks] == ["send the report"]
