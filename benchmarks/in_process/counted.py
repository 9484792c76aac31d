"""The program that is run under Cachegrind: one child process for each measurement.

``python -m benchmarks.in_process.counted DATABASE_URL OUTPUT`` reads cells from standard input, one
``endpoint application`` on a line. It imports everything once, then forks: a child creates one
application, requests one endpoint, and exits. Its process id tells which of Cachegrind's files is
about it; *OUTPUT* gets a line ``endpoint application requests pid`` for each child.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from shared.settings import Settings
from variants import VARIANTS

from ..applications import APPLICATIONS, called
from ..endpoints import NULL, Target, cheap_settings, targets

FEW, MANY = 20, 60  # requests; what they differ by is divided by what their counts differ by


def main() -> None:
    """Fork a child for each cell and number of requests, as many at a time as there are cores."""
    database_url, output = sys.argv[1:]
    cells = [line.split() for line in sys.stdin]
    settings = cheap_settings(database_url)
    known = {**targets(settings), NULL: Target("/")}
    import_applications(settings, {application for _, application in cells})
    gc.collect()
    gc.freeze()  # or a child would search all modules for garbage when its turn happens to come
    running = 0
    with Path(output).open("w", encoding="utf-8") as lines:
        for endpoint, application, requests in measurements(cells):
            if running == os.cpu_count():
                wait()
                running -= 1
            pid = fork(settings, application, known[endpoint], requests)
            running += 1
            lines.write(f"{endpoint} {application} {requests} {pid}\n")
            lines.flush()  # or the next child would write it again
        for _ in range(running):
            wait()


def measurements(cells: list[list[str]]) -> Iterator[tuple[str, str, int]]:
    """Yield every cell with every number of requests."""
    for endpoint, application in cells:
        for requests in (FEW, MANY):
            yield endpoint, application, requests


def import_applications(settings: Settings, names: set[str]) -> None:
    """Create the WSGI applications once, so that a child finds their modules imported.

    An ASGI application is only imported: it would start threads, which do not survive a fork.
    """
    for name in names:
        if name in VARIANTS and APPLICATIONS[name].interface == "asgi":
            __import__(f"variants.{name}")
        elif APPLICATIONS[name].interface == "wsgi":
            APPLICATIONS[name].create(settings)


def fork(settings: Settings, application: str, target: Target, requests: int) -> int:
    """Request a target *requests* times in a child process; return its process id."""
    if pid := os.fork():
        return pid
    status = 1
    try:
        with called({application}, settings) as callers:
            answer = callers[application].call(target, requests)
            status = 0 if answer.status == 200 else 1
    finally:
        os._exit(status)


def wait() -> None:
    """Wait for a child; exit with its status unless it succeeded."""
    _, status = os.wait()
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(code)


if __name__ == "__main__":
    main()
