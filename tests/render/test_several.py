"""Several lines as they are shown: the outline, what is left out, what was made of it, and the next question."""

from datetime import date, time
from typing import Any

import pytest

from bot.answers import LineAsked, LineRead, Message, SeveralLines, SeveralMade
from bot.errors import not_found
from bot.render import slack
from tests.render import reading, samples

DANA = samples.person("U0DANA", "Dana")


def drawn(answer: Message, language: str = "en") -> dict[str, Any]:
    return slack.message(answer, samples.reader(language))


def said(answer: Message, language: str = "en") -> list[str]:
    return "\n".join(reading.shown(drawn(answer, language))).splitlines()


def asked(trouble: str, **more: Any) -> SeveralMade:
    return SeveralMade((), (), LineAsked(LineRead("call Bob", trouble=trouble, words="dan"), "&1", "&2", **more))


@pytest.mark.parametrize(("answer", "buttons"), [
    (SeveralLines((LineRead("buy paper"), LineRead("call Bob")), "&17"),
     {"Add 2 tasks": "many &17", "Make it one task": "one &17", "No, thanks": "forget"}),
    (SeveralLines((LineRead("buy paper"),) * 50, "&17", further=9),
     {"Add the first 50": "many &17", "Make it one task": "one &17", "No, thanks": "forget"}),
    (SeveralMade(((0, samples.view(samples.task())),), (7, 8), rest="&18", further=2),
     {"Undo": "undo @7 @8", "Add 2 more tasks": "many &18"}),
    (asked("past", without="&3"), {"No due date": "many &3", "Skip this line": "many &2"}),
    (asked("who", candidates=(DANA,)), {"Dana": "many &1 <@U0DANA>", "Skip this line": "many &2"}),
])  # fmt: skip
def test_what_one_tap_does(answer: Message, buttons: dict[str, str]) -> None:
    assert reading.buttons(drawn(answer)) == buttons


OUTLINE = (
    LineRead("send the deck", heading="Action items", owner=DANA, due_on=date(2026, 3, 13), due_clock=time(17)),
    LineRead("get the figures", 1, "Action items", repeats=True),
    LineRead("ask about the hall", 2, "Action items", trouble="who", words="kim"),
    LineRead("pay it", trouble="past", words="1 March"),
)


def test_an_outline_shows_levels_people_days_and_what_is_not_clear() -> None:
    lines = said(SeveralLines(OUTLINE, "&17", left_out=("We met", "Bye"), ticked=("book the hall",), further=3))
    assert lines[:6] == [
        "Turn these lines into 4 tasks?", "*Action items*", "• send the deck — @Dana, Fri 13 Mar 17:00",
        "\u2003\u2003◦ get the figures — 🔁 repeats",
        "\u2003\u2003\u2003\u2003▪ ask about the hall — ❓ who is “kim”?", "• pay it — ❓ “1 March” has passed",
    ]  # fmt: skip
    assert "Left out: “We met”, “Bye”" in lines
    assert "Already ticked off, so left out: “book the hall”" in lines
    assert "I'll ask about the lines marked ❓ after adding the others." in lines
    assert "That's 3 more than I can add at once. I'll offer them afterwards." in lines


def test_the_same_outline_in_chinese() -> None:
    lines = said(SeveralLines(OUTLINE, "&17", left_out=("大家好", "再见")), "zh")
    assert "• send the deck — @Dana、3月13日 周五 17:00" in lines
    assert "不建任务的内容：“大家好”、“再见”" in lines


def test_what_was_made_is_listed_under_what_it_belongs_to() -> None:
    one, part = samples.task(), samples.task(43, "Get the figures")
    made = SeveralMade(((0, samples.view(one)), (1, samples.view(part))), (7, 8),
                       not_made=(("pay it", not_found("no_such_task", number=9)),))  # fmt: skip
    lines = said(made)
    assert lines[0] == "➕ Added 2 tasks"
    assert lines[1].startswith("• *#42* Send the deck")
    assert lines[2].startswith("\u2003\u2003◦ *#43* Get the figures")
    assert "Not added: “pay it”" in lines
    assert any(line.startswith("There's no #9") for line in lines)


@pytest.mark.parametrize(("trouble", "picker", "question"), [
    ("who", "users_select", "I can't find anyone called “dan”. Who do you mean?"),
    ("past", "datepicker", "“dan” has passed. When is it due?"),
])  # fmt: skip
def test_a_picker_answers_for_the_words_that_are_kept(trouble: str, picker: str, question: str) -> None:
    message = drawn(asked(trouble))
    row = next(block for block in message["blocks"] if block["type"] == "actions")
    assert (row["block_id"], row["elements"][0]["type"], row["elements"][0]["action_id"]) == ("&1", picker, "pick:many")
    assert question in said(asked(trouble))
