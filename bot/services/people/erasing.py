"""Forgetting one person: what was theirs alone goes, what the others' work stands on stays under another name.

It is done in small turns, each of which can be the last for now: begun again, it goes on where it stopped.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.services.finding import searching
from models import LIVE, Card, Case, Erasure, Inbox, InboxState, Person, Session, State, Task
from models.queries import erasures, sweeping
from models.queries import people as people_queries
from models.queries import personal as queries
from models.queries.housekeeping import delete_some
from models.queries.sweeping import Naming

PSEUDONYM = "gone-"
EMPTY = "–"
Turn = Callable[[Session], int]  # does a piece of the work; how much that was, 0 when nothing is left


@dataclass(frozen=True)
class Found:
    """What there is of one person, by table, before anything is done. `live` tasks wait for somebody else."""

    person: Person
    theirs: dict[str, int]
    named: dict[str, int]
    heard: int
    live: int


def look(session: Session, workspace_id: str, person_id: str) -> Found | None:
    """None where nobody has that id, or nobody has it any more."""
    person = queries.get(session, workspace_id, person_id)
    if person is None:
        return None
    theirs, named = ({str(model.__tablename__): queries.count(session, model, workspace_id, person_id)
                      for model in models} for models in (queries.THEIRS, queries.NAMED))  # fmt: skip
    heard = len(queries.heard_from(session, workspace_id, person_id))
    live = queries.count_live(session, workspace_id, person_id, LIVE)
    return Found(person, theirs, named, heard, live)


def begin(session: Session, workspace_id: str, person_id: str, now: datetime, *, work_too: bool = False,
          instead: str | None = None) -> Naming | None:  # fmt: skip
    """Give them a name that says nothing; the same one when it is begun again. None when they are gone already.

    By a fingerprint they are known again in a copy of before. `instead` is the name they have since.
    """
    person = queries.get(session, workspace_id, person_id)
    if person is None:
        return None
    if person.becomes is None:
        person.becomes = instead or PSEUDONYM + secrets.token_hex(4)
        session.add(Person(workspace_id=workspace_id, id=person.becomes, is_deleted=True, refreshed_at=now))
    person.is_deleted, person.brief_at, person.calendar_at, person.calendar_url = True, None, None, None
    session.add(person)
    erasures.note(session, workspace_id, person_id, person.becomes, work_too, now)
    return Naming(person_id, sweeping.names_of(person), person.becomes)


@dataclass(frozen=True)
class Again:
    """Somebody who was erased once, and stands in this copy of before."""

    workspace_id: str
    naming: Naming
    work_too: bool

    def turns(self, now: datetime) -> Iterator[tuple[str, Turn]]:
        return turns(self.workspace_id, self.naming, work_too=self.work_too, now=now)


def begin_again(session: Session, known: Iterable[Erasure], now: datetime) -> list[Again]:
    """All of those whom another database tells of and this one does not, by the same names."""
    found = []
    for erasure in known:
        look_for = erasures.person_of if erasures.learn(session, erasure) else erasures.begun
        person = look_for(session, erasure)
        if person is not None:
            naming = begin(session, erasure.workspace_id, person.id, now, work_too=erasure.work_too, instead=erasure.id)
            found += [Again(erasure.workspace_id, naming, erasure.work_too)] if naming is not None else []
    return found


def turns(workspace_id: str, naming: Naming, *, work_too: bool, now: datetime) -> Iterator[tuple[str, Turn]]:
    """What is to be done, in order: its name, and a turn that is taken until it finds nothing left.

    `work_too` takes the words of tasks they made, which others may still need.
    """
    who = naming.person_id
    for model, columns in queries.THEIRS.items():
        wanted = queries.of_person(model, columns, workspace_id, who)
        yield str(model.__tablename__), partial(delete_some, model=model, wanted=wanted, limit=queries.PIECE)
    yield "inbox", lambda session: _forget_heard(session, workspace_id, who, now)
    yield "private tasks", lambda session: _empty_tasks(
        session, queries.lone_tasks(session, workspace_id, who, EMPTY), now)  # fmt: skip
    if work_too:
        yield "tasks they made", lambda session: _empty_tasks(
            session, queries.all_made(session, workspace_id, who, EMPTY), now)  # fmt: skip
        yield "how tasks went", lambda session: _empty_cases(session, queries.told_cases(session, workspace_id, who))
    yield "words of tasks", lambda session: _forget_said(session, queries.made_tasks(session, workspace_id, who), now)
    yield "comments", lambda session: _forget_comments(session, workspace_id, who, now)
    yield "directory", lambda session: _let_go_of(session, workspace_id, who)
    for table in sweeping.tables():
        yield f"{table.name}: names", _sweeping(table, workspace_id, naming, now)
    yield "person", lambda session: _leave(session, workspace_id, who)


def _sweeping(table: Any, workspace_id: str, naming: Naming, now: datetime) -> Turn:
    """One table, from its first row to its last; rows that only look alike are passed by."""
    after: tuple[Any, ...] | None = None
    apart = {naming.person_id, naming.instead}

    def turn(session: Session) -> int:
        nonlocal after
        piece = sweeping.sweep(session, table, workspace_id, naming, after, apart)
        if piece.numbers:
            session.expire_all()
            _shown_anew(session, workspace_id, piece.numbers, now)
        after = piece.last
        return 0 if piece.last is None else max(1, piece.changed)

    return turn


def _forget_heard(session: Session, workspace_id: str, person_id: str, now: datetime) -> int:
    """The names of gestures stay, by which nothing is done twice; what was still to be done is not done any more."""
    rows = queries.heard_from(session, workspace_id, person_id)[: queries.PIECE]
    for row in rows:
        _close(row, now)
        session.add(row)
    return len(rows)


def _close(row: Inbox, now: datetime) -> None:
    row.payload = {}
    if row.state == InboxState.RECEIVED:
        row.state, row.outcome, row.done_at = InboxState.DONE, "erased", now


def _empty_tasks(session: Session, tasks: Sequence[Task], now: datetime) -> int:
    """Their numbers stay, so that no other task ever has them."""
    for task in tasks:
        task.title, task.note, task.said, task.project, task.labels = EMPTY, "", "", None, []
        task.taken = task.evidence = task.described = task.series_next = task.blocked_reason = None
        task.source_link = None
        if task.is_live and task.owner_id == task.creator_id:
            task.state, task.closed_at, task.rrule, task.recur_at = State.CANCELLED, now, None, None
            task.nudge_at = task.chase_at = task.level_at = None
        task.version += 1
        for entry in queries.history_of(session, task):
            entry.before, entry.after, entry.note = {}, {}, ""
            session.add(entry)
        session.add(task)
    session.flush()
    _keep_up(session, tasks, now)
    return len(tasks)


def _empty_cases(session: Session, cases: Sequence[Case]) -> int:
    for case in cases:
        case.documents = case.went_well = case.lesson = ""
        session.add(case)
    return len(cases)


def _forget_said(session: Session, tasks: Sequence[Task], now: datetime) -> int:
    """The message a task was made from; its title and description are the work's."""
    for task in tasks:
        task.said, task.taken = "", None
        task.blocked_reason = "" if task.blocked_reason else task.blocked_reason
        session.add(task)
    session.flush()
    _keep_up(session, tasks, now)
    return len(tasks)


