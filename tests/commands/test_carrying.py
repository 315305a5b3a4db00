"""Words too long for a button: kept for who said them, put back when it is tapped, reached by nobody else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import commands
from bot.answers import Created
from bot.commands.call import Call
from bot.commands.lines.carrying import carry, expanded
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import LongLine, Session
from tests.factories import NOW, TEAM, acting, make_person

LONG = "send the deck " * 20


def hear(text: str, person_id: str = "U0ANN", door: Door = Door.BUTTON) -> Heard:
    return Heard(TEAM, person_id, door, text, Gesture(text), channel_id="D0ANN", channel_kind="im")


def a_call(session: Session, person_id: str = "U0ANN", door: Door = Door.BUTTON) -> Call:
    return Call(session, hear("", person_id, door), acting(session, make_person(session, person_id)), "")


def expand(call: Call, line: str) -> str:
    return expanded(replace(call, line=line)).line


def test_a_line_that_fits_rides_by_itself(session: Session) -> None:
    assert carry(a_call(session), "send the deck", 100) == "send the deck"


def test_a_longer_one_is_kept_and_put_back_word_for_word(session: Session) -> None:
    call = a_call(session)
    name = carry(call, LONG, 100)
    assert len(name) < 20
    assert expand(call, f"make {name}") == f"make {LONG}"
    assert expand(call, name) == LONG


def test_the_same_words_of_one_answer_are_kept_once(session: Session) -> None:
    call = a_call(session)
    assert carry(call, LONG, 100) == carry(call, LONG, 50)
    later = replace(call, actor=replace(call.actor, now=NOW + timedelta(minutes=1)))
    assert carry(later, LONG, 100) != carry(call, LONG, 100)


@pytest.mark.parametrize(
    ("kept", "picked", "said"),
    [
        ("send it to <@WHO> today", "<@U0BOB>", "make send it to <@U0BOB> today"),
        ("send it", "2026-03-13", "make send it 2026-03-13"),
    ],
)
def test_what_a_picker_adds_fills_the_hole_or_comes_last(session: Session, kept: str, picked: str, said: str) -> None:
    call = a_call(session)
    assert expand(call, f"make {carry(call, kept, 0)} {picked}") == said


@pytest.mark.parametrize("line", ["&17", "send &17", "&17 and more"])
def test_words_that_look_like_such_a_name_come_back_as_they_were(session: Session, line: str) -> None:
    call = a_call(session)
    assert expand(call, f"make {carry(call, line)}") == f"make {line}"


@pytest.mark.parametrize("door", [Door.DM, Door.SLASH, Door.MENTION])
def test_a_typed_line_names_nothing_that_was_kept(session: Session, door: Door) -> None:
    name = carry(a_call(session), LONG, 0)
    assert expand(a_call(session, door=door), f"make {name}") == f"make {name}"


def test_what_is_not_theirs_is_gone_or_never_was_is_asked_for_again(session: Session) -> None:
    name = carry(a_call(session), LONG, 0)
    for person_id, line in (("U0BOB", f"make {name}"), ("U0ANN", "make &999"), ("U0ANN", "make &9999999999")):
        with pytest.raises(UserError) as refused:
            commands.run(session, hear(line, person_id), NOW)
        assert refused.value.key == "line_gone", line


def test_a_day_named_in_kept_words_is_that_of_when_they_were_said(session: Session) -> None:
    name = carry(a_call(session), "send the deck tomorrow", 0)
    answer = commands.run(session, hear(f"make {name}"), NOW + timedelta(days=3))
    assert isinstance(answer, Created)
    assert answer.view.task.due_on == date(2026, 3, 10)


def test_how_long_words_are_kept_counts_from_when_they_were_kept(session: Session) -> None:
    said_at = NOW - timedelta(days=10)
    call = a_call(session)
    call = replace(call, heard=replace(call.heard, spoken_at=said_at))
    row = session.get(LongLine, int(carry(call, "send the deck tomorrow", 0).removeprefix("&")))
    assert row is not None
    assert (row.said_at, row.kept_at) == (said_at, NOW)


def test_a_tap_on_a_kept_line_makes_its_task(session: Session) -> None:
    long = f"send the deck {'very ' * 500}carefully"
    name = carry(a_call(session), long)
    answer = commands.run(session, hear(f"make {name}"), NOW)
    assert isinstance(answer, Created)
    assert answer.view.task.title.startswith("send the deck")
    assert answer.view.task.note.endswith("carefully")
    assert session.get(LongLine, int(name.removeprefix("&"))) is not None, "a second tap finds the same words"
