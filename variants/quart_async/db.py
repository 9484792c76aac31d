"""The database of a request: one connection, opened at the first statement.

``g`` keeps it until the application context ends, and Quart then calls ``release``.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from quart import Quart, current_app, g
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.database import WRITE_OPTIONS, make_async_engine
from shared.settings import Settings


def init_app(app: Quart, config: Settings) -> None:
    """Give an application its engine, and have each request return its connection."""
    app.extensions["engine"] = make_async_engine(config)
    app.extensions["writers"] = asyncio.Semaphore(max(1, config.pool_size - 1))
    app.config["LOCK_TIMEOUT"] = config.lock_timeout
    app.teardown_appcontext(release)
    app.after_serving(app.extensions["engine"].dispose)


async def connect():
    """Return the connection of this request, opening it if need be."""
    if "connection" not in g:
        g.connection = await current_app.extensions["engine"].connect()
    return g.connection


async def execute(statement, parameters=None):
    """Run a statement."""
    connection = await connect()
    return await connection.execute(statement, parameters)


async def fetch_one(statement, parameters=None):
    """Return the only row of a statement, or None."""
    rows = await execute(statement, parameters)
    return rows.one_or_none()


async def fetch_all(statement, parameters=None):
    """Return the rows of a statement."""
    rows = await execute(statement, parameters)
    return rows.all()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Write all that the block writes, or nothing when it raises."""
    async with turn():
        connection = await connect()
        await connection.commit()  # ends what reads have begun, so that the options may change
        await connection.execution_options(**WRITE_OPTIONS[connection.dialect.name])
        async with connection.begin():
            yield


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Wait until a connection is left to readers while this one writes, or waits for a lock."""
    writers = current_app.extensions["writers"]
    if writers.locked():
        await release()
    try:
        async with asyncio.timeout(current_app.config["LOCK_TIMEOUT"]):
            await writers.acquire()
    except TimeoutError:
        raise PoolTimeout("too many writers wait for a lock") from None
    try:
        yield
    finally:
        writers.release()


async def release(error: BaseException | None = None) -> None:
    """Return the connection to the pool, if this request has one."""
    if "connection" in g:
        # Unlike close(), this is completed even if the request is cancelled in the meantime.
        await g.pop("connection").__aexit__(None, None, None)
