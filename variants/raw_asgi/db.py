"""The database of a request: one connection, opened at the first statement.

The request keeps it, and the application calls ``release`` when it has the response.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import errors
from shared.database import WRITE_OPTIONS


class Database:
    """What a request asks of the database."""

    def __init__(self, app):
        self.app = app
        self.connection = None

    async def connect(self):
        """Return the connection of this request, opening it if need be."""
        if self.connection is None:
            self.connection = await self.app.engine.connect()
        return self.connection

    async def execute(self, statement, parameters=None):
        """Run a statement."""
        connection = await self.connect()
        return await connection.execute(statement, parameters)

    async def fetch_one(self, statement, parameters=None):
        """Return the only row of a statement, or None."""
        rows = await self.execute(statement, parameters)
        return rows.one_or_none()

    async def fetch_all(self, statement, parameters=None):
        """Return the rows of a statement."""
        rows = await self.execute(statement, parameters)
        return rows.all()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Write all that the block writes, or nothing when it raises."""
        async with self.turn():
            connection = await self.connect()
            await connection.commit()  # ends what reads have begun, so that the options may change
            await connection.execution_options(**WRITE_OPTIONS[connection.dialect.name])
            async with connection.begin():
                yield

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a connection is left to readers while this one writes, or waits for a lock."""
        writers = self.app.writers
        if writers.locked():
            await self.release()
        try:
            async with asyncio.timeout(self.app.lock_timeout):
                await writers.acquire()
        except TimeoutError:
            raise PoolTimeout("too many writers wait for a lock") from None
        try:
            yield
        finally:
            writers.release()

    async def release(self) -> None:
        """Return the connection to the pool, if this request has one."""
        if self.connection is not None:
            connection, self.connection = self.connection, None
            # Unlike close(), this is completed even if the request is cancelled in the meantime.
            await connection.__aexit__(None, None, None)


async def find_trouble(engine) -> str | None:
    """Open a connection, which stays in the pool; return why that fails in one line, or None."""
    try:
        async with engine.connect():
            return None
    except SQLAlchemyError as error:
        return f"the database cannot be used: {errors.reason(error)}"
