"""Lines that begin with the word of a verb: work keeps its words, orders are done, and what may be either is asked."""

# ruff: noqa: E501 - a row of a table is read as one

from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, AskIfTask, Changed, Created, DidYouMean, SmallTalk, TaskList
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.work import roles
from models import Outbox, Session, Task
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

PLACES = {Door.SLASH: ("C0LAUNCH", "public"), Door.DM: ("D0ANN", "im")}
WORK = """
accept the offer from Bob | accept 2 year contract | accept 1 more supplier | return the laptop to IT | return 1 book | return 1 faulty printer | submit 1 claim | split the bill with Dana
split 3 invoices; send to Dana | order 42 chairs | first 3 chapters | skip the intro slide | part of the deck for Ann | cc the board on the minutes | progress report for Q3 | merge 2 branches
archive 3 boxes | spent budget review | history lesson plan | export licence renewal | suggest names for the product | evidence folder for the audit | list of suppliers | find a new caterer | find 42 chairs
find 2 caterers | roles and duties doc | after lunch call Bob | describe the 3 options | closing party planning | cases of beer for the party | cases 3 to 7 need a lawyer | export the data to the new system
提交报销单 | 通过面试的人发offer | 收到货款 | 退回多余的椅子 | 合并分支 | 先做市场调研 | 前置条件整理 | 说明书翻译 | 抄送名单更新 | 归档旧合同 | 排序算法优化 | 建议书初稿 | 案例库搭建 | 跳过第一章
进度表更新 | 凭证整理 | 案例3个写好 | 查找3个供应商 | 搜索3家酒店 | 收藏3篇文章 | 验收5号楼 | 导出3份报表 | 帮助3个新人
"""
MAY_BE_EITHER = """
accept 1 offers | return 1 faulty printer | return 1 library books | submit 1 claim | decline 1 invitations
"""


def say(session: Session, line: str, door: Door = Door.SLASH, who: str = "U0ANN") -> Answer:
    channel_id, kind = PLACES[door]
    heard = Heard(TEAM, who, door, line, Gesture(f"{who} {door} {line}"), channel_id=channel_id, channel_kind=kind)
    return commands.run(session, heard, NOW)


def reply(session: Session, line: str, who: str = "U0ANN", **more: Any) -> Answer:
    heard = Heard(TEAM, who, Door.DM, line, Gesture(line), channel_id="D0ANN", channel_kind="im", **more)
    return commands.reply(
        session, heard, Outbox(workspace_id=TEAM, key="k", kind="task.card", to=who, subject={"number": 1}), NOW
    )


@pytest.fixture
def task(session: Session) -> Task:
    """#1 of Ann, given by Bob, who also has to accept it."""
    ann, bob = make_person(session, name="ann"), make_person(session, "U0BOB", name="bob")
    found = make_task(session, ann, creator=bob, channel=make_channel(session, members=("U0ANN", "U0BOB")))
    roles.put(session, found, "reviewers", ["U0BOB"])
    return found


def lines(table: str) -> list[str]:
    return table.strip().replace("\n", " | ").split(" | ")


@pytest.mark.parametrize("door", [Door.SLASH, Door.DM])
def test_work_that_begins_with_the_word_of_a_verb_keeps_its_words(session: Session, door: Door) -> None:
    make_person(session, name="ann")
    for line in lines(WORK):
        with session.begin_nested() as held:
            answer = say(session, line, door)
            held.rollback()
        session.expunge_all()
        if isinstance(answer, AskIfTask) and door == Door.DM:
            assert answer.shown == line
        else:
            assert isinstance(answer, Created), (line, answer)
            assert answer.view.task.title == line


def test_what_may_be_work_or_an_order_is_asked_where_there_is_such_a_task(session: Session, task: Task) -> None:
    for line in lines(MAY_BE_EITHER):
        answer = say(session, line)
        assert isinstance(answer, DidYouMean), (line, answer)
        assert line in (answer.line, answer.meant) or answer.line


@pytest.mark.parametrize(
    ("given", "handed_in", "back", "again", "accepted"),
    [
        ("got it #1", "#1 is ready for review", "#1 needs rework: page 3 is missing", "hand in 1", "#1 approved, 5"),
        ("#1 收到", "1 可以验收了", "1 不通过，缺第3页", "#1 提交了", "#1 验收通过，5分"),
    ],
)
def test_a_task_lives_by_free_words(session: Session, task: Task, given: str, handed_in: str, back: str, again: str, accepted: str) -> None:  # fmt: skip
    assert isinstance(say(session, given), Changed)
    assert task.acked_at is not None
    say(session, handed_in)
    assert task.state == "review"
    say(session, back, who="U0BOB")
    assert (task.state, task.returns) == ("doing", 1)
    say(session, again)
    say(session, accepted, who="U0BOB")
    assert (task.state, task.score) == ("done", 5)


