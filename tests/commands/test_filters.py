"""Filters of `list` and `find`, typed in either language: which tasks they leave, and what is said of wrong ones."""

from datetime import date, timedelta

import pytest

from bot.answers import Created, SmallForm, TaskList, WhoIs
from bot.errors import UserError
from bot.heard import Door
from models import Person, Role, RoleKind, Session, State, Task
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person, make_task


def titles(session: Session, line: str, person_id: str = "U0ANN") -> str:
    answer = say(session, line, person_id)
    assert isinstance(answer, TaskList), answer
    assert answer.page.total == len(answer.page.tasks)
    again = say(session, answer.line, person_id, door=Door.BUTTON)
    assert isinstance(again, TaskList)
    assert [task.number for task in again.page.tasks] == [task.number for task in answer.page.tasks], answer.line
    return " ".join(sorted(task.title for task in answer.page.tasks))


@pytest.fixture
def ann(session: Session) -> Person:
    """Tasks a to i, each with something of its own."""
    ann = make_person(session, name="ann", real_name="Ann Lee")
    tom = make_person(session, "U0TOM", name="tom", real_name="Tom Ray")
    lei = make_person(session, "U0LEI", name="lilei", real_name="李雷", zone="Asia/Shanghai", locale="zh-CN")
    launch, secret = make_channel(session), make_channel(session, "C0SECRET", kind="private", members=("U0TOM",))
    a = make_task(session, ann, title="a", due_on=date(2026, 3, 6), labels=["launch"], priority=1)
    make_task(session, ann, title="b", due_on=date(2026, 3, 9), labels=["launch", "draft"], channel=launch)
    make_task(session, ann, title="c", due_on=date(2026, 3, 13), project="Apollo", note="price list", estimate_days=2.0)
    make_task(session, ann, title="d", creator=tom, rrule="FREQ=WEEKLY")
    e = make_task(session, tom, title="e", channel=launch, now=NOW - timedelta(days=20))
    session.add(Role(workspace_id=TEAM, number=e.number, person_id=ann.id, kind=RoleKind.REVIEWER))
    f = make_task(session, lei, title="f", channel=launch)
    f.state, f.closed_at = State.DONE, NOW - timedelta(days=1)
    g = make_task(session, ann, title="g")
    g.state, g.closed_at = State.CANCELLED, NOW - timedelta(days=40)
    h = make_task(session, ann, title="h", due_on=date(2026, 3, 18))
    h.state, h.blocked_at, h.evidence = State.DOING, NOW, [{"kind": "link", "value": "https://x.test", "name": "x"}]
    make_task(session, ann, title="i", parent_number=a.number)
    make_task(session, tom, title="secret", channel=secret, labels=["launch"])
    session.flush()
    return ann


