"""How a card shows what it was read from, and what one tap corrects."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.answers import Created
from bot.notices import TaskCard
from bot.render import slack
from tests.render import reading, samples

FRIDAY = date(2026, 3, 13)
TAKEN = {"due": "by Friday 5pm", "rrule": "every other Tuesday", "priority": "!high", "labels": "#launch"}
WHOLE: dict[str, Any] = {
    "due_on": FRIDAY, "due_at": datetime(2026, 3, 13, 16, tzinfo=UTC), "priority": 2, "labels": ["launch"],
    "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
}  # fmt: skip


def card(language: str = "en", *, fields: dict[str, Any] | None = None, **of_view: Any) -> dict[str, Any]:
    view = samples.view(samples.task(**(fields or WHOLE)), **of_view)
    return slack.notice(TaskCard(view), samples.reader(language, person_id=None))


def picked(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in drawn["blocks"] if block.get("block_id")]


def test_a_fresh_card_says_what_it_read_from_which_words() -> None:
    assert (
        "Read: due “by Friday 5pm” · every other Tuesday “every other Tuesday” · high “!high” · label “#launch”"
        in card(is_fresh=True, taken=TAKEN)["text"]
    )


def test_it_says_so_in_chinese_as_a_native_would() -> None:
    fields = {"due_on": FRIDAY, "important": True}
    drawn = card("zh", fields=fields, is_fresh=True, taken={"due": "下周三下午3点前", "important": "重要"})
    assert "识别：截止 “下周三下午3点前” · 重要 “重要”" in drawn["text"]


def test_the_days_of_a_span_are_told_once() -> None:
    taken = {"due": "from 16 to 20 March", "start": "from 16 to 20 March"}
    assert card(is_fresh=True, taken=taken)["text"].count("from 16 to 20 March") == 1


def test_words_of_people_act_on_nothing() -> None:
    assert "“&lt;!here&gt;”" in card(is_fresh=True, taken={"due": "<!here>"})["text"]


def test_one_row_of_pickers_corrects_date_owner_and_priority() -> None:
    (row,) = picked(card(is_fresh=True))
    assert row["block_id"] == "v7 42"
    due, owner, priority = row["elements"]
    assert (due["action_id"], due["type"], due["initial_date"]) == ("pick:due", "datepicker", "2026-03-13")
    assert (owner["action_id"], owner["type"]) == ("pick:assign", "users_select")
    assert (priority["action_id"], priority["initial_option"]["value"]) == ("pick:priority", "2")
    assert [option["value"] for option in priority["options"]] == ["1", "2", "3", "4", "5", "none"]


def test_a_card_that_is_not_fresh_has_neither_but_the_menu_has_all_three() -> None:
    drawn = card()
    assert picked(drawn) == []
    assert "Read:" not in drawn["text"]
    assert {"v7 due 42", "v7 assign 42", "v7 priority 42"} <= set(reading.buttons(drawn).values())


def test_the_receipt_shows_the_same() -> None:
    view = samples.view(samples.task(**WHOLE), is_fresh=True, taken=TAKEN)
    drawn = slack.message(Created(view, posted="here"), samples.reader())
    assert "Read: due “by Friday 5pm”" in drawn["text"]
    assert len(picked(drawn)) == 1


OTHERS = (
    ({"other_on": date(2026, 3, 20)}, {"or Fri 20 Mar?": "v7 due 42 2026-03-20"}),
    ({"other_at": datetime(2026, 3, 13, 4, tzinfo=UTC)}, {"or 05:00?": "v7 due 42 2026-03-13T04:00+00:00"}),
)


@pytest.mark.parametrize(("fields", "button"), OTHERS)
def test_the_other_likely_reading_stays_one_tap_away(fields: dict[str, Any], button: dict[str, str]) -> None:
    for is_fresh in (True, False):
        assert button.items() <= reading.buttons(card(fields=WHOLE | fields, is_fresh=is_fresh)).items()
    closed = card(fields=WHOLE | fields | {"state": "done"})
    assert not button.items() <= reading.buttons(closed).items()


def test_the_other_hour_is_the_owners_on_a_card_for_many_and_the_readers_own_in_their_messages() -> None:
    view = samples.view(samples.task(**WHOLE, other_at=datetime(2026, 3, 12, 21, tzinfo=UTC)))
    view.owner.zone = "Asia/Shanghai"
    for_many = slack.notice(TaskCard(view), replace(samples.reader(person_id=None), zone="UTC"))
    assert "or 05:00?" in reading.buttons(for_many)
    for_one = slack.message(Created(view, posted="here"), replace(samples.reader(), zone="Europe/Berlin"))
    assert "or 22:00?" in reading.buttons(for_one)


def test_a_card_counts_its_comments() -> None:
    assert "💬 2" in card(notes=2)["text"]
    assert "💬" not in card()["text"]
