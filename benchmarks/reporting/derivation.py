"""From the results of a run to what is shown: medians over blocks, ratios, ties, noise, marks.

A figure of a deployment is the median over its blocks, because one disturbed block must not move
it. Differences are never taken between such medians: a ratio pairs the blocks, and says within
which interval it is known.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from ..results import Document
from ..statistics import Ratio, groups, noise_floor, paired
from . import in_process
from .figures import COMMON, Comparison, Figures, Part, Payload, Point, Row, Twin, Verdict

COPIED = ("date", "command", "complete", "commit", "machine", "versions", "settings", "deployments")

Cell = Mapping[str, Any]


def figures_of(document: Document) -> Figures:
    """Return the figures that the results of a run hold."""
    return Derivation(document).figures()


class Derivation:
    """The results of a run, as they are looked up to make figures of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.summaries = {row["name"]: row["summary"] for row in document["scenarios"]}
        self.repeated = {row["name"]: row["twin_of"] for row in document["deployments"]}
        self.twins = list(self.find_twins())
        self.floor = noise_floor([twin.ratio for twin in self.twins])

    def figures(self) -> Figures:
        """Return the figures of everything."""
        return Figures(
            **{name: self.document[name] for name in COPIED},
            noise=self.floor if math.isfinite(self.floor) else None,
            twins=self.twins,
            comparisons=[row for row in self.comparisons() if row.parts],
            payloads=[self.payload(scenario) for scenario in self.answered()],
            in_process=in_process.endpoints(self.document["in_process"]),
            split=in_process.shares(self.document["split"]),
        )

    def find_twins(self) -> Iterator[Twin]:
        """Yield the deployments that ran twice, at every scenario at which both were measured."""
        pairs = [(first, again) for again, first in self.repeated.items() if first]
        for first, again in pairs:
            for scenario in self.summaries:
                ratio = paired(self.rates(again, scenario), self.rates(first, scenario))
                if ratio:
                    yield Twin(first, again, scenario, ratio)

    def cells(self, kind: str, deployment: str, scenario: str) -> list[Cell]:
        """Return the cells of a deployment at a scenario."""
        key = (kind, deployment, scenario)
        return [
            cell
            for cell in self.document["cells"]
            if (cell["kind"], cell["deployment"], cell["scenario"]) == key
        ]

    def rates(self, deployment: str, scenario: str) -> dict[int, float]:
        """Return the throughput of a deployment at its capacity, by block."""
        return by_block(self.cells("capacity", deployment, scenario), throughput)

    def comparisons(self) -> list[Comparison]:
        """Return all comparisons, those of which nothing was measured too."""
        return [self.comparison(planned) for planned in self.document["comparisons"]]

    def comparison(self, planned: Document) -> Comparison:
        """Return what a comparison found."""
        copied = {name: planned[name] for name in ("name", "title", "changes", "baseline")}
        parts = [self.part(planned, scenario) for scenario in planned["scenarios"]]
        return Comparison(**copied, parts=[part for part in parts if part.rows])

    def part(self, planned: Document, scenario: str) -> Part:
        """Return what a comparison found at a scenario."""
        names, baseline = planned["deployments"], planned["baseline"]
        rates = {name: self.rates(name, scenario) for name in names}
        measured = {name: blocks for name, blocks in rates.items() if blocks}
        letters = groups(measured, self.floor)
        rows = [self.row(name, scenario, baseline, letters[name]) for name in measured]
        sweep = self.points("sweep", names, scenario, baseline)
        latency = self.points("latency", names, scenario, baseline)
        return Part(scenario, self.summaries[scenario], rows, sweep, latency)

    def row(self, name: str, scenario: str, baseline: str, letters: str) -> Row:
        """Return the figures of a deployment at its capacity."""
        cells = self.cells("capacity", name, scenario)
        rates = by_block(cells, throughput)
        ratio = paired(rates, self.rates(baseline, scenario)) if name != baseline else None
        return Row(
            deployment=name,
            twin_of=self.repeated[name],
            throughput=median(rates.values()),
            blocks=list(rates.values()),
            ratio=ratio,
            verdict="baseline" if name == baseline else self.verdict(ratio),
            letters=letters,
            latency=medians(cell["latency"] for cell in cells),
            cpu=medians(cell["cpu"] for cell in cells),
            switches=medians(cell["switches"] for cell in cells),
            connections=medians(cell["connections"] for cell in cells),
            memory=medians(cell["memory"] for cell in cells),
            startup=medians({"startup": cell["startup"]} for cell in cells).get("startup"),
            statements=self.statements(name, scenario),
            marks=marks(cells),
        )

    def verdict(self, ratio: Ratio | None) -> Verdict:
        """Say whether a ratio to the baseline is a difference, and which."""
        if ratio is None or ratio.low is None:
            return "unknown"
        if not ratio.differs(self.floor):
            return "tie"
        return "more" if ratio.estimate > 1 else "less"

    def statements(self, name: str, scenario: str) -> int | None:
        """Return how many SQL statements a request took, as far as they were counted.

        A scenario with several requests has no such number.
        """
        counts = {
            answer["request"]: answer["statements"]
            for answer in self.document["answers"]
            if (answer["deployment"], answer["scenario"]) == (name, scenario)
            and answer["statements"] is not None
        }
        return next(iter(counts.values())) if len(counts) == 1 else None

    def points(self, kind: str, names: Sequence[str], scenario: str, baseline: str) -> list[Point]:
        """Return what deployments did under other loads, if more than one of them was so loaded."""
        loads = {name: self.loads(kind, name, scenario) for name in names}
        loaded = {name: cells for name, cells in loads.items() if cells}
        if len(loaded) < min(2, len(names)):
            return []
        return [
            self.point(name, load, cells, baseline, loads.get(baseline, {}).get(load, []))
            for name, by_load in loaded.items()
            for load, cells in sorted(by_load.items(), key=lambda item: requested(item[1]))
        ]

    def loads(self, kind: str, name: str, scenario: str) -> dict[Any, list[Cell]]:
        """Return the cells under other loads, by clients or by share of the capacity."""
        found: dict[Any, list[Cell]] = {}
        for cell in self.cells(kind, name, scenario):
            load = cell["share"] if kind == "latency" else cell["clients"]
            found.setdefault(load, []).append(cell)
        if kind == "sweep" and found and (cells := self.cells("capacity", name, scenario)):
            found.setdefault(cells[0]["clients"], cells)
        return found

    def point(
        self, name: str, load: Any, cells: list[Cell], baseline: str, base: list[Cell]
    ) -> Point:
        """Return what a deployment did under one load."""
        open_loop = cells[0]["rate"] is not None
        figure = ninety_ninth if open_loop else throughput
        comparable = name != baseline and (load == COMMON or not open_loop)
        ratio = paired(by_block(cells, figure), by_block(base, figure)) if comparable else None
        return Point(
            deployment=name,
            twin_of=self.repeated[name],
            load=requested(cells),
            share=load if open_loop else None,
            throughput=median(map(throughput, cells)),
            ratio=ratio,
            verdict="baseline" if name == baseline else self.verdict(ratio),
            latency=medians(cell["latency"] for cell in cells),
            marks=marks(cells),
        )

    def answered(self) -> list[str]:
        """Return the scenarios of which answers were kept."""
        known = {answer["scenario"] for answer in self.document["answers"]}
        return [name for name in self.summaries if name in known]

    def payload(self, scenario: str) -> Payload:
        """Say whether the deployments answered the same, before the load and after it.

        Of a scenario with several requests, the bytes are those of all.
        """
        answers = [row for row in self.document["answers"] if row["scenario"] == scenario]
        places = {(row["when"], row["request"]) for row in answers}
        found = {(row["when"], row["request"], row["status"], row["digest"]) for row in answers}
        sizes = {row["request"]: row["bytes"] for row in answers}
        return Payload(
            scenario=scenario,
            status=answers[0]["status"],
            bytes=sum(sizes.values()),
            deployments=len({row["deployment"] for row in answers}),
            equal=len(found) == len(places),
        )


