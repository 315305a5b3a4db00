"""What people say about what comes first: first, order, suggest, the rules; and what is work like any other."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, AskIfTask, Changed, Created, Said, TaskList
from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown, Suggestions
from bot.commands.priority.ranking import read_rules, written
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules import priority
from models import Session
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_person, make_task

MONDAY = date(2026, 3, 9)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    make_person(session, "U0ANN")
    make_person(session, "U0BOSS", is_admin=True)


def heard(line: str, person_id: str, **more: Any) -> Heard:
    given = {"workspace_id": TEAM, "person_id": person_id, "door": Door.DM, "text": line, "gesture": Gesture(line)}
    return Heard(**(given | {"channel_id": "D0ANN", "channel_kind": "im"} | more))


def say(session: Session, line: str, person_id: str = "U0ANN", **more: Any) -> Answer:
    answer = commands.run(session, heard(line, person_id, **more), NOW)
    session.flush()
    return answer


def day_of(session: Session) -> list[int]:
    listed = say(session, "list")
    assert isinstance(listed, TaskList)
    return [task.number for task in listed.page.tasks]


@pytest.fixture
def three(session: Session) -> None:
    ann = make_person(session, "U0ANN")
    for days in (0, 0, 4):
        make_task(session, ann, due_on=MONDAY + days * DAY)


FIRST = (
    ("first 3", [3, 1, 2]), ("先做 3", [3, 1, 2]), ("先做3", [3, 1, 2]), ("first #3 #2", [3, 2, 1]),
    ("order 3 2 1", [3, 2, 1]), ("排序 2 3", [2, 3, 1]), ("first 1", [1, 2, 3]),
)  # fmt: skip


@pytest.mark.parametrize(("line", "then"), FIRST)
def test_a_word_puts_tasks_first_today(session: Session, three: None, line: str, then: list[int]):
    answer = say(session, line)
    assert isinstance(answer, Changed)
    assert answer.verb == "order"
    assert day_of(session) == then


def test_undo_gives_the_order_back(session: Session, three: None):
    put = say(session, "first 3")
    assert isinstance(put, Changed)
    undone = say(session, f"undo @{put.undo[0]}")
    assert isinstance(undone, Changed)
    assert day_of(session) == [1, 2, 3]


WORK = ("first aid kit for the office", "order 42 chairs", "order a cake", "suggest a name", "先做 一个样品", "rules")


@pytest.mark.parametrize("line", WORK)
def test_other_words_are_work(session: Session, line: str):
    assert isinstance(say(session, line), Created | AskIfTask)


def test_the_list_says_why_its_first_is_the_first(session: Session, three: None):
    listed = say(session, "list")
    assert isinstance(listed, TaskList)
    assert listed.first_because is not None
    assert (listed.first_because.number, listed.first_because.reasons) == (1, ("today",))
    narrow = say(session, "list due:today")
    assert isinstance(narrow, TaskList)
    assert narrow.first_because is None


def test_the_form_shows_today_and_is_drawn_again_in_the_order_picked(session: Session, three: None):
    form = say(session, "order")
    assert isinstance(form, OrderForm)
    assert [task.number for task in form.tasks] == [1, 2]
    again = say(session, "reorder 2 1", door=Door.BUTTON)
    assert isinstance(again, OrderForm)
    assert [task.number for task in again.tasks] == [2, 1]
    assert day_of(session) == [1, 2, 3], "nothing is kept before it is sent"
    sent = heard("", "U0ANN", door=Door.FORM, form="form:order", meta={"order": [2, 1]})
    answer = commands.submit(session, sent, NOW)
    assert isinstance(answer, Changed)
    assert day_of(session) == [2, 1, 3]


def test_with_nothing_to_put_in_order_it_says_so(session: Session):
    assert say(session, "order") == Said("nothing_to_order", {})


def test_suggest_shows_takes_and_leaves(session: Session):
    ann = make_person(session, "U0ANN")
    make_task(session, ann, title="Strategy", important=True)
    make_task(session, ann, title="Vision", important=True)
    shown = say(session, "建议")
    assert isinstance(shown, Suggestions)
    (one, _), (two, _) = shown.rows
    left = say(session, f"pass @{two.id}", door=Door.BUTTON)
    assert isinstance(left, Suggestions)
    assert (left.done, [row.number for row, _ in left.rows], left.left) == ("left", [1], 1)
    taken = say(session, f"take @{one.id}", door=Door.BUTTON)
    assert isinstance(taken, Suggestions)
    assert (taken.done, taken.number, taken.rows, len(taken.undo)) == ("taken", 1, (), 1)
    task = queries.get(session, ann, 1, NOW)
    assert task is not None
    assert task.due_on == MONDAY + DAY


def test_admins_see_the_rules_and_what_they_lack(session: Session):
    shown = say(session, "/muster rules", "U0BOSS")
    assert isinstance(shown, RulesShown)
    assert (shown.rules, shown.known) == (priority.SHIPPED, {"departments": 0, "manager": 0})
    assert isinstance(say(session, "/muster 规则 edit", "U0BOSS"), RulesForm)


@pytest.mark.parametrize("line", ["/muster rules", "/muster rules try due_soon:5", "/muster rules apply due_soon:5"])
def test_others_do_not(session: Session, line: str):
    with pytest.raises(UserError, match="admins_only"):
        say(session, line)


def test_rules_are_tried_first_and_applied_then(session: Session):
    boss = make_person(session, "U0BOSS", is_admin=True)
    make_task(session, boss, due_on=MONDAY + 4 * DAY)
    values = {"due_soon": "7", "departments": "off", "manager": "2"}
    sent = heard("", "U0BOSS", door=Door.FORM, form="form:rules", values=values)
    tried = commands.submit(session, sent, NOW)
    assert isinstance(tried, DryRun)
    assert tried.spec == "due_soon:7 departments:off manager:2"
    assert tried.examples == (1,)
    workspace = acting(session, boss).workspace
    assert workspace.priority_rules is None
    assert say(session, f"/muster rules apply {tried.spec}", "U0BOSS") == Said("rules_applied", {"count": 1})
    assert workspace.priority_rules == {"due_soon": {"days": 7}, "departments": {"on": False}, "manager": {"level": 2}}


SPECS = (
    ("", "due_soon:3 departments:2 manager:1"),
    ("due_soon:off manager:off", "due_soon:off departments:2 manager:off"),
    ("due_soon:60 departments:5 manager:on", "due_soon:60 departments:5 manager:1"),
)


@pytest.mark.parametrize(("said", "read"), SPECS)
def test_a_line_of_rules_reads_as_it_is_written(said: str, read: str):
    assert written(read_rules(said)) == read
    assert read_rules(read) == read_rules(said)


WRONG = ("due_soon:0", "due_soon:61", "due_soon:x", "manager:6", "weather:on", "due_soon", "departments:٣")


@pytest.mark.parametrize("spec", WRONG)
def test_what_is_no_rule_is_refused(spec: str):
    with pytest.raises(UserError, match="no_such_rule"):
        read_rules(spec)
