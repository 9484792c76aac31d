"""Rows to what the templates show.

Like ``render``, which makes JSON of the same rows, these functions unpack a row in the order in
which ``queries`` selects its columns.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .queries import TAG_SEPARATOR

PER_PAGE = 10
NEIGHBOURS = 2  # pages to link to on either side of the current one


class Preview(NamedTuple):
    """An article in a list."""

    slug: str
    title: str
    description: str
    tags: list[str]
    created_at: str
    favorited: bool
    favorites_count: int
    author: str
    image: str | None


class Article(NamedTuple):
    """An article to read."""

    id: int
    slug: str
    title: str
    description: str
    body_html: str
    tags: list[str]
    created_at: str
    favorited: bool
    favorites_count: int
    author: str
    image: str | None
    following: bool


class Comment(NamedTuple):
    """A remark under an article."""

    id: int
    created_at: str
    body: str
    author: str
    image: str | None


class Profile(NamedTuple):
    """A user as others see it."""

    id: int
    username: str
    bio: str | None
    image: str | None
    following: bool


@dataclass(frozen=True)
class Pagination:
    """The pages of a list: its address without a page, the page shown, and the last one."""

    url: str
    page: int
    last: int

    @property
    def numbers(self) -> Iterator[int | None]:
        """The pages to link to, with None for a gap: ten thousand links would help nobody."""
        previous = 0
        for number in sorted(self._linked()):
            if number == previous + 2:
                yield number - 1  # a gap of one is no gap
            elif number > previous + 1:
                yield None
            yield number
            previous = number

    def _linked(self) -> set[int]:
        around = range(self.page - NEIGHBOURS, self.page + NEIGHBOURS + 1)
        return {1, self.last, *(number for number in around if 1 <= number <= self.last)}


def limits(page: int) -> dict[str, int]:
    """Return which rows are on a page of a list, by the names that ``queries`` has for them."""
    return {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}


def pagination(url: str, page: int, total: int) -> Pagination:
    """Return the pages of a list of *total* articles."""
    return Pagination(url, page, -(-total // PER_PAGE) or 1)


def previews(rows: Iterable[Sequence[Any]]) -> list[Preview]:
    """Return the articles of a list."""
    return [
        Preview(
            slug, title, description, _split(tags), created_at, favorited, count, author, image
        )
        for slug, title, description, tags, created_at, _, favorited, count,
        author, _, image, _, _ in rows
    ]  # fmt: skip


def article(row: Sequence[Any]) -> Article:
    """Return one article."""
    slug, title, description, id, body_html, tags, created_at, _, *rest = row
    favorited, count, author, _, image, following = rest
    return Article(
        id, slug, title, description, body_html, _split(tags), created_at,
        favorited, count, author, image, following,
    )  # fmt: skip


def draft(row: Sequence[Any]) -> dict[str, Any]:
    """Return what the editor shows of an article, by the names of its form's fields."""
    _, title, description, body, tags, *_ = row
    return {"title": title, "description": description, "body": body, "tagList": _split(tags)}


def comments(rows: Iterable[Sequence[Any]]) -> list[Comment]:
    """Return the comments on an article."""
    return [
        Comment(id, created_at, body, author, image)
        for id, created_at, _, body, author, _, image, _ in rows
    ]


def profile(row: Sequence[Any]) -> Profile:
    """Return a user as others see it."""
    return Profile(*row)


def tags(rows: Iterable[Sequence[Any]]) -> list[str]:
    """Return the names of tags."""
    return [name for (name,) in rows]


def _split(tags: str | None) -> list[str]:
    return sorted(tags.split(TAG_SEPARATOR)) if tags else []
