"""Questions about reminders, in both languages, and lines that only look like them."""

import pytest

from bot.parsing.talk.talk_why import asked


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("why did I get this?", "why"),
        ("Why did I get this reminder", "why"),
        ("why was I not reminded of 42?", "why 42"),
        ("why wasn't I reminded about #42", "why 42"),
        ("why didn’t you remind me about task 42?", "why 42"),
        ("Why are you asking me about this?", "why"),
        ("why am I being reminded?", "why"),
        ("why this reminder?", "why"),
        ("为什么提醒我", "why"),
        ("为什么提醒我？", "why"),
        ("为什么没提醒我42", "why 42"),
        ("42为什么没有提醒我", "why 42"),
        ("怎么没提醒我 #42？", "why 42"),
        ("为什么收到这条消息", "why"),
        ("为啥老催我", "why"),
        ("为什么我没收到提醒", "why"),
        ("why is the deck late?", None),
        ("find out why the printer was not told", None),
        ("why did I get this printer", None),
        ("为什么报价单这么贵", None),
        ("写一下为什么提醒客户", None),
        ("提醒我周五看合同", None),
        ("怎么提醒我", None),
        ("怎么找", None),
    ],
)
def test_a_question_about_a_reminder_is_the_command_that_answers_it(line: str, command: str | None) -> None:
    assert asked(line) == command
