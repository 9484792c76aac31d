"""What was measured in process: microseconds of a request, and of the home page's parts.

The time of a request is the shortest of all rounds: what else happens on the machine can only make
a round longer. The median and the interquartile range tell how much did happen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from variants import VARIANTS

from ..endpoints import HOME_JSON, SUMMARIES

BASELINE = "flask_sync"
FLOOR = "floor"

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Times:
    """Microseconds of one request of an application in process."""

    application: str
    minimum: float
    median: float
    iqr: float

    @classmethod
    def of(cls, cell: Cell) -> "Times":
        """Return the statistics of the seconds that a request took in each round."""
        seconds = cell["seconds"]
        first, median, third = quantiles(seconds, n=4, method="inclusive")
        times = min(seconds) * 1e6, median * 1e6, (third - first) * 1e6
        return cls(cell["application"], *times)


@dataclass(frozen=True)
class Endpoint:
    """The times of all applications at an endpoint: references first, variants as registered."""

    name: str
    summary: str
    times: list[Times]

    def minimum(self, application: str) -> float | None:
        """Return the microseconds of the shortest round, or None if there was none."""
        return next((row.minimum for row in self.times if row.application == application), None)

    def ratio(self, application: str, base: str) -> float | None:
        """Return how many times as long as the base an application takes."""
        time, base_time = self.minimum(application), self.minimum(base)
        return time / base_time if time and base_time else None


@dataclass(frozen=True)
class Share:
    """What a part of the home page is, and how many microseconds it takes."""

    what: str
    microseconds: float


def endpoints(cells: Sequence[Cell]) -> list[Endpoint]:
    """Return the endpoints that were measured, in the order in which they are always shown."""
    found = []
    for name, summary in SUMMARIES.items():
        times = {cell["application"]: Times.of(cell) for cell in cells if cell["endpoint"] == name}
        references = [application for application in times if application not in VARIANTS]
        order = [*references, *(variant for variant in VARIANTS if variant in times)]
        if order:
            found.append(Endpoint(name, summary, [times[application] for application in order]))
    return found


def shares(cells: Sequence[Cell]) -> list[Share]:
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


def json_ratios(endpoints: Sequence[Endpoint]) -> dict[str, float]:
    """Return how many times as long as its articles as JSON the home page takes, by variant."""
    found = {endpoint.name: endpoint for endpoint in endpoints}
    if not {"home", HOME_JSON} <= set(found):
        return {}
    page, json = found["home"], found[HOME_JSON]
    pairs = {name: (page.minimum(name), json.minimum(name)) for name in VARIANTS}
    return {name: time / base for name, (time, base) in pairs.items() if time and base}
