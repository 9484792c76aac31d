"""The same sample data every time, written in bulk.

Everything follows from its number and the amounts: article 7 has the same title, text, tags,
comments and favourites on every machine and on every database. Only what is secret is random.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from .database import connected
from .models import Article, ArticleTag, Base, Comment, Favorite, Follow, User
from .security import Security, new_key
from .settings import Settings

EMAIL = "reader1@example.org"
PASSWORD = "correct horse battery staple"
TAGS = (
    "asgi", "async", "database", "deployment", "flask",
    "forms", "python", "quart", "templates", "wsgi",
)  # fmt: skip
WORDS = (
    "the a one every this request response header body thread loop socket server client worker "
    "session cookie form template query row table index lock pool connection application factory "
    "context blueprint waits reads writes opens closes returns sends handles renders measures "
    "slowly quickly once again before after inside outside without beside"
).split()
BEGINNING = datetime(2026, 1, 1, 12, tzinfo=UTC)
BATCH = 1_000  # articles written at a time, with all that belongs to them

Rows = Iterator[dict[str, Any]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Amounts:
    """How much to write: users and articles in all, the rest of each article or user."""

    users: int = 50
    articles: int = 500
    tags: int = 3
    comments: int = 5
    favorites: int = 5
    follows: int = 10


def is_empty(settings: Settings) -> bool:
    """Tell whether the database, which has its tables, has no user yet."""
    with connected(settings.database_url) as connection:
        return connection.scalar(select(User.id).limit(1)) is None


def seed(
    settings: Settings,
    amounts: Amounts | None = None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Fill an empty database: all of it or, when interrupted, nothing.

    *progress* is called with the number of articles written so far, and of all.
    """
    amounts = amounts or Amounts()
    password_hash = Security(settings).hash_password(PASSWORD)
    with connected(settings.database_url) as connection, connection.begin():
        _write(connection, User, _users(amounts, password_hash))
        _write(connection, Follow, _follows(amounts))
        for start in range(1, amounts.articles + 1, BATCH):
            numbers = range(start, min(start + BATCH, amounts.articles + 1))
            _write(connection, Article, _articles(numbers, amounts))
            _write(connection, ArticleTag, _tags(numbers, amounts))
            _write(connection, Comment, _comments(numbers, amounts))
            _write(connection, Favorite, _favorites(numbers, amounts))
            progress(numbers[-1], amounts.articles)
        _advance_sequences(connection)


def _write(connection: Connection, model: type[Base], rows: Rows) -> None:
    batch = list(rows)
    if batch:
        connection.execute(insert(model), batch)


def _advance_sequences(connection: Connection) -> None:
    # The rows brought their own ids, of which PostgreSQL's counters know nothing.
    if connection.dialect.name == "postgresql":
        for model in (User, Article, Comment):
            sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
            last = select(func.max(model.id)).scalar_subquery()
            connection.execute(select(func.setval(sequence, func.coalesce(last, 1))))


def _users(amounts: Amounts, password_hash: str) -> Rows:
    for number in range(1, amounts.users + 1):
        yield {
            "id": number,
            "username": f"reader{number}",
            "email": f"reader{number}@example.org",
            "password_hash": password_hash,
            "session_key": new_key(),
            "token_key": new_key(),
            "bio": f"{_sentence(random.Random(number))}" if number % 2 else None,
        }


def _follows(amounts: Amounts) -> Rows:
    for number in range(1, amounts.users + 1):
        for other in _some_users(random.Random(-number), amounts, amounts.follows):
            if other != number:
                yield {"follower_id": number, "followed_id": other}


def _articles(numbers: range, amounts: Amounts) -> Rows:
    for number in numbers:
        chance = random.Random(number)
        title = _sentence(chance)
        description = f"{_sentence(chance)}."
        paragraphs = [_paragraph(chance) for _ in range(3)]
        written = BEGINNING + timedelta(minutes=number)
        yield {
            "id": number,
            "slug": f"{title.lower().replace(' ', '-')}-{number}",
            "title": title,
            "description": description,
            "body": "\n\n".join(paragraphs),
            # What Markdown makes of plain words, without the half a millisecond that it takes.
            "body_html": "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs),
            "author_id": number % amounts.users + 1,
            "created_at": written,
            "updated_at": written,
        }


def _tags(numbers: range, amounts: Amounts) -> Rows:
    for number in numbers:
        for name in random.Random(number).sample(TAGS, min(amounts.tags, len(TAGS))):
            yield {"article_id": number, "name": name}


def _comments(numbers: range, amounts: Amounts) -> Rows:
    for number in numbers:
        chance = random.Random(number)
        for comment in range(amounts.comments):
            written = BEGINNING + timedelta(minutes=number, seconds=comment + 1)
            yield {
                "id": (number - 1) * amounts.comments + comment + 1,
                "body": f"{_sentence(chance)}.",
                "article_id": number,
                "author_id": chance.randint(1, amounts.users),
                "created_at": written,
                "updated_at": written,
            }


def _favorites(numbers: range, amounts: Amounts) -> Rows:
    for number in numbers:
        for user in _some_users(random.Random(number), amounts, amounts.favorites):
            yield {"article_id": number, "user_id": user}


def _some_users(chance: random.Random, amounts: Amounts, most: int) -> list[int]:
    users = range(1, amounts.users + 1)
    return chance.sample(users, min(most, len(users)))


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=6)).capitalize()


def _paragraph(chance: random.Random) -> str:
    return " ".join(f"{_sentence(chance)}." for _ in range(9))