LISTS = (
    ("list", "a b c d h i"),
    ("list due:none", "d i"),
    ("list due:overdue", "a"),
    ("list -due:none", "a b c h"),
    ("list due:today", "b"),
    ("list due:this week", "b c"),
    ('list due:"next week"', "h"),
    ("list due:next week", "h"),
    ("list due:friday", "c"),
    ("list due:<=2026-03-09", "a b"),
    ("list due:<2026-03-09", "a"),
    ("list due:>friday", "h"),
    ("list due:2026-03-09..2026-03-13", "b c"),
    ("list due:mon..fri", ""),
    ("list due:..2026-03-06", "a"),
    ("list label:launch", "a b"),
    ("list label:launch -label:draft", "a"),
    ("list label:draft,launch", "a b"),
    ("list label:launch label:draft", "b"),
    ("list all label:launch", "a b"),
    ("list all owner:@tom", "e"),
    ("list status:doing", "h"),
    ("list status:open", "a b c d i"),
    ("list status:cancelled", "g"),
    ("list status:doing,cancelled", "g h"),
    ("list -status:doing", "a b c d i"),
    ("list is:late", "a"),
    ("list is:doing", "h"),
    ("list -is:doing", "a b c d i"),
    ("list is:doing,late", "a h"),
    ("list owner:@lilei is:done", "f"),
    ("list is:urgent", "a"),
    ("list is:open", "a b c d h i"),
    ("list -is:late", "b c d h i"),
    ("list is:blocked", "h"),
    ("list is:repeating", "d"),
    ("list is:private", "a c d h i"),
    ("list is:public", "b"),
    ("list is:closed", "g"),
    ("list is:part", "i"),
    ("list has:parts", "a"),
    ("list has:evidence", "h"),
    ("list -has:evidence", "a b c d i"),
    ("list has:note", "c"),
    ("list has:estimate", "c"),
    ("list has:project", "c"),
    ("list has:label", "a b"),
    ("list project:apollo", "c"),
    ("list -project:apollo", "a b d h i"),
    ("list priority:1", "a"),
    ("list priority:1..2", "a b"),
    ("list priority:3", "c d h i"),
    ("list owner:@tom", "e"),
    ("list owner:me", "a b c d h i"),
    ("list -owner:me", "e"),
    ("list owner:@tom owner:@ann", "a b c d e h i"),
    ("list owner:@tom,@ann is:public", "b e"),
    ('list owner:"Tom Ray"', "e"),
    ("list by:@tom", "d"),
    ("list owner:<@U0TOM>", "e"),
    ("list reviewer:me", "e"),
    ("list role:reviewer", "e"),
    ("list role:owner,reviewer is:public", "b e"),
    ("list reviewer:@tom", ""),
    ("list helper:@ann", ""),
    ("list in:here", "b e"),
    ("list in:#c0launch", "b e"),
    ("list in:<#C0LAUNCH|launch>", "b e"),
    ("list in:here status:done", "f"),
    ("list created:..2026-02-28 all", "e"),
    ("list closed:yesterday all", "f"),
    ("list closed:any all", "f g"),
    ("list done:yesterday all", "f"),
    ("list label:launch dra", "b"),
    ('list "price list"', "c"),
    ("list due:none -weekly", "d i"),
    ("list is:unacknowledged", "d"),
    ("list is:unassigned", ""),
    ("list all owner:@lilei status:done", "f"),
    ("find label:launch", "a b"),
    ("find price", "c"),
    ("find price owner:@tom", ""),
    ("find price -owner:@tom", "c"),
    ("find is:closed", "f g"),
    ("find status:done", "f"),
    ("列表 负责人:@李雷 状态:已完成", "f"),
    ("列表 截止：今天", "b"),
    ("列表 截止:本周", "b c"),
    ("列表 标签：launch 是：逾期", "a"),
    ("列表 -标签:launch 是:卡住", "h"),
    ("列表 截止:无", "d i"),
    ("列表 有:子任务", "a"),
    ("列表 优先级:紧急", "a"),
    ("列表 审核人:我", "e"),
    ("列表 验收人:我", "e"),
    ("列表 创建:@tom", "d"),
    ("列表 创建:本周 是:重复", "d"),
    ("查找 标签:launch -标签:draft", "a"),
    ("列表 项目:Apollo", "c"),
    ("列表 状态:进行中、已取消", "g h"),
    ("列表 角色:审核人", "e"),
    ("列表 角色:验收人", "e"),
    ("列表 频道:本频道", "b e"),
)


@pytest.mark.usefixtures("ann")
def test_each_filter_leaves_its_tasks_and_its_line_shows_them_again(session: Session) -> None:
    shown = {line: titles(session, line) for line, _ in LISTS}
    assert {line: got for line, got in shown.items() if got != dict(LISTS)[line]} == {}


SORTED = (
    ("list sort:title", "abcdhi"),
    ("list -sort:title", "ihdcba"),
    ("list sort:due", "abchdi"),
    ("list -sort:due", "hcbadi"),
    ("list sort:-due", "hcbadi"),
    ("list sort:priority sort:title", "abcdhi"),
    ("列表 排序:标题", "abcdhi"),
)


