"""What the buttons of App Home say, and that nobody says it by accident or reads what is not theirs."""

from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Nothing, Preview, TaskList
from bot.answers.ranking import OrderForm
from bot.commands.finding import home
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.finding import homes
from models import Home, Person, Session
from tests.factories import NOW, TEAM, make_channel, make_person, make_task


def tap(session: Session, line: str, **more: Any) -> Answer:
    heard = Heard(**{"workspace_id": TEAM, "person_id": "U0ANN", "door": Door.HOME, "text": line,
                     "gesture": Gesture(line)} | more)  # fmt: skip
    answer = commands.run(session, heard, NOW)
    session.flush()
    return answer


READS = [
    ("show given", True), ("show graphs", False), ("only late", True), ("only", False), ("sort due", True),
    ("about", True), ("about #launch", True), ("about +Neue Seite", True), ("about launch", False), ("about #", False),
    ("page day 2", True), ("page day 0", False), ("page day x", False), ("page secrets 2", False),
    ("page day 99999999999", False), ("reset", True), ("", False), ("sweet home", False),
]  # fmt: skip


@pytest.mark.parametrize(("args", "is_read"), READS)
def test_only_what_a_button_says_is_read(args: str, is_read: bool) -> None:
    assert home.reads(args) == is_read


def test_a_choice_is_kept_and_a_page_is_turned_without_a_word(session: Session) -> None:
    make_person(session)
    homes.opened(session, TEAM, "U0ANN", None, now=NOW, real=NOW)
    for line in ("home only late", "home about #launch", "home page given 3"):
        assert isinstance(tap(session, line), Nothing)
    person, shown = session.get(Person, (TEAM, "U0ANN")), session.get(Home, (TEAM, "U0ANN"))
    assert person is not None
    assert shown is not None
    assert (person.home, shown.pages) == ({"only": "late", "about": "#launch"}, {"given": 3})
    tap(session, "home reset")
    assert (person.home, shown.pages) == (None, {})


def test_what_somebody_types_stays_work(session: Session) -> None:
    make_person(session)
    answer = tap(session, "home show given", door=Door.DM, channel_id="D0ANN", channel_kind="im")
    assert not isinstance(answer, Nothing)
    person = session.get(Person, (TEAM, "U0ANN"))
    assert person is not None
    assert person.home is None


def test_the_list_button_of_a_team_shows_everybodys_tasks_of_its_channel(session: Session) -> None:
    bob, channel = make_person(session, "U0BOB"), make_channel(session)
    make_person(session)
    task = make_task(session, bob, channel=channel)
    make_task(session, bob)
    answer = tap(session, "list all <#C0LAUNCH>")
    assert isinstance(answer, TaskList)
    assert [one.number for one in answer.page.tasks] == [task.number]


@pytest.mark.parametrize(("kind", "members", "may"), [
    ("public", (), True), ("private", ("U0ANN",), True), ("private", ("U0BOB",), False),
])  # fmt: skip
def test_a_digest_from_afar_is_for_those_who_may_read_the_channel(
    session: Session, kind: str, members: tuple[str, ...], may: bool
) -> None:
    make_person(session)
    make_channel(session, "C0TEAM", kind=kind, members=members)
    if may:
        assert isinstance(tap(session, "/digest preview C0TEAM"), Preview)
    else:
        with pytest.raises(UserError):
            tap(session, "/digest preview C0TEAM")


def test_the_day_is_put_in_order_from_home(session: Session) -> None:
    ann = make_person(session)
    tasks = [make_task(session, ann, due_on=NOW.date()) for _ in range(2)]
    answer = tap(session, "order")
    assert isinstance(answer, OrderForm)
    assert [task.number for task in answer.tasks] == [task.number for task in tasks]
