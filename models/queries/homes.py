"""Reading whose App Home is to be drawn."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, func, or_, select

from models import holding
from models.home import Home, HomeWish
from models.prepared import Prepared
from models.queries import allowances
from models.queries.deliveries import suspended


def get(session: Session, workspace_id: str, person_id: str) -> Home | None:
    return session.get(Home, (workspace_id, person_id))


def hold(session: Session, workspace_id: str, person_id: str, *, or_pass: bool = False) -> Home | None:
    """The row, kept from every other process until the transaction ends; None, too, where `or_pass` and one has it."""
    query = select(Home).where(Home.workspace_id == workspace_id, Home.person_id == person_id)
    return next(iter(holding.rows(session, query, or_pass=or_pass)), None)


AT_ONCE = 8
WATCHING = Prepared(
    lambda _: select(Home.person_id).where(
        Home.workspace_id == bindparam("workspace"), Home.opened_at >= bindparam("since"),
        or_(*(col(Home.person_id) == bindparam(f"who{n}") for n in range(AT_ONCE))),
    )
)  # fmt: skip


def list_watching(session: Session, workspace_id: str, people: Iterable[str], since: datetime) -> list[str]:
    """Who of these people opened Home since then."""
    wanted = sorted(set(people))
    found = []
    for at in range(0, len(wanted), AT_ONCE):
        piece = wanted[at : at + AT_ONCE]
        # the last of them takes the places that are free
        named = {f"who{n}": piece[min(n, len(piece) - 1)] for n in range(AT_ONCE)}
        found += [row[0] for row in WATCHING.rows(session, workspace=workspace_id, since=since, **named)]
    return found


WISHED = Prepared(lambda _: select(HomeWish.id).where(HomeWish.at <= bindparam("before")).limit(1))


def anything_due(session: Session, before: datetime) -> bool:
    return WISHED.first(session, before=before) is not None


def due(session: Session, before: datetime, real: datetime, moment: datetime, limit: int) -> list[tuple[str, str]]:
    """(workspace, person) of those whose Home changed, may be drawn and is drawn by nobody; who looked last first."""
    rows = session.exec(
        select(Home.workspace_id, Home.person_id)
        .join(HomeWish, (col(HomeWish.workspace_id) == Home.workspace_id)
              & (col(HomeWish.person_id) == Home.person_id))
        .where(HomeWish.at <= before, or_(col(Home.lease_real).is_(None), col(Home.lease_real) < real),
               col(Home.workspace_id).not_in(suspended()),
               col(Home.workspace_id).not_in(allowances.closed_at(allowances.HOME, moment)))
        .group_by(Home.workspace_id, Home.person_id, col(Home.opened_at))
        .order_by(func.max(Home.opened_at).desc()).limit(limit)
    )  # fmt: skip
    return [(workspace_id, person_id) for workspace_id, person_id in rows]


def list_wishes(session: Session, workspace_id: str, person_id: str) -> list[int]:
    rows = session.exec(
        select(HomeWish.id).where(HomeWish.workspace_id == workspace_id, HomeWish.person_id == person_id)
    )
    return [id_ for id_ in rows if id_ is not None]


def delete_wishes(session: Session, ids: Iterable[int]) -> None:
    session.exec(delete(HomeWish).where(col(HomeWish.id).in_(list(ids))))
