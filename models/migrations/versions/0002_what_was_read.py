"""What was read from which words, where a message went, and lines too long for a button"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column("workspace", sa.Column("capture_emoji", AutoString(), nullable=True))
    op.add_column("task", sa.Column("taken", sa.JSON(), nullable=True))
    op.add_column("task", sa.Column("other_on", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("other_at", INSTANT, nullable=True))
    op.add_column("task", sa.Column("source_gone_at", INSTANT, nullable=True))
    op.create_index("task_of_message", "task", ["workspace_id", "source_channel", "source_ts"])
    op.create_table(
        "longline",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("workspace_id", AutoString(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
    )
    op.create_index("long_line_age", "longline", ["kept_at"])


def downgrade() -> None:
    op.drop_table("longline")
    op.drop_index("task_of_message", "task")
    for column in ("source_gone_at", "other_at", "other_on", "taken"):
        op.drop_column("task", column)
    op.drop_column("workspace", "capture_emoji")
