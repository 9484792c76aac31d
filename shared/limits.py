"""Time limits on PostgreSQL, and dead connections that are found before they are used.

PostgreSQL itself ends a statement that runs, or waits for a lock, for too long. It is told so when
a connection is opened or, behind a transaction pooler, at the beginning of every transaction.
A pooler such as PgBouncer refuses startup options, and runs the next transaction on another of its
connections, where what was set for a session, and prepared statements, are unknown.

A server that is frozen or cut off keeps no limits. Each connection has a deadline of its own, too.
"""

import select
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from .settings import Settings

Result = TypeVar("Result")

INTERVAL = 0.1  # seconds between two looks for Ctrl-C while psycopg waits: its own default
SILENCE = 1.2  # times the limit of a statement, after which the server counts as gone


class SyncConnection(psycopg.Connection[Any]):
    """A connection that closes when the server is silent until a deadline."""

    deadline: float | None = None  # seconds

    def wait(
        self, gen: PQGen[Result], interval: float = INTERVAL, timeout: float | None = None
    ) -> Result:
        """Wait for the server; raises OperationalError after the deadline."""
        try:
            return super().wait(gen, interval, timeout or self.deadline)
        except psycopg.OperationalError:
            close_if_silent(self)
            raise


class AsyncConnection(psycopg.AsyncConnection[Any]):
    """The same for an event loop."""

    deadline: float | None = None  # seconds

    async def wait(
        self,
        gen: PQGen[Result],
        interval: float = INTERVAL,
        timeout: float | None = None,  # noqa: ASYNC109 (psycopg's own parameter)
    ) -> Result:
        """Wait for the server; raises OperationalError after the deadline."""
        try:
            return await super().wait(gen, interval, timeout or self.deadline)
        except psycopg.OperationalError:
            close_if_silent(self)
            raise


def close_if_silent(connection: SyncConnection | AsyncConnection) -> None:
    """Close a connection whose statement has neither succeeded nor failed: it is of no more use."""
    if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:
        connection.pgconn.finish()


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return what an engine on PostgreSQL is made with."""
    arguments: dict[str, Any] = {"connect_timeout": settings.connect_timeout}
    if settings.transaction_pooler:
        return {"connect_args": arguments | {"prepare_threshold": None}}
    options = " ".join(f"-c {name}={value}" for name, value in server_settings(settings).items())
    return {"connect_args": arguments | {"options": options}, "isolation_level": "AUTOCOMMIT"}


def server_settings(settings: Settings) -> dict[str, str]:
    """Return what PostgreSQL must know, by its own names."""
    return {
        "timezone": "UTC",
        "lock_timeout": f"{settings.lock_timeout * 1000:.0f}",
        "statement_timeout": f"{settings.statement_timeout * 1000:.0f}",
    }


def prepare(engine: Engine, settings: Settings) -> None:
    """Have an engine keep its limits, and drop connections that died while nobody used them."""

    def choose_class(dialect: Any, record: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if dialect.is_async:
            kwargs["async_creator_fn"] = AsyncConnection.connect
            return None
        return SyncConnection.connect(*args, **kwargs)

    def set_deadline(connection: Any, record: Any) -> None:
        record.driver_connection.deadline = settings.statement_timeout * SILENCE

    event.listen(engine, "do_connect", choose_class)
    event.listen(engine, "connect", set_deadline)
    event.listen(engine, "checkout", require_alive)
    if settings.transaction_pooler:
        values = server_settings(settings).items()
        statement = "; ".join(f"SET LOCAL {name} = '{value}'" for name, value in values)

        def set_local(connection: Connection) -> None:
            connection.exec_driver_sql(statement)

        event.listen(engine, "begin", set_local)


def require_alive(connection: Any, record: Any, proxy: Any) -> None:
    """Raise DisconnectionError, for which the pool opens a new connection, if the server closed it.

    A connection that nobody uses has nothing to read, except the end that a server made of it
    when it stopped. To look costs a system call; a ping (``pool_pre_ping``) costs a round trip.
    """
    driver = record.driver_connection
    if driver.closed:
        raise DisconnectionError
    poll = select.poll()
    poll.register(driver.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError
