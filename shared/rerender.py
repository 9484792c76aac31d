"""Render all articles again, when the rules of ``markdown`` have changed.

``nox -s rerender -- sqlite:///var/anatomy.sqlite3`` does it. Interrupted, it has rendered some of
them: run it again.
"""

import argparse
from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select, update

from . import markdown
from .database import connected
from .models import Article

BATCH = 500  # articles rendered at a time

NEXT = (
    select(Article.id, Article.body)
    .where(Article.id > bindparam("last"))
    .order_by(Article.id)
    .limit(BATCH)
)
# An article whose body was changed meanwhile has been rendered by whoever changed it.
UPDATE = (
    update(Article)
    .where(Article.id == bindparam("article_id"), Article.body == bindparam("read"))
    .values(body_html=bindparam("rendered"))
)


def batches(connection: Connection) -> Iterator[int]:
    """Render all articles, and yield the number of those that are done, after each few hundred."""
    done = last = 0
    while rows := connection.execute(NEXT, {"last": last}).all():
        rendered = [
            {"article_id": id, "read": body, "rendered": markdown.render(body)} for id, body in rows
        ]
        connection.execute(UPDATE, rendered)
        done += len(rows)
        last = rows[-1].id
        yield done


def main() -> None:
    """Render all articles, a batch in each transaction, and tell how far it is."""
    parser = argparse.ArgumentParser(prog="rerender", description="Render all articles again.")
    parser.add_argument("database", help="the database's URL")
    done = 0
    with connected(parser.parse_args().database) as connection:
        for done in batches(connection):
            connection.commit()
            print(f"\r{done} articles rendered", end="", flush=True)
    print(f"\r{done} articles rendered")


if __name__ == "__main__":
    main()
