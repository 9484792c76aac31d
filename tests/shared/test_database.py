"""Schema, engines and statements, on the real databases."""

from contextlib import suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from shared import database, queries
from shared.models import Base, User

ANN = {
    "username": "ann",
    "email": "ann@example.org",
    "password_hash": "-",
    "session_key": "-",
    "token_key": "-",
}


def test_the_migrations_lead_to_the_models(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(engine, database_url):
    with engine.begin() as connection:
        connection.execute(queries.INSERT_USER, ANN)
    database.migrate(database_url)
    with engine.connect() as connection:
        assert connection.scalar(select(User.username)) == "ann"


def test_a_write_that_fails_halfway_is_undone(engine):
    options = database.WRITE_OPTIONS[engine.dialect.name]
    with suppress(ZeroDivisionError), engine.execution_options(**options).begin() as connection:
        connection.execute(queries.INSERT_USER, ANN)
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert connection.scalar(select(User.id)) is None


def test_a_connection_that_wrote_reads_in_autocommit_again(settings, new_database):
    url = new_database("postgresql", "autocommit")
    engine = database.make_engine(settings.model_copy(update={"database_url": url, "pool_size": 1}))
    for _ in range(2):
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver.autocommit
            connection.execution_options(**database.WRITE_OPTIONS["postgresql"])
            assert not driver.autocommit
    engine.dispose()


def test_sqlite_is_set_up_for_several_writers(settings):
    engine = database.make_engine(settings)
    with engine.connect() as connection:
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": settings.lock_timeout * 1000,
    }


def test_another_kind_of_database_is_refused_in_one_line(settings):
    other = settings.model_copy(update={"database_url": "mysql://localhost/x"})
    with pytest.raises(ValueError, match=r"^DATABASE_URL must start with sqlite: or postgresql:"):
        database.make_engine(other)


@pytest.mark.parametrize("filters", queries.LISTINGS, ids=lambda names: "-".join(sorted(names)))
@pytest.mark.parametrize("text", ["a\0b", "a\udcffb"])
def test_every_combination_of_filters_takes_texts_that_no_row_can_hold(engine, filters, text):
    names = {"viewer_id": None, "limit": 20, "offset": 0} | dict.fromkeys(filters, text)
    listing = queries.LISTINGS[filters]
    with engine.connect() as connection:
        assert connection.execute(listing.page, names).all() == []
        assert connection.scalar(listing.count, names) == 0


async def test_the_async_engine_sees_the_same_data(settings, database_url, engine):
    with engine.begin() as connection:
        connection.execute(queries.INSERT_USER, ANN)
    config = settings.model_copy(update={"database_url": database_url})
    for pooled in (True, False):
        async_engine = database.make_async_engine(config, pooled=pooled)
        async with async_engine.connect() as connection:
            rows = await connection.execute(queries.VIEWER, {"id": 1, "token_key": "-"})
            assert rows.one().username == "ann"
        await async_engine.dispose()
