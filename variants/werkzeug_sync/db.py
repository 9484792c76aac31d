"""The database of a request: one connection, opened at the first statement.

The request keeps it, and the application calls ``release`` when it has the response.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.database import WRITE_OPTIONS


class Database:
    """What a request asks of the database."""

    def __init__(self, engine):
        self.engine = engine
        self.connection = None

    def connect(self):
        """Return the connection of this request, opening it if need be."""
        if self.connection is None:
            self.connection = self.engine.connect()
        return self.connection

    def execute(self, statement, parameters=None):
        """Run a statement."""
        return self.connect().execute(statement, parameters)

    def fetch_one(self, statement, parameters=None):
        """Return the only row of a statement, or None."""
        return self.execute(statement, parameters).one_or_none()

    def fetch_all(self, statement, parameters=None):
        """Return the rows of a statement."""
        return self.execute(statement, parameters).all()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block writes, or nothing when it raises."""
        connection = self.connect()
        connection.commit()  # ends what reads have begun, so that the options may change
        connection.execution_options(**WRITE_OPTIONS[connection.dialect.name])
        with connection.begin():
            yield

    def release(self) -> None:
        """Return the connection to the pool, if this request has one."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
