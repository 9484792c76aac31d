"""The floor: the same SQL through the bare driver, the same bytes out, and nothing else.

No application in Python that asks this database for these rows, and answers with this JSON, has
less to do. It parses no query string, knows no viewer, handles no error, and has one connection.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from sqlalchemy import Select, make_url
from sqlalchemy.dialects import sqlite

from shared import queries
from shared.settings import Settings

NOBODY = {"viewer_id": None}
NEWEST = {**NOBODY, "limit": 20, "offset": 0}
ARTICLES = "/api/articles"
TAGS = "/api/tags"

Rows = Callable[[dict[str, Any]], list[tuple[Any, ...]]]


def create_app(settings: Settings) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that answers what is measured of the API, on SQLite."""
    connection = sqlite3.connect(make_url(settings.database_url).database or "")
    listing = _prepare(connection, queries.LISTINGS[frozenset()].page)
    one = _prepare(connection, queries.ARTICLE)
    tags = _prepare(connection, queries.TAGS)

    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == ARTICLES:
            document = _articles(listing(NEWEST))
        elif path == TAGS:
            document = {"tags": [name for (name,) in tags({})]}
        else:
            document = _article(*one({**NOBODY, "slug": path[len(ARTICLES) + 1 :]}))
        body = orjson.dumps(document)
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return app


def _prepare(connection: sqlite3.Connection, statement: Select[Any]) -> Rows:
    """Return a function that runs a statement as SQLite gets it, and returns its rows."""
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    sql = str(compiled)
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return lambda parameters: connection.execute(sql, constants | parameters).fetchall()


def _articles(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "articles": [
            {
                "slug": slug,
                "title": title,
                "description": description,
                "tagList": sorted(tags.split(queries.TAG_SEPARATOR)) if tags else [],
                "createdAt": created_at,
                "updatedAt": updated_at,
                "favorited": bool(favorited),
                "favoritesCount": favorites_count,
                "author": {
                    "username": username,
                    "bio": bio,
                    "image": image,
                    "following": bool(following),
                },
            }
            for slug, title, description, tags, created_at, updated_at, favorited,
            favorites_count, username, bio, image, following, _ in rows
        ],
        "articlesCount": rows[0][-1],
    }  # fmt: skip


def _article(row: tuple[Any, ...]) -> dict[str, Any]:
    slug, title, description, body, tags, created_at, updated_at, favorited, *rest = row
    favorites_count, username, bio, image, following = rest
    return {
        "article": {
            "slug": slug,
            "title": title,
            "description": description,
            "tagList": sorted(tags.split(queries.TAG_SEPARATOR)) if tags else [],
            "createdAt": created_at,
            "updatedAt": updated_at,
            "favorited": bool(favorited),
            "favoritesCount": favorites_count,
            "author": {
                "username": username,
                "bio": bio,
                "image": image,
                "following": bool(following),
            },
            "body": body,
        }
    }
