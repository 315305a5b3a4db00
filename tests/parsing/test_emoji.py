"""Which emoji somebody means, however they type it."""

import pytest

from bot.parsing.orders.emoji import read_emoji


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (":memo:", "memo"), ("memo", "memo"), (" Memo ", "memo"), ("📝", "memo"), ("✍️", "writing_hand"),
        ("✍🏽", "writing_hand"), ("👍", "+1"), (":thumbsup:", "+1"), (":+1::skin-tone-3:", "+1"), (":to-do:", "to-do"),
        (":任务:", "任务"), ("", None), ("::", None), ("🪿", None), (":two words:", None), ("<@U0ANN>", None),
        (":memo: and more", None), ("!!!", None),
    ],
)  # fmt: skip
def test_an_emoji_is_read_by_its_name_or_its_sign(typed: str, name: str | None) -> None:
    assert read_emoji(typed) == name
