"""What the pages need: a key for each user's sessions, and articles rendered once."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from shared import rerender
from shared.security import new_session_key

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the schema forward."""
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        op.add_column(table, sa.Column(column, sa.Text, nullable=False, server_default=""))
    give_session_keys()
    rerender.everything(op.get_bind())
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    """Take the schema back."""
    for table, column in (("users", "session_key"), ("articles", "body_html")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def give_session_keys() -> None:
    """Give every user a key that nobody can guess."""
    connection = op.get_bind()
    users: Any = sa.table("users", sa.column("id"), sa.column("session_key"))
    ids = connection.execute(sa.select(users.c.id)).scalars()
    keys = [{"user_id": id, "key": new_session_key()} for id in ids]
    if keys:
        change = sa.update(users).where(users.c.id == sa.bindparam("user_id"))
        connection.execute(change.values(session_key=sa.bindparam("key")), keys)
