"""The databases of a run: one of each kind is filled, and every server gets a copy of its own.

So no candidate finds what another one has written, and all begin with the same rows and the same
statistics of them.
"""

import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from deployments.launch import prepare
from deployments.postgresql import Cluster, embedded

from .commands import started_on

FILLED = "anatomy"


@dataclass(frozen=True)
class Databases:
    """PostgreSQL, a directory with the files of SQLite, and the numbers of the copies."""

    cluster: Cluster
    directory: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, kind: str, name: str = FILLED) -> str:
        """Return the address of the database of a kind and a name."""
        return self.cluster.url(name) if kind == "postgresql" else f"sqlite:///{self._file(name)}"

    def fill(self) -> None:
        """Fill a database of each kind with the sample data; raises DeploymentError."""
        self.cluster.create(FILLED)
        for kind in ("postgresql", "sqlite"):
            prepare(self.url(kind))
        # PostgreSQL does it by itself about a minute after the tables were filled: in the middle of
        # a measurement, and some would be measured with other plans than others.
        with psycopg.connect(self.url("postgresql"), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    @contextmanager
    def copy(self, kind: str) -> Iterator[str]:
        """Make a copy for as long as the block lasts, and give its name."""
        copy = f"copy_{next(self.numbers)}"
        if kind == "postgresql":
            self.cluster.create(copy, template=FILLED)
            yield copy
            self.cluster.drop(copy)
        else:
            shutil.copy(self._file(FILLED), self._file(copy))
            yield copy
            for path in self.directory.glob(f"{copy}.*"):
                path.unlink()

    def _file(self, name: str) -> Path:
        return self.directory / f"{name}.sqlite3"


@contextmanager
def databases(cores: Collection[int]) -> Iterator[Databases]:
    """Run PostgreSQL on some cores, and fill the databases, for as long as the block lasts."""
    with ExitStack() as stack:
        directory = stack.enter_context(TemporaryDirectory(prefix="anatomy-benchmarks-"))
        with started_on(cores):
            cluster = stack.enter_context(embedded())
        made = Databases(cluster, Path(directory))
        made.fill()
        yield made
