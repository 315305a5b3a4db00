"""A person is told all about themselves, and forgotten: what was theirs goes, the work of others stands."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, cast
from sqlmodel import SQLModel, select

from bot.heard import Gesture, Profile
from bot.services.finding import searching
from bot.services.messages import hearing, inbox, outbox
from bot.services.messages.outbox import Letter
from bot.services.people import erasing, personal
from bot.services.rhythm import occurrences
from models import (
    Card,
    Case,
    Erasure,
    Errand,
    ErrandKind,
    History,
    Home,
    HomeWish,
    Inbox,
    LongLine,
    Outbox,
    Person,
    Role,
    SavedFilter,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    State,
    Suggestion,
    Task,
    TaskWords,
    Team,
    TeamMember,
    Workspace,
)
from models.db import plain_engine
from models.erasure import fingerprint
from models.queries import personal as queries
from models.queries.erasures import listed_in
from models.queries.sweeping import Naming, names_of
from models.scrubbing import remains, scrub
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

WHO, OTHER, LONGER = "U0CANARY1", "U0MAYA", "U0CANARY12"
NAME, CHINESE = "Cannary Bird", "金丝雀"
WORD = "Zwitscherlaut"  # in every word of theirs
SHARED = "Send the deck to the printer"
# tables of which no row is about a person: those that name one are swept
OF_NOBODY = {"workspace", "channel", "team", "standup", "standuprun", "digest", "dependency", "taskwords", "inbox",
             "person", "installation", "spentstate", "alarm", "allowance", "erasure",
             "directoryreading"}  # fmt: skip


def fill(session: Session) -> None:
    """Somebody who left a trace in every table."""
    bird = make_person(session, WHO, name="cannary.bird", real_name=NAME, display_name=CHINESE)
    maya, longer = make_person(session, OTHER), make_person(session, LONGER)
    maya.manager_id, maya.stand_in_id = WHO, LONGER
    bird.away, bird.calendar_url = (
        [{"first": "2026-03-09", "last": "2026-03-09", "part": "whole", "source": "hand", "by": WHO, "note": WORD}],
        f"https://calendars.example/{WORD}",
    )
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    workspace.admins, workspace.escalation = [WHO, OTHER], [{"policy": "late", "to": [WHO, LONGER]}]
    channel = make_channel(session, members=(WHO, OTHER))
    shared = make_task(session, maya, creator=bird, channel=channel, title=SHARED,
                       note=f"<@{WHO}|cannary> knows, {NAME} and {CHINESE} too, @cannary.bird")  # fmt: skip
    alone = make_task(session, bird, title=f"Alone {WORD}", note=WORD)
    shared.said, shared.taken = f"{WORD} send it", {"title": WORD}
    shared.accepted_by, shared.evidence = [WHO, LONGER], [{"kind": "link", "value": "x", "by": WHO}]
    session.add_all([bird, maya, longer, workspace, shared])
    fill_the_task(session, shared.number)
    fill_the_team(session, channel.id)
    fill_the_messages(session)
    searching.again(session, shared)
    searching.again(session, alone)


def fill_the_task(session: Session, number: int) -> None:
    session.add_all([
        Role(workspace_id=TEAM, number=number, person_id=WHO, kind="helper"),
        History(workspace_id=TEAM, number=number, at=NOW, actor_id=WHO, kind="note", version=2, note=WORD),
        History(workspace_id=TEAM, number=number, at=NOW, actor_id=OTHER, kind="edit", version=3,
                before={"owner_id": WHO}, after={"owner_id": LONGER}, note="as we said"),
        Case(workspace_id=TEAM, number=number, by_id=WHO, at=NOW, lesson="Order early"),
        Card(workspace_id=TEAM, channel_id="D1", ts="1.1", number=number, reader_id=WHO),
        Card(workspace_id=TEAM, channel_id="C0LAUNCH", ts="1.2", number=number),
        Suggestion(workspace_id=TEAM, number=number, person_id=WHO, field="owner_id", proposed=OTHER,
                   reason="r", made_at=NOW),
        Suggestion(workspace_id=TEAM, number=number, person_id=OTHER, field="owner_id", proposed=WHO,
                   reason="r", made_at=NOW),
        SavedFilter(workspace_id=TEAM, person_id=WHO, name=WORD, line=WORD, created_at=NOW),
        Home(workspace_id=TEAM, person_id=WHO, opened_at=NOW), HomeWish(workspace_id=TEAM, person_id=WHO, at=NOW),
        LongLine(workspace_id=TEAM, person_id=WHO, text=WORD, said_at=NOW, kept_at=NOW),
        Errand(workspace_id=TEAM, kind=ErrandKind.DATES, subject=WHO, due_at=NOW),
    ])  # fmt: skip


def fill_the_team(session: Session, channel_id: str) -> None:
    session.add(Team(workspace_id=TEAM, channel_id=channel_id, leads=[WHO], created_at=NOW))
    session.flush()
    session.add_all([TeamMember(workspace_id=TEAM, channel_id=channel_id, person_id=WHO),
                     Standup(workspace_id=TEAM, channel_id=channel_id),
                     StandupRun(workspace_id=TEAM, channel_id=channel_id, on=NOW.date(), opened_at=NOW)])  # fmt: skip
    session.flush()
    session.add(StandupAnswer(workspace_id=TEAM, channel_id=channel_id, on=NOW.date(), person_id=WHO, answers=[WORD],
                              ask_at=NOW, close_at=NOW))  # fmt: skip


def fill_the_messages(session: Session) -> None:
    inbox.receive(session, TEAM, Gesture("event:1"), "dm", {"user": WHO, "text": WORD}, NOW)
    inbox.receive(session, TEAM, Gesture("event:2"), "dm", {"user": OTHER, "text": f"hello <@{WHO}>"}, NOW)
    outbox.put(
        session, TEAM, Letter(key=f"x:{WHO}", kind="reply", to=WHO, reader_id=WHO, subject={"text": WORD}), now=NOW
    )
    outbox.put(session, TEAM, Letter(key=f"told:{WHO}", kind="task.told", to=OTHER, subject={"by": WHO}), now=NOW)
    for person_id, about in ((WHO, "1"), (OTHER, "2")):
        occurrences.put(session, TEAM, kind="nudge.stale", subject=about, person_id=person_id, when="w", due_at=NOW,
                        now=NOW, facts={"who": WHO}, outbox_key=f"told:{WHO}")  # fmt: skip


Do = Callable[[Callable[[Session], Any]], Any]


@pytest.fixture
def do(database_url: str) -> Iterator[Do]:
    """Runs work in a transaction of its own, as the command does."""
    engine = plain_engine(database_url)

    def run(work: Callable[[Session], Any]) -> Any:
        with Session(engine, expire_on_commit=False) as session:
            result = work(session)
            session.commit()
            return result

    try:
        run(fill)
        yield run
    finally:
        engine.dispose()


def erase(do: Do, stop_after: int = 10_000, *, work_too: bool = False) -> Naming | None:
    """All turns, or as many as come before somebody pulls the plug."""
    naming = do(lambda session: erasing.begin(session, TEAM, WHO, NOW, work_too=work_too))
    if naming is None:
        return None
    for _, turn in erasing.turns(TEAM, naming, work_too=work_too, now=NOW + timedelta(hours=1)):
        while do(turn):
            stop_after -= 1
            if not stop_after:
                return naming
    return naming


def everywhere(session: Session, words: str) -> dict[str, int]:
    """How many rows of each table hold a word, in whatever column, whole or in JSON."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        rows = session.execute(select(*(cast(column, String) for column in table.columns))).all()
        pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(words)}(?![A-Za-z0-9])", re.IGNORECASE)
        written = [" ".join(str(one) for one in row).encode().decode("unicode_escape", "replace") for row in rows]
        if hits := sum(bool(pattern.search(one)) for one in [*written, *(str(tuple(row)) for row in rows)]):
            found[table.name] = hits
    return found


