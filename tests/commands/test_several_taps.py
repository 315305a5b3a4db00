"""Several lines once each: whichever button is tapped first, nothing twice, nothing lost beyond the first fifty."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.answers import Changed, Created
from bot.errors import UserError
from models import Person, Session
from tests.commands import pasting
from tests.commands.pasting import ANN, DANA, FRIDAY, TOM, asked_of, go_on, make_all, offer, stored, tap
from tests.factories import TEAM, make_channel, make_person, make_task


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    pasting.settle(session)


def refusal(session: Session, line: str) -> tuple[str, int]:
    with pytest.raises(UserError) as refused:
        tap(session, line)
    return refused.value.key, refused.value.params["number"]


def test_two_taps_on_one_question_make_one_set_of_tasks(session: Session) -> None:
    offered = offer(session, "- send the deck\n- call Bob")
    go_on(session, f"many {offered.kept}")
    assert refusal(session, f"one {offered.kept}") == ("added_already", 1)
    assert len(stored(session)) == 2


def test_a_line_that_was_asked_about_goes_to_the_first_person_tapped(session: Session) -> None:
    asked = asked_of(make_all(session, "- send the deck\n- ask @kim\n- ask @nobody"))
    made = go_on(session, f"many {asked.kept} <@U0KIM1>")
    assert refusal(session, f"many {asked.kept} <@U0KIM2>") == ("added_already", 2)
    assert refusal(session, f"many {asked.others}") == ("added_already", 2)
    go_on(session, f"many {asked_of(made).kept} <@{TOM}>")
    assert [task.owner_id for task in stored(session)] == [ANN, "U0KIM1", TOM]


def test_what_was_taken_back_may_be_tapped_again(session: Session) -> None:
    offered = offer(session, "- send the deck\n- call Bob")
    made = go_on(session, f"many {offered.kept}")
    tap(session, "undo " + " ".join(f"@{entry}" for entry in made.undo))
    assert isinstance(tap(session, f"one {offered.kept}"), Created)


def test_a_date_that_is_picked_keeps_the_hour_that_was_said(session: Session) -> None:
    asked = asked_of(make_all(session, "- call Bob by 2026-03-05 5pm\n- send the deck"))
    go_on(session, f"many {asked.kept} 2026-03-12")
    call_bob = stored(session)[-1]
    assert (call_bob.title, call_bob.due_at) == ("call Bob", datetime(2026, 3, 12, 16, tzinfo=UTC))


def test_a_line_of_text_that_looks_like_the_name_of_an_entry_is_text(session: Session) -> None:
    tom = session.get(Person, (TEAM, TOM))
    assert tom is not None
    make_task(session, tom, channel=make_channel(session), title="Tom's own")
    made = make_all(session, "@1\n- buy milk\n- call Bob")
    assert [view.task.title for _, view in made.rows] == ["buy milk", "call Bob"]
    undone = tap(session, "undo " + " ".join(f"@{entry}" for entry in made.undo))
    assert isinstance(undone, Changed)
    assert [view.task.title for view in undone.views] == ["buy milk", "call Bob"]


def test_only_what_they_made_themselves_is_counted_as_made_before(session: Session) -> None:
    tom = session.get(Person, (TEAM, TOM))
    assert tom is not None
    make_task(session, tom, channel=make_channel(session), title="Tom's own")
    made = go_on(session, "many \x011\n- buy milk\n- call Bob")
    assert [view.task.title for _, view in made.rows] == ["buy milk", "call Bob"]


def test_parts_beyond_the_first_fifty_stay_parts_and_keep_what_was_said_for_them(session: Session) -> None:
    steps = "\n".join(f"  - step {number}" for number in range(1, 61))
    made = make_all(session, f"Dana:\n- launch by Friday\n{steps}")
    assert (len(made.rows), made.further) == (50, 11)
    go_on(session, f"many {made.rest}")
    last = stored(session)[-1]
    assert (last.title, last.parent_number, last.owner_id, last.due_on) == ("step 60", 1, DANA, FRIDAY)
    assert {task.parent_number for task in stored(session)[1:]} == {1}


def test_fifty_lines_ask_for_the_names_of_everybody_once(session: Session) -> None:
    statements: list[str] = []

    def note_down(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM person" in statement and "LIKE" in statement.upper():
            statements.append(statement)

    text = "\n".join(f"- Item {number}: check thing {number} (soon, Fri)" for number in range(800))
    event.listen(session.get_bind(), "before_cursor_execute", note_down)
    try:
        offered = offer(session, text)
        go_on(session, f"many {offered.kept}")
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note_down)
    assert (len(offered.rows), offered.further, statements) == (50, 750, [])


def test_a_name_is_found_in_a_list_as_it_is_in_a_line(session: Session) -> None:
    make_person(session, "U0JURGEN", name="jurgen", real_name="Jürgen von Öder")
    shown = offer(session, "- Novak: send the deck\n- call @öder\n- ask @kim to help\n- ask 李雷 about it")
    assert [(row.owner.id if row.owner else "", row.trouble) for row in shown.rows[:3]] == [
        (DANA, ""), ("U0JURGEN", ""), ("", "who"),
    ]  # fmt: skip
