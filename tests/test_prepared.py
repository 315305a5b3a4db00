"""What is said past the ORM leaves the session as if the ORM had said it, on both databases."""

from typing import Any

import pytest
from sqlalchemy import String, bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from models import History, Inbox, Occurrence, Person, Session, Workspace
from models.delivery import InboxState
from models.prepared import Insert, Prepared, adopted, drawn_up, table_of
from models.queries import people as people_queries
from tests.factories import NOW, TEAM, make_person, make_task, make_workspace

HEARD: dict[str, Any] = {"workspace_id": TEAM, "door": "slash", "received_at": NOW}
ENTRY: dict[str, Any] = {"workspace_id": TEAM, "number": 1, "at": NOW, "actor_id": "U0ANN", "kind": "add", "version": 1,
                         "before": {}, "after": {"title": "报价单"}}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_workspace(session: Session) -> None:
    make_workspace(session)
    make_task(session, make_person(session))


def test_what_is_not_said_is_as_the_model_has_it(session: Session):
    Insert(Inbox).put(session, key="a", **HEARD)
    row = session.get(Inbox, (TEAM, "a"))
    assert row is not None
    assert row.model_dump() == Inbox(key="a", **HEARD).model_dump()


def test_a_row_is_said_by_the_names_of_its_fields_whatever_its_columns_are_called(session: Session):
    said: dict[str, Any] = {"workspace_id": TEAM, "kind": "given", "subject": "1", "person_id": "U0ANN", "when": "a"}
    Insert(Occurrence).put(session, **said, due_at=NOW)
    row = session.exec(select(Occurrence)).one()
    assert row.model_dump() == Occurrence(**said, due_at=NOW).model_dump()


def test_an_instant_without_a_zone_is_refused(session: Session):
    with pytest.raises(ValueError, match="without a zone"):
        Insert(Inbox).put(session, key="a", **HEARD | {"received_at": NOW.replace(tzinfo=None)})


def test_a_row_that_is_there_stays_and_nothing_comes_back(session: Session):
    new = Insert(Inbox, gives=("key",), if_new=True)
    assert new.put(session, key="a", twin="t", **HEARD) == ("a",)
    assert new.put(session, key="a", twin="u", **HEARD) is None
    assert new.put(session, key="b", twin="t", **HEARD) is None
    assert session.exec(select(Inbox.twin).where(Inbox.workspace_id == TEAM)).all() == ["t"]


def test_what_is_refused_is_refused_as_the_orm_says_it_and_the_turn_goes_on(session: Session):
    new = Insert(Inbox)
    new.put(session, key="a", **HEARD)
    with pytest.raises(IntegrityError) as told, session.begin_nested():
        new.put(session, key="a", **HEARD)
    assert "报" not in str(told.value)
    assert session.get(Inbox, (TEAM, "a")) is not None


def test_an_object_is_kept_changed_and_written_like_any_other(session: Session):
    entry = drawn_up(History, dict(ENTRY))
    Insert(History, gives=("id",)).keep(session, entry)
    assert session.get(History, entry.id) is entry
    entry.note = "told"
    session.flush()
    session.expire(entry)
    assert (entry.note, entry.after, entry.at) == ("told", {"title": "报价单"}, NOW)


def test_what_was_kept_in_a_part_that_is_undone_is_forgotten_and_its_number_is_free(session: Session):
    """SQLite gives the number of a row that is gone to the next one."""
    new = Insert(History, gives=("id",))
    lost = drawn_up(History, ENTRY | {"note": "lost"})
    part = session.begin_nested()
    new.keep(session, lost)
    part.rollback()
    stays = drawn_up(History, ENTRY | {"note": "stays"})
    new.keep(session, stays)
    assert lost not in session
    assert session.exec(select(History.note).where(History.note != "")).all() == ["stays"]


def test_what_waits_to_be_written_is_written_before(session: Session):
    session.add(Inbox(key="a", **HEARD))
    known = Prepared(lambda _: select(Inbox.state).where(Inbox.key == bindparam("named")))
    assert known.rows(session, named="a") == [(InboxState.RECEIVED,)]


def test_what_the_turn_knew_of_a_table_is_forgotten_when_it_is_written_past_it(session: Session):
    assert people_queries.get(session, TEAM, "U0DANA") is None
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    Insert(Person).put(session, **(ann.model_dump() | {"id": "U0DANA"}))
    assert people_queries.get(session, TEAM, "U0DANA") is not None


def test_a_session_has_each_row_once(session: Session):
    there = session.get(Workspace, TEAM)
    assert there is not None
    columns = table_of(Workspace).columns
    row = Prepared(lambda _: select(*columns).where(col(Workspace.id) == bindparam("named"))).first(session, named=TEAM)
    assert row is not None
    assert adopted(session, Workspace, row) is there
    session.expunge(there)
    another = adopted(session, Workspace, row)
    assert another is not None
    assert another is not there
    assert another.model_dump() == there.model_dump()
    assert session.get(Workspace, TEAM) is another
    session.expire(another)
    assert adopted(session, Workspace, row) is another
    assert another.name == "Muster HQ"
    assert adopted(session, Workspace, [None] * len(columns)) is None


def test_a_statement_that_is_whole_only_with_its_values_is_refused(session: Session):
    among = Prepared(lambda _: select(Inbox.key).where(col(Inbox.key).in_(bindparam("keys", expanding=True))))
    with pytest.raises(ValueError, match="not the same words"):
        among.rows(session, keys=["a"])


@pytest.mark.parametrize(("key", "is_written_out"), [
    ("O'Brien's 报价单 :key ?", True), ("a \\ b", True), ("50 % of it", False), ("%s", False),
])  # fmt: skip
def test_a_plain_value_of_its_own_is_among_its_words_and_means_what_it_is(
    session: Session, key: str, is_written_out: bool
):
    Insert(Inbox).put(session, key=key, **HEARD, attempts=3)
    named = Prepared(lambda _: (
        select(Inbox.attempts, bindparam("said", type_=String)).where(col(Inbox.key) == key).limit(7)
    ))  # fmt: skip
    assert named.rows(session, said="%s") == [(3, "%s")]
    compiled = named.compiled_for(session.connection().dialect)
    assert (key in compiled.fixed.values()) is not is_written_out