CANARIES = (WHO, NAME, CHINESE, WORD, "cannary.bird")
NOWHERE: dict[str, dict[str, int]] = {word: {} for word in CANARIES}


@pytest.mark.always
def test_no_row_knows_them_any_more_and_the_others_are_all_there(do: Do):
    assert all(do(lambda session, word=word: everywhere(session, word)) for word in CANARIES)
    naming = erase(do)
    assert naming is not None
    assert {word: do(lambda session, word=word: everywhere(session, word)) for word in CANARIES} == NOWHERE

    def look(session: Session) -> None:
        shared = session.exec(select(Task).where(Task.title == SHARED)).one()
        gone = naming.instead
        assert (shared.creator_id, shared.accepted_by) == (gone, [gone, LONGER])
        assert shared.note == f"{gone} knows, {gone} and {gone} too, {gone}"
        edit = session.exec(select(History).where(History.kind == "edit")).one()
        assert (edit.before, edit.after, edit.note) == ({"owner_id": gone}, {"owner_id": LONGER}, "as we said")
        case = session.exec(select(Case)).one()
        assert (case.by_id, case.lesson) == (gone, "Order early")
        alone = session.exec(select(Task).where(Task.owner_id == gone)).one()
        assert (alone.title, alone.state) == (erasing.EMPTY, State.CANCELLED)
        maya, longer = session.get(Person, (TEAM, OTHER)), session.get(Person, (TEAM, LONGER))
        assert maya is not None
        assert longer is not None, "an id that begins alike is another person's"
        assert (maya.manager_id, maya.stand_in_id) == (None, LONGER)
        workspace = session.get(Workspace, TEAM)
        assert workspace is not None
        assert (workspace.admins, workspace.escalation) == ([OTHER], [{"policy": "late", "to": [gone, LONGER]}])
        card = session.exec(select(Card)).one()
        assert (card.channel_id, card.draw_at) == ("C0LAUNCH", NOW + timedelta(hours=1)), "it is drawn again"
        assert {row.to for row in session.exec(select(Outbox))} == {OTHER}
        assert {row.outcome for row in session.exec(select(Inbox))} == {"erased"}
        assert len(session.exec(select(TaskWords)).all()) == 2

    do(look)


