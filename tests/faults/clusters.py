"""A PostgreSQL server of a test's own, which can be frozen, stopped and started again."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from deployments.postgresql import embedded
from shared.database import migrate


class OwnCluster:
    """A PostgreSQL server with one database, at the same address each time that it runs."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.running = ExitStack()

    def start(self) -> None:
        """Start the server."""
        cluster = self.running.enter_context(embedded(self.directory, durable=False))
        self.socket = cluster.socket
        self.url = cluster.create("conduit")

    def stop(self) -> None:
        """Stop the server, which ends all connections to it."""
        self.running.close()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the clock of the server: it accepts nothing, answers nothing and closes nothing."""
        pid = (self.directory / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        postmaster = psutil.Process(int(pid))
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGCONT)


@contextmanager
def own_cluster() -> Iterator[OwnCluster]:
    """Run a server, with a database that has the tables, for as long as the block lasts."""
    with TemporaryDirectory(prefix="anatomy-pg-", ignore_cleanup_errors=True) as directory:
        cluster = OwnCluster(Path(directory))
        cluster.start()
        try:
            migrate(cluster.url)
            yield cluster
        finally:
            cluster.stop()
