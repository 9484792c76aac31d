"""What is asked of every application."""

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import select

from shared.database import make_engine
from shared.models import Article
from shared.settings import Settings

ENDPOINTS = {
    "list": "the newest 20 of 500 articles, with their authors and tags",
    "article": "one article of about 1 KB",
    "tags": "10 tags: the smallest answer of the API",
}
NULL = "null"  # measured in process only, of applications that answer a constant
SUMMARIES = ENDPOINTS | {NULL: "a constant: what it costs to be called"}


@dataclass(frozen=True)
class Target:
    """Where an endpoint is found: a path, and a query string without its question mark."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def targets(settings: Settings) -> dict[str, Target]:
    """Return the target of each endpoint on a database that holds the sample data."""
    return {
        "list": Target("/api/articles", "limit=20"),
        "article": Target(f"/api/articles/{newest_slug(settings)}"),
        "tags": Target("/api/tags"),
    }


def newest_slug(settings: Settings) -> str:
    """Return the slug of the newest article."""
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            newest = select(Article.slug).order_by(Article.id.desc()).limit(1)
            return connection.execute(newest).scalar_one()
    finally:
        engine.dispose()


def cheap_settings(database_url: str) -> Settings:
    """Return settings for a database, with passwords that cost nothing: none is measured."""
    return Settings(
        database_url=database_url,
        secret_key=SecretStr("measured, and then forgotten by all"),
        argon2_time_cost=1,
        argon2_memory_cost=8,
        argon2_parallelism=1,
    )
