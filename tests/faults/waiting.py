"""Another writer, who makes requests wait, and a view of who waits."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
CONNECTIONS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""


@contextmanager
def writers_wait(url: str) -> Iterator[None]:
    """Have everybody who writes to a database wait for as long as the block lasts."""
    if url.startswith("sqlite"):
        with _sqlite(url) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute("LOCK TABLE users, articles, comments IN SHARE MODE")
            yield


@contextmanager
def readers_wait(url: str, table: str) -> Iterator[None]:
    """Have everybody who reads a table of PostgreSQL wait for as long as the block lasts."""
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def _sqlite(url: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def count_waiting(url: str) -> int:
    """Return how many statements wait for a lock of PostgreSQL."""
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(WAITING).fetchone()[0]


def connections(url: str) -> set[int]:
    """Return the process ids of PostgreSQL that serve connections to a database."""
    with psycopg.connect(url, autocommit=True) as connection:
        return {pid for (pid,) in connection.execute(CONNECTIONS)}


def until(condition: Callable[[], bool], what: str, limit: float = 60) -> None:
    """Wait until a condition holds, and fail if it does not within *limit* seconds."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"not within {limit} seconds: {what}"
        time.sleep(0.02)
