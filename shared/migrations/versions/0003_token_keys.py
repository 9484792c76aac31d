"""A key for each user's API tokens, so that a new password ends them.

Tokens that were issued before carry no key, and are no longer accepted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

GIVE_KEYS = {
    "sqlite": "UPDATE users SET token_key = lower(hex(randomblob(16)))",
    "postgresql": "UPDATE users SET token_key = replace(gen_random_uuid()::text, '-', '')",
}


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("users", sa.Column("token_key", sa.Text, nullable=False, server_default=""))
    op.execute(GIVE_KEYS[op.get_bind().dialect.name])
    with op.batch_alter_table("users") as batch:
        batch.alter_column("token_key", server_default=None)


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("users") as batch:
        batch.drop_column("token_key")
