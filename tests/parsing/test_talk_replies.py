"""Replies to a message about several tasks, as people write them."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import pytest

from bot.parsing.talk.talk_replies import OfAll, of_all
from tests.factories import NOW

DONE = OfAll("done")
ALL_DONE = OfAll("done", in_so_many_words=True)


def but(*numbers: int) -> OfAll:
    return OfAll("done", "", numbers, in_so_many_words=True)


def later(when: str) -> OfAll:
    return OfAll("snooze", when, (), in_so_many_words=True)


SAID = (
    ("done", DONE), ("Done!", DONE), ("finished", DONE), ("I'm done", DONE), ("完成了", DONE), ("做完了。", DONE), ("搞定", DONE),
    ("all done", ALL_DONE), ("both done", ALL_DONE), ("everything is done", ALL_DONE), ("done with all of them", ALL_DONE),
    ("都完成了", ALL_DONE), ("全部做完了", ALL_DONE), ("全都搞定了！", ALL_DONE),
    ("done, except 42", but(42)), ("all done except #42 and #43", but(42, 43)), ("done but 42", but(42)),
    ("all but 42 are done", but(42)), ("everything except 42, 43 is done", but(42, 43)),
    ("完成了，除了42", but(42)), ("除了42都完成了", but(42)), ("除了#42和#43以外，其他都做完了", but(42, 43)),
    ("都做完了，就差42", but(42)),
    ("snooze all till tomorrow", later("tomorrow")), ("snooze until Friday", later("Friday")),
    ("snooze 2h", later("2h")), ("remind me again tomorrow at 9", later("tomorrow at 9")),
    ("put them off until Monday", later("Monday")),
    ("都推到明天", later("明天")), ("全部推迟到周五", later("周五")), ("推到下周一吧", later("下周一")),
    ("明天再提醒我", later("明天")), ("都明天再说", later("明天")), ("snooze all except 42 until tomorrow",
     OfAll("snooze", "tomorrow", (42,), in_so_many_words=True)),
    # these say something else, or nothing of all of them
    ("43 done", None), ("done 43", None), ("almost done", None), ("not done yet", None), ("it's done by Tom", None),
    ("还没完成", None), ("快做完了", None), ("客户说都完成了没问题", None), ("snooze", None), ("the deck is done", None),
    ("waiting for Tom, all but one page is there", None), ("", None),
)  # fmt: skip


@pytest.mark.parametrize(("words", "meant"), SAID)
def test_what_a_reply_does_to_all_of_them(words: str, meant: OfAll | None) -> None:
    assert of_all(words, NOW, "Asia/Shanghai") == meant