def test_the_words_of_tasks_they_made_go_where_that_is_wanted(do: Do):
    erase(do, work_too=True)
    assert do(lambda session: {task.title for task in session.exec(select(Task))}) == {erasing.EMPTY}
    assert do(lambda session: session.exec(select(Case.lesson)).all()) == [""]
    assert do(lambda session: {task.state for task in session.exec(select(Task))}) == {State.OPEN, State.CANCELLED}


@pytest.mark.parametrize("turns", [1, 4, 9, 14, 20])
def test_wherever_it_is_cut_off_it_goes_on_with_the_same_name(do: Do, turns: int):
    begun, ended = erase(do, turns), erase(do)
    assert begun is not None
    assert ended is not None
    assert begun.instead == ended.instead
    assert [do(lambda session, word=word: everywhere(session, word)) for word in CANARIES] == [{}] * len(CANARIES)
    assert erase(do) is None, "there is nobody left to erase"
    assert len(do(lambda session: session.exec(select(Person)).all())) == 3


def test_no_byte_is_left_in_the_files(do: Do, database_url: str, tmp_path: Path):
    def words_that_were_there_before(session: Session) -> None:
        """What was written over long ago may still lie in a page."""
        task = session.exec(select(Task).where(Task.title == SHARED)).one()
        for number in range(200):
            task.note = f"{WORD} {number} " * 200
            session.add(task)
            session.flush()
        task.note = "short"

    do(words_that_were_there_before)
    erase(do)
    scrub(database_url)
    assert remains(database_url, [word for word in CANARIES if word != WHO]) == 0
    assert remains(database_url, [WHO]) == remains(database_url, [LONGER]), "whose id begins alike"
    if database_url.startswith("sqlite"):
        whole = b"".join(path.read_bytes() for path in tmp_path.glob("muster.db*")).lower()
        assert [word for word in CANARIES if word != WHO and word.lower().encode() in whole] == []
        assert b"\\u91d1" not in whole
        with sqlite3.connect(tmp_path / "muster.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("INSERT INTO taskwords_fts(taskwords_fts, rank) VALUES ('integrity-check', 1)")


def test_who_was_erased_is_known_again_by_their_id_and_by_nothing_else(do: Do, database_url: str):
    naming = erase(do, work_too=True)
    assert naming is not None
    [row] = do(lambda session: session.exec(select(Erasure)).all())
    assert (row.id, row.work_too, row.at) == (naming.instead, True, NOW)
    assert [one for one in (WHO, LONGER, OTHER, "") if row.is_of(one)] == [WHO]
    assert [one.fingerprint for one in listed_in(database_url) or []] == [row.fingerprint]
    assert [
        listed_in(other) for other in ("sqlite:////nowhere/muster.db", "no address", "postgresql://127.0.0.1:1/x")
    ] == [None, None, None]


@pytest.mark.parametrize("stop_after", [1, 10_000], ids=["cut off once", "at once"])
def test_whom_another_database_tells_of_is_erased_here_by_the_same_name(do: Do, stop_after: int):
    told = Erasure(workspace_id=TEAM, id="gone-abcd1234", salt="s", fingerprint=fingerprint("s", TEAM, WHO), at=NOW,
                   work_too=True)  # fmt: skip
    nobody = Erasure(workspace_id=TEAM, id="gone-0000", salt="s", fingerprint=fingerprint("s", TEAM, "U0GONE"), at=NOW)
    elsewhere = Erasure(
        workspace_id="T0ELSE", id="gone-1", salt="s", fingerprint=fingerprint("s", "T0ELSE", LONGER), at=NOW
    )
    known = [told, nobody, elsewhere]
    for most in (stop_after, 10_000):
        for one in do(lambda session: erasing.begin_again(session, known, NOW)):
            for _, turn in islice(one.turns(NOW), most):
                while do(turn):
                    pass
    assert {word: do(lambda session, word=word: everywhere(session, word)) for word in CANARIES} == NOWHERE
    assert do(lambda session: session.get(Person, (TEAM, "gone-abcd1234"))) is not None
    assert do(lambda session: session.exec(select(Task).where(Task.title == SHARED)).all()) == [], "their words, too"
    assert len(do(lambda session: session.exec(select(Erasure)).all())) == 3, "a later copy is told of all"


def test_who_came_back_after_being_erased_is_not_erased_by_a_copy_of_since(do: Do):
    erase(do)
    known = do(lambda session: session.exec(select(Erasure)).all())
    do(lambda session: make_person(session, WHO).id)
    assert do(lambda session: erasing.begin_again(session, known, NOW)) == []


def test_somebody_who_was_never_there_is_nobody(do: Do):
    assert do(lambda session: erasing.look(session, TEAM, "U0NOBODY")) is None
    assert do(lambda session: erasing.begin(session, TEAM, "U0NOBODY", NOW)) is None


def test_before_anything_is_done_it_is_counted(do: Do):
    found = do(lambda session: erasing.look(session, TEAM, WHO))
    assert set(found.theirs.values()) == {1}
    assert len(found.theirs) == len(queries.THEIRS)
    assert (found.named["task"], found.heard, found.live) == (2, 2, 1)


# --- a file of their own ------------------------------------------------------------------------------------------


def test_a_person_gets_all_about_them_and_nothing_of_others(do: Do):
    told = do(lambda session: personal.everything(session, TEAM, WHO, NOW))
    assert (told["format"], told["workspace"], told["exported_at"]) == ("muster.person/1", TEAM, NOW.isoformat())
    assert (told["person"]["real_name"], told["person"]["display_name"]) == (NAME, CHINESE)
    assert {"calendar_url", "becomes"}.isdisjoint(told["person"])
    assert told["reads_a_calendar"] is True
    assert all(told["rows"].values()), [table for table, rows in told["rows"].items() if not rows]
    assert told["rows"]["standupanswer"][0]["answers"] == [WORD]
    assert [row["payload"]["text"] for row in told["rows"]["inbox"]] == [WORD]
    assert [row["note"] for row in told["rows"]["history"]].count("as we said") == 0
    assert do(lambda session: personal.everything(session, TEAM, "U0NOBODY", NOW)) is None


def test_every_table_is_decided_upon():
    known = {str(model.__tablename__) for model in (*queries.THEIRS, *queries.NAMED)}
    assert {table.name for table in SQLModel.metadata.sorted_tables} - known - OF_NOBODY == set(), (
        "say in models/queries/personal.py what its rows are to a person, or here that they are about none"
    )
    assert known.isdisjoint(OF_NOBODY)


@pytest.mark.parametrize(("written", "names"), [
    ({"real_name": "Ann Lee", "display_name": "Ann", "name": "ann.lee"}, ("Ann Lee", "ann.lee")),
    ({"real_name": "April", "display_name": "Mark", "name": "will"}, ()),
    ({"real_name": "李雷", "display_name": "雷", "name": ""}, ("李雷",)),
])  # fmt: skip
def test_only_a_name_that_means_nobody_else_is_looked_for(written: dict[str, str], names: tuple[str, ...]):
    assert names_of(Person(workspace_id=TEAM, id=WHO, refreshed_at=NOW, **written)) == names


def test_an_id_is_not_found_within_another():
    naming = Naming(WHO, (NAME,), "gone-1")
    assert naming.without({WHO: [f"<@{WHO}|cannary> and {LONGER}", f"{NAME}s, {NAME}.", 7, None]}) == {
        "gone-1": [f"gone-1 and {LONGER}", f"{NAME}s, gone-1.", 7, None]
    }


def test_whoever_left_is_not_met_again_by_the_directory(do: Do):
    erase(do)
    gone = Profile(id=WHO, name="cannary.bird", real_name=NAME, is_deleted=True)

    def meets(session: Session, profile: Profile) -> list[str]:
        workspace = session.get(Workspace, TEAM)
        assert workspace is not None
        hearing.meet(session, workspace, profile, NOW)
        return list(everywhere(session, NAME))

    assert do(lambda session: meets(session, gone)) == []
    assert do(lambda session: meets(session, replace(gone, is_deleted=False))) == ["person"], "they are here again"
