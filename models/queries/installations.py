"""Reading where Muster is installed, and by whose token a workspace is spoken to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col, or_, select

from models import holding
from models.installation import Installation, InstallationState, SpentState
from models.workspace import Workspace


def get(session: Session, installation_id: str, *, hold: bool = False) -> Installation | None:
    if hold:
        return holding.row(session, Installation, installation_id)
    return session.get(Installation, installation_id)


def of_workspace(session: Session, workspace_id: str, org_id: str | None = None) -> Installation | None:
    """The consent that serves a workspace: its own, else its organisation's. None when neither stands.

    `org_id` is what a payload says of a workspace that is not known yet.
    """
    return session.exec(
        select(Installation)
        .join(Workspace, col(Workspace.org_id) == col(Installation.id), isouter=True)
        .where(
            Installation.state == InstallationState.ACTIVE,
            or_(
                Installation.id == workspace_id,
                col(Installation.is_org) & ((Workspace.id == workspace_id) | (Installation.id == org_id)),
            ),
        )
        .order_by(col(Installation.is_org))
    ).first()


def list_active(session: Session) -> list[Installation]:
    active = Installation.state == InstallationState.ACTIVE
    return list(session.exec(select(Installation).where(active).order_by(col(Installation.id))))


def list_served(session: Session, installation_id: str) -> list[Workspace]:
    """The workspaces that installation speaks for, those with a consent of their own left out."""
    own = select(Installation.id).where(
        Installation.state == InstallationState.ACTIVE, col(Installation.is_org).is_(False)
    )
    return list(session.exec(
        select(Workspace)
        .where(or_(
            Workspace.id == installation_id,
            (col(Workspace.org_id) == installation_id) & col(Workspace.id).not_in(own),
        ))
        .order_by(col(Workspace.id))
    ))  # fmt: skip


def list_sealed(session: Session, after: str, limit: int) -> Sequence[Installation]:
    """Those that hold something sealed, from there on."""
    return session.exec(
        select(Installation)
        .where(col(Installation.id) > after, Installation.token != "")
        .order_by(col(Installation.id))
        .limit(limit)
    ).all()


def forget_old_states(session: Session, real: datetime) -> int:
    """Forget the states that have run out by now; how many."""
    gone = session.exec(delete(SpentState).where(col(SpentState.expires_real) < real))
    return gone.rowcount if isinstance(gone, CursorResult) else 0
