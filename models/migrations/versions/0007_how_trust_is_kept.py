"""What trust is kept with: installations with sealed tokens, an outbox on hold, what is kept how long."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.backups import APPLICATION_ID
from models.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)


def tables() -> dict[str, list[sa.Column]]:
    return {
        "installation": [
            sa.Column("id", AutoString(), primary_key=True, nullable=False),
            sa.Column("name", AutoString(), nullable=False),
            sa.Column("is_org", sa.Boolean(), nullable=False),
            sa.Column("enterprise_id", AutoString(), nullable=True),
            sa.Column("app_id", AutoString(), nullable=False),
            sa.Column("bot_user_id", AutoString(), nullable=False),
            sa.Column("bot_id", AutoString(), nullable=False),
            sa.Column("installer_id", AutoString(), nullable=False),
            sa.Column("scopes", sa.JSON(), nullable=False),
            sa.Column("token", AutoString(), nullable=False),
            sa.Column("refresh_token", AutoString(), nullable=True),
            sa.Column("expires_real", INSTANT, nullable=True),
            sa.Column("refreshing_real", INSTANT, nullable=True),
            sa.Column("generation", sa.Integer(), nullable=False),
            sa.Column("state", AutoString(), nullable=False),
            sa.Column("reason", AutoString(), nullable=False),
            sa.Column("installed_at", INSTANT, nullable=False),
            sa.Column("ended_at", INSTANT, nullable=True),
        ],
        "spentstate": [
            sa.Column("id", AutoString(), primary_key=True, nullable=False),
            sa.Column("expires_real", INSTANT, nullable=False),
        ],
        "alarm": [
            sa.Column("workspace_id", AutoString(), primary_key=True, nullable=False),
            sa.Column("cause", AutoString(), primary_key=True, nullable=False),
            sa.Column("since_at", INSTANT, nullable=False),
            sa.Column("told_at", INSTANT, nullable=False),
        ],
    }


def columns() -> dict[str, list[sa.Column]]:
    return {
        "workspace": [
            sa.Column("org_id", AutoString(), nullable=True),
            sa.Column("ended_at", INSTANT, nullable=True),
            sa.Column("on_hold", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("copied_at", INSTANT, nullable=True),
            sa.Column("resumed_at", INSTANT, nullable=True),
            sa.Column("keep", sa.JSON(), nullable=True),
            sa.Column("calendar_hosts", sa.JSON(), nullable=True),
            sa.Column("failing", sa.JSON(), nullable=True),
            sa.Column("broken_at", INSTANT, nullable=True),
            sa.Column("probe_real", INSTANT, nullable=True),
            sa.Column("probes", sa.Integer(), nullable=False, server_default="0"),
        ],
        "outbox": [
            sa.Column("in_doubt", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("dead_at", INSTANT, nullable=True),
        ],
        "person": [
            sa.Column("becomes", AutoString(), nullable=True),
            sa.Column("calendar", sa.JSON(), nullable=True),
        ],
    }


DEAD = "state = 'dead'"
INDEXES = {"outbox_dead": ("outbox", ["workspace_id", "id"]), "inbox_dead": ("inbox", ["workspace_id"])}


def upgrade() -> None:
    for table, found in tables().items():
        op.create_table(table, *found)
    for table, found in columns().items():
        for column in found:
            op.add_column(table, column)
    for name, (table, of) in INDEXES.items():
        op.create_index(name, table, of, sqlite_where=sa.text(DEAD), postgresql_where=sa.text(DEAD))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
    for table, found in columns().items():
        for column in reversed(found):
            op.drop_column(table, column.name)
    for table in reversed(tables()):
        op.drop_table(table)
