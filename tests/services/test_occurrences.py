"""What falls due is written down once, and ends once in a state that is counted, with how late and how long held."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY

from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import people
from bot.services.rhythm import occurrences
from models import Occurrence, OccurrenceState, Session
from models.queries import deliveries
from models.queries import nudges as nudge_queries
from models.queries import people as people_queries
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace
from tests.statements import counted, said_past_the_orm

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FACTS = {"rule": "late"}


def put(session: Session, **more: Any) -> bool:
    fields = {"kind": "nudge.soon", "subject": "7", "person_id": "U0ANN", "when": "x", "due_at": NOW, "now": NOW}
    return occurrences.put(session, TEAM, **(fields | more))


def row_of(session: Session, subject: str = "7", kind: str = "nudge.soon") -> Occurrence:
    session.flush()
    row = deliveries.occurrence(session, TEAM, kind, subject, "U0ANN", "x")
    assert row is not None
    session.refresh(row)
    return row


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def ended(kind: str, state: str) -> float:
    return value("muster_occurrences_total", kind=kind, state=state)


def test_all_that_is_known_of_it_is_kept(session: Session) -> None:
    assert put(session, outbox_key="k", tell_at=NOW + HOUR, facts=FACTS) is True
    assert row_of(session).model_dump() == {
        "workspace_id": TEAM, "kind": "nudge.soon", "subject": "7", "person_id": "U0ANN", "when": "x", "due_at": NOW,
        "tell_at": NOW + HOUR, "facts": FACTS, "state": "pending", "reason": "", "outbox_key": "k", "ended_at": None,
    }  # fmt: skip


@pytest.mark.parametrize("other", ["kind", "subject", "person_id", "when"])
def test_the_same_falls_due_once_and_another_by_itself(session: Session, other: str) -> None:
    assert put(session)
    assert put(session, due_at=NOW + HOUR, facts=FACTS) is False
    assert row_of(session).due_at == NOW, "as it was first written"
    assert put(session, **{other: "another"})


def test_what_falls_due_and_is_not_to_be_told_ends_at_once_and_is_counted(session: Session) -> None:
    before = ended("nudge.soon", "skipped")
    assert put(session, state=OccurrenceState.SKIPPED, reason="quiet", tell_at=NOW, now=NOW + MINUTE)
    row = row_of(session)
    assert (row.state, row.reason, row.ended_at, row.tell_at, row.facts) == (
        "skipped", "quiet", NOW + MINUTE, None, None
    )  # fmt: skip
    assert ended("nudge.soon", "skipped") - before == 1
    assert put(session, state=OccurrenceState.SKIPPED, reason="quiet") is False
    assert ended("nudge.soon", "skipped") - before == 1, "and counted once"
    assert put(session, subject="8", state=OccurrenceState.EXPIRED)
    assert row_of(session, "8").reason == "", "where none is given there is none"


def test_of_many_tasks_what_is_known_and_who_owns_them_is_read_in_two_statements(session: Session) -> None:
    owners = [make_person(session, f"U0P{number}") for number in range(4)]
    tasks = [make_task(session, owner) for owner in owners]
    put(session, subject=str(tasks[0].number))
    session.flush()
    session.expunge_all()
    with counted(session) as statements, said_past_the_orm() as said:
        occurrences.read_all_of(session, iter(tasks))
        assert len(said) == 2, said
        added = [put(session, subject=str(task.number)) for task in tasks]
        found = [people_queries.get(session, TEAM, owner.id) for owner in owners]
    assert (len(said), statements) == (2, [])
    assert added == [False, True, True, True]
    assert [person.id for person in found if person] == [owner.id for owner in owners]
    occurrences.read_all_of(session, [])


def test_the_same_is_read_along_of_tasks_that_were_taken_and_of_no_others(session: Session) -> None:
    tasks = [make_task(session, make_person(session, f"U0P{number}")) for number in range(2)]
    keys = [(TEAM, task.number) for task in tasks]
    session.flush()
    session.expunge_all()
    assert len(nudge_queries.take_tasks(session, keys)) == 2
    with counted(session) as statements, said_past_the_orm() as said:
        occurrences.read_along(session, keys)
        assert [put(session, subject=str(number)) for _, number in keys] == [True, True]
    assert (len(said), statements) == (2, [])
    occurrences.read_along(session, [(TEAM, 999)])


def test_each_workspace_s_tasks_are_read_by_themselves(session: Session) -> None:
    task = make_task(session, make_person(session))
    people.settle_in(session, "T0OTHER", name="Other", bot_user_id="U0BOT", now=NOW)
    others = task.model_copy(update={"workspace_id": "T0OTHER"})
    put(session, subject=str(task.number))
    session.flush()
    occurrences.read_all_of(session, [task, others])
    same = {"kind": "nudge.soon", "subject": str(task.number), "person_id": "U0ANN", "when": "x", "due_at": NOW}
    with counted(session) as statements:
        assert occurrences.put(session, TEAM, **same, now=NOW) is False
        assert occurrences.put(session, "T0OTHER", **same, now=NOW) is True
        session.expunge(next(iter(session.new)))
    assert statements == []


def test_the_news_a_letter_brings_are_kept_once_with_it_and_end_with_it(session: Session) -> None:
    make_workspace(session)
    news = Letter(key="k", kind="task.told", to="U0ANN", news="moved", about=(7, 8))
    assert outbox.put(session, TEAM, news, now=NOW)
    outbox.put_all(session, TEAM, [news, Letter(key="l", kind="reply", to="U0ANN", about=(9,))], now=NOW + HOUR)
    rows = [deliveries.occurrence(session, TEAM, "moved", str(number), "U0ANN", "k") for number in (7, 8, 9)]
    assert rows[2] is None, "one without news tells of nothing"
    assert [(row.due_at, row.outbox_key, row.state, row.tell_at) for row in rows if row] == [
        (NOW, "k", "pending", None)
    ] * 2


@pytest.mark.parametrize("facts", [FACTS, None])
def test_what_is_put_back_is_to_be_told_again_and_known_as_written_once(
    session: Session, facts: dict[str, Any] | None
) -> None:
    put(session, outbox_key="k", facts=facts)
    row = row_of(session)
    row.state = OccurrenceState.UNKNOWN
    occurrences.put_back(row, NOW + HOUR)
    session.add(row)
    row = row_of(session)
    assert (row.state, row.tell_at, row.outbox_key) == ("pending", NOW + HOUR, None)
    assert row.facts == (facts or {}) | {occurrences.WRITTEN: True}


def test_one_whose_message_is_tried_again_is_open_as_if_it_had_not_ended(session: Session) -> None:
    put(session, outbox_key="k", state=OccurrenceState.DEAD, reason="is_archived")
    row = row_of(session)
    occurrences.reopen(row)
    session.add(row)
    row = row_of(session)
    assert (row.state, row.reason, row.ended_at, row.outbox_key) == ("pending", "", None, "k")


@pytest.mark.parametrize(
    ("kind", "counted_as"),
    [
        ("brief", "brief"),
        ("nudge.soon", "nudge.soon"),
        ("nudge.escalation.late", "nudge.escalation"),
        ("nudge.escalation.late.escalation.x", "nudge.escalation"),
        ("escalation", "escalation"),
    ],
)
def test_an_end_is_counted_by_its_kind_and_policies_as_one(session: Session, kind: str, counted_as: str) -> None:
    """A workspace may write as many policies as it likes: the names of metrics do not grow with them."""
    before = ended(counted_as, "cancelled")
    put(session, kind=kind)
    occurrences.end(row_of(session, kind=kind), OccurrenceState.CANCELLED, "task done", NOW)
    assert ended(counted_as, "cancelled") - before == 1


@pytest.mark.parametrize(
    ("since", "at", "held", "late"),
    [
        (None, NOW, 0, 0),
        (None, NOW + MINUTE, 0, 60),
        (NOW + HOUR, NOW + HOUR + MINUTE, 3600, 60),
        (NOW - HOUR, NOW + MINUTE, 0, 60),
        (NOW + HOUR, NOW + MINUTE, 3600, 0),
    ],
)
def test_what_is_sent_was_held_for_its_reader_till_it_might_be_said_and_late_from_then_on(
    session: Session, since: datetime | None, at: datetime, held: float, late: float
) -> None:
    names = ("muster_nudge_held_seconds", "muster_nudge_lateness_seconds")
    put(session)
    before = {f"{name}{end}": value(f"{name}{end}", kind="nudge.soon") for name in names for end in ("_sum", "_count")}
    occurrences.end(row_of(session), OccurrenceState.SENT, "", at, since)
    assert [value(name, kind="nudge.soon") - was for name, was in before.items()] == pytest.approx([held, 1, late, 1])


def test_what_ends_otherwise_was_neither_held_nor_late(session: Session) -> None:
    put(session)
    before = value("muster_nudge_lateness_seconds_count", kind="nudge.soon")
    occurrences.end(row_of(session), OccurrenceState.DEAD, "is_archived", NOW + HOUR)
    assert value("muster_nudge_lateness_seconds_count", kind="nudge.soon") == before
