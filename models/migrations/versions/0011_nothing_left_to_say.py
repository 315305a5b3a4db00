"""Until when a workspace is not looked at since all that may be said there at once was said."""

import sqlalchemy as sa
from alembic import op

from models.columns import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("allowance", sa.Column("empty_until", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("allowance", "empty_until")
