"""Time limits on PostgreSQL, and connections that died in the pool, without a web server."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shared import database
from shared.settings import Settings
from tests.faults.clusters import own_cluster


@pytest.fixture(scope="module")
def own():
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture
def limited(settings, own):
    """Settings for that server, with a low limit."""
    return settings.model_copy(update={"database_url": own.url, "statement_timeout": 0.5})


def show(connection, name):
    return connection.scalar(text(f"SHOW {name}"))


def test_the_limits_nest():
    limits = Settings(secret_key="known to the tests and to nobody else")
    assert limits.lock_timeout < limits.statement_timeout
    assert limits.pool_timeout < limits.statement_timeout


@pytest.mark.parametrize("pooler", [False, True])
def test_the_application_has_limits_and_reads_in_utc(limited, pooler):
    engine = database.make_engine(limited.model_copy(update={"transaction_pooler": pooler}))
    with engine.connect() as connection:
        assert show(connection, "statement_timeout") == "500ms"
        assert show(connection, "lock_timeout") == "5s"
        assert show(connection, "timezone") == "UTC"
        connection.commit()
        connection.execution_options(**database.WRITE_OPTIONS["postgresql"])
        with connection.begin():
            assert show(connection, "statement_timeout") == "500ms"
    engine.dispose()


def test_commands_have_no_limits(own):
    with database.connected(own.url) as connection:
        assert show(connection, "statement_timeout") == "0"
        assert show(connection, "lock_timeout") == "0"


def test_a_silent_server_is_given_up_soon_after_it_should_have_given_up_itself(limited, own):
    engine = database.make_engine(limited)
    with engine.connect() as connection:
        begun = time.monotonic()
        with own.frozen(), pytest.raises(OperationalError) as caught:
            connection.execute(text("SELECT 1"))
        assert time.monotonic() - begun >= limited.statement_timeout
        assert caught.value.connection_invalidated
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


async def test_a_silent_server_is_given_up_by_an_event_loop_too(limited, own):
    engine = database.make_async_engine(limited)
    async with engine.connect() as connection:
        with own.frozen(), pytest.raises(OperationalError) as caught:
            await connection.execute(text("SELECT 1"))
        assert caught.value.connection_invalidated
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
    await engine.dispose()


def test_a_dead_connection_is_replaced_before_a_write_too(limited, own):
    engine = database.make_engine(limited)
    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    with database.connected(own.url) as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 10_000)"), {"pid": backend})
    options = database.WRITE_OPTIONS["postgresql"]
    with engine.execution_options(**options).begin() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != backend
    engine.dispose()
