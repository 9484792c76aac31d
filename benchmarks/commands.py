"""Running other programs: on chosen cores, watched, and never left behind."""

import os
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deployments.processes import interruptible, stop

TICK = 0.2  # seconds


@dataclass(frozen=True)
class Cores:
    """Which cores a server, the load generator and the database run on; none named: on any."""

    server: tuple[int, ...] = ()
    generator: tuple[int, ...] = ()
    database: tuple[int, ...] = ()


def share(cores: Collection[int]) -> Cores:
    """Give one core to a server and its database, and the others to the load generator.

    So a capacity is what one core can do, of all that is done to answer. A database on a core of
    its own would leave the server's idle while it waits, and not counted what the one costs the
    other.
    """
    if len(cores) < 2:
        return Cores()
    *others, last = sorted(cores)
    return Cores(server=(last,), generator=tuple(others), database=(last,))


def usable_cores() -> set[int]:
    """Return the cores that programs can be bound to: none, where the system cannot bind them."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


@contextmanager
def started_on(cores: Collection[int]) -> Iterator[None]:
    """Bind every program that the block starts to some cores, from its first instruction on.

    Programs inherit the cores of the thread that starts them. Binding one that runs would miss
    the threads that it has already.
    """
    before = usable_cores()
    if cores:
        os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        if cores:
            os.sched_setaffinity(0, before)


def run(
    command: Sequence[str],
    *,
    log: Path,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
    started: Callable[[int], None] = lambda _: None,
) -> int:
    """Run a command to its end, and return its exit code.

    What it says goes into the log; *started* is called with its process id, and *tick* a few times
    a second. If anything interrupts the wait, the command and all that it started are stopped.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with interruptible(), ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))
        with started_on(cores):
            popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,  # Ctrl-C is ours to handle
            )
        stack.callback(stop, popen)
        started(popen.pid)
        while True:
            try:
                return popen.wait(TICK)
            except subprocess.TimeoutExpired:
                tick()
