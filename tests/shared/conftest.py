"""Settings and databases for tests that look inside."""

import pytest

from shared import database
from shared.settings import Settings


@pytest.fixture
def settings(tmp_path):
    """Settings of an application with a SQLite database of its own, which has no tables yet."""
    return Settings(
        secret_key="known to the tests and to nobody else" * 2,
        database_url=f"sqlite:///{tmp_path}/test.sqlite3",
        argon2_time_cost=1,
        argon2_memory_cost=8,
        argon2_parallelism=1,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, new_database):
    """The URL of a database that has its tables and no rows, one kind after the other."""
    return new_database(request.param, f"shared_{abs(hash(request.node.nodeid))}")


@pytest.fixture
def engine(settings, database_url):
    """An engine on that database."""
    engine = database.make_engine(settings.model_copy(update={"database_url": database_url}))
    yield engine
    engine.dispose()
