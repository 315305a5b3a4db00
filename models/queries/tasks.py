"""Reading tasks. Visibility is inside: a task the viewer may not see is not found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, or_, text, tuple_, update
from sqlalchemy import literal as literal_of
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from models import holding, known, prepared
from models.columns import NUMBER_MAX, UtcDateTime
from models.person import Channel, Membership, Person
from models.prepared import Insert, Prepared
from models.queries import around, lists, sight
from models.queries.listing import first_things_first
from models.queries.people import literal
from models.task import LIVE, Card, Dependency, History, Role, RoleKind, State, Task
from models.workspace import Workspace

ROSTER_FOR = sight.ROSTER_FOR
visible = sight.of
IS_DONE = text("task.state = 'done'")  # written out, so that SQLite sees that the partial index fits
NEW = Insert(Task)
NUMBERS = Prepared(
    lambda _: (
        update(Workspace)
        .where(col(Workspace.id) == bindparam("workspace"))
        .values(next_number=col(Workspace.next_number) + bindparam("count"))
        .returning(col(Workspace.next_number))
    )
)
PutAway = tuple[datetime, str, int]  # when it was closed, its workspace, its number
SEEN_BY = (
    Task, Task.owner_id, Task.creator_id, Task.blocked_by_id, Task.source_channel, Task.source_is_private, Role,
    Membership, Channel, Channel.roster_at,
)  # fmt: skip
MADE_BY_RHYTHM = ("recur", "followed", "taken_back")
# entries that leave what somebody changed before as it is
PASSING = ("note", "source_gone", "escalated", *MADE_BY_RHYTHM)


def drawn_up(values: dict[str, Any]) -> Task:
    """A task with those values, of which nothing is written yet."""
    return prepared.drawn_up(Task, values)


def keep(session: Session, task: Task) -> None:
    """A task that was drawn up just now."""
    NEW.keep(session, task)


def take_numbers(session: Session, workspace: Workspace, count: int) -> range:
    """The next numbers of the workspace, which is held from now on: two at once never get the same."""
    holding.before_writing(session, workspace)
    ((after,),) = NUMBERS.rows(session, workspace=workspace.id, count=count)
    set_committed_value(workspace, "next_number", after)
    return range(after - count, after)


def get(session: Session, viewer: Person, number: int, now: datetime, *, hold: bool = False) -> Task | None:
    """The task, if the viewer may see it. `hold` keeps it from every other process until the transaction ends."""
    if not 0 < number <= NUMBER_MAX:
        return None
    query = select(Task).where(Task.workspace_id == viewer.workspace_id, Task.number == number, visible(viewer, now))
    if not hold:
        return session.exec(query).first()
    key = ("held", viewer.workspace_id, viewer.id, number, now)  # what is held stays as it is until we change it
    return known.once(session, key, SEEN_BY, lambda: next(iter(holding.rows(session, query)), None))


def get_unseen(session: Session, workspace_id: str, number: int, *, hold: bool = False) -> Task | None:
    """The task without asking who looks: for our own work only, never for an answer.

    `hold` waits for whoever is changing it, and reads what they left.
    """
    key = (workspace_id, number)
    return holding.row(session, Task, key) if hold else session.get(Task, key)


def list_called(
    session: Session, viewer: Person, words: Iterable[str], now: datetime, *, in_their_hands: bool, limit: int
) -> list[Task]:
    """Live tasks with all these words in their titles, the most pressing first. What the notes say is no name.

    `in_their_hands` are those the viewer owns, made or helps with: the few that an index finds.
    """
    conditions = [col(Task.workspace_id) == viewer.workspace_id, col(Task.state).in_(LIVE)]
    conditions.append(_in_hands(viewer) if in_their_hands else visible(viewer, now))
    conditions += [_is_called(word) for word in words]
    return list(session.exec(first_things_first(select(Task).where(*conditions), now).limit(limit)))  # type: ignore[call-overload]


def _in_hands(person: Person) -> ColumnElement[bool]:
    helped = select(Role.number).where(
        Role.workspace_id == person.workspace_id, Role.person_id == person.id,
        col(Role.kind).in_((RoleKind.HELPER, RoleKind.ACCOUNTABLE)),
    )  # fmt: skip
    return or_(col(Task.owner_id) == person.id, col(Task.creator_id) == person.id, col(Task.number).in_(helped))


def _is_called(word: str) -> ColumnElement[bool]:
    forms = (f"%{literal(form)}%" for form in sorted(lists.cases(word)))
    return or_(*(col(Task.title).ilike(form, escape="\\") for form in forms))


def list_roles(session: Session, task: Task) -> list[Role]:
    if not around.of(session, task).roles:
        return []
    query = (
        select(Role).where(Role.workspace_id == task.workspace_id, Role.number == task.number)
        .order_by(col(Role.kind), col(Role.step), col(Role.person_id))
    )  # fmt: skip
    key = ("roles", task.workspace_id, task.number)
    return list(known.once(session, key, (Role, Role.step), lambda: session.exec(query).all()))


def list_dependencies(session: Session, task: Task) -> list[Dependency]:
    """What it comes after, and how."""
    if not around.of(session, task).befores:
        return []
    return list(session.exec(
        select(Dependency).where(Dependency.workspace_id == task.workspace_id, Dependency.number == task.number)
        .order_by(col(Dependency.after_number))
    ))  # fmt: skip


def list_after(session: Session, task: Task) -> list[int]:
    return [row.after_number for row in list_dependencies(session, task)]


def list_history(session: Session, task: Task, limit: int = 50) -> list[History]:
    """The newest first."""
    return list(session.exec(
        select(History).where(History.workspace_id == task.workspace_id, History.number == task.number)
        .order_by(col(History.id).desc()).limit(limit)
    ))  # fmt: skip


def last_change_by(session: Session, actor: Person, since: datetime) -> History | None:
    """The newest change by that person which was not undone and is no undo itself."""
    return session.exec(
        select(History).where(
            History.workspace_id == actor.workspace_id, History.actor_id == actor.id, History.at >= since,
            col(History.undone_by).is_(None), col(History.kind).not_in(("undo", *MADE_BY_RHYTHM)),
        ).order_by(col(History.at).desc(), col(History.id).desc()).limit(1)
    ).first()  # fmt: skip


def last_changes_by(session: Session, actor: Person, since: datetime) -> list[History]:
    """What the person did to several tasks in their newest turn, and did not undo, the last first."""
    newest = last_change_by(session, actor, since)
    if newest is None:
        return []
    return list(session.exec(
        select(History).where(
            History.workspace_id == actor.workspace_id, History.actor_id == actor.id, History.at == newest.at,
            col(History.undone_by).is_(None), History.kind == newest.kind,
        ).order_by(col(History.id).desc())
    ))  # fmt: skip


def history_entry(session: Session, workspace_id: str, entry_id: int) -> History | None:
    entry = session.get(History, entry_id) if entry_id <= NUMBER_MAX else None
    return entry if entry and entry.workspace_id == workspace_id else None


SAME_WORDS = Prepared(
    lambda _: (
        select(Task.number)
        .where(
            Task.workspace_id == bindparam("workspace"), Task.creator_id == bindparam("maker"),
            col(Task.source_channel).is_not_distinct_from(bindparam("where", type_=String)),
            Task.said == bindparam("words"), Task.created_at >= bindparam("since"), Task.state != State.CANCELLED,
        )
        .order_by(col(Task.number).desc())
        .limit(1)
    )
)  # fmt: skip


def same_words(session: Session, actor: Person, channel_id: str | None, said: str, since: datetime) -> Task | None:
    """A task made lately by the same person, in the same place, with the same words; one taken back is forgotten."""
    found = SAME_WORDS.first(
        session, workspace=actor.workspace_id, maker=actor.id, where=channel_id, words=said, since=since
    )
    return session.get(Task, (actor.workspace_id, found[0])) if found is not None else None


def made_by_tap(session: Session, actor: Person, channel_id: str | None, ts: str, said: str) -> Task | None:
    """A task that person made by tapping that very message, with those words."""
    return session.exec(
        select(Task).where(
            Task.workspace_id == actor.workspace_id, Task.creator_id == actor.id, Task.source_channel == channel_id,
            Task.source_ts == ts, Task.said == said, Task.state != State.CANCELLED,
        ).limit(1)
    ).first()  # fmt: skip


def list_made_on(session: Session, actor: Person, channel_id: str | None, ts: str) -> list[Task]:
    """What that person made by tapping that very message and has not taken back."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == actor.workspace_id, Task.creator_id == actor.id, Task.source_channel == channel_id,
            Task.source_ts == ts, Task.door == "button", Task.state != State.CANCELLED,
        ).order_by(col(Task.number))
    ))  # fmt: skip


