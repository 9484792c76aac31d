"""Users, articles, comments, favourites and follows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.TIMESTAMP(timezone=True).with_variant(sa.Text(), "sqlite")
Name = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "users",
        sa.Column("id", Id, primary_key=True),
        sa.Column("username", Name, nullable=False, unique=True),
        sa.Column("email", Name, nullable=False, unique=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("bio", sa.Text),
        sa.Column("image", sa.Text),
    )
    op.create_table(
        "articles",
        sa.Column("id", Id, primary_key=True),
        sa.Column("slug", Name, nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        _reference("author_id", "users.id"),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Index(None, "created_at", "id"),
        sa.Index(None, "author_id", "created_at", "id"),
    )
    op.create_table(
        "article_tags",
        _reference("article_id", "articles.id", primary_key=True),
        sa.Column("name", Name, primary_key=True),
        sa.Index(None, "name", "article_id"),
    )
    op.create_table(
        "comments",
        sa.Column("id", Id, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        _reference("article_id", "articles.id"),
        _reference("author_id", "users.id"),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Index(None, "article_id", "created_at", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "favorites",
        _reference("article_id", "articles.id", primary_key=True),
        _reference("user_id", "users.id", primary_key=True),
        sa.Index(None, "user_id", "article_id"),
    )
    op.create_table(
        "follows",
        _reference("follower_id", "users.id", primary_key=True),
        _reference("followed_id", "users.id", primary_key=True),
    )


def downgrade() -> None:
    """Take the schema back."""
    for table in ("follows", "favorites", "comments", "article_tags", "articles", "users"):
        op.drop_table(table)


def _reference(name: str, target: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        name,
        Id,
        sa.ForeignKey(target, ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )
