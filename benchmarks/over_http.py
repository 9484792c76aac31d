"""The half over HTTP: every variant as it is served, under load by k6.

One server at a time, over one database. Where there are two cores, the server has one of them to
itself; k6 has the other one, and the database shares it (of more than two, it has the rest).
"""

import http.client
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg

from deployments.launch import Deployment, Process, prepare, running
from deployments.postgresql import embedded
from variants import VARIANTS

from . import BenchmarkError
from .answers import Agreement, Answer
from .commands import Cores, share, started_on, usable_cores
from .endpoints import cheap_settings, targets
from .load import Load, put_under
from .progress import Progress

FASTEST = {"wsgi": "granian", "asgi": "uvicorn"}  # the README says how that was found

DATABASE_START = 6.0  # seconds until the database is there and filled
SERVER_START = 2.5

Cell = dict[str, Any]


@dataclass(frozen=True)
class OverHTTP:
    """Which variants are put under which load, at which endpoints, and how they are deployed.

    A server with threads uses a database connection for each of them, and no more; one with an
    event loop may use all ``connections``.
    """

    variants: Collection[str]
    endpoints: Collection[str]
    load: Load
    database: Literal["sqlite", "postgresql"]
    servers: Mapping[str, str] = field(default_factory=FASTEST.copy)
    threads: int = 4
    connections: int = 10
    cores: Cores = field(default_factory=lambda: share(usable_cores()))

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        variant = SERVER_START + len(self.endpoints) * self.load.duration
        return DATABASE_START + len(self.variants) * variant

    def measure(self, progress: Progress, record: Callable[[Cell], None]) -> None:
        """Put each variant under load at each endpoint; *record* gets each result at once.

        A result names the ``endpoint``, the ``variant`` and its ``server``, and holds k6's
        ``summary``. Raises BenchmarkError if a request fails or two variants answer differently,
        DeploymentError if a server or the database does not start.
        """
        agreement = Agreement()
        progress.begin(f"{self.database}: start", DATABASE_START)
        with _database(self.database, self.cores) as database_url:
            places = targets(cheap_settings(database_url))
            for variant in self.variants:
                progress.begin(f"{variant}: start", SERVER_START)
                with self._served(variant, database_url) as process:
                    for endpoint in self.endpoints:
                        progress.begin(f"{variant}: {endpoint}", self.load.duration)
                        url = f"{process.url}{places[endpoint]}"
                        agreement.check(endpoint, variant, fetch(url))
                        record(self._load(variant, endpoint, url, progress))

    def _load(self, variant: str, endpoint: str, url: str, progress: Progress) -> Cell:
        try:
            summary = put_under(self.load, url, self.cores.generator, progress.tick)
        except BenchmarkError as error:
            raise BenchmarkError(f"{variant} at {endpoint}: {error}") from error
        return {
            "endpoint": endpoint,
            "variant": variant,
            "server": self.servers[VARIANTS[variant].interface],
            "seconds": self.load.seconds,
            "summary": summary,
        }

    @contextmanager
    def _served(self, variant: str, database_url: str) -> Iterator[Process]:
        deployment = Deployment(
            variant,
            database_url,
            server=self.servers[VARIANTS[variant].interface],
            threads=self.threads,
            connections=self.connections,
        )
        with ExitStack() as stack:
            with started_on(self.cores.server):
                process = stack.enter_context(running(deployment))
            yield process


@contextmanager
def _database(kind: str, cores: Cores) -> Iterator[str]:
    with ExitStack() as stack:
        if kind == "sqlite":
            directory = stack.enter_context(TemporaryDirectory())
            url = f"sqlite:///{directory}/anatomy.sqlite3"
        else:
            with started_on(cores.database):
                cluster = stack.enter_context(embedded())
            url = cluster.create("anatomy")
        prepare(url)
        if kind == "postgresql":
            _gather_statistics(url)
        yield url


def _gather_statistics(url: str) -> None:
    # PostgreSQL does it by itself about a minute after the tables were filled: in the middle of a
    # measurement, and some variants would be measured with other plans than others.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def fetch(url: str) -> Answer:
    """Return what a server answers to one request for a URL."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", url.partition(parts.netloc)[2])
        response = connection.getresponse()
        return Answer(response.status, response.read())
    finally:
        connection.close()
