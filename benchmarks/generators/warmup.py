"""Requests that do not count, until a server answers as fast as it is going to.

Pools fill, code is compiled, caches and the processor's clock go up. How long that takes differs
from one deployment to the next, so it is not guessed but looked at.
"""

import http.client
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlsplit

from .. import BenchmarkError
from ..scenarios import Request, in_turn

WINDOW = 0.15  # seconds
GROUP = 2  # windows whose sum is compared with that of as many before them
TOLERANCE = 0.1  # of their mean
TIMEOUT = 20.0  # seconds that an answer may take


@dataclass(frozen=True)
class Warmup:
    """How many seconds a warm-up took, and whether the throughput was steady at its end.

    ``rate`` is the requests/s of all of it, by clients that are slower than k6's.
    """

    seconds: float
    steady: bool
    rate: float


def warm(
    url: str,
    requests: Sequence[Request],
    clients: int,
    limit: float,
    tick: Callable[[], None] = lambda: None,
) -> Warmup:
    """Send requests from so many clients until the throughput is steady, or for *limit* seconds.

    ``url`` has no path. *tick* is called a few times a second. Raises BenchmarkError for an answer
    with another status than the right one; a connection that breaks is made again.
    """
    begun = time.monotonic()
    with _Clients(url, in_turn(requests), clients) as running:
        windows: list[int] = []
        while not is_steady(windows) and time.monotonic() - begun < limit:
            before = running.answers()
            time.sleep(WINDOW)
            tick()
            windows.append(running.answers() - before)
    rate = sum(windows) / len(windows) / WINDOW
    return Warmup(time.monotonic() - begun, is_steady(windows), rate)


def is_steady(windows: Sequence[int]) -> bool:
    """Tell from the answers in each window whether the throughput has stopped changing.

    The last windows are compared with as many before. They may differ by a tenth, or by what is
    expected of numbers that chance alone has made different: of two Poisson counts, the difference
    has their sum as its variance.
    """
    if len(windows) < 2 * GROUP:
        return False
    earlier, later = sum(windows[-2 * GROUP : -GROUP]), sum(windows[-GROUP:])
    allowed = max(TOLERANCE * (earlier + later) / 2, math.sqrt(earlier + later))
    return min(earlier, later) > 0 and abs(earlier - later) <= allowed


class _Clients:
    """Threads that send requests for as long as the block lasts, each on a connection kept open."""

    def __init__(self, url: str, requests: Sequence[Request], number: int) -> None:
        self._netloc = urlsplit(url).netloc
        self._counts = [0] * number
        self._stopped = threading.Event()
        self._error: str | None = None
        self._threads = [
            threading.Thread(target=self._run, args=(client, islice(cycle(requests), client, None)))
            for client in range(number)
        ]

    def __enter__(self) -> "_Clients":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def answers(self) -> int:
        """Return how many requests have been answered; raises BenchmarkError if one was wrongly."""
        if self._error is not None:
            raise BenchmarkError(self._error)
        return sum(self._counts)

    def _run(self, client: int, requests: "islice[Request]") -> None:
        connection = http.client.HTTPConnection(self._netloc, timeout=TIMEOUT)
        for request in requests:
            if self._stopped.is_set():
                break
            try:
                self._send(connection, request)
                self._counts[client] += 1
            except (OSError, http.client.HTTPException):
                connection.close()
                self._stopped.wait(0.01)
        connection.close()

    def _send(self, connection: http.client.HTTPConnection, request: Request) -> None:
        connection.request(request.method, request.path, request.body or None, request.headers)
        with connection.getresponse() as response:
            response.read()
        if response.status != request.status:
            what = f"{request.method} {request.path}"
            self._error = f"{what} is answered with {response.status}, not {request.status}"
