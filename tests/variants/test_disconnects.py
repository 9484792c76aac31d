"""raw_asgi when a client leaves: what a server without a socket can show, and a real one cannot.

Quart cancels a request in the same way; ``tests/faults/test_disconnects.py`` tries both over HTTP.
"""

import asyncio
import json
import logging

import pytest
from sqlalchemy import event

from shared.settings import Settings
from tests.conftest import databases_of
from tests.contract.client import draft, newcomer
from tests.faults.waiting import writers_wait
from tests.variants.asgi_server import JSON, Client, Site, body_of, in_pieces
from variants.raw_asgi import create_app

POOL_SIZE = 2
LIMIT = 20  # seconds that a test waits for what should happen at once


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", databases_of(metafunc.config), scope="module")


@pytest.fixture(scope="module")
def database_url(new_database, database):
    return new_database(database, "raw_asgi_disconnects")


@pytest.fixture
async def site(database_url, caplog):
    """The application, whose pool must be full at the end, with nothing logged."""
    settings = Settings(
        secret_key="known to the tests and to nobody else",
        database_url=database_url,
        pool_size=POOL_SIZE,
        argon2_time_cost=1,
        argon2_memory_cost=8,
        argon2_parallelism=1,
    )
    site = Site(create_app(settings))
    yield site
    assert site.app.engine.pool.checkedout() == 0
    await site.app.engine.dispose()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def begin(site, method, path, *messages, headers=()):
    """Begin a request, and return its client and the server's task."""
    client = Client(*(messages or in_pieces(b"")))
    scope = {"method": method, "path": path, "headers": list(headers)}
    return client, asyncio.ensure_future(site.serve(client, **scope))


def seen(site, kind):
    """Return an event: a statement of a kind, such as INSERT, goes to the database."""
    happened = asyncio.Event()

    def see(connection, cursor, statement, *_):
        if statement.startswith(kind):
            happened.set()

    event.listen(site.app.engine.sync_engine, "before_cursor_execute", see)
    return happened


def count_connections(site):
    """Return a list that grows by an item with every connection that is opened."""
    opened = []
    event.listen(site.app.engine.sync_engine, "connect", lambda *_: opened.append(1))
    return opened


async def test_work_for_a_client_that_has_gone_is_not_begun(site):
    client = await site.register(*in_pieces(body_of(newcomer())), {"type": "http.disconnect"})
    assert client.sent == []
    assert site.app.engine.pool.checkedin() == 0, "a connection was opened"


async def test_a_client_that_leaves_no_longer_waits_for_a_connection(site):
    engine = site.app.engine
    async with asyncio.timeout(LIMIT), engine.connect(), engine.connect():
        client, task = begin(site, "GET", "/api/tags")
        for _ in range(10):
            await asyncio.sleep(0)  # as far as it gets without a connection
        client.leave()
        await task
    assert client.sent == []
    assert (await site.ask("GET", "/api/tags")).status == 200


@pytest.mark.parametrize("stops", [0, 1, 2], ids=["leaves", "and the server stops", "twice"])
async def test_a_client_that_leaves_in_the_middle_of_a_write(site, database_url, stops):
    headers = [JSON, await site.authorization()]
    article = in_pieces(json.dumps({"article": draft()}).encode())
    opened, inserting = count_connections(site), seen(site, "INSERT")
    async with asyncio.timeout(LIMIT):
        with writers_wait(database_url):
            client, task = begin(site, "POST", "/api/articles", *article, headers=headers)
            await inserting.wait()
            client.leave()
            for _ in range(stops):
                await asyncio.sleep(0.01)
                task.cancel()
        await asyncio.wait([task])
        assert client.sent == []
        assert (await site.ask("POST", "/api/articles", *article, headers=headers)).status == 201
    assert stops or not opened, "the connection was closed, and another one opened"


async def test_a_client_that_leaves_while_the_response_is_sent(site):
    client = Client(*in_pieces(b""))

    async def send(message):
        client.sent.append(message)
        client.leave()
        await asyncio.sleep(0)
        if message["type"] == "http.response.body":
            raise OSError("the connection is closed")

    client.send = send
    await site.serve(client, method="GET", path="/api/tags")
    assert len(client.sent) == 2
