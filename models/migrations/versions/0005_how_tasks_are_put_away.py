"""The nightly archive finds what was done long ago by an index of its own.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DONE = "state = 'done'"


def upgrade() -> None:
    op.create_index("task_to_archive", "task", ["closed_at", "workspace_id", "number"], sqlite_where=sa.text(DONE),
                    postgresql_where=sa.text(DONE))  # fmt: skip


def downgrade() -> None:
    op.drop_index("task_to_archive", "task")