def _forget_comments(session: Session, workspace_id: str, person_id: str, now: datetime) -> int:
    """That they said something stays in the history, what they said does not."""
    entries = queries.worded_history(session, workspace_id, person_id)
    for entry in entries:
        entry.note = ""
        session.add(entry)
    session.flush()
    _shown_anew(session, workspace_id, {entry.number for entry in entries}, now)
    return len(entries)


def _let_go_of(session: Session, workspace_id: str, person_id: str) -> int:
    """Nobody answers to them, nobody is stood in for by them, and they lead and administer nothing."""
    for person in (found := queries.referring(session, workspace_id, person_id)):
        person.manager_id = None if person.manager_id == person_id else person.manager_id
        person.stand_in_id = None if person.stand_in_id == person_id else person.stand_in_id
        session.add(person)
    workspace = people_queries.workspace(session, workspace_id)
    if workspace is not None:
        workspace.admins = [one for one in workspace.admins if one != person_id]
        workspace.leads = [one for one in workspace.leads if one != person_id]
        session.add(workspace)
    for team in queries.teams_led_by(session, workspace_id, person_id):
        team.leads = [one for one in team.leads if one != person_id]
        session.add(team)
    session.flush()
    return len(found)


def _shown_anew(session: Session, workspace_id: str, numbers: Iterable[int], now: datetime) -> None:
    _keep_up(session, queries.tasks_of(session, workspace_id, numbers), now)


def _keep_up(session: Session, tasks: Sequence[Task], now: datetime) -> None:
    """What tasks are found by, and what their cards in Slack show, follows."""
    for task in tasks:
        searching.again(session, task)
    if tasks:
        _draw(queries.cards_of(session, tasks[0].workspace_id, [task.number for task in tasks]), session, now)


def _draw(cards: Sequence[Card], session: Session, now: datetime) -> None:
    for card in cards:
        card.draw_at = now
        session.add(card)


def _leave(session: Session, workspace_id: str, person_id: str) -> int:
    """The last row of theirs: when it goes, all else is gone."""
    person = queries.get(session, workspace_id, person_id)
    if person is not None:
        session.delete(person)
        session.flush()
    return 0
