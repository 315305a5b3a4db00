"""A message about what is over says so in a line, and asks for nothing that was done already."""

from datetime import timedelta
from typing import Any

import pytest

from bot.notices import Nudge, StandupPrompt, StandupReminder
from bot.render import slack
from tests.render import reading, samples

NOW = samples.NOW
ON = NOW.date()


def nudge(language: str, state: str, **fields: Any) -> dict[str, Any]:
    task = samples.task(**({"due_at": NOW, "ends_at": NOW} | fields))
    return slack.notice(Nudge("soon", task, samples.person(), state=state), samples.reader(language))


@pytest.mark.parametrize(
    ("language", "state", "line"),
    [
        ("en", "done", "✅ #42 is done."),
        ("zh", "done", "✅ #42 已完成。"),
        ("en", "archived", "✅ #42 is done."),
        ("en", "cancelled", "🚫 #42 is cancelled."),
        ("zh", "cancelled", "🚫 #42 已取消。"),
        ("en", "given", "📬 #42 is with someone else now."),
        ("zh", "given", "📬 #42 已交给别人。"),
    ],
)
def test_a_nudge_about_what_is_over_is_a_line_without_buttons(language: str, state: str, line: str) -> None:
    drawn = nudge(language, state)
    assert drawn["text"].startswith(f"{line}\n")
    assert reading.buttons(drawn) == {}


def test_a_nudge_that_comes_at_another_time_names_it() -> None:
    at = NOW + timedelta(days=1)
    assert nudge("en", "moved", due_at=at)["text"].startswith("📅 #42 is now due <!date^")
    assert nudge("en", "moved", due_at=None)["text"].startswith("📅 #42 has a new due date.")
    assert nudge("en", "snoozed", snoozed_until=at)["text"].startswith("🔔 #42 is snoozed until <!date^")


def test_what_is_due_tomorrow_morning_is_announced_by_its_hour_and_not_by_how_long_it_is_till_then() -> None:
    drawn = nudge("en", "", due_at=NOW + timedelta(hours=16))
    assert drawn["text"].startswith("⏰ Due <!date^")
    assert drawn["text"].count("<!date^") == 1


@pytest.mark.parametrize("kind", [StandupPrompt, StandupReminder])
@pytest.mark.parametrize(
    ("state", "ends", "label"),
    [
        ("answered", ": answered. Thanks!", "Change my answer"),
        ("skipped", ": skipped.", "Answer after all"),
        ("missed", ": closed.", "Answer late"),
    ],
)
def test_a_prompt_that_asks_no_more_has_one_way_to_say_something_else(
    kind: Any, state: str, ends: str, label: str
) -> None:
    questions = ((), ()) if kind is StandupPrompt else ()
    notice = kind(samples.channel(), ON, *questions, NOW, state=state)
    drawn = slack.notice(notice, samples.reader())
    assert drawn["text"].endswith(ends)
    assert reading.buttons(drawn) == {label: f"/standup answer {samples.channel().id} {ON}"}
