"""Rows to the JSON objects of the contract.

Rows are unpacked into arguments, in the order in which ``queries`` selects them: reading a
column by name (``row.title``) costs a look-up each time, which made lists a third slower.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from .queries import TAG_SEPARATOR

Json = dict[str, Any]


def user(row: Sequence[Any], token: str) -> Json:
    """Return a user as the user itself sees it."""
    _, _, _, email, username, bio, image, *_ = row
    return {
        "user": {
            "email": email,
            "token": token,
            "username": username,
            "bio": bio,
            "image": image,
        }
    }


def profile(row: Sequence[Any]) -> Json:
    """Return a user as others see it."""
    _, *columns = row
    return {"profile": _person(*columns)}


def article(row: Sequence[Any]) -> Json:
    """Return one article, with its body."""
    slug, title, description, body, *rest = row
    return {"article": _article(slug, title, description, *rest) | {"body": body}}


def articles(rows: Iterable[Sequence[Any]], total: int) -> Json:
    """Return a page of articles, without their bodies, and the count of all."""
    return {"articles": [_article(*row[:-1]) for row in rows], "articlesCount": total}


def comment(row: Sequence[Any]) -> Json:
    """Return one comment."""
    return {"comment": _comment(*row)}


def comments(rows: Iterable[Sequence[Any]]) -> Json:
    """Return the comments of an article."""
    return {"comments": [_comment(*row) for row in rows]}


def tags(rows: Iterable[Sequence[Any]]) -> Json:
    """Return the names of tags."""
    return {"tags": [name for (name,) in rows]}


def _person(username: str, bio: str | None, image: str | None, following: bool) -> Json:
    return {"username": username, "bio": bio, "image": image, "following": following}


def _article(
    slug: str,
    title: str,
    description: str,
    tag_list: str | None,
    created_at: str,
    updated_at: str,
    favorited: bool,
    favorites_count: int,
    *author: Any,
) -> Json:
    return {
        "slug": slug,
        "title": title,
        "description": description,
        "tagList": sorted(tag_list.split(TAG_SEPARATOR)) if tag_list else [],
        "createdAt": created_at,
        "updatedAt": updated_at,
        "favorited": favorited,
        "favoritesCount": favorites_count,
        "author": _person(*author),
    }


def _comment(id: int, created_at: str, updated_at: str, body: str, *author: Any) -> Json:
    return {
        "id": id,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "body": body,
        "author": _person(*author),
    }
