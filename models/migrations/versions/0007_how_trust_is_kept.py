"""What trust is kept with: installations with sealed tokens, an outbox on hold, what is kept how long."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