def test_a_reply_in_the_thread_says_the_same_without_the_number(session: Session, task: Task) -> None:
    assert isinstance(reply(session, "got it"), Changed)
    assert isinstance(reply(session, "got it"), SmallTalk), "said again it is a courtesy"
    for words in ("60%", "花了3小时", "ready for review"):
        assert isinstance(reply(session, words), Changed), words
    assert (task.percent, task.spent_minutes, task.state) == (60, 180, "review")
    answer = reply(session, "accepted, but page 3 is missing", who="U0BOB")
    assert isinstance(answer, Changed)
    assert (answer.verb, task.state) == ("note", "review")
    reply(session, "通过，5分", who="U0BOB")
    assert (task.state, task.score) == ("done", 5)


def test_who_cannot_take_a_task_gives_it_back(session: Session, task: Task) -> None:
    assert isinstance(reply(session, "不是我的"), Changed)
    assert task.owner_id == "U0BOB"


def test_an_order_that_comes_too_soon_is_refused_rather_than_kept_as_a_comment(session: Session, task: Task) -> None:
    with pytest.raises(UserError, match="not_in_review"):
        reply(session, "accepted", who="U0BOB")


def test_lists_are_asked_for_in_words(session: Session, task: Task) -> None:
    say(session, "submit 1")
    for line in ("what's waiting for my review", "待我验收的", "tasks to review"):
        answer = say(session, line, who="U0BOB")
        assert isinstance(answer, TaskList)
        assert [one.number for one in answer.page.tasks] == [1], line


def test_two_tasks_are_both_done_and_a_score_is_none_of_them(session: Session, task: Task) -> None:
    ann, bob = make_person(session, name="ann"), make_person(session, "U0BOB", name="bob")
    make_task(session, ann, creator=bob, channel=make_channel(session, members=("U0ANN", "U0BOB")))
    answer = say(session, "ack #1 #2")
    assert isinstance(answer, Changed)
    assert [view.task.number for view in answer.views] == [1, 2]
    say(session, "submit 1")
    answer = say(session, "accept 1 5", who="U0BOB")
    assert isinstance(answer, Changed)
    assert ([view.task.number for view in answer.views], task.score) == ([1], 5)


REFUSED = [
    ("ack -1", "which_task"), ("ack #1x", "which_task"), ("收到 #1.5", "which_task"), ("split #0", "which_task"),
    ("part 0", "which_task"), ("progress 0", "which_task"), ("cc", "which_task"), ("reviewers", "which_task"),
    ("progress", "which_task"), ("repeat", "which_task"), ("先做", "which_task"), ("merge 1", "merge_what"),
    ("merge #1", "merge_what"), ("spent 1 0h", "no_such_effort"), ("用时 1 -1小时", "no_such_effort"),
    ("spent 1 3", "no_such_effort"), ("spent #1 lots", "no_such_effort"), ("progress 1 60", "no_such_percent"),
    ("progress #1 much", "no_such_percent"), ("evidence 1 javascript:alert(1)", "no_evidence"),
    ("repeat #1 often", "no_such_rhythm"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "key"), REFUSED)
def test_what_was_surely_meant_for_the_verb_is_refused_and_makes_no_task(
    session: Session, task: Task, line: str, key: str
) -> None:
    with pytest.raises(UserError, match=key):
        say(session, line)


@pytest.mark.parametrize("score", ["0", "6", "4.5", "10/10", "6分"])
def test_a_score_is_from_one_to_five(session: Session, task: Task, score: str) -> None:
    say(session, "submit 1")
    with pytest.raises(UserError, match="no_such_score"):
        say(session, f"accept 1 {score}", who="U0BOB")
    assert task.state == "review"


@pytest.mark.parametrize(
    "day", ["0001-01-01", "<=0001-01-01", ">=0001-01-01", "9999-12-31", ">9999-12-31", "<9999-12-31"]
)
def test_the_first_and_the_last_day_of_all_are_days(session: Session, day: str) -> None:
    make_person(session, name="ann")
    for key in ("due", "created", "closed"):
        assert isinstance(say(session, f"list {key}:{day}"), TaskList)
