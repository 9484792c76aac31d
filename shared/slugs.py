"""Slugs: the part of an article's address that comes from its title."""

import secrets
from collections.abc import Iterator
from typing import Any

from slugify import slugify

from .payloads import ArticleUpdate, NewArticle

MAX_LENGTH = 100
SUFFIX_BYTES = 4
RESERVED = {"feed"}  # /api/articles/feed is not an article
ATTEMPTS = 5


def candidates(title: str) -> Iterator[str]:
    """Yield slugs to try for a title, the plain one first, then some with a random suffix.

    Whether one is taken only the database knows: the caller tries until it agrees.
    """
    # A title is plain text: "&#65;" in it is five characters, not an "A".
    words = slugify(title, entities=False, decimal=False, hexadecimal=False, max_length=MAX_LENGTH)
    if words and words not in RESERVED:
        yield words
    stem = words[: MAX_LENGTH - 2 * SUFFIX_BYTES - 1].rstrip("-")
    for _ in range(ATTEMPTS):
        suffix = secrets.token_hex(SUFFIX_BYTES)
        yield f"{stem}-{suffix}" if stem else suffix


def changes(article: Any, update: ArticleUpdate | NewArticle) -> Iterator[dict[str, str]]:
    """Yield what to try to change of an article's slug: nothing, unless the title is a new one.

    *article* is a row of ``queries.ARTICLE_HEAD``. Its slug is not written back: another request
    may have changed it meanwhile.
    """
    if "title" in update.model_fields_set and update.title != article.title:
        yield from ({"slug": slug} for slug in candidates(update.title))
    else:
        yield {}
