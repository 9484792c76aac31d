"""The list of articles through an ORM Session: entities, and the usual loading of what they hold.

The same bytes as everybody's, from the same tables, by a bare WSGI application: beside the floor
and the variants, which read rows through a Connection, it shows what entities cost. The models
are ``shared``'s tables mapped once more, with the relationships that entities are used for. As in
the variants, the statements are built once.
"""

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    column_property,
    relationship,
    selectinload,
)

from shared import models
from shared.database import make_engine
from shared.settings import Settings

ARTICLES = models.Article.__table__


class Base(DeclarativeBase):
    """The registry of the models, over tables that exist."""

    metadata = models.Base.metadata


class Author(Base):
    """A user who writes."""

    __table__ = models.User.__table__


class Tag(Base):
    """A tag of an article."""

    __table__ = models.ArticleTag.__table__


class Article(Base):
    """An article with its author and its tags."""

    __table__ = ARTICLES

    author: Mapped[Author] = relationship()
    tags: Mapped[list[Tag]] = relationship(order_by=Tag.__table__.c.name)
    favorites_count: Mapped[int] = column_property(
        select(func.count()).where(models.Favorite.article_id == ARTICLES.c.id).scalar_subquery()
    )


PAGE = (
    select(Article)
    .options(selectinload(Article.author), selectinload(Article.tags))
    .order_by(ARTICLES.c.created_at.desc(), ARTICLES.c.id.desc())
    .limit(20)
)
COUNT = select(func.count()).select_from(Article)


def create_app(settings: Settings) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that answers whatever it is asked with the newest articles."""
    engine = make_engine(settings)

    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        with Session(engine) as session:
            articles = [_article(article) for article in session.scalars(PAGE)]
            total = session.scalar(COUNT)
        body = orjson.dumps({"articles": articles, "articlesCount": total})
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return app


def _article(article: Any) -> dict[str, Any]:  # its columns are the table's, unknown to types
    return {
        "slug": article.slug,
        "title": article.title,
        "description": article.description,
        "tagList": [tag.name for tag in article.tags],
        "createdAt": article.created_at,
        "updatedAt": article.updated_at,
        "favorited": False,  # by nobody: there is no viewer
        "favoritesCount": article.favorites_count,
        "author": {
            "username": article.author.username,
            "bio": article.author.bio,
            "image": article.author.image,
            "following": False,
        },
    }
