"""Hours of their own for weekdays, as people write them."""

from datetime import time

import pytest

from bot.parsing.orders.week_hours import read_week_hours

MORNING = (time(9), time(13))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("Fri 9:00-13:00", {5: MORNING}),
        ("friday: 9 - 13", {5: MORNING}),
        ("Fridays 9am to 1pm", {5: MORNING}),
        ("周五 9:00-13:00", {5: MORNING}),
        ("星期五9点到13点", {5: MORNING}),
        ("周五：9：00至13：00", {5: MORNING}),
        ("Tue 9-13, Thu 12am-8:30am", {2: MORNING, 4: (time(0), time(8, 30))}),
        ("Mon 22:00-06:00\n\nsun 9.00–13.00", {1: (time(22), time(6)), 7: MORNING}),
    ],
)
def test_hours_are_read(text: str, found: dict[int, tuple[time, time]]) -> None:
    assert read_week_hours(text) == (found, "")


@pytest.mark.parametrize("text", ["Fri", "Fri 9", "someday 9-13", "Fri 9-9", "Fri 9-25", "Fri 9:70-13", "Fri 13pm-2pm"])
def test_what_is_no_hours_is_named(text: str) -> None:
    assert read_week_hours(f"Tue 9-13\n{text}") == ({2: MORNING}, text)
