"""What an edited message changes in its task, what is left as it is, and how that is taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.messages import outbox, questions, sources
from bot.services.messages.outbox import Letter
from bot.services.messages.sources import Part, Reading
from bot.services.work import once, roles, tasks, undoing
from models import Outbox, RoleKind, Session, Task
from models.queries import deliveries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

OLD = Reading(title="Send the deck", due_on="2026-03-13", words="by Friday", labels=["launch"], helpers=["U0BOB"])


@pytest.fixture
def task(session: Session) -> Task:
    make_workspace(session)
    for person_id in ("U0BOB", "U0DANA"):
        make_person(session, person_id)
    made = make_task(session, make_person(session))
    actor = acting(session, make_person(session))
    made.title = "Send the deck"
    tasks.edit(session, actor, made, {"due_on": date(2026, 3, 13), "labels": ["launch", "by hand"],
                                      "helpers": ["U0BOB", "U0DANA"]})  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("by_hand", "now", "found"),
    [
        ({}, {}, {}),
        ({}, {"title": "Send the slides"}, {"title": "Send the slides"}),
        ({"title": "Mail the deck"}, {"title": "Send the slides"}, {"title": "Send the slides"}),
        ({"title": "Mail the deck"}, {"priority": 1}, {"priority": 1}),
        ({}, {"due_on": "2026-03-16", "words": "by Monday"}, {"due": "2026-03-16"}),
        ({}, {"due_on": "2026-03-20", "words": "by  friday"}, {}),
        ({}, {"due_on": None, "words": ""}, {"due": None}),
        ({"due_on": date(2026, 3, 18)}, {"due_on": None, "words": ""}, {}),
        ({"due_on": date(2026, 3, 16)}, {"due_on": "2026-03-16", "words": "by Monday"}, {}),
        ({}, {"labels": ["board"]}, {"labels": ["by hand", "board"]}),
        ({}, {"helpers": []}, {"helpers": ["U0DANA"]}),
        ({}, {"owner_id": "U0DANA"}, {"owner_id": "U0DANA"}),
        ({"note": "ask first"}, {"note": "by mail"}, {"note": "ask first\nby mail"}),
        ({"estimate_days": 2.0}, {"estimate_days": None}, {}),
    ],
)
def test_only_what_the_words_changed_changes(
    session: Session, task: Task, by_hand: dict[str, Any], now: dict[str, Any], found: dict[str, Any]
) -> None:
    if by_hand:
        tasks.edit(session, acting(session, make_person(session)), task, by_hand)
    changed = sources.changes(session, task, OLD, replace(OLD, **now))
    assert {change.field: change.after for change in changed} == found


def test_people_and_dates_of_an_edit_are_taken_back_together(session: Session, task: Task) -> None:
    actor = acting(session, make_person(session))
    new = replace(
        OLD, helpers=["U0DANA"], reviewers=["U0BOB"], due_on="2026-03-16", words="by Monday", owner_id="U0DANA"
    )
    entry = sources.apply(session, actor, task, Part(task.number, task.version, OLD, new, "the new line"))
    assert entry is not None
    assert (task.owner_id, str(task.due_on), task.said) == ("U0DANA", "2026-03-16", "the new line")
    assert roles.ids(session, task, RoleKind.REVIEWER) == ["U0BOB"]
    undoing.undo(session, actor, entry)
    assert (task.owner_id, str(task.due_on)) == ("U0ANN", "2026-03-13")
    assert roles.ids(session, task, RoleKind.HELPER) == ["U0BOB", "U0DANA"]
    assert roles.ids(session, task, RoleKind.REVIEWER) == []


def test_a_deleted_message_is_told_once_and_by_nobody(session: Session, task: Task) -> None:
    workspace = make_workspace(session)
    task.source_channel, task.source_ts = "C0LAUNCH", "1.1"
    session.add(task)
    version = task.version
    told = [sources.gone(session, workspace, "C0LAUNCH", "1.1", author_id="U0ANN", now=NOW) for _ in range(2)]
    assert [len(found) for found in told] == [1, 0]
    assert task.version == version, "buttons and undo go on working"
    assert deliveries.outbox_by_key(session, TEAM, "gone:C0LAUNCH:1.1") is not None


def asked_in_private(session: Session, reader: str, kind: str) -> Heard:
    """A tap on a question that was asked about a message elsewhere."""
    make_channel(session, "C0SECRET", kind=kind, members=())
    source = {"channel": "C0SECRET", "kind": kind, "ts": "1.1", "at": NOW.isoformat()}
    outbox.put(session, TEAM, Letter(key="reply:x", kind="reply", to=reader, reader_id=reader,
                                     subject={"message": {"text": "?"}, "source": source}), now=NOW)  # fmt: skip
    row: Outbox | None = deliveries.outbox_by_key(session, TEAM, "reply:x")
    assert row is not None
    row.channel_id, row.ts = "D0ANN", "2.2"
    session.add(row)
    session.flush()
    return Heard(TEAM, "U0ANN", Door.BUTTON, "make x", Gesture("g"), channel_id="D0ANN", channel_kind="im", ts="2.2")


@pytest.mark.parametrize(
    ("reader", "kind", "there"), [("U0ANN", "public", True), ("U0BOB", "public", False), ("U0ANN", "private", False)]
)
def test_a_tap_speaks_of_the_message_only_for_who_was_asked_and_is_still_there(
    session: Session, task: Task, reader: str, kind: str, there: bool
) -> None:
    heard = sources.at_origin(session, asked_in_private(session, reader, kind))
    assert heard.of_message is there
    assert (heard.channel_id, heard.ts) == (("C0SECRET", "1.1") if there else ("D0ANN", "2.2"))


@pytest.mark.parametrize(("line", "is_of_then"), [("make x", True), ("many &1", True), ("list due:today page 2", False),
                                                  ("due 1 tomorrow", False), ("leave @1", False)])  # fmt: skip
def test_only_what_makes_a_task_of_the_words_is_said_as_of_then(
    session: Session, task: Task, line: str, is_of_then: bool
) -> None:
    heard = replace(asked_in_private(session, "U0ANN", "public"), text=line)
    assert (sources.at_origin(session, heard).spoken_at == NOW) is is_of_then


def test_a_button_of_a_question_that_is_over_makes_nothing(session: Session, task: Task) -> None:
    heard = asked_in_private(session, "U0ANN", "public")
    row = deliveries.outbox_by_key(session, TEAM, "reply:x")
    assert row is not None
    questions.close(session, row, questions.CHANGED, NOW, edited="1.2")
    with pytest.raises(UserError) as refused:
        sources.at_origin(session, heard)
    assert refused.value.key == "offer_gone"


def test_a_message_that_is_a_task_is_named_only_to_who_may_see_it(session: Session, task: Task) -> None:
    task.source_channel, task.source_ts, task.source_is_private = "C0SECRET", "1.1", True
    session.add(task)
    session.flush()
    stranger = acting(session, make_person(session, "U0EVE"))
    assert "number" not in once.already(session, stranger, [task]).params
    owner = acting(session, make_person(session))
    assert once.already(session, owner, [task]).params["number"] == task.number
