"""Nothing that a person writes can call a channel, name a person or lead anywhere."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render import slack
from bot.render.slack.blocks import mrkdwn
from bot.render.slack.text import Mrkdwn, clip, cut, escape, link, mention, one_line, quoted, several_lines
from bot.render.slack.voice import Voice
from tests.render import reading, samples, samples_home
from tests.sizes import examples

OURS = re.compile(
    r"!date\^\d+\^(?:\{day_divider_pretty\} )?\{time\}\|[^<>|]+"
    r"|@U0(?:ANN|BOB|DANA|MAYA|GONE)|@U\d{7}|#C0LAUNCH|#C\d{8}"
    rf"|{re.escape(samples.LINK)}\|(?:from this message|来自这条消息)"
)
# a file given as evidence is called what its owner calls it; its link leads where the file is
EVIDENCE = re.compile(rf"{re.escape(samples.LINK)}\|[^<>|]*")
# people and places in words that are given back to who typed them, and to nobody else
GIVEN_BACK, THEIR_OWN = {"not saved", "too fast", "all too fast"}, re.compile(r"[@#][A-Z][A-Z0-9]{1,30}")
NASTY = (
    "<!channel>", "<!here>", "<!everyone>", "<@U0EVIL>", "<#C0EVIL>", "<!subteam^S0EVIL>", "<https://evil.example|ok>",
    "<!date^1^{date}^https://evil.example|x>", "&lt;!channel&gt;", "&", "<", ">", "|", "<<!channel>>", "```", "*_~`",
    "{x}", "{0}", "%s", "\ue000", "\ue001", "\u202e", "\u2068", "\n", "<!chan\u0000nel>", "<\ue000!channel>",
)  # fmt: skip

evil = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=30).map("".join)


def payloads(words: str, language: str) -> list[tuple[str, dict[str, Any]]]:
    """Everything that can be drawn with these words in every place where a person's words go."""
    reader = samples.reader(language)
    drawn = [(name, slack.message(answer, reader)) for name, answer in samples.messages(words).items()]
    drawn += [(name, slack.notice(notice, reader)) for name, notice in samples.notices(words).items()]
    drawn += [(name, slack.form(form, reader)) for name, form in samples.forms(words).items()]
    return drawn + [(name, slack.home(day, reader)) for name, day in samples_home.homes(words).items()]


def assert_only_our_markup(words: str, language: str) -> None:
    for name, payload in payloads(words, language):
        for text in reading.markup(payload):
            for token in reading.TOKEN.findall(text):
                is_own = name in GIVEN_BACK and THEIR_OWN.fullmatch(token)
                assert is_own or OURS.fullmatch(token) or EVIDENCE.fullmatch(token), (name, token)
            rest = reading.TOKEN.sub("", text)
            assert "<" not in rest, name
            assert not re.search(r"&(?!amp;|lt;|gt;)", rest), name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_known_tricks_do_nothing(language: str) -> None:
    assert_only_our_markup(" ".join(NASTY), language)


@settings(max_examples=examples(8, 40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(evil, st.sampled_from(["en", "zh"]))
def test_no_words_in_any_place_become_markup(words: str, language: str) -> None:
    assert_only_our_markup(words, language)


@given(evil, st.integers(20, 400))
def test_words_cut_to_a_length_keep_to_it_once_escaped(words: str, most: int) -> None:
    for text in (cut(words, most), one_line(words, most)):
        assert len(escape(text)) <= most + 2  # the two marks around right-to-left words
    assert "\n" not in one_line(words, most)
    assert "```" not in one_line(words, most)


@given(
    st.lists(st.sampled_from(("<@U0ANN>", "&amp;", "words ", "<!date^1^{time}|9:00>")), max_size=40),
    st.integers(5, 200),
)
def test_markup_is_never_cut_inside_a_token(parts: list[str], most: int) -> None:
    clipped = clip(Mrkdwn("".join(parts)), most)
    assert len(clipped) <= most
    whole = re.sub(r"<[^<>]*>|&amp;|&lt;|&gt;", "", clipped)
    assert not set(whole) & set("<>&")


@given(evil, evil)
def test_a_voice_escapes_what_it_is_given(first: str, second: str) -> None:
    for language in ("en", "zh"):
        said = Voice(samples.reader(language))("{field}: {after}", field=first, after=second)
        assert "<" not in said
        assert ">" not in said


def test_markup_is_refused_where_none_is_drawn() -> None:
    with pytest.raises(TypeError, match="name"):
        Voice(samples.reader()).plain("{name}, {day}", name=mention("U0ANN"), day="today")


def test_odd_ids_and_addresses_are_words_only() -> None:
    assert mention("U0ANN> <!channel") == "U0ANN&gt; &lt;!channel"
    for address in ("javascript:alert(1)", "https://a.example/|x", "https://a.example/>", "https://a .example"):
        assert link(address, Mrkdwn("here")) == "here"
    assert link("https://a.example/?a=1&b=2", Mrkdwn("here")) == "<https://a.example/?a=1&amp;b=2|here>"


def test_a_written_web_address_stays_clickable_unless_a_name_stands_beside_it() -> None:
    assert mrkdwn(escape("see https://a.example"))["verbatim"] is False
    assert mrkdwn(escape("see https://a.example @channel"))["verbatim"] is True
    assert mrkdwn(escape("@channel"))["verbatim"] is True


def test_right_to_left_words_keep_their_order_to_themselves() -> None:
    assert one_line("\u202eأرسل العرض") == "\u2068أرسل العرض\u2069"
    assert one_line("Send the deck") == "Send the deck"


def test_every_line_of_a_note_is_quoted() -> None:
    assert quoted("one\r\ntwo\u2028three & more", 100) == "> one\n> two\n> three &amp; more"
    assert several_lines("a\u0000b\tc", 100) == "ab\tc"
