"""How many SQL statements a request leads to, as the log of PostgreSQL has them.

The setting is changed for the whole database server (ALTER SYSTEM) and its configuration read
again, for that alone reaches connections that are open already, as those in a pool are: a setting
of the database or of the role counts for new ones only. A backend that has been told reads the
configuration before its next command.

What begins and ends transactions, or changes a session, is not counted: it asks for no data, and
the driver sends it by itself.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from deployments.postgresql import LOGGED, MAINTENANCE, Cluster

from . import BenchmarkError

STATEMENT = re.compile(r"^(\w+) LOG: +(?:statement|execute [^:]*): [\s(]*(\w+)", re.MULTILINE)
UNCOUNTED = {
    *("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE"),
    *("SET", "RESET", "SHOW", "DISCARD", "DEALLOCATE"),
}
SETTLED = 0.03  # seconds after an answer in which the server may still have something to say
LIMIT = 5.0  # seconds until PostgreSQL has read its configuration


def count(cluster: Cluster, database: str, request: Callable[[], object]) -> int:
    """Return how many statements a request leads to, in a database that nobody else uses.

    Raises BenchmarkError if PostgreSQL does not change what it logs.
    """
    with logged(cluster):
        seen = cluster.log.stat().st_size
        request()
        time.sleep(SETTLED)
        with cluster.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(seen)
            return len(statements(log.read(), database))


def statements(log: str, database: str) -> list[str]:
    """Return the first word of each statement in a database that the lines of a log tell of."""
    found = [word.upper() for name, word in STATEMENT.findall(log) if name == database]
    return [word for word in found if word not in UNCOUNTED]


@contextmanager
def logged(cluster: Cluster) -> Iterator[None]:
    """Have every statement logged for as long as the block lasts, and then as before."""
    before = {name: _shown(cluster, name) for name in LOGGED}
    _set(cluster, LOGGED)
    try:
        yield
    finally:
        _set(cluster, before)


def _set(cluster: Cluster, values: dict[str, str]) -> None:
    with psycopg.connect(cluster.url(MAINTENANCE), autocommit=True) as connection:
        for name, value in values.items():
            statement = sql.SQL("ALTER SYSTEM SET {} = {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")
    _wait(cluster, values)


def _wait(cluster: Cluster, values: dict[str, str]) -> None:
    # PostgreSQL tells the connections that are open before it accepts another one: once a new one
    # has the new values, all have been told.
    deadline = time.monotonic() + LIMIT
    while any(_shown(cluster, name) != value for name, value in values.items()):
        if time.monotonic() > deadline:
            raise BenchmarkError(f"PostgreSQL did not set {', '.join(values)} in {LIMIT:.0f} s")
        time.sleep(0.005)


def _shown(cluster: Cluster, name: str) -> str:
    with psycopg.connect(cluster.url(MAINTENANCE), autocommit=True) as connection:
        [(value,)] = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchall()
    return str(value)
