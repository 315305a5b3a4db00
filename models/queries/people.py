"""Reading workspaces, people and conversations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam
from sqlalchemy import select as plain_select
from sqlmodel import Session, SQLModel, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import known
from models.person import Channel, ChannelKind, Membership, Person
from models.prepared import Prepared, adopted, row, table_of
from models.queries import numbered
from models.team import Team
from models.workspace import Workspace

IDS_AT_ONCE = 500
AT_ONCE = 1000


def workspace(session: Session, workspace_id: str) -> Workspace | None:
    return row(session, Workspace, (workspace_id,))


def list_workspaces(session: Session) -> list[Workspace]:
    return list(session.exec(select(Workspace).order_by(col(Workspace.id))))


def get(session: Session, workspace_id: str, person_id: str) -> Person | None:
    return row(session, Person, (workspace_id, person_id))


HERE: tuple[type[SQLModel], ...] = (Workspace, Person, Channel, Team)
SPEAKER = Prepared(
    lambda _: (
        plain_select(*(table_of(model) for model in HERE))
        .select_from(Workspace)
        .join(Person, _there(Person, col(Person.id) == bindparam("who")), isouter=True)
        .join(Channel, _there(Channel, col(Channel.id) == bindparam("where")), isouter=True)
        .join(Team, _there(Team, col(Team.channel_id) == bindparam("where")), isouter=True)
        .where(col(Workspace.id) == bindparam("workspace"))
    )
)


def _there(model: Any, here: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(col(model.workspace_id) == Workspace.id, here)


def read_speaker(session: Session, workspace_id: str, person_id: str, channel_id: str | None) -> None:
    """Read who speaks, and where, in one statement: whoever asks for one of these rows later has it."""
    found = list(SPEAKER.first(session, workspace=workspace_id, who=person_id, where=channel_id) or ())
    here = (workspace_id, channel_id or "")
    keys = ((workspace_id,), (workspace_id, person_id), here, here)
    for model, key in zip(HERE, keys, strict=True):
        columns = len(table_of(model).columns)
        here_it_is = adopted(session, model, found[:columns]) if found else None
        known.keep(session, (model, key), [model], here_it_is)
        del found[:columns]


THESE = Prepared(
    lambda dialect: plain_select(table_of(Person)).where(
        col(Person.workspace_id) == bindparam("workspace"), numbered.among(Person.id, dialect, String)
    )
)


def list_by_ids(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, Person]:
    wanted = set(ids)
    if not wanted:
        return {}
    at_hand = ((one, known.row_at_hand(session, Person, (workspace_id, one))) for one in wanted)
    found = {person_id: person for person_id, person in at_hand if person is not None}
    if missing := wanted - found.keys():
        rows = THESE.rows(session, workspace=workspace_id, numbers=numbered.bound(session, sorted(missing)))
        read = (adopted(session, Person, one) for one in rows)
        found |= {person.id: person for person in read if person is not None}
    known.keep_each(session, Person, {(Person, (workspace_id, one)): person for one, person in found.items()})
    return found


def list_anew(session: Session, workspace: Workspace, ids: Iterable[str]) -> dict[str, Person]:
    """The same as they stand now, and the workspace with them: others may have changed them while a turn waited."""
    session.flush()
    session.refresh(workspace)
    query = select(Person).where(Person.workspace_id == workspace.id, col(Person.id).in_(sorted(set(ids))))
    return {person.id: person for person in session.exec(query.execution_options(populate_existing=True))}


def list_named(session: Session, workspace_id: str, name: str) -> list[Person]:
    """People whom that written name may mean: handle, shown name or full name, whole and in any case."""
    return _found_in(session, workspace_id, select(Person.id).where(
        *_named_in(workspace_id),
        or_(*(col(field).ilike(literal(name), escape="\\")
              for field in (Person.name, Person.display_name, Person.real_name))),
    ).order_by(col(Person.id)).limit(20))  # fmt: skip


def _named_in(workspace_id: str) -> tuple[ColumnElement[bool], ...]:
    """Everybody who may be named."""
    return col(Person.workspace_id) == workspace_id, col(Person.is_deleted).is_(False), col(Person.is_bot).is_(False)


def _found_in(session: Session, workspace_id: str, ids: SelectOfScalar[str]) -> list[Person]:
    """Those people: names are looked through in an index that holds nothing else."""
    return list_in_order(session, workspace_id, list(session.exec(ids)))


def list_in_order(session: Session, workspace_id: str, ids: Sequence[str]) -> list[Person]:
    """Those of them who are there, in that order."""
    found = list_by_ids(session, workspace_id, ids)
    return [found[one] for one in ids if one in found]


def list_names(session: Session, workspace_id: str) -> Iterator[tuple[str, str, str, str]]:
    """(Id, handle, shown name, full name) of everybody who may be named, read a few at a time."""
    query = select(Person.id, Person.name, Person.display_name, Person.real_name).where(*_named_in(workspace_id))
    return iter(session.exec(query.execution_options(yield_per=AT_ONCE)))


def ids_called(session: Session, workspace_id: str, name: str) -> set[str]:
    """Everybody and every conversation of that id or name, be they gone or bots, in any case."""
    whole = literal(name)
    people = select(Person.id).where(Person.workspace_id == workspace_id, or_(*(
        col(column).ilike(whole, escape="\\")
        for column in (Person.id, Person.name, Person.display_name, Person.real_name)
    )))  # fmt: skip
    channels = select(Channel.id).where(Channel.workspace_id == workspace_id, or_(*(
        col(column).ilike(whole, escape="\\") for column in (Channel.id, Channel.name)
    )))  # fmt: skip
    return {*session.exec(people), *session.exec(channels)}


def names_of(session: Session, workspace_id: str, ids: Iterable[str]) -> dict[str, str]:
    """What these people and conversations are called, for reading."""
    wanted = sorted(set(ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), IDS_AT_ONCE):
        some = wanted[start : start + IDS_AT_ONCE]
        found |= {person.id: person.called for person in list_by_ids(session, workspace_id, some).values()}
        here = Channel.workspace_id == workspace_id, col(Channel.id).in_(some)
        found |= {id_: f"#{name or id_}" for id_, name in session.exec(select(Channel.id, Channel.name).where(*here))}
    return found


def list_beginning(session: Session, workspace_id: str, start: str, limit: int = 20) -> list[Person]:
    """People with a name, or a word of one, that begins so."""
    begins = literal(start)
    return _list_fitting(session, workspace_id, (f"{begins}%", f"% {begins}%"), limit)


def list_like(session: Session, workspace_id: str, words: str, limit: int = 20) -> list[Person]:
    """People whose names begin with or hold those words, for a picker."""
    return _list_fitting(session, workspace_id, (f"%{literal(words)}%",), limit)


def _list_fitting(session: Session, workspace_id: str, patterns: tuple[str, ...], limit: int) -> list[Person]:
    names = (col(Person.name), col(Person.display_name), col(Person.real_name))
    return _found_in(session, workspace_id, select(Person.id).where(
        *_named_in(workspace_id),
        or_(*(name.ilike(pattern, escape="\\") for name in names for pattern in patterns)),
    ).order_by(col(Person.real_name), col(Person.id)).limit(limit))  # fmt: skip


def literal(words: str) -> str:
    """What LIKE takes word for word; goes with `escape="\\"`."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def list_with_brief(session: Session, workspace_id: str, after: str = "", limit: int | None = None) -> list[Person]:
    """People who get a morning brief at all, by their ids."""
    return list(session.exec(
        select(Person).where(Person.workspace_id == workspace_id, col(Person.id) > after,
                             col(Person.brief_at).is_not(None)).order_by(col(Person.id)).limit(limit)
    ))  # fmt: skip


