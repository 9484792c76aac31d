"""What a load is, and what is known after it, whichever program makes it."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, NamedTuple

from ..scenarios import Request, in_turn

SLICE = 0.3  # seconds that count, at least
ANSWERS = 2  # of each client in a slice, at least
PAUSE = 0.04  # seconds before and after those that count, at least
QUEUES = 1.25  # times that so many requests as there are clients are answered in a pause

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
        return {**asdict(self), "requests": written(self.requests)}


class Target(NamedTuple):
    """A server's address without a path, the clients that load it, and its requests/s, roughly."""

    url: str
    clients: int
    rate: float

    @property
    def pause(self) -> float:
        """Seconds until it is at full load, or has answered what is under way."""
        return max(PAUSE, QUEUES * self.clients / self.rate)

    @property
    def counted(self) -> float:
        """Seconds of a slice that count: every client is answered a few times in them."""
        return max(SLICE, ANSWERS * self.clients / self.rate)


@dataclass(frozen=True)
class Slice:
    """When a target is under load: in seconds since the first slice began.

    Clients send requests from ``begin`` until ``stop``. Answers count from ``count`` until
    ``stop``; the last ones have come by ``end``.
    """

    target: int
    begin: float
    count: float
    stop: float
    end: float

    def document(self) -> dict[str, float]:
        """Return the slice as a script takes it, in milliseconds."""
        values = asdict(self)
        return {name: values[name] if name == "target" else 1000 * values[name] for name in values}


@dataclass(frozen=True, kw_only=True)
class Alternation:
    """A closed loop on several targets in turn, in slices, until each had so many ``seconds``.

    What else the machine does, and at which speed it runs, changes within seconds. Who is measured
    in slices of a third of a second, all over the same minute, meets the same as everybody else.

    Target by target the slices are spread evenly over the time, each at a random place within its
    part of it: where all have equally many, each is loaded once in every cycle, in another order.
    The ``seed`` decides the orders.
    """

    requests: Sequence[Request]
    targets: Sequence[Target]
    seconds: float
    seed: str

    def slices(self) -> list[Slice]:
        """Return the slices, in their order."""
        slices: list[Slice] = []
        begin = 0.0
        for number in self.order():
            target = self.targets[number]
            count = begin + target.pause
            stop = count + target.counted
            slices.append(Slice(number, begin, count, stop, stop + target.pause))
            begin = slices[-1].end
        return slices

    def order(self, counted: float | None = None) -> list[int]:
        """Return which target is loaded in each slice, if so many seconds of a slice count."""
        generator = Random(self.seed)  # noqa: S311 (nothing here is secret)
        places: list[tuple[float, int]] = []
        for number, target in enumerate(self.targets):
            times = math.ceil(self.seconds / (counted or target.counted))
            places += [((time + generator.random()) / times, number) for time in range(times)]
        return [number for _, number in sorted(places)]

    def document(self, slices: Sequence[Slice]) -> dict[str, Any]:
        """Return the plan as it is written for ``alternating.js``."""
        return {
            "requests": written(self.requests),
            "targets": [target._asdict() for target in self.targets],
            "slices": [each.document() for each in slices],
        }


def written(requests: Sequence[Request]) -> list[dict[str, Any]]:
    """Return requests as a script takes them: in turn, a weight having become an order."""
    documents = [asdict(request) for request in in_turn(requests)]
    for document in documents:
        del document["weight"]
    return documents


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
