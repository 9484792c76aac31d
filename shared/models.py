"""The tables, as SQLAlchemy declarative models.

The models say what the tables are; ``queries`` builds every statement from them, and rows
come back as plain rows. No relationships, because nothing here is loaded through a Session.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import TIMESTAMP, BigInteger, ForeignKey, Index, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

# SQLite numbers rows by itself in a column of the type INTEGER only; on PostgreSQL an Integer
# ends at 2**31, and an id from a path may be larger than that.
Id = BigInteger().with_variant(Integer, "sqlite")

# Ordered by code point, as SQLite does and Python does: "alphabetical" is the same everywhere.
Name = Text().with_variant(Text(collation="C"), "postgresql")


class Instant(TypeDecorator[str]):
    """A point in time that goes in as a datetime and comes out as the API shows it.

    PostgreSQL has a type for it. SQLite keeps a text, and this one sorts as well as any: read
    back as it is, it saves a list of 20 articles 40 datetimes that are built to be printed.
    """

    impl = TIMESTAMP
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that the database has for it."""
        kind = Text() if dialect.name == "sqlite" else TIMESTAMP(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # type: ignore[override]
        """Turn a datetime into what the database keeps."""
        return iso(value) if value and dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what turns a stored value into the API's text: nothing, on SQLite."""
        return None if dialect.name == "sqlite" else iso


def now() -> datetime:
    """Return the current instant in UTC, in whole milliseconds, as they are shown."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1_000 * 1_000)


def iso(instant: datetime) -> str:
    """Return an instant in UTC as the API shows it (RFC 3339, always with milliseconds)."""
    return instant.isoformat("T", "milliseconds")[:23] + "Z"


class Base(DeclarativeBase):
    """The registry of the models, with predictable names for constraints and indexes."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class User(Base):
    """Someone who writes, reads and follows."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(Name, unique=True)
    email: Mapped[str] = mapped_column(Name, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    session_key: Mapped[str] = mapped_column(Text)
    token_key: Mapped[str] = mapped_column(Text)
    bio: Mapped[str | None] = mapped_column(Text)
    image: Mapped[str | None] = mapped_column(Text)


class Article(Base):
    """A text with a title, found by its slug."""

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "author_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(Name, unique=True)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[str] = mapped_column(Instant)
    updated_at: Mapped[str] = mapped_column(Instant)


class ArticleTag(Base):
    """A tag of an article. A tag is nothing but its name, so it has no table of its own."""

    __tablename__ = "article_tags"
    __table_args__ = (Index(None, "name", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(Name, primary_key=True)


class Comment(Base):
    """A remark under an article."""

    __tablename__ = "comments"
    # Without AUTOINCREMENT, SQLite gives the id of a deleted comment to the next one.
    __table_args__ = (
        Index(None, "article_id", "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[str] = mapped_column(Instant)
    updated_at: Mapped[str] = mapped_column(Instant)


class Favorite(Base):
    """A user likes an article."""

    __tablename__ = "favorites"
    __table_args__ = (Index(None, "user_id", "article_id"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )


class Follow(Base):
    """A user reads what another one writes."""

    __tablename__ = "follows"

    follower_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    followed_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
