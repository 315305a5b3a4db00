"""How what comes first is said: why, in which order, by which rules, and what is proposed."""

import re
from typing import Any

import pytest

from bot.render import slack
from bot.render.slack import ranking, suggesting
from bot.render.slack.facts import weight
from bot.render.slack.voice import Voice
from playground.blockkit import problems_in_message, problems_in_view
from tests.render import ranking_samples, samples
from tests.render.test_limits import LANGUAGES, WORDS

FIRST = (
    ("👉 Start with #42: you put it there", "👉 先做 #42：你排在最前面"),
    ("👉 Start with #42: late since Fri 6 Mar, 🔴 1 urgent, #50 #51 wait for it",
     "👉 先做 #42：3月6日 周五就该完成、🔴 1 紧急、#50 #51 在等它"),
    ("👉 Start with #42: it's due today, #50 waits for it", "👉 先做 #42：今天到期、#50 在等它"),
    ("👉 Start with #42: it's due Fri 13 Mar", "👉 先做 #42：3月13日 周五到期"),
    ("👉 Start with #42: nothing is more pressing", "👉 先做 #42：没有更急的了"),
)  # fmt: skip


@pytest.mark.parametrize(("why", "said"), list(zip(ranking_samples.FIRSTS, FIRST, strict=True)))
def test_it_says_why_the_first_is_the_first(why: Any, said: tuple[str, str]) -> None:
    assert tuple(ranking.first_because(Voice(samples.reader(language)), why) for language in LANGUAGES) == said


WEIGHTS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "", ""),
    ({"level": 1, "level_reasons": [{"rule": "manager", "level": 1, "manager_id": "U0BOSS"},
                                    {"rule": "due_soon", "level": 2, "days": 3}]},
     "🔴 1 urgent (from the owner's manager <@U0BOSS>, due within 3 days)",
     "🔴 1 紧急（由负责人的上级 <@U0BOSS> 交办、3 天内到期）"),
    ({"level": 2, "level_reasons": [{"rule": "departments", "level": 2, "departments": ["Legal", "<b>"]}]},
     "🟡 2 high (for more than one department: Legal, &lt;b&gt;)", "🟡 2 高（涉及多个部门：Legal、&lt;b&gt;）"),
    ({"priority": 4, "level": 4}, "🟢 4 low (set by hand)", "🟢 4 低（手动设定）"),
    ({"important": True, "level": 2}, "🟡 2 high", "🟡 2 高"),
)  # fmt: skip


@pytest.mark.parametrize(("fields", "english", "chinese"), WEIGHTS)
def test_a_card_names_every_rule_that_raised_it(fields: dict[str, Any], english: str, chinese: str) -> None:
    task = samples.task(**({"level": 3} | fields))
    said = [weight(Voice(samples.reader(language)), task, in_full=True) for language in LANGUAGES]
    assert said == [english, chinese]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_slack_accepts_all_of_it(words: str, language: str) -> None:
    tasks, reader = samples.many_tasks(words, 12), samples.reader(language)
    for name, answer in ranking_samples.messages(tasks).items():
        drawn = slack.message(answer, reader)
        assert problems_in_message(drawn) == [], name
        assert problems_in_view(slack.window(drawn, reader)) == [], name
    for name, form in ranking_samples.forms(tasks).items():
        assert problems_in_view(slack.form(form, reader)) == [], name


def test_chinese_says_all_of_it_in_chinese() -> None:
    tasks = samples.many_tasks("发方案", 12)
    for name, answer in ranking_samples.messages(tasks).items():
        text = re.sub(r"`[^`]*`|<@\w+>", "", slack.message(answer, samples.reader("zh"))["text"])
        assert re.findall(r"[A-Za-z]{3,}", text.replace("launch", "")) == [], name


def test_every_proposal_has_its_words_and_two_buttons() -> None:
    (task,) = samples.many_tasks("x", 1)
    assert set(ranking_samples.FACTS) == set(suggesting.WHY)
    for reason in ranking_samples.FACTS:
        answer = ranking_samples.Suggestions((ranking_samples.suggestion(task, reason, 17),), {}, 0, 0)
        drawn = slack.message(answer, samples.reader())
        said = [element["value"] for block in drawn["blocks"] if block["type"] == "actions"
                for element in block["elements"]]  # fmt: skip
        assert said[:2] == ["take @17", "pass @17"]


def test_a_place_that_is_picked_says_the_whole_order() -> None:
    tasks = tuple(samples.task(number) for number in (7, 8, 9))
    view = slack.form(ranking_samples.OrderForm(tasks), samples.reader())
    last = view["blocks"][-1]["accessory"]
    assert [option["value"] for option in last["options"]] == ["reorder 9 7 8", "reorder 7 9 8", "reorder 7 8 9"]
    assert last["initial_option"]["value"] == "reorder 7 8 9"
    assert view["private_metadata"] == '{"order":[7,8,9]}'


def test_a_closed_task_stands_in_no_quadrant() -> None:
    v = Voice(samples.reader())
    assert ranking.quadrant(v, samples.task(state="done")) == ""
    assert ranking.quadrant(v, samples.task(important=True)) == "🎯 Important, not urgent: plan a date for it."