def list_of_thread(session: Session, viewer: Person, channel_id: str, thread_ts: str, now: datetime) -> list[Task]:
    """The tasks that were named in a thread or by the message it began with, as far as the viewer may see them."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == viewer.workspace_id, Task.source_channel == channel_id,
            or_(col(Task.source_ts) == thread_ts, col(Task.source_thread) == thread_ts), visible(viewer, now),
        ).order_by(col(Task.number)).limit(20)
    ))  # fmt: skip


def began_by_speaking_to_us(session: Session, workspace_id: str, channel_id: str, thread_ts: str, door: str) -> bool:
    """Whether a task was made by that door from the message the thread began with."""
    return session.exec(
        select(Task.number).where(
            Task.workspace_id == workspace_id, Task.source_channel == channel_id, Task.source_ts == thread_ts,
            Task.door == door,
        ).limit(1)
    ).first() is not None  # fmt: skip


def _due_by(moment: Any) -> Prepared:
    columns = select(Task.workspace_id, Task.number).where(moment.is_not(None), moment <= bindparam("now"))
    return Prepared(lambda _: columns.order_by(moment).limit(bindparam("most")))


DUE_NUDGES, DUE_CHASES = _due_by(col(Task.nudge_at)), _due_by(col(Task.chase_at))


def due_nudges(session: Session, now: datetime, limit: int = 200) -> list[tuple[Any, ...]]:
    """(workspace, number) of the tasks of which a moment of their own has come."""
    return DUE_NUDGES.rows(session, now=now, most=limit)


def due_chases(session: Session, now: datetime, limit: int = 200) -> list[tuple[Any, ...]]:
    """(workspace, number) of the tasks whose silence wants a look."""
    return DUE_CHASES.rows(session, now=now, most=limit)


def list_live_of(session: Session, person: Person) -> list[Task]:
    """Everything live a person owns, for their own brief and Home."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == person.workspace_id, Task.owner_id == person.id, col(Task.state).in_(LIVE)
        ).order_by(col(Task.ends_at), col(Task.number))
    ))  # fmt: skip


