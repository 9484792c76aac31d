"""Engines, sync and async, on SQLite and PostgreSQL, and the schema brought up to date.

Reads run in AUTOCOMMIT on PostgreSQL: a transaction around a single SELECT costs two more
round trips (a tiny read took 315 µs in one, 154 µs without). Writes run in one explicit
transaction, on a connection that has ``WRITE_OPTIONS``. SQLite needs no such switch: it begins
a transaction at the first write by itself, and IMMEDIATE makes it wait for its turn there
instead of failing with "database is locked" later.

The engines of the application keep the time limits of the settings (``limits``). Commands that
change a database have none: a migration takes as long as it takes.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    NullPool,
    create_engine,
    event,
    make_url,
)

from . import sqlite
from .settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

SYNC_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}

WRITE_OPTIONS: Mapping[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}

# How a command that changes a database connects: it waits for SQLite's lock for half a minute,
# and prepares no statements, which a pooler in front of PostgreSQL could not keep.
CONNECT_ARGUMENTS: Mapping[str, dict[str, Any]] = {
    "sqlite": {"isolation_level": "IMMEDIATE", "timeout": 30},
    "postgresql": {"prepare_threshold": None},
}

PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers do not wait for a writer, nor it for them
    "PRAGMA synchronous = NORMAL",  # safe with WAL, and one fsync less per commit
    "PRAGMA foreign_keys = ON",
)


def make_engine(settings: Settings) -> Engine:
    """Return an engine with a pool of ``settings.pool_size`` connections, and no more."""
    url = _url(settings.database_url, SYNC_DRIVERS)
    return _prepare(create_engine(url, **_options(url, settings), **_pool(settings)), settings)


def make_async_engine(settings: Settings, *, pooled: bool = True) -> "AsyncEngine":
    """Return an async engine; without a pool, every connection is opened and closed in use.

    A connection belongs to the event loop that opened it: where loops come and go, no pool
    can keep it.
    """
    # Imported here because it wants greenlet, which the sync variants can do without.
    from sqlalchemy.ext.asyncio import create_async_engine

    url = _url(settings.database_url, ASYNC_DRIVERS)
    pool = _pool(settings) if pooled else {"poolclass": NullPool}
    engine = create_async_engine(url, **_options(url, settings), **pool)
    _prepare(engine.sync_engine, settings)
    event.listen(engine.sync_engine, "handle_error", _keep_cancelled)
    return engine


def migrate(database_url: str) -> None:
    """Bring the schema of a database up to date, creating it where there is none."""
    # Imported here because a server, which never migrates, would load Alembic for nothing.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "shared:migrations")
    with connected(database_url) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    """Open one connection to a database, for a command that changes it."""
    url = _url(database_url, SYNC_DRIVERS)
    engine = create_engine(url, connect_args=CONNECT_ARGUMENTS[url.get_backend_name()])
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _url(database_url: str, drivers: Mapping[str, str]) -> URL:
    url = make_url(database_url)
    if url.drivername not in drivers:
        known = " or ".join(f"{name}:" for name in drivers)
        raise ValueError(f"DATABASE_URL must start with {known}, not {url.drivername}:")
    return url.set(drivername=drivers[url.drivername])


def _options(url: URL, settings: Settings) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        from . import limits  # imports psycopg, for which SQLite has no use

        return limits.engine_options(settings)
    return {"connect_args": {"isolation_level": "IMMEDIATE", "timeout": settings.lock_timeout}}


def _pool(settings: Settings) -> dict[str, Any]:
    return {
        "pool_size": settings.pool_size,
        "max_overflow": 0,
        "pool_timeout": settings.pool_timeout,
    }


def _prepare(engine: Engine, settings: Settings) -> Engine:
    if engine.dialect.name == "postgresql":
        from . import limits

        limits.prepare(engine, settings)
    else:
        event.listen(engine, "connect", _set_pragmas)
        sqlite.limit_waiting(engine, settings.lock_timeout)
    return engine


def _set_pragmas(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _keep_cancelled(context: ExceptionContext) -> None:
    """Keep the connection of a cancelled statement, which SQLAlchemy would close.

    Both drivers leave a connection that can be used. psycopg cancels the statement in the database
    and waits for its end, or closes the connection when it cannot; closing all of them would be a
    storm of reconnections whenever many clients lose patience. aiosqlite's thread completes the
    statement, and the rollback queues behind it; without one, the statement's cursor would keep
    a closed connection, and the lock that it holds, until it is garbage collected.
    """
    if isinstance(context.original_exception, asyncio.CancelledError) and context.connection:
        driver_connection = context.connection.connection.driver_connection
        context.is_disconnect = getattr(driver_connection, "closed", False)
