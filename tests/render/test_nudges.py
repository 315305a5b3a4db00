"""What a nudge says and offers: who waits since when, in words, the main button first; of several, each its own."""

from datetime import timedelta
from typing import Any

import pytest

from bot.notices import Nudge, Nudges
from bot.render import slack
from bot.rules.escalation import Hears
from tests.render import reading, samples, samples_nudges

SINCE = samples.NOW - samples_nudges.WAITED


def drawn(notice: Nudge | Nudges, language: str = "en") -> dict[str, Any]:
    return slack.notice(notice, samples.reader(language))


@pytest.mark.parametrize(
    ("kind", "words", "buttons"),
    [
        ("unacked", "👋 From <@U0BOB>, <!date^", ["Got it", "Not mine…", "Snooze 1 hour"]),
        (
            "stale",
            "💬 No news for 3 days: how is it going?\n",
            ["Done", "Progress…", "Snooze 1 hour"],
        ),
        (
            "blocker",
            "⛔ <@U0BOB> has been waiting for you since <!date^",
            ["Unblock", "Ask or answer…"],
        ),
        (
            "reviewer",
            "🟣 <@U0BOB> has been waiting for your acceptance since <!date^",
            ["Accept", "Return…"],
        ),
    ],
)
def test_each_kind_says_who_waits_and_begins_with_what_ends_it(kind: str, words: str, buttons: list[str]) -> None:
    said = drawn(samples_nudges.nudge(kind))
    assert said["text"].startswith(words)
    assert str(int(SINCE.timestamp())) in said["text"] or kind == "stale"
    assert [one["text"]["text"] for one in row_of(said) if one["type"] == "button"] == buttons


def row_of(said: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands in the row of buttons; empty where there is none."""
    found = [block["elements"] for block in said["blocks"] if block["type"] == "actions"]
    return found[0] if found else []


def about_it(said: dict[str, Any]) -> dict[str, str]:
    """What stands behind the three dots beside the title."""
    options = said["blocks"][0]["accessory"]["options"]
    return {one["text"]["text"]: one["value"] for one in options}


ALONE = {name: one for name, one in samples_nudges.notices("x" * 40).items() if isinstance(one, Nudge)}


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_fits_a_phone(name: str, language: str) -> None:
    assert len(row_of(drawn(ALONE[name], language))) <= 4


@pytest.mark.parametrize("role", list(Hears))
def test_a_row_of_an_escalation_fits_a_phone_and_loses_nothing(role: Hears) -> None:
    facts = {"when": "late", "days": 3, "hours": 0, "as": role.value}
    said = drawn(Nudge("escalation.late", samples.task(owner_id="U0BOB"), samples.person(), facts=facts))
    assert len(row_of(said)) <= 4
    assert {"Show", "Why?", "Ask or answer…"} <= set(reading.buttons(said))


def test_what_the_row_does_not_hold_stands_beside_the_title() -> None:
    task = samples.task()
    assert about_it(drawn(Nudge("passed", task, samples.person()))) == {
        "Blocked…": f"v{task.version} block 42", "Change date…": f"v{task.version} due 42", "Show": "show 42",
        "Why?": "/muster why 42",
    }  # fmt: skip
    assert list(about_it(drawn(samples_nudges.nudge("reviewer"), "zh")))[-1] == "为什么提醒我？"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unacked", "👋 <@U0BOB> 在 <!date^"),
        ("stale", "💬 已经 3 天没有消息了，进展如何？"),
        ("blocker", "⛔ <@U0BOB> 从 <!date^"),
        ("reviewer", "🟣 <@U0BOB> 从 <!date^"),
    ],
)
def test_each_kind_says_so_in_chinese(kind: str, words: str) -> None:
    assert drawn(samples_nudges.nudge(kind), "zh")["text"].startswith(words)


def test_who_is_waited_for_reads_the_reason_or_which_task_it_is() -> None:
    assert "> B-7" in drawn(samples_nudges.nudge("blocker"))["text"]
    said = drawn(samples_nudges.nudge("blocker", blocked_by_id=None, blocked_by_number=41))
    assert "They can go on once #41 is done." in said["text"]
    assert reading.buttons(said)["#41 is done"] == "done 41"


@pytest.mark.parametrize(
    ("language", "hours", "words"),
    [("en", 1, "1 hour:"), ("en", 47, "47 hours:"), ("en", 48, "2 days:"), ("zh", 47, "47 小时"), ("zh", 48, "2 天")],
)
def test_a_silence_is_counted_in_days_from_two_on(language: str, hours: int, words: str) -> None:
    task = samples_nudges.of_kind("stale")
    said = drawn(Nudge("stale", task, samples.person(), since=samples.NOW - timedelta(hours=hours)), language)
    assert words in said["text"].splitlines()[0]


def test_a_reminder_that_comes_late_says_for_when_it_was() -> None:
    late = Nudge("snoozed", samples.task(), samples.person(), SINCE)
    assert drawn(late)["text"].startswith(f"🔔 Your reminder for <!date^{int(SINCE.timestamp())}^")
    assert drawn(late, "zh")["text"].startswith("🔔 迟到的提醒：")


def several(*kinds: str) -> Nudges:
    return Nudges(samples.person(), tuple(samples_nudges.nudge(kind) for kind in kinds), {})


def test_a_message_about_several_says_first_what_is_wanted_in_all() -> None:
    kinds = ("snoozed", "passed", "reviewer", "reviewer", "unacked", "stale")
    assert drawn(several(*kinds))["text"].splitlines()[:2] == [
        "*6 tasks need a word from you*",
        "1 of your own · 1 past due · 2 to accept · 1 to take on · 1 without news",
    ]
    assert drawn(several(*kinds), "zh")["text"].splitlines()[0] == "*有 6 项任务等你回个话*"


def test_each_of_several_has_its_own_button_and_three_dots() -> None:
    blocks = drawn(several("unacked", "stale", "blocker", "reviewer"))["blocks"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    assert [row[0]["text"]["text"] for row in rows] == ["Got it", "Done", "Unblock", "Accept", "Why?"]
    assert all(row[1]["type"] == "overflow" for row in rows[:-1])


def test_of_fifty_twelve_are_shown_and_the_rest_is_counted() -> None:
    said = drawn(several(*["stale"] * 50))
    assert len(said["blocks"]) <= 50
    assert said["text"].count("No news for") == 12
    assert "and 38 more" in said["text"]


def test_of_several_each_line_says_what_became_of_it() -> None:
    over = [samples_nudges.ended(state, "deck") for state in ("done", "taken", "unblocked", "returned")]
    said = drawn(Nudges(samples.person(), tuple(over), {}))
    assert said["text"].splitlines()[0] == "*All of this has been dealt with.*"
    lines = said["text"].splitlines()[1::2]
    assert lines == ["✅ #42 is done.", "👍 #42 is taken on.", "🟢 #42 is unblocked.", "↪️ #42 was returned."]
