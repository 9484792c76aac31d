"""Statements are counted where they arrive, in PostgreSQL."""

import psycopg
import pytest

from benchmarks.statements import count, logged, statements
from deployments.postgresql import embedded

LOG = """\
one LOG:  statement: BEGIN
one LOG:  execute <unnamed>: SELECT *
\tFROM statement
two LOG:  execute _pg3_0: SELECT 1
one LOG:  execute _pg3_1: with it as (SELECT 1) SELECT * FROM it
one LOG:  statement: (SELECT 1) UNION (SELECT 2)
one ERROR:  statement: not one
one LOG:  statement: COMMIT
 LOG:  statement: of nobody
"""


@pytest.fixture(scope="module")
def cluster():
    """Run a PostgreSQL server that logs no statement unless it is told to."""
    with embedded(durable=False) as cluster:
        cluster.create("asked")
        cluster.create("other")
        yield cluster


@pytest.fixture
def connection(cluster):
    """A connection such as a pool holds, which was open before anything was counted."""
    with psycopg.connect(cluster.url("asked")) as connection:
        connection.execute("SELECT 'early'")
        connection.commit()
        yield connection


def test_what_begins_and_ends_transactions_is_not_counted():
    assert statements(LOG, "one") == ["SELECT", "WITH", "SELECT"]
    assert statements(LOG, "two") == ["SELECT"]


def test_statements_on_a_connection_that_was_open_are_counted(cluster, connection):
    def request():
        connection.execute("SELECT 1")
        connection.execute("SELECT %s::text", ["a"])
        connection.commit()

    assert [count(cluster, "asked", request) for _ in range(10)] == [2] * 10


def test_statements_in_another_database_are_not_counted(cluster, connection):
    def request():
        with psycopg.connect(cluster.url("other")) as other:
            other.execute("SELECT 1")
        connection.execute("SELECT 1")

    assert count(cluster, "asked", request) == 1


def test_nothing_is_logged_after_the_request(cluster, connection):
    count(cluster, "asked", lambda: None)
    connection.execute("SELECT 'unheard'")
    assert "unheard" not in cluster.log.read_text()


def test_a_server_that_logged_before_goes_on(cluster, connection):
    with logged(cluster):
        count(cluster, "asked", lambda: None)
        connection.execute("SELECT 'heard'")
    assert "asked LOG:  statement: SELECT 'heard'" in cluster.log.read_text()


def test_logging_ends_with_a_request_that_fails(cluster, connection):
    with pytest.raises(LookupError):
        count(cluster, "asked", {}.popitem)
    connection.execute("SELECT 'unheard of'")
    assert "unheard of" not in cluster.log.read_text()
