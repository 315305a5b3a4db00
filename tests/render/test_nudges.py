"""What a nudge says and offers: who waits since when, in words, the main button first; of several, each its own."""

from datetime import timedelta
from typing import Any

import pytest

from bot.notices import Nudge, Nudges
from bot.render import slack
from tests.render import reading, samples, samples_nudges

SINCE = samples.NOW - samples_nudges.WAITED


def drawn(notice: Nudge | Nudges, language: str = "en") -> dict[str, Any]:
    return slack.notice(notice, samples.reader(language))


@pytest.mark.parametrize(
    ("kind", "words", "buttons"),
    [
        ("unacked", "👋 From <@U0BOB>, <!date^", ["Got it", "Not mine…", "Snooze 1 hour", "Why?"]),
        (
            "stale",
            "💬 No news for 3 days: how is it going?\n",
            ["Done", "Progress…", "Blocked…", "Snooze 1 hour", "Why?"],
        ),
        (
            "blocker",
            "⛔ <@U0BOB> has been waiting for you since <!date^",
            ["Unblock", "Ask or answer…", "Show", "Why?"],
        ),
        (
            "reviewer",
            "🟣 <@U0BOB> has been waiting for your acceptance since <!date^",
            ["Accept", "Return…", "Show", "Why?"],
        ),
    ],
)
def test_each_kind_says_who_waits_and_begins_with_what_ends_it(kind: str, words: str, buttons: list[str]) -> None:
    said = drawn(samples_nudges.nudge(kind))
    assert said["text"].startswith(words)
    assert str(int(SINCE.timestamp())) in said["text"] or kind == "stale"
    assert list(reading.buttons(said))[: len(buttons)] == buttons


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
