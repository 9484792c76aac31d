"""E-mail addresses, tags and titles in Unicode's Normalization Form C, in which they are looked up.

Two accounts whose addresses become one stay as they are: which of them is found is nobody's to
choose here. An article that has a tag in two forms keeps one of them.
"""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

users: Any = sa.table("users", sa.column("id"), sa.column("email"))
articles: Any = sa.table("articles", sa.column("id"), sa.column("title"))
tags: Any = sa.table("article_tags", sa.column("article_id"), sa.column("name"))


def upgrade() -> None:
    """Bring the rows forward."""
    connection = op.get_bind()
    taken = set(connection.execute(sa.select(users.c.email)).scalars())
    for id, email in others(connection, users.c.id, users.c.email):
        if (new := nfc(email)) not in taken:
            taken.add(new)
            connection.execute(users.update().where(users.c.id == id).values(email=new))
    for id, title in others(connection, articles.c.id, articles.c.title):
        connection.execute(articles.update().where(articles.c.id == id).values(title=nfc(title)))
    kept = set(map(tuple, connection.execute(sa.select(tags.c.article_id, tags.c.name))))
    for article_id, name in others(connection, tags.c.article_id, tags.c.name):
        row = (tags.c.article_id == article_id, tags.c.name == name)
        if (article_id, nfc(name)) in kept:
            connection.execute(tags.delete().where(*row))
        else:
            kept.add((article_id, nfc(name)))
            connection.execute(tags.update().where(*row).values(name=nfc(name)))


def downgrade() -> None:
    """Leave the rows as they are: nobody knows how they were typed."""


def others(connection: sa.Connection, *columns: Any) -> list[Any]:
    """Return the rows whose last column is not normalised."""
    return [row for row in connection.execute(sa.select(*columns)) if row[-1] != nfc(row[-1])]


def nfc(text: str) -> str:
    """Return a text in Normalization Form C."""
    return unicodedata.normalize("NFC", text)
