"""Whatever is typed has an answer, and what becomes a task comes back from either database as it was kept."""

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answers import Broken, Created
from bot.errors import UserError
from bot.heard import Gesture
from bot.parsing.characters import STEERING
from handlers.slack import decode
from models import Session
from models.queries import tasks
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person
from tests.sizes import examples

ODD = st.sampled_from(
    ["\x00", "\u202e", "\u2067", "\u200b", "\ud800", "\ufeff", "e\u0301", "🧑‍🚀", "\u0644\u0627", "字", "'", "%"]
)
LINES = st.lists(st.one_of(st.text(max_size=20), ODD), max_size=12).map(" ".join)


@pytest.fixture(autouse=True)
def _ann(session: Session) -> None:
    make_person(session, "U0ANN")
    make_channel(session, members=("U0ANN",))


def _said(session: Session, words: str, **more: Any) -> object:
    """The answer, or the refusal that a turn makes of it."""
    try:
        return say(session, decode.text(words), gesture=Gesture(f"k{hash(words)}"), **more)
    except UserError as error:
        return error


@settings(max_examples=examples(40, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(LINES)
@example("\x00\u202e")
@example("\u200b \u2060")
@example("send \ud800 it")
@example("<!channel> & <@U0ANN|x> <https://a|b>")
def test_any_line_is_answered_and_kept_as_it_can_be_read(session: Session, words: str):
    answer = _said(session, words)
    assert not isinstance(answer, Broken)
    if isinstance(answer, Created):
        number = answer.view.task.number
        session.expire_all()
        ann = make_person(session, "U0ANN")
        kept = tasks.get(session, ann, number, NOW)
        assert kept is not None
        for text in (kept.title, kept.note):
            assert not STEERING.search(text)
            assert text == unicodedata.normalize("NFC", text)
        assert kept.title.strip()
        assert kept.workspace_id == TEAM


@pytest.mark.parametrize("length", [299, 300, 301, 3000, 11_999, 12_001])
@pytest.mark.parametrize("letter", ["x", "字", "👍"])
def test_a_long_line_is_kept_or_told_what_to_do_and_never_cut_in_silence(session: Session, letter: str, length: int):
    """A title holds 300 characters; what is longer is asked about, or goes into the note."""
    words = letter * length
    answer = _said(session, words)
    assert not isinstance(answer, Broken)
    if isinstance(answer, Created):
        task = answer.view.task
        assert len(task.title) <= 300
        assert words in (task.title, task.note) or task.title + task.note == words
    else:
        assert isinstance(answer, UserError) or length > 300
