"""What one change brings to very many rows: the first piece is done at once, the clock goes on with the others.

Each piece is a short transaction, so nobody waits for the whole; where it stands is kept, so a death costs one piece.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.rules import availability
from bot.services.finding import homes
from bot.services.rhythm import standups
from bot.services.work import changing
from models import Errand, ErrandKind, Person, Session, Task, Workspace, holding
from models.queries import chases as chase_queries
from models.queries import errands as queries
from models.queries import people as people_queries
from models.queries import ranking as ranking_queries
from models.queries import standups as standup_queries
from models.queries.errands import Key

TASKS, MARKED, PEOPLE, STANDUPS = 40, 400, 200, 5  # so many make a piece; what is marked is done by other ticks
IN_A_ROUND = 8  # a tick does some two hundred pieces: what is due for people comes between

Piece = Callable[[Session, Workspace, str, str, datetime], str | None]


def begin(session: Session, workspace: Workspace, kind: ErrandKind, subject: str, now: datetime) -> None:
    """Do the first piece, and leave the rest to the clock; what was under way begins anew."""
    errand = queries.hold(session, (workspace.id, kind, subject))
    after = _next_piece(session, workspace, kind, subject, "", now)
    if after is None and errand is not None:
        session.delete(errand)
    elif after is not None:
        errand = errand or Errand(workspace_id=workspace.id, kind=kind, subject=subject)
        errand.after, errand.due_at = after, now
        session.add(errand)


def leave(session: Session, workspace_id: str, kind: ErrandKind, subjects: Iterable[str], now: datetime) -> None:
    """Leave all of it to the clock, from the beginning."""
    wanted = list(dict.fromkeys(subjects))
    held = queries.hold_those(session, workspace_id, kind, wanted)
    for subject in wanted:
        errand = held.get(subject) or Errand(workspace_id=workspace_id, kind=kind, subject=subject)
        errand.after, errand.due_at = "", now
        session.add(errand)


def moved(session: Session, workspace: Workspace, person: Person, now: datetime) -> None:
    """Their zone or hours are otherwise: so are their dates, and whom the standups wait for."""
    begin(session, workspace, ErrandKind.DATES, person.id, now)
    standups.moved(session, workspace, person, now)


def have_moved(session: Session, workspace_id: str, person_ids: Sequence[str], now: datetime) -> None:
    """The same of many at once, all of it by the clock."""
    for kind in (ErrandKind.ASKED, ErrandKind.DATES):
        leave(session, workspace_id, kind, person_ids, now)


# --- the clock --------------------------------------------------------------------------------------------------------


def due(session: Session, now: datetime) -> list[Key]:
    return queries.due(session, now, IN_A_ROUND)


take = queries.take


def go_on(session: Session, key: Key, now: datetime) -> None:
    """Do the next piece of one, by what holds now: nobody changes days or rules of the workspace meanwhile."""
    errand, workspace = queries.taken(session, key), people_queries.workspace(session, key[0])
    if errand is None or workspace is None or errand.due_at > now:
        return
    holding.again(session, workspace)
    after = _next_piece(session, workspace, ErrandKind(errand.kind), errand.subject, errand.after, now)
    if after is None:
        session.delete(errand)
    else:
        errand.after, errand.due_at = after, now  # the others that wait have their turn first
        session.add(errand)
    session.flush()


def put_off(session: Session, key: Key, until: datetime) -> None:
    errand = queries.hold(session, key)
    if errand is not None:
        errand.due_at = until
        session.add(errand)


# --- pieces: each gives the key of the last row it did, or None when nothing is left --------------------------------


def _next_piece(
    session: Session, workspace: Workspace, kind: ErrandKind, subject: str, after: str, now: datetime
) -> str | None:
    return PIECES[kind](session, workspace, subject, after, now)


def _asked(session: Session, workspace: Workspace, person_id: str, after: str, now: datetime) -> str | None:
    """Of teams in which many moved, the next run is planned once."""
    person = people_queries.get(session, workspace.id, person_id)
    shifted = standups.shifted(session, workspace, person, now) if person is not None else ()
    leave(session, workspace.id, ErrandKind.STANDUP, [one.channel_id for one in shifted], now)
    return None


def _dates(session: Session, workspace: Workspace, person_id: str, after: str, now: datetime) -> str | None:
    person = people_queries.get(session, workspace.id, person_id)
    if person is None:
        return None
    last = _replanned(session, workspace, queries.list_live_of(session, person, _number(after), TASKS), now)
    if last is None:
        homes.wish(session, workspace.id, (person_id,), now)
    return last


def _day(session: Session, workspace: Workspace, day: str, after: str, now: datetime) -> str | None:
    on = date.fromisoformat(day)
    found = queries.list_live_due_on(session, workspace.id, on, _number(after), TASKS)
    homes.wish(session, workspace.id, (task.owner_id for task in found), now)
    return _replanned(session, workspace, found, now)


def _number(after: str) -> int:
    return int(after or 0)


def _replanned(session: Session, workspace: Workspace, tasks: Sequence[Task], now: datetime) -> str | None:
    changing.replan(session, workspace, tasks, now)
    return _last([task.number for task in tasks], TASKS)


def _last(keys: Sequence[int | str], most: int) -> str | None:
    """Of a piece that is not full nothing is left."""
    return str(keys[-1]) if len(keys) == most else None


def _marking(mark: Callable[[Session, str, Sequence[int], datetime], None]) -> Piece:
    """What only marks the live tasks, for other ticks to look at."""

    def piece(session: Session, workspace: Workspace, subject: str, after: str, now: datetime) -> str | None:
        found = queries.list_live(session, workspace.id, _number(after), MARKED)
        mark(session, workspace.id, found, now)
        return _last(found, MARKED)

    return piece


def _mornings(session: Session, workspace: Workspace, subject: str, after: str, now: datetime) -> str | None:
    found = people_queries.list_with_brief(session, workspace.id, after, PEOPLE)
    for person in found:
        if person.brief_at is not None and person.brief_at > now:
            person.brief_at = availability.hours(person, workspace).next_start(now)
            session.add(person)
    return _last([person.id for person in found], PEOPLE)


def _standups(session: Session, workspace: Workspace, subject: str, after: str, now: datetime) -> str | None:
    found = queries.list_standups(session, workspace.id, after, STANDUPS)
    for standup in found:
        standups.plan_if_ahead(session, workspace, standup, now)
    return _last([standup.channel_id for standup in found], STANDUPS)


def _standup(session: Session, workspace: Workspace, channel_id: str, after: str, now: datetime) -> str | None:
    standup = standup_queries.standup(session, workspace.id, channel_id)
    if standup is not None:
        standups.plan_if_ahead(session, workspace, standup, now)
    return None


PIECES: dict[ErrandKind, Piece] = {
    ErrandKind.ASKED: _asked,
    ErrandKind.DATES: _dates,
    ErrandKind.DAY: _day,
    ErrandKind.LEVELS: _marking(ranking_queries.reckon_those),
    ErrandKind.LOOKS: _marking(chase_queries.look_again_at),
    ErrandKind.MORNINGS: _mornings,
    ErrandKind.STANDUP: _standup,
    ErrandKind.STANDUPS: _standups,
}
