"""Slack accepts whatever we draw, however long and strange the words in it are."""

import pytest

from bot.render import slack
from playground.blockkit import problems_in_message, problems_in_view
from tests.render import samples, samples_home

WORDS = {
    "usual": "Send the deck to the printer",
    "one letter": "x",
    "blank": " ",
    "longest": "Send the deck again " * 150,
    "longest to escape": "&<>" * 1000,
    "controls": "\u202edrow\u0000\u0007 \n\n``` \u2028 end",
    "right to left": "أرسل العرض اليوم " * 20,
    "chinese": "把方案发给李雷，周五下午五点前。" * 180,
    "emoji": "👩‍👩‍👧‍👦🇨🇳" * 200,
}
LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_message_is_accepted_and_has_text(words: str, language: str) -> None:
    for name, answer in samples.messages(words).items():
        drawn = slack.message(answer, samples.reader(language))
        if name in ("nothing", "repeated"):
            assert drawn == {}
            continue
        assert problems_in_message(drawn) == [], name
        assert drawn["text"].strip(), name
        assert len(drawn["text"]) <= 4000, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_notice_is_accepted_and_has_text(words: str, language: str) -> None:
    for name, notice in samples.notices(words).items():
        for reader in (samples.reader(language), samples.reader(language, person_id=None)):
            drawn = slack.notice(notice, reader)
            assert problems_in_message(drawn) == [], name
            assert drawn["text"].strip(), name
            assert len(drawn["text"]) <= 4000, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_form_is_accepted(words: str, language: str) -> None:
    for name, form in samples.forms(words).items():
        assert problems_in_view(slack.form(form, samples.reader(language))) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_fits_a_small_window(language: str) -> None:
    for name, answer in samples.messages().items():
        if drawn := slack.message(answer, samples.reader(language)):
            assert problems_in_view(slack.window(drawn, samples.reader(language))) == [], name
    ready = slack.window({"text": "<!channel> hello"}, samples.reader(language))
    assert ready["blocks"][0]["text"]["text"] == "&lt;!channel&gt; hello"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_home_is_accepted_with_a_thousand_tasks_and_with_none(words: str, language: str) -> None:
    for name, day in samples_home.homes(words).items():
        assert problems_in_view(slack.home(day, samples.reader(language))) == [], name
