"""The database of a request: one connection, opened at the first statement.

``g`` keeps it until the application context ends, and Flask then calls ``release``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g

from shared.database import WRITE_OPTIONS, make_engine
from shared.settings import Settings


def init_app(app: Flask, config: Settings) -> None:
    """Give an application its engine, and have each request return its connection."""
    app.extensions["engine"] = make_engine(config)
    app.teardown_appcontext(release)


def connect():
    """Return the connection of this request, opening it if need be."""
    if "connection" not in g:
        g.connection = current_app.extensions["engine"].connect()
    return g.connection


def execute(statement, parameters=None):
    """Run a statement."""
    connection = connect()
    return connection.execute(statement, parameters)


def fetch_one(statement, parameters=None):
    """Return the only row of a statement, or None."""
    rows = execute(statement, parameters)
    return rows.one_or_none()


def fetch_all(statement, parameters=None):
    """Return the rows of a statement."""
    rows = execute(statement, parameters)
    return rows.all()


@contextmanager
def transaction() -> Iterator[None]:
    """Write all that the block writes, or nothing when it raises."""
    connection = connect()
    connection.commit()  # ends what reads have begun, so that the options may change
    connection.execution_options(**WRITE_OPTIONS[connection.dialect.name])
    with connection.begin():
        yield


def release(error: BaseException | None = None) -> None:
    """Return the connection to the pool, if this request has one."""
    if "connection" in g:
        g.pop("connection").close()
