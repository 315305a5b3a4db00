"""Lines that begin with a verb or name a number: done where they are orders, asked where they may be, else work."""

# ruff: noqa: E501 - a row of a table is read as one

from contextlib import suppress
from typing import Any

import pytest

from bot import commands
from bot.answers import (
    Answer,
    AskIfTask,
    Changed,
    Created,
    DidYouMean,
    Refused,
    SeveralLines,
    SmallForm,
    TaskForm,
    TaskList,
    Together,
    WhichTask,
)
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

SHANGHAI = "Asia/Shanghai"
DOORS = (Door.DM, Door.MENTION, Door.SLASH)
TASKS = 7


@pytest.fixture(autouse=True)
def tasks_there(session: Session) -> list[Task]:
    """Seven tasks of Ann's, #1 to #7; Tom and 李雷 are in the workspace."""
    ann = make_person(session, "U0ANN", name="ann", real_name="Ann", zone=SHANGHAI)
    make_person(session, "U0TOM", name="tom", real_name="Tom Hill", zone=SHANGHAI)
    make_person(session, "U0LILEI", name="李雷", real_name="李雷", zone=SHANGHAI)
    channel = make_channel(session)
    return [make_task(session, ann, channel=channel, title=f"work {n}") for n in range(TASKS)]


def said(session: Session, text: str, door: Door = Door.DM, **more: Any) -> Answer:
    where = (
        {"channel_id": "D0ANN", "channel_kind": "im"}
        if door == Door.DM
        else {"channel_id": "C0LAUNCH", "channel_kind": "public"}
    )
    heard = Heard(TEAM, "U0ANN", door, text, Gesture(text + door), **(where | more))
    answer = commands.run(session, heard, NOW)
    session.flush()
    return answer


def task(session: Session, number: int) -> Task:
    found = queries.get(session, make_person(session, "U0ANN", name="ann", real_name="Ann"), number, NOW)
    assert found is not None
    return found


def table(rows: str) -> list[str]:
    return [one.strip() for line in rows.strip().splitlines() for one in line.split(" | ")]


COUNTED = """
cancel 2 of the 5 licences | cancel 2 flights | cancel 3 meeting rooms | drop 5 boxes at the post office | done 2 pages
close 2 bank accounts by Friday | finish 4 drawings by Wednesday | complete 3 safety trainings by May | done 3 rounds of interviews
block 2 hours for the audit | note 4 risks in the register | 取消 3 个会议室 | 作废 2 份合同
"""


@pytest.mark.parametrize("line", table(COUNTED))
@pytest.mark.parametrize("door", DOORS)
def test_a_verb_before_what_is_counted_is_asked_about_at_every_door(session: Session, line: str, door: Door) -> None:
    answer = said(session, line, door)
    assert isinstance(answer, DidYouMean)
    assert answer.line == line
    verb, number, *_ = line.split()
    assert answer.meant.startswith(f"{verb} #{number}")
    assert all(task(session, n).is_live and not task(session, n).is_blocked for n in range(1, TASKS + 1))


def test_where_there_is_no_task_of_that_number_nothing_is_asked(session: Session) -> None:
    assert isinstance(said(session, "cancel 12 flights"), Created)


WORK = """
due 5 invoices: chase them | snooze 2 alerts in Grafana | due 2 weeks after signing: send the papers | give 2 laptops to Tom
assign 2 people to the booth | priority 2 items first, then the others
"""


@pytest.mark.parametrize("line", table(WORK))
@pytest.mark.parametrize("door", DOORS)
def test_a_verb_whose_object_is_none_of_its_own_begins_new_work(session: Session, line: str, door: Door) -> None:
    answer = said(session, line, door)
    assert isinstance(answer, Created | AskIfTask)
    assert all(task(session, n).due_on is None for n in range(1, TASKS + 1))


