"""Finding by words: every change of a task's words is found at once, and nobody finds what they may not see."""

import pytest

from bot.services.finding import searching
from bot.services.review import closing
from bot.services.review.closing import Closing
from bot.services.work import changing, life, tasks, undoing
from models import Case, Person, Session, Task
from models.queries import listing
from models.queries.listing import Filter, count, list_page
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task
from tests.services.test_big_plans import counted


@pytest.fixture
def ann(session: Session) -> Person:
    return make_person(session)


def found(session: Session, viewer: Person, words: str) -> list[str]:
    page = list_page(session, viewer, Filter(words=words, live=False), NOW)
    assert page.total == len(page.tasks) == count(session, viewer, Filter(words=words, live=False), NOW)
    return [task.title for task in page.tasks]


def test_of_what_a_common_word_finds_the_newest_are_ranked_and_the_rest_is_not_counted(
    session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_RANKED", 3)
    titles = ("launch one", "two", "launch three", "four", "five")
    made = [make_task(session, ann, title=title, note="launch") for title in titles]
    page = list_page(session, ann, Filter(words="launch", live=False), NOW, size=2)
    assert [task.number for task in page.tasks] == [made[2].number, made[4].number]
    assert (page.total, page.more, page.pages) == (3, True, 2)
    last = list_page(session, ann, Filter(words="launch", live=False), NOW, size=2, page=9)
    assert (last.number, last.total, last.more) == (2, 3, True)
    few = list_page(session, ann, Filter(words="launch three", live=False), NOW, size=2, page=9)
    assert (few.number, few.total, few.more) == (1, 1, False)


def test_hidden_tasks_take_no_place_among_the_newest(
    session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_RANKED", 2)
    bob = make_person(session, "U0BOB")
    seen = [make_task(session, bob, title="launch", creator=ann).number for _ in range(2)]
    for _ in range(4):
        make_task(session, ann, title="launch")
    page = list_page(session, bob, Filter(words="launch -soon", live=False), NOW)
    assert (sorted(task.number for task in page.tasks), page.total, page.more) == (seen, 2, False)


FINDS = (
    ("Quarterly report", "repo"),
    ("Quarterly report", "REPORT quart"),
    ("Quarterly report", "ｒｅｐｏｒｔ"),
    ("把报价单发给李雷", "报价"),
    ("把报价单发给李雷", "价单"),
    ("把报价单发给李雷", "报价单"),
    ("把报价单发给李雷", "雷"),
    ("把报价单发给李雷", "单"),
    ("Q3报价单v2", "q3 报价 v2"),
    ("Économie 101", "economie"),
    ("Economie 101", "ÉCONOMIE"),
    ("Straße fegen", "strasse"),
    ("отчёт за март", "отчет"),
    ("見積もりをおくる", "見積"),
    ("보고서를 보내기", "보고서"),
    ("price list of May", '"price list"'),
    ("发布会的场地", "“发布会”"),
    ("call a-b-c", '"a-b"'),
    ("fix foo_bar", "foo"),
    ("50% off", "50%"),
    ("C++ upgrade", "c++"),
    ("𠮷野家", "𠮷野"),
    ("it's O'Neil", "o'neil"),
    ("x:* & (y", "x:* & (y"),
)
FINDS_NOT = (
    ("Quarterly report", "eport"),
    ("Quarterly report", "report missing"),
    ("把报价单发给李雷", "价格"),
    ("报单价", "报价单"),
    ("list of prices", '"price list"'),
    ("price of a list", '"price list"'),
    ("price lists", '"price list"'),
    ("a report", "-report a"),
    ("price list", "!!!"),
    ("a", "\\"),
    ("单位报价", '"报价单"'),
    ("x", "' OR 1=1 --"),
)


@pytest.mark.parametrize(("title", "words"), FINDS)
def test_a_title_is_found_by(session: Session, ann: Person, title: str, words: str) -> None:
    make_task(session, ann, title=title)
    make_task(session, ann, title="zzz")
    assert found(session, ann, words) == [title]


@pytest.mark.parametrize(("title", "words"), FINDS_NOT)
def test_a_title_is_not_found_by(session: Session, ann: Person, title: str, words: str) -> None:
    make_task(session, ann, title=title)
    assert found(session, ann, words) == []


def test_all_that_is_said_in_a_task_finds_it(session: Session, ann: Person) -> None:
    task = make_task(session, ann, title="Deck", note="ask Bob", labels=["发布"], project="Apollo")
    actor = acting(session, ann)
    tasks.note(session, actor, task, "the caterer called")
    life.block(session, actor, task, reason="等报价")
    changing.change(session, actor, task, "edit", {"described": {"goal": "win the tender"}})
    changing.change(session, actor, task, "edit", {"evidence": [{"kind": "file", "name": "signed-contract.pdf"}]})
    session.add(
        Case(workspace_id=TEAM, number=task.number, lesson="begin earlier", tags=["vendor"], by_id=ann.id, at=NOW)
    )
    searching.again(session, task)
    said = (
        "ask bob",
        "发布",
        "apollo",
        "caterer",
        "报价",
        "tender",
        "contract",
        "earlier",
        "vendor",
        "deck bob tender",
    )
    assert [words for words in said if found(session, ann, words) != ["Deck"]] == []


def test_what_is_changed_or_taken_back_is_found_no_longer(session: Session, ann: Person) -> None:
    task, actor = make_task(session, ann, title="Send the deck"), acting(session, ann)
    renamed = tasks.edit(session, actor, task, {"title": "Send the slides"})
    assert (found(session, ann, "deck"), found(session, ann, "slides")) == ([], ["Send the slides"])
    note = tasks.note(session, actor, task, "ask the caterer")
    undoing.undo(session, actor, note)
    assert found(session, ann, "caterer") == []
    assert renamed is not None
    undoing.undo(session, actor, renamed)
    assert (found(session, ann, "deck"), found(session, ann, "slides")) == (["Send the deck"], [])


def test_how_a_task_went_finds_it_until_that_is_taken_back(session: Session, ann: Person) -> None:
    task, actor = make_task(session, ann, title="Send the deck"), acting(session, ann)
    life.done(session, actor, task)
    first = closing.close(session, actor, task, Closing(lesson="ask the caterer", tags=("vendor",)))
    assert (found(session, ann, "caterer"), found(session, ann, "vendor")) == (["Send the deck"], ["Send the deck"])
    undoing.undo(session, actor, first)
    assert found(session, ann, "caterer") == []


def test_what_changes_no_word_writes_no_words(session: Session, ann: Person) -> None:
    task, actor = make_task(session, ann), acting(session, ann)
    with counted(session) as sent:
        life.start(session, actor, task)
        life.cancel(session, actor, task)
        undoing.undo(session, actor, life.reopen(session, actor, task))
    assert [one for one in sent if "taskwords" in one] == []
    assert sent


def test_titles_come_first_then_what_is_live_then_what_is_new(session: Session, ann: Person) -> None:
    actor = acting(session, ann)
    made = {
        title: make_task(session, ann, title=title, note=note)
        for title, note in (
            ("budget one", ""),
            ("in its note", "the budget"),
            ("budget two", ""),
            ("budget closed", ""),
        )
    }
    life.done(session, actor, made["budget closed"])
    assert found(session, ann, "budget") == ["budget two", "budget one", "budget closed", "in its note"]


def test_what_somebody_may_not_see_is_in_no_count(session: Session, ann: Person) -> None:
    tom = make_person(session, "U0TOM")
    secret = make_channel(session, "C0SECRET", kind="private", members=("U0TOM",))
    make_task(session, tom, title="layoff plan", channel=secret)
    make_task(session, tom, title="plan the party", channel=make_channel(session))
    assert found(session, ann, "plan") == ["plan the party"]
    assert len(found(session, tom, "plan")) == 2
    assert found(session, ann, "layoff") == []


def test_another_workspace_with_the_same_number_is_not_found(session: Session, ann: Person) -> None:
    task = make_task(session, ann, title="ours alone")
    other = Person(workspace_id="T0OTHER", id="U0EVE", refreshed_at=NOW)
    assert isinstance(task, Task)
    assert found(session, other, "ours") == []