def due_briefs(session: Session, now: datetime, limit: int = 200) -> list[Person]:
    """People whose morning brief has come."""
    return list(session.exec(
        select(Person).where(col(Person.brief_at).is_not(None), col(Person.brief_at) <= now)
        .order_by(col(Person.brief_at)).limit(limit)
    ))  # fmt: skip


def channel(session: Session, workspace_id: str, channel_id: str) -> Channel | None:
    return row(session, Channel, (workspace_id, channel_id))


def channel_name(session: Session, viewer: Person, channel_id: str) -> str:
    """What a conversation is called, as far as that person may know: a closed one only its members."""
    there = channel(session, viewer.workspace_id, channel_id)
    is_open = there is not None and there.kind == ChannelKind.PUBLIC and not (viewer.is_guest or viewer.is_stranger)
    may_know = is_open or is_member(session, viewer.workspace_id, channel_id, viewer.id)
    return there.name if there is not None and may_know else ""


def channel_called(session: Session, viewer: Person, name: str) -> Channel | None:
    """The conversation of that name, as far as the viewer may know of it."""
    query = select(Channel).where(Channel.workspace_id == viewer.workspace_id, Channel.name == name.lower())
    return next((one for one in session.exec(query) if channel_name(session, viewer, one.id)), None)


def list_members(session: Session, workspace_id: str, channel_id: str) -> list[Person]:
    """Active human members of a conversation, as far as its roster was read.

    The ids first: a planner that begins with the people reads the whole workspace for a small channel.
    """
    ids = sorted(member_ids(session, workspace_id, channel_id))
    found: dict[str, Person] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        found |= list_by_ids(session, workspace_id, ids[start : start + IDS_AT_ONCE])
    return [found[id_] for id_ in ids if id_ in found and found[id_].is_active]


