"""What a server takes while it is under load: cores, switches, memory, connections.

A server is its first process and all that descend from it, and so is a database. What they have
taken is read at two moments, between which the difference is what the load took. The moments are
those of a ``Watch``, whose ``tick`` ``commands.run`` calls while the generator runs. A thread of
our own would only wait beside a thread that waits already, and what goes wrong in a tick is
raised where it is handled. A tick comes up to 0.2 s late, which does no harm: what is counted
is divided by the seconds between the two readings as they were, and not as they were planned.

Nothing here is true of programs that ran elsewhere, and where a system does not tell (macOS knows
neither the switches of threads nor PSS), there is None.
"""

import math
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psutil
import psycopg

from deployments.launch import Process
from deployments.postgresql import MAINTENANCE, Cluster

PROC = Path("/proc")
SWITCHES = re.compile(r"^(?:non)?voluntary_ctxt_switches:\s*(\d+)", re.MULTILINE)
BACKENDS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"


class Switches(NamedTuple):
    """How often threads gave up their core, having to wait, and how often it was taken away."""

    voluntary: int
    involuntary: int


@dataclass(frozen=True)
class Usage:
    """What a tree of processes took within so many seconds.

    ``cpu`` is in seconds, of all cores together. ``switches`` are those of threads that were there
    at the end. The kernel forgets what a thread did that has ended: where a thread is started for
    each request (asgiref's async_to_sync does that), they are a lower bound.
    """

    seconds: float
    cpu: float
    switches: Switches | None

    @property
    def cores(self) -> float:
        """How many cores were busy on average."""
        return self.cpu / self.seconds


@dataclass(frozen=True)
class Snapshot:
    """What a tree of processes has taken until a moment; the switches are by thread."""

    moment: float
    cpu: float
    switches: Mapping[int, Switches]

    def __sub__(self, earlier: "Snapshot") -> Usage:
        switches = [
            (now.voluntary - then.voluntary, now.involuntary - then.involuntary)
            for thread, now in self.switches.items()
            for then in [earlier.switches.get(thread, Switches(0, 0))]
        ]
        return Usage(
            seconds=self.moment - earlier.moment,
            cpu=self.cpu - earlier.cpu,
            switches=Switches(*map(sum, zip(*switches, strict=True))) if switches else None,
        )


def snapshot(pid: int) -> Snapshot:
    """Return what a process and its descendants have taken so far.

    The seconds of processes that have ended are among those of their parents, once these have
    noticed the end. Times come in hundredths of a second for each process.
    """
    processes = tree(pid)
    cpu = sum(map(cpu_seconds, processes))
    threads = {thread: count for process in processes for thread, count in _switches(process.pid)}
    return Snapshot(time.monotonic(), cpu, threads)


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and its descendants: none, if it has ended."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU seconds of a process, its threads and those of its children that ended."""
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return times.user + times.system + times.children_user + times.children_system
    return 0.0


def _switches(pid: int) -> Iterator[tuple[int, Switches]]:
    with suppress(OSError):
        for thread in (PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                counts = SWITCHES.findall((thread / "status").read_text())
                yield int(thread.name), Switches(*map(int, counts))


def memory(pid: int) -> int | None:
    """Return the memory of a process and its descendants in bytes, or None if nobody tells.

    It is the proportional set size (proc(5)): a page that several share counts in equal parts for
    each, so that the sum over a tree counts it once. Reading it stops a process for a moment.
    """
    sizes = [_pss(process) for process in tree(pid)]
    known = [size for size in sizes if size is not None]
    return sum(known) if known else None


def _pss(process: psutil.Process) -> int | None:
    with suppress(psutil.Error):
        return getattr(process.memory_full_info(), "pss", None)
    return None


def http_connections(pid: int, url: str) -> int:
    """Return how many connections from clients a server holds at its URL."""
    port = urlsplit(url).port
    clients = {
        connection.raddr
        for process in tree(pid)
        for connection in _connections(process)
        if connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == port
    }
    return len(clients)


def _connections(process: psutil.Process) -> Iterable[Any]:
    with suppress(psutil.Error):
        return process.net_connections(kind="tcp")
    return []


def database_connections(cluster: Cluster, database: str) -> int:
    """Return how many connections to a database are open."""
    with psycopg.connect(cluster.url(MAINTENANCE), autocommit=True) as connection:
        [(count,)] = connection.execute(BACKENDS, [database]).fetchall()
    return int(count)


def postmaster(cluster: Cluster) -> int:
    """Return the process id of a PostgreSQL server, whose children are the connections."""
    pid, *_ = (cluster.directory / "postmaster.pid").read_text(encoding="utf-8").split()
    return int(pid)


class Watch:
    """Watches a server, its database and the generator, between two moments of a load.

    On SQLite there is no ``cluster``.
    """

    def __init__(self, server: Process, cluster: Cluster | None = None, database: str = "") -> None:
        self.server = server
        self.cluster, self.database = cluster, database
        self._trees = {"server": server.pid}
        if cluster is not None:
            self._trees["database"] = postmaster(cluster)
        self._first = self._last = math.inf
        self._before: dict[str, Snapshot] = {}
        self._usage: dict[str, Usage] = {}
        self._memory: dict[str, int | None] = {}
        self._connections: dict[str, int] = {}

    def begin(self, generator: int, first: float, last: float) -> None:
        """Watch a generator too, from now on, and read at two moments: so many seconds from now.

        The last must be one of the load, for it is then that memory and connections are read.
        """
        now = time.monotonic()
        self._trees["generator"] = generator
        self._first, self._last = now + first, now + last

    def tick(self) -> None:
        """Read what is to be read by now; to be called a few times a second."""
        now = time.monotonic()
        if not self._before and now >= self._first:
            self._before = self._snapshots()
        elif self._before and not self._usage and now >= self._last:
            self._end()

    def _snapshots(self) -> dict[str, Snapshot]:
        return {name: snapshot(pid) for name, pid in self._trees.items()}

    def _end(self) -> None:
        # First the times, for what follows takes some itself.
        after = self._snapshots()
        self._usage = {name: after[name] - before for name, before in self._before.items()}
        self._connections = {"http": http_connections(self.server.pid, self.server.url)}
        if self.cluster is not None:
            database = database_connections(self.cluster, self.database)
            self._connections["database"] = database
        self._memory = {name: memory(pid) for name, pid in self._trees.items()}

    def usage(self, name: str) -> Usage | None:
        """Return what one of the watched took, or None of a load that ended too early."""
        return self._usage.get(name)

    def as_document(self, throughput: float) -> dict[str, Any]:
        """Return the figures as a cell of the results holds them, at so many requests per second.

        Cores, bytes of PSS, switches per request of the server, connections; None where nobody
        knows, or where the load ended before the last moment.
        """
        usage = {name: self.usage(name) for name in ("server", "database", "generator")}
        return {
            "cpu": {name: used and used.cores for name, used in usage.items()},
            "memory": {name: self._memory.get(name) for name in ("server", "database")},
            "switches": _per_request(usage["server"], throughput),
            "connections": {name: self._connections.get(name) for name in ("http", "database")},
        }


def _per_request(usage: Usage | None, throughput: float) -> dict[str, float | None]:
    if usage is None or usage.switches is None or not throughput:
        return dict.fromkeys(Switches._fields)
    requests = throughput * usage.seconds
    return {name: count / requests for name, count in usage.switches._asdict().items()}
