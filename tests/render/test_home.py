"""App Home as it is drawn: what stands where, what can be tapped, and Slack's limits however much there is."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.answers.days import Choices, MyDay, Part, TeamLook, Waiting
from bot.render import slack
from bot.rules.day_order import FirstBecause
from models import History
from tests.render import reading, samples, samples_home

ANN = samples.person("U0ANN")
LAUNCH = samples.channel()
MOST_BYTES = 250_000


def day(**parts: Any) -> MyDay:
    return MyDay(ANN, samples.TODAY, people={"U0BOB": samples.person("U0BOB")}, **parts)


def part(*rows: Any, total: int = 0, page: int = 1, size: int = 5) -> Part[Any]:
    return Part(rows, total or len(rows), page, size)


def drawn(of: MyDay, language: str = "en") -> dict[str, Any]:
    return slack.home(of, samples.reader(language))


def home_text(of: MyDay) -> str:
    return "\n".join(reading.shown(drawn(of)))


def test_a_newcomer_finds_three_examples_and_what_will_be_here() -> None:
    assert "`/task done 42`" in home_text(day())
    assert "the teams you lead" in home_text(day())
    assert "`/task done 42`" not in home_text(day(day=part(samples.task())))


def test_it_says_once_that_there_is_nothing() -> None:
    assert home_text(day(later=part(samples.task()))).count("Nothing urgent right now.") == 1
    assert "Nothing for today." in home_text(day(later=part(samples.task())))
    assert "fits what you chose" in home_text(day(choices=Choices(only="late")))


def test_admins_are_offered_set_up_until_it_is_done() -> None:
    shown = {(is_admin, is_set_up): "Set up" in home_text(day(is_admin=is_admin, is_set_up=is_set_up))
             for is_admin in (True, False) for is_set_up in (True, False)}  # fmt: skip
    assert [state for state, is_shown in shown.items() if is_shown] == [(True, False)]


def test_standups_that_wait_come_first_of_what_waits() -> None:
    to_answer = ((LAUNCH, samples.TODAY, samples.NOW + timedelta(hours=1)),)
    buttons = reading.buttons(drawn(day(to_answer=to_answer)))
    assert buttons["Answer"] == "/standup answer C0LAUNCH 2026-03-09"
    assert "Waiting for me · 1" in home_text(day(to_answer=to_answer))


def options_of(view: dict[str, Any], words: str) -> list[str]:
    """What the dots beside the row with these words say."""
    block = next(one for one in view["blocks"] if words in json.dumps(one, ensure_ascii=False))
    return [option["value"] for option in block["accessory"]["options"]]


@pytest.mark.parametrize(("kind", "words", "says"), [
    ("accept", "wants your acceptance", ["v7 accept 42", "v7 return 42", "v7 show 42"]),
    ("ack", "assigned you this", ["v7 ack 42", "v7 decline 42", "v7 start 42", "v7 show 42"]),
    ("blocked", "is waiting for you", ["v7 note 42", "v7 show 42"]),
])  # fmt: skip
def test_what_waits_says_for_what_and_how_to_answer(kind: str, words: str, says: list[str]) -> None:
    assert options_of(drawn(day(waiting=part(Waiting(kind, samples.task())))), words) == says


def test_a_long_section_says_how_many_there_are_and_turns_its_pages() -> None:
    view = drawn(day(later=part(*samples.many_tasks("x", 5), total=13, page=2)))
    assert "Later · 13" in "\n".join(reading.shown(view))
    buttons = reading.buttons(view)
    assert buttons["‹ Back"] == "home page later 1"
    assert buttons["Show more: 11–13 of 13 ›"] == "home page later 3"
    assert "More ›" not in str(drawn(day(later=part(samples.task()))))
    spoken = [element.get("accessibility_label") for block in view["blocks"] for element in block.get("elements", ())]
    assert "Later, page 3 of 3" in spoken


def test_the_menus_say_what_is_chosen_and_are_new_menus_after_each_choice() -> None:
    views = [drawn(day(later=part(samples.task()), abouts=("+site", "#launch"), choices=choices))
             for choices in (Choices(), Choices(only="late", about="#launch"))]  # fmt: skip
    rows = [next(block for block in view["blocks"] if block.get("block_id", "").startswith("home:")) for view in views]
    chosen = [[element["initial_option"]["value"] for element in row["elements"] if "initial_option" in element]
              for row in rows]  # fmt: skip
    assert chosen == [["home show all", "home only all", "home about", "home sort pressing"],
                      ["home show all", "home only late", "home about #launch", "home sort pressing"]]  # fmt: skip
    assert rows[0]["block_id"] != rows[1]["block_id"]
    assert [reading.buttons(view).get("Show everything again") for view in views] == [None, "home reset"]


def test_a_project_chosen_long_ago_stays_in_the_menu_though_nothing_has_it_any_more() -> None:
    view = drawn(day(choices=Choices(about="+gone")))
    assert "home about +gone" in json.dumps(view)


def test_only_the_chosen_sections_are_drawn() -> None:
    everything: dict[str, Any] = {
        "day": part(samples.task()), "waiting": part(Waiting("ack", samples.task())), "given": part(samples.task()),
        "teams": part(TeamLook(LAUNCH, {"live": 1}, (samples.task(),))), "soon": part(samples.task()),
    }  # fmt: skip
    headings = {"My day": "mine", "Waiting for me": "waiting", "Given to others": "given", "Teams I lead": "teams"}
    for show in ("all", "mine", "waiting", "given", "teams"):
        text = home_text(day(choices=Choices(show=show), **everything))
        assert {words for words in headings if f"{words} · " in text} == {
            words for words, one in headings.items() if show in ("all", one)
        }


@pytest.mark.parametrize("show", ["waiting", "given", "teams"])
def test_a_chosen_section_with_nothing_in_it_says_so(show: str) -> None:
    assert "Nothing here right now." in home_text(day(choices=Choices(show=show)))
    assert "Nothing here fits what you chose above." in home_text(day(choices=Choices(show=show, only="late")))
    assert "Nothing here" not in home_text(day(choices=Choices(show=show), **{show: one_in(show)}))


def one_in(show: str) -> Any:
    rows: dict[str, Any] = {"waiting": Waiting("ack", samples.task()), "given": samples.task(),
                            "teams": TeamLook(LAUNCH, {"live": 1}, (samples.task(),))}  # fmt: skip
    return part(rows[show])


def test_a_team_has_its_figures_its_most_pressing_tasks_and_its_buttons() -> None:
    look = TeamLook(LAUNCH, {"live": 12, "late": 3, "blocked": 0, "ownerless": 1}, (samples.task(),), has_standup=True)
    view = drawn(day(teams=part(look)))
    assert "*<#C0LAUNCH>* · 12 open tasks\n3 late · 1 whose owner has left" in "\n".join(reading.shown(view))
    buttons = reading.buttons(view)
    assert [buttons[label] for label in ("Digest now", "Standup report", "List")] == [
        "/digest preview C0LAUNCH", "/standup report C0LAUNCH", "list all <#C0LAUNCH>"
    ]  # fmt: skip
    assert "Standup report" not in reading.buttons(drawn(day(teams=part(TeamLook(LAUNCH, {})))))


def test_the_day_says_why_it_begins_as_it_does() -> None:
    because = FirstBecause(42, ("level",))
    several = drawn(day(day=part(samples.task(), samples.task(number=43)), first_because=because))
    begin = next(block for block in several["blocks"] if "Start with #42" in str(block))
    assert begin["accessory"]["value"] == "order", "there is a choice"
    view = drawn(day(day=part(samples.task()), first_because=because))
    assert "Re-order…" not in reading.buttons(view)
    place = [block["type"] for block in view["blocks"]].index("context")
    assert "#42" in view["blocks"][place + 1]["text"]["text"]
    assert "Start with #42" in view["blocks"][place]["elements"][0]["text"]


def test_what_was_done_just_now_can_be_taken_back() -> None:
    entry = History(
        id=17, workspace_id=samples.TEAM, number=42, at=samples.NOW, actor_id="U0ANN", kind="done", version=2
    )
    view = drawn(day(just_now=(entry, samples.task()), done=part(samples.task(state="done"))))
    assert "you finished it" in "\n".join(reading.shown(view))
    assert reading.buttons(view)["Undo"] == "undo @17"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "words", ["x", "&<>" * 1000, "把方案发给李雷，周五下午五点前。" * 180], ids=["short", "to escape", "long"]
)
def test_it_stays_small_and_whole_however_much_there_is(words: str, language: str) -> None:
    view = drawn(samples_home.homes(words)["full"], language)
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view).encode()) <= MOST_BYTES
    last = next(block for block in reversed(view["blocks"]) if block["type"] == "actions")
    assert any(element["value"] == "home page done 3" for element in last["elements"]), "nothing is cut off at the end"