def member_ids(session: Session, workspace_id: str, channel_id: str) -> set[str]:
    return set(session.exec(
        select(Membership.person_id).where(
            Membership.workspace_id == workspace_id, Membership.channel_id == channel_id
        )
    ))  # fmt: skip


def count_members(session: Session, workspace_id: str, channel_id: str) -> int:
    return session.exec(select(func.count()).select_from(Membership).where(
        Membership.workspace_id == workspace_id, Membership.channel_id == channel_id
    )).one()  # fmt: skip


def members_among(session: Session, workspace_id: str, channel_id: str, ids: Iterable[str]) -> set[str]:
    """Those of these people who are in the conversation, however many others are."""
    wanted, found = sorted(set(ids)), set()
    for start in range(0, len(wanted), IDS_AT_ONCE):
        found |= set(session.exec(select(Membership.person_id).where(
            Membership.workspace_id == workspace_id, Membership.channel_id == channel_id,
            col(Membership.person_id).in_(wanted[start : start + IDS_AT_ONCE]),
        )))  # fmt: skip
    return found


def is_member(session: Session, workspace_id: str, channel_id: str, person_id: str) -> bool:
    return session.get(Membership, (workspace_id, channel_id, person_id)) is not None


def stale_private_channels(session: Session, workspace_id: str, person_id: str, before: datetime) -> list[str]:
    """Conversations this person was in whose members decide what they see, last read before that moment.

    For colleagues these are the private ones; guests and people from elsewhere see public ones only as members, too.
    The one that was not read for the longest time comes first, so that each has its turn.
    """
    query = (
        select(Channel.id)
        .join(Membership, (col(Membership.workspace_id) == Channel.workspace_id)
              & (col(Membership.channel_id) == Channel.id))
        .where(Channel.workspace_id == workspace_id, Membership.person_id == person_id,
               col(Channel.bot_is_in).is_(True),
               col(Channel.roster_at).is_(None) | (col(Channel.roster_at) < before))
        .order_by(col(Channel.roster_at).asc().nulls_first(), col(Channel.id))
    )  # fmt: skip
    person = get(session, workspace_id, person_id)
    if person is not None and not (person.is_guest or person.is_stranger):
        query = query.where(col(Channel.kind).in_((ChannelKind.PRIVATE, ChannelKind.GROUP_DM)))
    return list(session.exec(query))