def list_blocked_on(session: Session, person: Person) -> list[Task]:
    """Live tasks of others that wait for this person."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == person.workspace_id, Task.blocked_by_id == person.id,
            col(Task.blocked_at).is_not(None), col(Task.state).in_(LIVE),
        ).order_by(col(Task.blocked_at))
    ))  # fmt: skip


def list_in_review_by(session: Session, workspace_id: str, person_id: str) -> list[Task]:
    """Submitted tasks on which somebody has to say whether they are done well."""
    named = select(Role.number).where(
        Role.workspace_id == workspace_id, Role.person_id == person_id,
        col(Role.kind).in_((RoleKind.REVIEWER, RoleKind.ACCOUNTABLE)),
    )  # fmt: skip
    return list(session.exec(
        select(Task).where(Task.workspace_id == workspace_id, Task.state == State.REVIEW, col(Task.number).in_(named))
        .order_by(col(Task.submitted_at), col(Task.number))
    ))  # fmt: skip


def list_moves(session: Session, task: Task, limit: int = 500) -> list[History]:
    """All that happened to it, the oldest first; of a very long history the newest part."""
    return list_history(session, task, limit)[::-1]


def list_to_archive(session: Session, closed_before: datetime, limit: int, after: PutAway | None = None
                    ) -> list[PutAway]:  # fmt: skip
    """Done tasks that were closed so long ago, of every workspace, the oldest first; those that come `after` one."""
    place = (col(Task.closed_at), col(Task.workspace_id), col(Task.number))
    query = select(*place).where(IS_DONE, col(Task.closed_at) <= closed_before)
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(literal_of(after[0], UtcDateTime), *map(literal_of, after[1:])))
    rows = session.exec(query.order_by(*place).limit(limit))
    return [(closed_at, workspace_id, number) for closed_at, workspace_id, number in rows if closed_at is not None]


def list_given_by(session: Session, person: Person) -> list[Task]:
    """Live tasks this person gave to others."""
    return list(session.exec(
        select(Task).where(
            Task.workspace_id == person.workspace_id, Task.creator_id == person.id, Task.owner_id != person.id,
            col(Task.state).in_(LIVE),
        ).order_by(col(Task.ends_at), col(Task.number))
    ))  # fmt: skip


def list_changed_by(session: Session, person: Person, since: datetime, until: datetime) -> list[tuple[History, Task]]:
    """What a person did in a span of time, oldest first."""
    rows = session.exec(
        select(History, Task).join(Task, and_(col(Task.workspace_id) == History.workspace_id,
                                              col(Task.number) == History.number))
        .where(History.workspace_id == person.workspace_id, History.actor_id == person.id,
               History.at >= since, History.at < until, col(History.undone_by).is_(None))
        .order_by(col(History.id))
    )  # fmt: skip
    return list(rows)


def keep_source_private(session: Session, workspace_id: str, channel_id: str, *, is_private: bool) -> None:
    """Write down for every task of a channel that the channel was made private, or public."""
    session.flush()
    holding.unread(session, select(Task).where(Task.workspace_id == workspace_id, Task.source_channel == channel_id))
    session.exec(
        update(Task)
        .where(col(Task.workspace_id) == workspace_id, col(Task.source_channel) == channel_id)
        .values(source_is_private=is_private)
        .execution_options(synchronize_session="fetch")
    )


def get_card(session: Session, workspace_id: str, channel_id: str, ts: str, *, hold: bool = False) -> Card | None:
    """`hold` waits for whoever wishes it drawn anew, and reads that wish."""
    key = (workspace_id, channel_id, ts)
    return holding.row(session, Card, key) if hold else session.get(Card, key)


def list_cards(session: Session, task: Task, *, hold: bool = False) -> list[Card]:
    """Where the task is shown; `hold` keeps the cards from being let go by their drawing until the turn ends."""
    query = select(Card).where(Card.workspace_id == task.workspace_id, Card.number == task.number).order_by(
        col(Card.channel_id), col(Card.ts)
    )  # fmt: skip
    return holding.rows(session, query) if hold else list(session.exec(query))
