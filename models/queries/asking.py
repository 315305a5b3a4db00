"""Reading what people were asked about tasks."""

from sqlmodel import Session, col, select

from models.delivery import Outbox, OutboxState

UNSAID = (OutboxState.DROPPED, OutboxState.DEAD)


def list_asks(session: Session, workspace_id: str, number: int, person_id: str) -> list[Outbox]:
    """Every message that asks that person to accept that task, the newest first.

    They go by their names, which an index knows; how a database sorts signs may let others in between.
    """
    before, behind = f"review:{number}:v", f":{person_id}"
    rows = session.exec(
        select(Outbox).where(
            Outbox.workspace_id == workspace_id, col(Outbox.key) >= before, col(Outbox.key) < f"review:{number}:w",
            col(Outbox.state).not_in(UNSAID),
        )
    )  # fmt: skip
    found = [row for row in rows if row.key.startswith(before) and row.key.endswith(behind)]
    return sorted(found, key=lambda row: -(row.id or 0))
