"""The one way to start a variant's server, shared by tests, benchmarks and people.

A server runs in a process group of its own, from the environment of its variant, and writes to a
log. It counts as running once it answers a request of the application with 200: by then it has
imported the variant, read its settings and reached its database. Whatever ends the ``with`` block,
SIGTERM to this process included, ends the server and everything it started.
"""

import atexit
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from secrets import token_hex

import psutil
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from shared import database, seed
from shared.seed import Amounts
from shared.settings import Settings
from variants import VARIANTS

from . import HOST, PROJECT, DeploymentError
from .processes import STOP_LIMIT, free_port, interruptible, stop
from .servers import Application, Options, Server, server_for

START_LIMIT = 120.0  # seconds until the first answer: a start takes 2, and 60 where all is busy
POLL = 0.02  # seconds between two tries to get it
LAST_LINES = 5  # of the log, quoted when a server does not start
PROBE = "/api/tags"
PASSED_ON = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")
ASYNC_CONNECTIONS = 10  # what one event loop keeps busy; more only wait in the database
ASYNC_HASHING_QUEUE = 20  # logins that may wait in one event loop: about a second's work


@dataclass(frozen=True)
class Deployment:
    """A variant on a server over a database.

    ``connections`` is the number of database connections of all processes together; by default as
    many as the server can use. ``threads`` matters only to servers that have them. ``environment``
    holds further settings of the application. ``factory`` names another application of the same
    interface to serve in the variant's place, and in its environment; ``probe`` is the path that
    answers with 200 as soon as the server is ready.
    """

    variant: str
    database_url: str
    server: str | None = None
    workers: int = 1
    threads: int = 4
    connections: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    factory: str | None = None
    probe: str = PROBE

    def pool_size(self, server: Server) -> int:
        """Return the number of database connections that each process may open."""
        if self.connections is not None:
            return max(1, self.connections // self.workers)
        usable = {"threads": self.threads, "many": ASYNC_CONNECTIONS // self.workers, "one": 1}
        return max(1, usable[server.concurrency])

    def hashing_queue(self, server: Server) -> int:
        """Return how many requests of a process may wait to hash: fewer than half its threads."""
        if server.concurrency == "threads":
            return (self.threads - 1) // 2
        return ASYNC_HASHING_QUEUE if server.concurrency == "many" else 0


@dataclass(frozen=True)
class Process:
    """A server that runs; ``started_in`` is the seconds from its start to its first answer."""

    url: str
    log: Path
    popen: subprocess.Popen[bytes]
    started_in: float

    @property
    def pid(self) -> int:
        return self.popen.pid

    def pids(self) -> list[int]:
        """Return the process ids of the server and of its workers."""
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(self.pid)
            return [process.pid for process in (root, *root.children(recursive=True))]
        return []


@contextmanager
def running(deployment: Deployment, port: int = 0, log: Path | None = None) -> Iterator[Process]:
    """Run a deployment on a port (0: any free one) for as long as the block lasts.

    Raises DeploymentError when the server does not fit the variant, the port is taken, or the
    server ends or stays silent instead of answering.
    """
    server = server_for(deployment.variant, deployment.server, workers=deployment.workers)
    port = free_port(port)
    log = log or _logs() / f"{deployment.variant}-{server.name}-{port}.log"
    with interruptible(), _started(deployment, server, port, log) as process:
        yield process


def prepare(
    database_url: str,
    amounts: Amounts | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> None:
    """Bring a database to the current schema, and fill it with sample data if it is empty.

    ``amounts`` and ``progress`` are ``shared.seed.seed``'s. Raises DeploymentError when the
    database cannot be used.
    """
    try:
        database.migrate(database_url)
        settings = Settings(database_url=database_url, secret_key=SecretStr(token_hex()))
        if seed.is_empty(settings):
            seed.seed(settings, amounts, progress)
    except (SQLAlchemyError, ValueError) as error:
        reason = getattr(error, "orig", None) or error
        raise DeploymentError(f"the database cannot be used: {_line(reason)}") from error


@contextmanager
def _started(deployment: Deployment, server: Server, port: int, log: Path) -> Iterator[Process]:
    options = Options(port=port, workers=deployment.workers, threads=deployment.threads)
    command = server.command(_application(deployment, server), options)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        popen = subprocess.Popen(
            [_interpreter(deployment.variant), "-m", *command],
            cwd=PROJECT,
            env=_environment(deployment, server),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,  # Ctrl-C is ours to handle; and one signal reaches every worker
        )
    patience = 0.0  # a server that has not answered yet has nothing to finish
    try:
        started_in = _wait_until_ready(popen, f"{HOST}:{port}", deployment.probe, log)
        patience = STOP_LIMIT
        yield Process(f"http://{HOST}:{port}", log, popen, started_in)
    finally:
        stop(popen, patience)


def _application(deployment: Deployment, server: Server) -> Application:
    own = Application.of(VARIANTS[deployment.variant])
    if deployment.factory is None:
        return own
    if server.adapts:
        raise DeploymentError(f"{server.name} serves the variant's own application only")
    return replace(own, factory=deployment.factory)


def _interpreter(variant: str) -> str:
    environments = os.environ.get("VARIANT_ENVIRONMENTS")
    if not environments:
        return sys.executable
    interpreter = Path(environments, variant, "bin", "python")
    if not interpreter.exists():
        raise DeploymentError(f"{variant} has no environment: let nox build it and start this")
    return str(interpreter)


def _environment(deployment: Deployment, server: Server) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    settings = {
        # glibc would raise this limit, and each thread keep up to 64 MB after a large request.
        "MALLOC_TRIM_THRESHOLD_": "131072",
        "DATABASE_URL": deployment.database_url,
        "POOL_SIZE": str(deployment.pool_size(server)),
        "HASHING_QUEUE": str(deployment.hashing_queue(server)),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or token_hex(),  # one for all workers
    }
    return {**passed_on, **settings, **deployment.environment}


def _wait_until_ready(popen: subprocess.Popen[bytes], address: str, probe: str, log: Path) -> float:
    begun = time.monotonic()
    while time.monotonic() - begun < START_LIMIT:
        if popen.poll() is not None:
            raise DeploymentError(f"the server ended while it started{_last_lines(log)}")
        if _answers(address, probe):
            return time.monotonic() - begun
        time.sleep(POLL)
    silence = f"the server did not answer {probe} with 200 within {START_LIMIT:.0f} seconds"
    raise DeploymentError(silence + _last_lines(log))


def _answers(address: str, path: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _last_lines(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
    return "".join(["; its log ends:", *(f"\n    {line}" for line in lines)]) if lines else ""


def _line(error: object) -> str:
    return " ".join(str(error).split())


@cache
def _logs() -> Path:
    """Return a directory that lasts as long as this process, for logs are read after the end."""
    directory = Path(tempfile.mkdtemp(prefix="anatomy-logs-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory
