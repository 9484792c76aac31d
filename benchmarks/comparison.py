"""The figures of a run, by endpoint and application, and their ratios.

The time of a request in process is the shortest of all rounds: what else happens on the machine can
only make a round longer. The median and the interquartile range tell how much did happen.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from variants import VARIANTS

from .endpoints import HOME_JSON
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
class Share:
    """What a part of the home page is, and how many microseconds it takes."""

    what: str
    microseconds: float


def shares(cells: Sequence[Document]) -> list[Share]:
    """Return what the home page is made of, from the results of ``Split``.

    The last share is the whole, and the others add up to it. Of no results there are no shares.
    """
    times = {cell["part"]: min(cell["seconds"]) * 1e6 for cell in cells}
    calls = {cell["part"]: cell["calls"] for cell in cells}
    if not times:
        return []
    return [
        Share(f"SQL, {calls['statements']} statements", times["statements"]),
        Share("template, without the URLs", times["template"] - times["urls"]),
        Share(f"URLs, {calls['urls']} calls of url_for", times["urls"]),
        Share("the rest", times["request"] - times["statements"] - times["template"]),
        Share("the request", times["request"]),
    ]


@dataclass(frozen=True)
class Comparison:
    """The figures of both halves."""

    in_process: Mapping[Key, Times]
    over_http: Mapping[Key, Figures]
    split: Sequence[Share] = ()

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
            shares(document["split"]),
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

    def json_ratio(self, name: str) -> float | None:
        """Return how many times as long as JSON of the same articles the home page takes."""
        page = self.in_process.get(("home", name))
        json = self.in_process.get((HOME_JSON, name))
        return page.minimum / json.minimum if page and json else None

    def rate_ratio(self, endpoint: str, name: str) -> float | None:
        """Return how many times as many requests as the baseline a variant answers."""
        load = self.over_http.get((endpoint, name))
        base_load = self.over_http.get((endpoint, BASELINE))
        return load.rate / base_load.rate if load and base_load else None
