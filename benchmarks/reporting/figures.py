"""What is shown of a run, as data: the terminal, the report and the README say nothing else.

``derivation`` makes it of a run's results. Kept as JSON it is the summary of a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from ..statistics import Ratio
from .in_process import Endpoint, Share

COMMON = "common"  # the share of a rate that is the same for all deployments

Verdict = Literal["baseline", "more", "less", "tie", "unknown"]


@dataclass(frozen=True)
class Row:
    """What a deployment did at its capacity: requests/s, milliseconds, cores, bytes, seconds.

    What cannot be measured, such as the memory of a server elsewhere, is not there.
    """

    deployment: str
    twin_of: str | None  # whom it repeats
    throughput: float
    blocks: list[float]  # the throughput in each of them
    ratio: Ratio | None  # to the baseline's throughput
    verdict: Verdict
    letters: str  # who shares one with another is tied with it
    latency: dict[str, float]
    cpu: dict[str, float]
    switches: dict[str, float]  # of the server, per request
    connections: dict[str, float]
    memory: dict[str, float]
    startup: float | None
    statements: int | None
    marks: list[str]


@dataclass(frozen=True)
class Point:
    """What a deployment did under another load: so many clients, or so many requests/s asked for.

    The ratio to the baseline under the same load is one of throughputs in a sweep, of the 99th
    percentiles of the latency at a common rate, and is not there at other rates.
    """

    deployment: str
    twin_of: str | None
    load: float
    share: str | float | None
    throughput: float
    ratio: Ratio | None
    verdict: Verdict
    latency: dict[str, float]
    marks: list[str]


@dataclass(frozen=True)
class Part:
    """What was found at one scenario of a comparison."""

    scenario: str
    summary: str
    rows: list[Row]
    sweep: list[Point]
    latency: list[Point]


@dataclass(frozen=True)
class Comparison:
    """Deployments of which one thing differs."""

    name: str
    title: str
    changes: str
    baseline: str
    parts: list[Part]

    @property
    def deployments(self) -> list[str]:
        """The names of all that were measured, in the order of the plan."""
        return list({row.deployment: None for part in self.parts for row in part.rows})


@dataclass(frozen=True)
class Twin:
    """A deployment that ran twice, and what the second measured of the first at a scenario."""

    deployment: str
    again: str
    scenario: str
    ratio: Ratio


@dataclass(frozen=True)
class Payload:
    """What was answered at a scenario, and whether it was the same from all deployments."""

    scenario: str
    status: int
    bytes: int
    deployments: int
    equal: bool


@dataclass(frozen=True)
class Figures:
    """All that is shown of a run."""

    date: str
    command: str
    complete: bool
    commit: str | None
    machine: dict[str, Any]
    versions: dict[str, str]
    settings: dict[str, Any]
    deployments: list[dict[str, Any]]
    noise: float | None  # a difference below this share is none; nobody knows without a twin
    twins: list[Twin]
    control: Ratio | None  # of all twins to their originals, over all scenarios and blocks
    comparisons: list[Comparison]
    payloads: list[Payload]
    in_process: list[Endpoint]
    split: list[Share]
    seconds: float | None  # that the run took; nobody knows of one that was interrupted
    spent: dict[str, float]  # seconds, by part of the run

    def parts(self) -> Iterator[tuple[Comparison, Part]]:
        """Yield what each comparison found at each scenario."""
        for comparison in self.comparisons:
            for part in comparison.parts:
                yield comparison, part

    def to_json(self) -> bytes:
        """Return the figures as JSON, to be read again by ``from_json``."""
        return FIGURES.dump_json(self, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Figures":
        """Return the figures that ``to_json`` wrote; raises ValueError if it did not."""
        return FIGURES.validate_json(text)


FIGURES = TypeAdapter(Figures)
