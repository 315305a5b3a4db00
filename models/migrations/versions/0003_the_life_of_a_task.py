"""The life of a task: review, evidence, effort, order, repetition, directory, cases, proposals, saved filters"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = UtcDateTime(timezone=True)


def later(name: str, kind: sa.types.TypeEngine, default: object) -> sa.Column:
    return sa.Column(name, kind, nullable=False, server_default=default)


def columns() -> dict[str, list[sa.Column]]:
    return {
        "task": [
            later("next_one", AutoString(), sa.text("'close'")),
            later("needs_evidence", sa.Boolean(), sa.false()),
            later("asks_closing", sa.Boolean(), sa.false()),
            sa.Column("described", sa.JSON(), nullable=True),
            sa.Column("acked_at", INSTANT, nullable=True),
            sa.Column("percent", sa.Integer(), nullable=True),
            later("spent_minutes", sa.Integer(), sa.text("0")),
            sa.Column("evidence", sa.JSON(), nullable=True),
            sa.Column("submitted_at", INSTANT, nullable=True),
            later("review_step", sa.Integer(), sa.text("0")),
            sa.Column("accepted_by", sa.JSON(), nullable=True),
            later("returns", sa.Integer(), sa.text("0")),
            sa.Column("score", sa.Integer(), nullable=True),
            sa.Column("series", sa.Integer(), nullable=True),
            later("nth", sa.Integer(), sa.text("1")),
            sa.Column("series_next", sa.JSON(), nullable=True),
            sa.Column("occurs_on", sa.Date(), nullable=True),
            sa.Column("followed_by", sa.Integer(), nullable=True),
            sa.Column("recur_at", INSTANT, nullable=True),
            sa.Column("day_on", sa.Date(), nullable=True),
            sa.Column("day_rank", sa.Integer(), nullable=True),
            sa.Column("archived_at", INSTANT, nullable=True),
            later("level", sa.Integer(), sa.text("3")),
            sa.Column("level_reasons", sa.JSON(), nullable=True),
            sa.Column("level_at", INSTANT, nullable=True),
        ],
        "role": [
            later("mode", AutoString(), sa.text("'all'")),
            later("awaited", sa.Boolean(), sa.false()),
        ],
        "dependency": [
            later("link", AutoString(), sa.text("'FS'")),
            later("lag_days", sa.Integer(), sa.text("0")),
        ],
        "person": [
            sa.Column("department", AutoString(), nullable=True),
            sa.Column("manager_id", AutoString(), nullable=True),
            sa.Column("stand_in_id", AutoString(), nullable=True),
            sa.Column("directory_from", sa.JSON(), nullable=True),
            sa.Column("home", sa.JSON(), nullable=True),
        ],
        "workspace": [
            sa.Column("directory_fields", sa.JSON(), nullable=True),
            sa.Column("priority_rules", sa.JSON(), nullable=True),
        ],
        "team": [
            sa.Column("shape", sa.JSON(), nullable=True),
            later("strict", sa.Boolean(), sa.false()),
        ],
    }


WHERE_SET = {"task_parts": ("workspace_id", "parent_number"), "task_recur_due": ("recur_at",),
             "task_level_due": ("level_at",),
             "task_waits_on": ("workspace_id", "blocked_by_number")}


def upgrade() -> None:
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    for name, indexed in WHERE_SET.items():
        is_set = sa.text(f"{indexed[-1]} IS NOT NULL")
        op.create_index(name, "task", list(indexed), sqlite_where=is_set, postgresql_where=is_set)
    op.create_index("task_of_series", "task", ["workspace_id", "series", "nth"], unique=True)
    op.create_index("task_closed", "task", ["workspace_id", "closed_at"])
    op.create_index("task_given_live", "task", ["workspace_id", "creator_id", "state", "ends_at"])
    op.drop_index("role_person", "role")
    op.create_index("role_person", "role", ["workspace_id", "person_id", "kind", "number"])
    op.create_index("role_awaited", "role", ["workspace_id", "person_id", "awaited", "number"])
    op.create_index("dependency_before", "dependency", ["workspace_id", "after_number", "number"])
    _add_tables()
    _add_homes()
    _set_levels()


def _add_tables() -> None:
    op.create_table(
        "closing",
        sa.Column("workspace_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("documents", AutoString(), nullable=False),
        sa.Column("went_well", AutoString(), nullable=False),
        sa.Column("lesson", AutoString(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("by_id", AutoString(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("workspace_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("proposed", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
    )
    op.create_index("suggestion_of_task", "suggestion", ["workspace_id", "number", "state"])
    op.create_index("suggestion_of_person", "suggestion", ["workspace_id", "person_id", "state"])
    op.create_table(
        "savedfilter",
        sa.Column("workspace_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("person_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("name", AutoString(), primary_key=True, nullable=False),
        sa.Column("line", AutoString(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
    )


def _set_levels() -> None:
    """What is live is reckoned by the rules as soon as the clock ticks; till then by hand or importance alone."""
    op.execute(
        "UPDATE task SET level = COALESCE(priority, CASE WHEN important THEN 2 ELSE 3 END), level_at = "
        "CASE WHEN state IN ('open', 'doing', 'review') THEN created_at END"
    )


def _add_homes() -> None:
    op.create_table(
        "home",
        sa.Column("workspace_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("person_id", AutoString(), primary_key=True, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("hash", AutoString(), nullable=True),
        sa.Column("lease_real", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
    )
    op.create_table(
        "homewish",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("workspace_id", AutoString(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("home_wish_due", "homewish", ["at"])
    op.create_index("home_wish_of", "homewish", ["workspace_id", "person_id"])


def downgrade() -> None:
    for table in ("homewish", "home", "savedfilter", "suggestion", "closing"):
        op.drop_table(table)
    op.drop_index("dependency_before", "dependency")
    op.drop_index("role_awaited", "role")
    op.drop_index("role_person", "role")
    op.create_index("role_person", "role", ["workspace_id", "person_id"])
    for name in ("task_of_series", "task_closed", "task_given_live", *WHERE_SET):
        op.drop_index(name, "task")
    for table, added in columns().items():
        for column in reversed(added):
            op.drop_column(table, column.name)
