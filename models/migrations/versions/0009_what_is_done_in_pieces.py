"""What is done piece by piece: errands, and how far a directory is read; names have an index; how fast we may speak."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)
NAMES = ["workspace_id", "is_deleted", "is_bot", "real_name", "id", "name", "display_name"]
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    _pieces()
    _pace()


def _of_workspace() -> sa.Column[str]:
    """It goes with its workspace: the release before deletes those, and does not know of these tables."""
    there = sa.ForeignKey("workspace.id", ondelete="CASCADE")
    return sa.Column("workspace_id", AutoString(), there, primary_key=True, nullable=False)


def _pieces() -> None:
    op.create_table(
        "errand",
        _of_workspace(),
        sa.Column("kind", AutoString(), primary_key=True, nullable=False),
        sa.Column("subject", AutoString(), primary_key=True, nullable=False),
        sa.Column("after", AutoString(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
    )
    op.create_index("errand_due", "errand", ["due_at"])
    op.create_index("person_names", "person", NAMES)
    op.create_table(
        "directoryreading",
        _of_workspace(),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("cursor", AutoString(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("held_by", AutoString(), nullable=False),
        sa.Column("lease_real", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("stopped", AutoString(), nullable=False),
    )


def _pace() -> None:
    op.create_table(
        "allowance",
        sa.Column("workspace_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("method", AutoString(), primary_key=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("ceiling", sa.Float(), nullable=False),
        sa.Column("steady", sa.Float(), nullable=False),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.Column("held_until", INSTANT, nullable=True),
        sa.Column("lately", sa.JSON(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
    )
    op.create_index(
        "outbox_next", "outbox", ["lane", "id", "workspace_id"], sqlite_where=PENDING, postgresql_where=PENDING
    )


def downgrade() -> None:
    op.drop_index("person_names", table_name="person")
    op.drop_index("outbox_next", table_name="outbox")
    op.drop_table("allowance")
    op.drop_table("directoryreading")
    op.drop_index("errand_due", table_name="errand")
    op.drop_table("errand")
