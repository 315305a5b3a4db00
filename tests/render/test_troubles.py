"""Every kind of message and every reason has words of its own, so that an admin knows what it was and what helps."""

from bot.render.slack.troubles import DOORS, KINDS, WHY
from bot.rules.troubles import Trouble
from bot.services.messages.notices import COMPOSERS
from handlers.slack.worker import TOLD_NOTHING, WORKS


def test_every_kind_of_message_has_a_name() -> None:
    assert set(COMPOSERS) == set(KINDS)


def test_every_way_something_is_heard_has_a_name() -> None:
    assert {*WORKS, *TOLD_NOTHING, "dm", "mention", "thread"} == set(DOORS)


def test_every_trouble_says_what_helps() -> None:
    assert set(WHY) == set(Trouble)
