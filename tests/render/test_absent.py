"""Who is away is marked beside their name, wherever a task of theirs is listed, shown or given."""

from datetime import timedelta
from typing import Any

import pytest

from bot.answers import Shown, TaskList, WhoIs
from bot.render import slack
from bot.render.slack import absent
from bot.render.slack.voice import Voice
from bot.rules.availability import Away, Part
from models import Person
from models.queries.listing import Filter, Page
from tests.render import reading, samples

TODAY = samples.TODAY  # Monday, 9 March 2026
DAY = timedelta(days=1)


def bob(*days: Away) -> Person:
    return samples.person("U0BOB", "Bob").model_copy(update={"away": [one.kept() for one in days]})


def gone(days: int, **fields: Any) -> Person:
    return bob(Away(TODAY - DAY, TODAY + days * DAY, **fields))


@pytest.mark.parametrize(("person", "english", "chinese"), [
    (gone(4), "away until Fri", "休假到周五"), (gone(0), "away today", "今天休假"),
    (gone(11), "away until Fri 20 Mar", "休假到3月20日 周五"), (bob(), "", ""),
    (bob(Away(TODAY + DAY, TODAY + 3 * DAY)), "", ""), (bob(Away(TODAY, TODAY, source="skip")), "", ""),
    (bob(Away(TODAY, TODAY, Part.MORNING)), "", ""),
])  # fmt: skip
def test_until_when_somebody_is_away(person: Person, english: str, chinese: str) -> None:
    assert absent.until(Voice(samples.reader()), person) == english
    assert absent.until(Voice(samples.reader("zh")), person) == chinese


@pytest.mark.parametrize(("language", "said"), [("en", "👤 Bob 🌴 away until Fri"), ("zh", "👤 Bob 🌴 休假到周五")])
def test_a_list_marks_the_owner(language: str, said: str) -> None:
    task = samples.task(owner_id="U0BOB")
    answer = TaskList("all", Filter(), Page((task,), 1, 1, 8), "list all", {"U0BOB": gone(4)}, None)
    assert said in slack.message(answer, samples.reader(language))["text"]


def test_a_card_marks_its_owner_with_a_whole_date_for_it_stands_for_days() -> None:
    view = samples.view(samples.task(owner_id="U0BOB"), owner=gone(4))
    told = "\n".join(reading.shown(slack.message(Shown(view, (), {}), samples.reader())))
    assert "👤 <@U0BOB> 🌴 away until Fri 13 Mar" in told


def test_who_is_asked_for_is_marked_in_the_choice() -> None:
    asked = WhoIs("bob", (gone(4), samples.person("U0BOB2", "Bob Two")), "deck @{who}", "add", "")
    labels = list(reading.buttons(slack.message(asked, samples.reader())))
    assert labels[0] == "Bob · away until Fri"
    assert "away" not in labels[1]
