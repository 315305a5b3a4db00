"""Slack's text as people meant it: entities once, no character that steers, and what a button's value holds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hostile import MAKERS
from bot.parsing.characters import STEERING, TEXT_MAX, clean, places_in
from handlers.slack import decode
from models import ChannelKind


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;amp;", "&amp;amp;"),
        ("&nbsp;&#64;&quot;&AMP;", "&nbsp;&#64;&quot;&AMP;"),
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        (None, ""),
        (7, ""),
        (["x"], ""),
        ("x" * 50_000, "x" * 12_000),
        ("\u0958" * 12_000, "\u0915\u093c" * 6_000),
    ],
)
def test_text_is_decoded_once(raw: object, said: str) -> None:
    assert decode.text(raw) == said


@pytest.mark.parametrize(
    "token",
    [
        "<@U0ANN>",
        "<@U0ANN|ann>",
        "<#C0X|launch>",
        "<#C0X|>",
        "<!here>",
        "<!channel|channel>",
        "<!subteam^S1|@design>",
        "<mailto:a@b.org|a@b.org>",
        "<tel:+4930123|+49 30 123>",
        "<https://example.org/a?b=1|the plan>",
        ":tada:",
        ":wave::skin-tone-3:",
        ":+1:",
    ],
)
def test_what_slack_points_with_stays_whole(token: str) -> None:
    assert decode.text(f" {token} soon") == f"{token} soon"


def test_an_address_is_decoded_inside_its_brackets() -> None:
    assert decode.text("<https://example.org/?a=1&amp;b=2>") == "<https://example.org/?a=1&b=2>"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("due <!date^1392734382^{date_num}|2014-02-18>", "due 2014-02-18"),
        ("due <!date^1392734382^{date}^https://example.org|18 Feb> ok", "due 18 Feb ok"),
        ("due &lt;!date^1^{date}|x&gt;", "due <!date^1^{date}|x>"),
    ],
)
def test_a_moment_reads_as_its_words(raw: str, said: str) -> None:
    assert decode.text(raw) == said


BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000"
UNSEEN = "\x00\x08\x0b\x1b\x7f\x9b\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e"
UNSEEN += "\u2060\u2063\u2066\u2069\u206f\u3164\ufdd0\ufe00\ufe0f\ufeff\uffa0\ufff9\uffff\ud83d\udc69"
UNSEEN += "\U000e0001\U000e0041\U000e007f\U000e0100\U000e01ef"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_every_blank_is_plain(blank: str) -> None:
    assert decode.text(f"{blank}by{blank}friday{blank}") == "by friday"


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_is_gone(unseen: str) -> None:
    assert decode.text(f"{unseen}fri{unseen}day{unseen * 3}") == "friday"
    assert decode.text(f"明{unseen if unseen < chr(0xE0100) else ''}天") == "明天"


@pytest.mark.parametrize(
    "kept",
    [
        "é",
        "👩\u200d🚀",
        "👩🏽\u200d❤\ufe0f\u200d👨🏻",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "#\u20e3",
        "می\u200cخواهم",
        "क्\u200dष",
        "葛\U000e0100",
        "“quotes”，（full width）！１２：３０",
        "‘a’ – b — c … ①",
        "line\n\ttabbed",
    ],
)
def test_how_people_write_is_kept(kept: str) -> None:
    assert decode.text(kept) == kept


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("z" + "\u0335\u0321\u0316\u0301\u0302" * 400 + "algo", "ź\u0335\u0335\u0335\u0335algo"),
        ("broken \ud83d half", "broken  half"),
        ("👩\u200d\u200d🚀 and \u200d", "👩🚀 and"),
        ("❤\ufe0f\ufe0f\ufe0f", "❤\ufe0f"),
    ],
)
def test_marks_are_composed_and_do_not_pile_up(raw: str, said: str) -> None:
    assert decode.text(raw) == said


TYPED = st.text(
    st.sampled_from(
        [*BLANKS, *UNSEEN, *"ae1#* \n\r\té👩🚀🏽❤葛क्षمی\u0301\u0316\u20e3\u0338\u2adc\u2126\u1100\u1161\u11a8"]
    )
    | st.characters(exclude_characters="&<"),
    max_size=40,
)


@given(TYPED)
def test_whatever_is_typed_can_be_stored_and_reading_it_again_changes_nothing(raw: str) -> None:
    said = decode.text(raw)
    said.encode("utf-8")
    assert not STEERING.search(said)
    assert decode.text(said) == said
    assert len(said) <= TEXT_MAX


@given(st.text(st.characters(), max_size=80))
def test_no_text_breaks_the_decoding(raw: str) -> None:
    assert len(decode.text(raw * 200)) <= TEXT_MAX


@given(TYPED)
def test_every_place_of_a_cleaned_text_has_one_where_it_came_from(raw: str) -> None:
    cleaned = clean(raw)
    places = places_in(raw, cleaned)
    assert places == sorted(places)
    assert len(places) == len(cleaned) + 1
    assert all(0 <= place <= len(raw) for place in places)


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


def test_how_far_a_line_is_indented_stays_when_the_bots_name_goes():
    said = "<@U0BOT>  two  things:\n- a\n    - b\n        - c"
    assert decode.without_mention(said, "U0BOT") == "two things:\n- a\n    - b\n        - c"


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


@pytest.mark.parametrize("kind", MAKERS)
def test_decoding_takes_no_time_to_speak_of(kind: str) -> None:
    raw = MAKERS[kind](TEXT_MAX)
    began = time.process_time()
    decode.mentioned(decode.without_mention(decode.text(raw), "U0ANN"))
    assert time.process_time() - began < 0.5
