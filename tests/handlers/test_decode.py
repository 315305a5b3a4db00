"""Slack's text as people meant it: entities once, no character that steers, and what a button's value holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack import decode
from models import ChannelKind


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("  a\u00a0b\u3000c  ", "a b c"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\u202ec\u2066d\ufeff", "abcd"),
        ("e\u0301", "é"),
        ("broken \ud83d half", "broken  half"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        (None, ""),
        (7, ""),
        (["x"], ""),
        ("x" * 50_000, "x" * 12_000),
    ],
)
def test_text_is_decoded_once(raw: object, said: str) -> None:
    assert decode.text(raw) == said


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_is_typed_can_be_stored(raw: str) -> None:
    said = decode.text(raw)
    said.encode("utf-8")
    assert not decode.STEERING.search(said)
    assert decode.clean(said) == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<@U0BOT> send it", "send it"),
        ("<@U0BOT|muster>: send it", "send it"),
        ("please <@U0BOT>, send it", "please send it"),
        ("<@U0BOT>", ""),
        ("ask <@U0ANN>", "ask <@U0ANN>"),
        ("<@U0BOT>\nfirst\nsecond", "first\nsecond"),
    ],
)
def test_the_bot_s_own_name_is_no_part_of_the_words(said: str, left: str) -> None:
    assert decode.without_mention(said, "U0BOT").strip() == left


@pytest.mark.parametrize(
    ("value", "line", "version"),
    [
        ("v7 done 42", "done 42", 7),
        ("done 42", "done 42", None),
        ("v12", "", 12),
        ("view the plan", "view the plan", None),
        ("v2x is out", "v2x is out", None),
    ],
)
def test_a_button_s_value_may_begin_with_a_version(value: str, line: str, version: int | None) -> None:
    assert decode.line_and_version(value) == (line, version)


@pytest.mark.parametrize(
    ("channel", "name", "channel_type", "kind"),
    [
        ("D0ANN", None, None, ChannelKind.DM),
        ("C0X", None, "im", ChannelKind.DM),
        ("D0ANN", None, "app_home", ChannelKind.DM),
        ("C0X", "privategroup", None, ChannelKind.PRIVATE),
        ("C0X", "mpdm-a--b-1", None, ChannelKind.GROUP_DM),
        ("C0X", None, "group", ChannelKind.PRIVATE),
        ("C0X", "launch", None, None),
        ("C0X", None, "channel", None),
        (None, None, None, None),
    ],
)
def test_the_kind_of_a_conversation_is_told_or_unknown(
    channel: str | None, name: str | None, channel_type: str | None, kind: str | None
) -> None:
    assert decode.kind_of(channel, name, channel_type) == kind


def test_people_named_are_found_in_their_order_and_once() -> None:
    assert decode.mentioned("<@U0B> and <@U0A|ann>, <@U0B>; <@W0C>, <#C0X|x>, <!here>") == ("U0B", "U0A", "W0C")
