"""Whom a written name means, wherever a line may name somebody; a name in doubt is asked about with a picker."""

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, TaskList, WhoIs
from bot.heard import Door, Gesture, Heard
from models import Session
from tests.factories import NOW, TEAM, make_person, make_task

PEOPLE = {
    "U0ANN": {"name": "ann", "real_name": "Ann Lee", "display_name": ""},
    "U0ANNA": {"name": "anna.k", "real_name": "Anna König"},
    "U0HAN": {"name": "hmm", "real_name": "韩梅梅", "display_name": "韩梅梅"},
    "U0LI": {"name": "lilei", "real_name": "Li Lei", "display_name": "李雷（运营）"},
    "U0TOM": {"name": "tom", "real_name": "Tom Hill"},
    "U0TOM2": {"name": "tom.b", "real_name": "Tom"},
    "U0GONE": {"name": "gone", "real_name": "Gone", "is_deleted": True},
}


def say(session: Session, line: str, *, door: Door = Door.SLASH) -> Answer:
    for person_id, names in PEOPLE.items():
        make_person(session, person_id, **names)
    heard = Heard(TEAM, "U0ANN", door, line, Gesture(line), channel_id="D0ANN", channel_kind="im")
    answer = commands.run(session, heard, NOW)
    session.flush()
    return answer


FOUND = (
    ("hmm", "U0HAN"), ("韩梅梅", "U0HAN"), ("ANNA.K", "U0ANNA"), ("Ann", "U0ANN"), ("köni", "U0ANNA"), ("李雷", "U0LI"),
    ("lil", "U0LI"), ("me", "U0ANN"), ("我", "U0ANN"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "person_id"), FOUND)
def test_a_name_means_the_same_person_in_every_line(session: Session, name: str, person_id: str) -> None:
    made = say(session, f"send the deck @{name}")
    assert isinstance(made, Created)
    assert made.view.task.owner_id == person_id
    other = "U0TOM" if person_id != "U0TOM" else "U0HAN"
    say(session, f"assign 1 <@{other}>")
    moved = say(session, f"assign 1 @{name}")
    assert isinstance(moved, Changed)
    assert moved.views[0].task.owner_id == person_id
    listed = say(session, f"list @{name}")
    assert isinstance(listed, TaskList)
    assert listed.person is not None
    assert listed.person.id == person_id


@pytest.mark.parametrize("line", ["send it to @{name} today", "assign 1 @{name}", "list @{name}", "block 1 on @{name}"])
@pytest.mark.parametrize("name", ["to", "nobody", "gone"])
def test_a_name_that_fits_two_or_nobody_is_asked_with_a_picker(session: Session, line: str, name: str) -> None:
    make_task(session, make_person(session, "U0ANN", **PEOPLE["U0ANN"]))
    asked = say(session, line.format(name=name))
    assert isinstance(asked, WhoIs)
    assert asked.name == name
    assert {person.id for person in asked.candidates} == ({"U0TOM", "U0TOM2"} if name == "to" else set())
    done = say(session, f"{asked.verb} {asked.kept} <@U0HAN>", door=Door.BUTTON)
    assert isinstance(done, Created | Changed | TaskList)


def test_a_name_of_several_words_is_read_whole(session: Session) -> None:
    make_task(session, make_person(session, "U0ANN", **PEOPLE["U0ANN"]))
    answer = say(session, "assign 1 to Tom Hill")
    assert isinstance(answer, Changed)
    assert answer.views[0].task.owner_id == "U0TOM"


def test_a_chinese_name_ends_where_it_ends_though_no_blank_follows(session: Session) -> None:
    made = say(session, "@韩梅梅写周报")
    assert isinstance(made, Created)
    assert (made.view.task.owner_id, made.view.task.title) == ("U0HAN", "写周报")


def test_a_word_that_is_no_name_stays_a_reason(session: Session) -> None:
    make_task(session, make_person(session, "U0ANN", **PEOPLE["U0ANN"]))
    answer = say(session, "block 1 waiting for the price")
    assert isinstance(answer, Changed)
    assert answer.views[0].task.blocked_reason == "waiting for the price"


def test_what_was_said_to_be_sure_of_stays_sure_when_the_name_is_picked(session: Session) -> None:
    asked = say(session, "again send it to @nobody", door=Door.BUTTON)
    assert isinstance(asked, WhoIs)
    assert asked.verb == "again"


@pytest.mark.parametrize(
    ("line", "title"),
    [("@dana and @eve prepare the demo", "prepare the demo"),
     ("send it to @dana and @eve", "send it to @dana and @eve"),
     ("@dana和@eve 准备演示", "准备演示"), ("把方案发给@dana和@eve", "把方案发给@dana和@eve"),
     ("book the hall with @eve", "book the hall with @eve")],
)  # fmt: skip
def test_names_that_belong_together_go_or_stay_together(session: Session, line: str, title: str) -> None:
    make_person(session, "U0DANA", name="dana", display_name="Dana")
    make_person(session, "U0EVE", name="eve", display_name="Eve")
    answer = say(session, line)
    assert isinstance(answer, Created), answer
    assert answer.view.task.title == title
