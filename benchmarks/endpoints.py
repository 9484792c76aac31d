"""What is asked of every application."""

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import select

from shared.database import make_engine
from shared.display import PER_PAGE
from shared.models import Article
from shared.settings import Settings

SECRET_KEY = "measured, and then forgotten by all"  # noqa: S105 (it protects nothing)

ENDPOINTS = {
    "list": "the newest 20 of 500 articles, with their authors and tags",
    "article": "one article of about 1 KB",
    "tags": "10 tags: the smallest answer of the API",
    "home": "the home page: the newest 10 of 500 articles, and the tags",
    "article_page": "one article of about 1 KB as a page, with its comments",
}

# Measured in process only: what the home page is compared with, and what a framework costs.
HOME_JSON = "home_json"
NULL = "null"

SUMMARIES = ENDPOINTS | {
    HOME_JSON: "the 10 articles of the home page, as JSON",
    NULL: "a constant: what it costs to be called",
}


@dataclass(frozen=True)
class Target:
    """Where an endpoint is found: a path, and a query string without its question mark."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def targets(settings: Settings) -> dict[str, Target]:
    """Return the target of each endpoint on a database that holds the sample data."""
    slug = newest_slug(settings)
    return {
        "list": Target("/api/articles", "limit=20"),
        "article": Target(f"/api/articles/{slug}"),
        "tags": Target("/api/tags"),
        "home": Target("/"),
        "article_page": Target(f"/article/{slug}"),
        HOME_JSON: Target("/api/articles", f"limit={PER_PAGE}"),
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
        secret_key=SecretStr(SECRET_KEY),
        argon2_time_cost=1,
        argon2_memory_cost=8,
        argon2_parallelism=1,
    )
