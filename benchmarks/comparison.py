"""The figures of a run, by endpoint and application, and their ratios.

The time of a request in process is the shortest of all rounds: what else happens on the machine can
only make a round longer. The median and the interquartile range tell how much did happen.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from variants import VARIANTS

from .load import Figures, figures
from .results import Document

BASELINE = "flask_sync"
FLOOR = "floor"

Key = tuple[str, str]  # an endpoint, and an application


@dataclass(frozen=True)
class Times:
    """Microseconds of one request in process."""

    minimum: float
    median: float
    iqr: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Return the statistics of the seconds that a request took in each round."""
        first, median, third = statistics.quantiles(seconds, n=4, method="inclusive")
        return cls(min(seconds) * 1e6, median * 1e6, (third - first) * 1e6)


@dataclass(frozen=True)
class Comparison:
    """The figures of both halves."""

    in_process: Mapping[Key, Times]
    over_http: Mapping[Key, Figures]

    @classmethod
    def of(cls, document: Document) -> "Comparison":
        """Return the figures that the results of a run hold."""
        return cls(
            {
                (cell["endpoint"], cell["application"]): Times.of(cell["seconds"])
                for cell in document["in_process"]
            },
            {
                (cell["endpoint"], cell["variant"]): figures(cell["summary"], cell["seconds"])
                for cell in document["over_http"]
            },
        )

    def applications(self, endpoint: str) -> list[str]:
        """Return who was measured at an endpoint: references first, variants as registered."""
        measured = {
            name: None for place, name in (*self.in_process, *self.over_http) if place == endpoint
        }
        references = [name for name in measured if name not in VARIANTS]
        return [*references, *(name for name in VARIANTS if name in measured)]

    def time_ratio(self, endpoint: str, name: str, base: str) -> float | None:
        """Return how many times as long as the base an application takes in process."""
        times = self.in_process.get((endpoint, name))
        base_times = self.in_process.get((endpoint, base))
        return times.minimum / base_times.minimum if times and base_times else None

    def rate_ratio(self, endpoint: str, name: str) -> float | None:
        """Return how many times as many requests as the baseline a variant answers."""
        load = self.over_http.get((endpoint, name))
        base_load = self.over_http.get((endpoint, BASELINE))
        return load.rate / base_load.rate if load and base_load else None