@pytest.mark.parametrize(("line", "order"), SORTED)
@pytest.mark.usefixtures("ann")
def test_a_list_is_sorted_as_asked(session: Session, line: str, order: str) -> None:
    answer = say(session, line)
    assert isinstance(answer, TaskList)
    assert "".join(task.title for task in answer.page.tasks) == order


WRONG = (
    ("list staus:open", "filter_unknown", "staus"),
    ("list label:x owener:@ann", "filter_unknown", "owener"),
    ("list foo:bar", "filter_unknown", "foo"),
    ("list status:opne", "filter_value", "opne"),
    ("list is:purple", "filter_value", "purple"),
    ("list priority:9", "filter_value", "9"),
    ("list sort:size", "filter_value", "size"),
    ("list has:wings", "filter_value", "wings"),
    ("list due:blursday", "no_such_date", "blursday"),
    ("find stauts:done x", "filter_unknown", "stauts"),
    ("find is:purple", "filter_value", "purple"),
    ("list in:#nowhere", "no_such_channel", "nowhere"),
    ("列表 状态:飞行中", "filter_value", "飞行中"),
)


@pytest.mark.parametrize(("line", "key", "words"), WRONG)
@pytest.mark.usefixtures("ann")
def test_a_filter_that_is_none_is_named(session: Session, line: str, key: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        say(session, line)
    params = refused.value.params
    assert (refused.value.key, params.get("words") or params.get("name")) == (key, words)


WORK = (
    "list the suppliers we lost",
    "list suppliers",
    "list todos: call Bob and Eve",
    "list https://example.test/x for Bob",
    "list save the whales at the office",
    "find a caterer",
    "export the data to the new system",
)


@pytest.mark.parametrize("line", WORK)
@pytest.mark.usefixtures("ann")
def test_a_line_that_is_no_list_is_work(session: Session, line: str) -> None:
    assert not isinstance(say(session, line), TaskList | SmallForm)
    assert isinstance(say(session, line + " now"), Created)


def test_a_name_that_is_not_clear_is_asked_about_and_the_filters_stay(session: Session, ann: Person) -> None:
    make_person(session, "U0TO2", name="tom2", real_name="Tom Fox")
    asked = say(session, "list owner:@tomm label:launch is:late")
    assert isinstance(asked, WhoIs)
    assert (asked.verb, asked.line) == ("list", "owner:<@WHO> label:launch is:late")


def test_who_is_named_on_a_task_learns_nothing_of_the_conversation_it_comes_from(session: Session, ann: Person) -> None:
    secret = session.get(Task, (TEAM, 10))
    assert secret is not None
    session.add(Role(workspace_id=TEAM, number=secret.number, person_id=ann.id, kind=RoleKind.INFORMED))
    session.flush()
    assert titles(session, "list all label:launch") == "a b secret"
    for line in ("list in:<#C0SECRET>", "find in:<#C0SECRET>", "list has:link role:informed", "list all <#C0SECRET>"):
        assert titles(session, line) == ""
    with pytest.raises(UserError):
        say(session, "list in:#c0secret")


def test_a_part_that_is_not_seen_makes_no_parent(session: Session, ann: Person) -> None:
    tom = session.get(Person, (TEAM, "U0TOM"))
    assert tom is not None
    parent = make_task(session, ann, title="parent")
    make_task(session, tom, title="hidden", parent_number=parent.number)
    assert titles(session, "list has:parts") == "a"


def test_pages_count_only_what_is_seen(session: Session, ann: Person) -> None:
    tom = session.get(Person, (TEAM, "U0TOM"))
    assert tom is not None
    for number in range(12):
        make_task(session, tom, title=f"party {number}", channel=None if number % 2 else make_channel(session))
    pages = [say(session, f"find party page {number}") for number in (1, 2, 9)]
    assert all(isinstance(page, TaskList) for page in pages)
    assert [(p.page.total, p.page.pages, p.page.number) for p in pages if isinstance(p, TaskList)] == [(6, 1, 1)] * 3
