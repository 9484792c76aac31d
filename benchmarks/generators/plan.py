"""What a load is, and what is known after it, whichever program makes it."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..scenarios import Request, in_turn

Begun = Callable[[int, float], None]
"""Called once a load has begun, with the generator's process id and the seconds until it counts."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """So many clients, or requests per second, for so many seconds after a warm-up.

    Without a ``rate`` the loop is closed: each client sends its next request when the last one has
    been answered, and a server that stalls is simply asked less. With one it is open: requests
    arrive at that rate whatever the server does, and ``clients`` is how many can wait at a time
    (Schroeder, Wierman and Harchol-Balter, "Open versus closed: a cautionary tale", NSDI 2006).

    ``url`` has no path. Times are in seconds, and ``rate`` is in requests per second.
    """

    url: str
    requests: Sequence[Request]
    clients: int
    rate: float | None = None
    seconds: float = 2.0
    warmup: float = 0.5
    window: float = 0.25

    def document(self) -> dict[str, Any]:
        """Return the plan as it is written for ``load.js``."""
        requests = [asdict(request) for request in in_turn(self.requests)]
        for request in requests:
            del request["weight"]  # it has become an order
        return {**asdict(self), "requests": requests}


def clients_for(rate: float, stall: float = 1.0) -> int:
    """Return how many clients an open loop needs, so that none is missing in a stall.

    While a server stalls for so many seconds, that many times the rate arrive (Little's law).
    """
    return math.ceil(rate * stall) + 1


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a load has shown.

    ``requests`` were answered within the measured seconds, with whatever status; ``throughput`` is
    those by the second. ``failed`` got another status than the right one, or no answer; the
    answers to ``unlike`` were not as long as the first one; ``dropped`` found no free client. These
    three count the warm-up too. ``latency`` (mean, p50, p90, p99, p999, max) is in milliseconds.
    ``windows`` are the requests answered in each ``window`` of so many seconds, if it is known.
    ``marks`` say why a figure is to be read with care.
    """

    generator: str
    requests: int
    failed: int
    unlike: int
    dropped: int
    throughput: float
    latency: Mapping[str, float]
    windows: Sequence[int]
    window: float | None
    marks: Collection[str] = ()
