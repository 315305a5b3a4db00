"""When people work and what reminds them: absences, own hours, quiet, levels, policies, what still has to be told"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)


def columns() -> dict[str, list[sa.Column]]:
    return {
        "person": [
            sa.Column("region", AutoString(), nullable=True),
            sa.Column("week", sa.JSON(), nullable=True),
            sa.Column("away", sa.JSON(), nullable=True),
            sa.Column("calendar_url", AutoString(), nullable=True),
            sa.Column("calendar_at", INSTANT, nullable=True),
            sa.Column("dnd_from", INSTANT, nullable=True),
            sa.Column("dnd_until", INSTANT, nullable=True),
            sa.Column("quiet_until", INSTANT, nullable=True),
            sa.Column("nudging", sa.JSON(), nullable=True),
        ],
        "task": [sa.Column("chase_at", INSTANT, nullable=True)],
        "workspace": [
            sa.Column("days", sa.JSON(), nullable=True),
            sa.Column("escalation", sa.JSON(), nullable=True),
        ],
        "team": [
            sa.Column("nudging", sa.JSON(), nullable=True),
            sa.Column("escalation", sa.JSON(), nullable=True),
        ],
        "occurrence": [
            sa.Column("tell_at", INSTANT, nullable=True),
            sa.Column("facts", sa.JSON(), nullable=True),
        ],
    }


WHERE_SET = {
    "person_calendar_due": ("person", ["calendar_at"]), "occurrence_untold": ("occurrence", ["tell_at"]),
    "occurrence_untold_of": ("occurrence", ["workspace_id", "person_id", "tell_at"]),
    "task_chase_due": ("task", ["chase_at"]),
}  # fmt: skip


def upgrade() -> None:
    for table, found in columns().items():
        for column in found:
            op.add_column(table, column)
    op.create_index("occurrence_subject", "occurrence", ["workspace_id", "subject"])
    for name, (table, indexed) in WHERE_SET.items():
        is_set = sa.text(f"{indexed[-1]} IS NOT NULL")
        op.create_index(name, table, indexed, sqlite_where=is_set, postgresql_where=is_set)
    op.execute("UPDATE task SET chase_at = updated_at WHERE state IN ('open','doing','review')")


def downgrade() -> None:
    op.drop_index("occurrence_subject", table_name="occurrence")
    for name, (table, _) in WHERE_SET.items():
        op.drop_index(name, table_name=table)
    for table, found in columns().items():
        for column in reversed(found):
            op.drop_column(table, column.name)