def throughput(cell: Cell) -> float:
    """Return the requests per second of a cell."""
    return float(cell["throughput"])


def ninety_ninth(cell: Cell) -> float:
    """Return the 99th percentile of the latency in a cell, in milliseconds."""
    return float(cell["latency"]["p99"] or 0)


def by_block(cells: Iterable[Cell], figure: Callable[[Cell], float]) -> dict[int, float]:
    """Return a figure of each cell by its block, as ``paired`` takes them."""
    return {cell["block"]: figure(cell) for cell in cells}


def requested(cells: Sequence[Cell]) -> float:
    """Return the load of cells: requests per second that were asked for, or clients."""
    kind = "clients" if cells[0]["rate"] is None else "rate"
    return float(median(cell[kind] for cell in cells))


def medians(rows: Iterable[Mapping[str, float | None] | None]) -> dict[str, float]:
    """Return the median of each figure, as far as it was measured."""
    columns: dict[str, list[float]] = {}
    for row in rows:
        for name, value in (row or {}).items():
            if value is not None:
                columns.setdefault(name, []).append(value)
    return {name: median(values) for name, values in columns.items()}


def marks(cells: Sequence[Cell]) -> list[str]:
    """Return why a figure is to be read with care, and in how many of its blocks."""
    counts = Counter(mark for cell in cells for mark in cell["marks"])
    blocks = len(cells)
    return [f"{mark} (in {count} of {blocks} blocks)" for mark, count in counts.items()]
