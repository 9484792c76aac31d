"""The database of a request: one connection, opened, used and closed in one coroutine.

Under WSGI, Flask runs every async function in an event loop of its own: a view in one, a
teardown function in the next. A connection belongs to the loop that opened it, so no teardown
can close it and no pool can keep it. ``connected`` wraps a view into the one coroutine that
does everything, and every request opens a connection anew.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import wraps

from flask import Flask, current_app, g
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import WRITE_OPTIONS, make_async_engine
from shared.settings import Settings


def init_app(app: Flask, config: Settings) -> None:
    """Give an application its engine, which has been used once."""
    app.extensions["engine"] = make_async_engine(config, pooled=False)
    # What an engine learns at its first connection is guarded by a lock, which belongs to a loop
    # too: concurrent first requests, each in its own, would wait for ever. A thread, because
    # a server may call the factory where a loop is running already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, warm(app.extensions["engine"])).result()


async def warm(engine: AsyncEngine) -> None:
    """Open a connection once."""
    async with engine.connect():
        pass


def connected(view):
    """Run a view and close the connection that it used, in the same event loop."""

    @wraps(view)
    async def wrapper(**names):
        try:
            return await view(**names)
        finally:
            await release()

    return wrapper


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
    connection = await connect()
    await connection.commit()  # ends what reads have begun, so that the options may change
    await connection.execution_options(**WRITE_OPTIONS[connection.dialect.name])
    async with connection.begin():
        yield


async def release() -> None:
    """Close the connection, if this request has one."""
    if "connection" in g:
        await g.pop("connection").close()