REASONS = (
    ("drop 2, the client said no", "the client said no"), ("cancel #4 pls", ""), ("done 2 ✅", ""), ("done 3 sent by mail", "sent by mail"),
    ("block 5 等客户回复", "等客户回复"), ("5 在等客户回复", "等客户回复"), ("block 6 on @tom waiting for the price", "waiting for the price"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), REASONS)
def test_a_reason_is_what_was_said_and_no_more(session: Session, line: str, reason: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, Changed)
    assert answer.detail == reason


LINES: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("done 2\nbuy milk", (Changed, Created)),
    ("done 1\ndone 2", (Changed, Changed)),
    ("move 1 to Thursday\nmove 2 to Friday", (Changed, Changed)),
    ("what's due this week\nwhat's late", (TaskList, TaskList)),
    ("remind me to call Bob tomorrow at 4pm\nbuy milk", (Created, Created)),
    ("done 1\ndone 99\ncancel 3 because of rain", (Changed, Refused, Changed)),
    ("- done 1\n- start 2", (Changed, Changed)),
    ("1做完了\n2改到周五", (Changed, Changed)),
    ("完成1\n买牛奶\n给客户打电话", (Changed, SeveralLines)),
    ("done 1\nbuy milk\ncall the bank", (Changed, SeveralLines)),
    ("cancel 4, the client said no\nbook the hall", (Changed, Created)),
)


@pytest.mark.parametrize(("text", "answers"), LINES)
@pytest.mark.parametrize("door", DOORS)
def test_each_line_is_answered_and_none_is_eaten_by_the_first(
    session: Session, text: str, answers: tuple[type, ...], door: Door
) -> None:
    answer = said(session, text, door)
    assert isinstance(answer, Together)
    assert tuple(type(one) for one in answer.answers) == answers
    changed = [one for one in answer.answers if isinstance(one, Changed)]
    assert not any("milk" in one.detail or "hall" in one.detail for one in changed)


OFFERED = ("cancel 3 rooms\nbook the hall", "find a caterer\ncall the bank\nbook a bus", "find caterer\ncall the bank")


@pytest.mark.parametrize("text", OFFERED)
def test_lines_of_work_that_begin_with_a_verb_are_offered_together(session: Session, text: str) -> None:
    answer = said(session, text)
    assert isinstance(answer, SeveralLines)
    assert [row.title for row in answer.rows] == text.splitlines()


def test_a_note_may_hold_lines(session: Session) -> None:
    for line in ("note 2 spoke to Tom\nhe agrees", "done 2 -- sent\nto Tom"):
        answer = said(session, line)
        assert isinstance(answer, Changed)
        assert answer.detail.endswith(line.splitlines()[1])


def test_lines_that_name_no_task_stay_one_task_with_its_details(session: Session) -> None:
    assert isinstance(said(session, "plan the fair\n- book a stand\n- print posters"), SeveralLines)


ORDERS: tuple[tuple[str, str], ...] = (
    ("#1 @tom", "assign"), ("#1 friday", "due"), ("#1 → Thursday", "due"), ("make #1 Friday", "due"), ("#1 due Friday", "due"),
    ("#1 urgent", "priority"), ("#1 !high", "priority"), ("#1 #fair", "edit"), ("3改周五", "due"), ("3设为周五", "due"),
    ("3分给@tom", "assign"), ("@tom 负责3", "assign"), ("set due date of 4 to 20 March", "due"), ("3已完成", "done"),
    ("6 已经发给客户了", "done"), ("3标记完成", "done"), ("tom will take 4", "assign"), ("hand 2 over to Tom", "assign"),
    ("add #fair to 1", "edit"), ("#2done", "done"), ("label 1 #fair", "edit"), ("2 cancelled", "cancel"), ("2 done", "done"),
    ("2 is done", "done"), ("2 is cancelled", "cancel"), ("2 is due Friday", "due"), ("2 is urgent", "priority"), ("2 is for @tom", "assign"),
    ("hand 3 to Tom", "assign"), ("due 3 to Friday", "due"), ("priority 3 to high", "priority"), ("note 2: spoke to Tom", "note"),
    ("#3: friday", "due"), ("#3 to tom", "assign"), ("#3 → @tom", "assign"), ("完成 2 了", "done"), ("取消 2 吧", "cancel"),
    ("2取消了", "cancel"), ("2已取消", "cancel"), ("2 设为紧急", "priority"), ("2改到周五", "due"), ("2给@tom", "assign"),
    ("给2加上标签 #fair", "edit"), ("2 is stuck", "block_form"), ("2号卡住了，等报价", "block"), ("2 卡住 等报价", "block"),
    ("2 blocked by @tom", "block"), ("2 stuck waiting for the price", "block"), ("#2 stuck no answer yet", "block"),
    ("2 is blocked by the snow removal", "block"), ("2卡住了", "block_form"), ("2在等报价", "block"), ("2 stuck: no answer", "block"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "verb"), ORDERS)
def test_a_number_and_one_field_is_that_order(session: Session, line: str, verb: str) -> None:
    answer = said(session, line)
    if verb.endswith("_form"):
        assert isinstance(answer, SmallForm)
        return
    assert isinstance(answer, Changed)
    assert answer.verb == verb
    assert answer.undo or verb == "note"


ASKED = """
6 @tom | 4 next tuesday | 1 due Friday | make 1 Friday | 1 → Thursday | 3 周五 | 3 明天 | 2 urgent | 2 #fair | stop 7 | 3 → @tom | 3: tomorrow | 3 to tom
"""


@pytest.mark.parametrize("line", table(ASKED))
def test_a_bare_number_and_one_word_is_asked_about(session: Session, line: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, DidYouMean)
    assert answer.line == line


@pytest.mark.parametrize("line", ["done", "hi, done", "muster: cancel", "你好，完成", "完成"])
def test_a_verb_alone_asks_which_task_is_meant_be_it_greeted_or_not(session: Session, line: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, WhichTask)
    assert len(answer.lines) > 1


IS_WORK = """
3号卡住的电梯修一下 | 3卡住的原因 | 2 stuck windows, get them fixed | 2 blocked by the snow removal: clear the ramp | 3给客户看
find a new caterer | find a new office by Friday | find out why the heating is off | search for a bigger office
find me a caterer | find someone for the booth | find the report by Friday | new logo for the fair | 搜索一家新的供应商
"""


@pytest.mark.parametrize("line", table(IS_WORK))
@pytest.mark.parametrize("door", DOORS)
def test_words_that_only_look_like_an_order_are_work(session: Session, line: str, door: Door) -> None:
    answer = said(session, line, door)
    if line.startswith("new") and door == Door.SLASH:
        assert isinstance(answer, TaskForm)
    else:
        assert isinstance(answer, Created | AskIfTask)
    assert not any(task(session, n).is_blocked for n in range(1, TASKS + 1))


def test_a_search_stays_one(session: Session) -> None:
    for line in ("find price list", "search invoice", "find the deck", "查找 报价单", "find work"):
        assert isinstance(said(session, line), TaskList)


STUMPS = "1 | #1 → | to 1 | 99 → | → → | 3改 | 12 13 14"


@pytest.mark.parametrize("line", table(STUMPS))
@pytest.mark.parametrize("verb", ["", "add ", "make "])
def test_a_title_that_says_nothing_is_never_stored(session: Session, line: str, verb: str) -> None:
    door = Door.BUTTON if verb == "make " else Door.DM
    with suppress(UserError):
        said(session, f"{verb}{line}", door)
    assert queries.get(session, make_person(session, "U0ANN", name="ann"), TASKS + 1, NOW) is None


def test_a_reminder_about_a_number_makes_no_task_of_that_name(session: Session) -> None:
    with pytest.raises(UserError, match="empty_task"):
        said(session, "remind @tom about #5 tomorrow")
