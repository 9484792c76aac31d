"""From the results of a run to what is shown: medians over blocks, ratios, ties, noise, marks.

A figure of a deployment is the median over its blocks, because one disturbed block must not move
it. Differences are never taken between such medians: a ratio pairs the blocks, and says within
which interval it is known.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from statistics import geometric_mean, median
from typing import Any

from ..results import Document
from ..statistics import Ratio, groups, noise_floor, paired
from . import in_process
from .figures import COMMON, Comparison, Figures, Part, Payload, Point, Row, Twin, Verdict

COPIED = ("date", "command", "complete", "commit", "machine", "versions", "settings", "deployments")

Cell = Mapping[str, Any]
Place = tuple[str, int]  # a comparison, and a block of it
Pair = tuple[tuple[str, str, str], Mapping[Place, float], Ratio]  # names, by block, in all


def figures_of(document: Document) -> Figures:
    """Return the figures that the results of a run hold."""
    return Derivation(document).figures()


class Derivation:
    """The results of a run, as they are looked up to make figures of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.summaries = {row["name"]: row["summary"] for row in document["scenarios"]}
        self.repeated = {row["name"]: row["twin_of"] for row in document["deployments"]}
        self.found: dict[tuple[str, str | None, str, str], list[Cell]] = {}
        for cell in document["cells"]:
            key = (cell["kind"], cell["comparison"], cell["deployment"], cell["scenario"])
            self.found.setdefault(key, []).append(cell)
        pairs = list(self.find_pairs())
        self.twins = [Twin(*names, ratio) for names, _, ratio in pairs]
        self.control = pooled([blocks for _, blocks, _ in pairs])
        self.floor = noise_floor([twin.ratio for twin in self.twins])

    def figures(self) -> Figures:
        """Return the figures of everything."""
        return Figures(
            **{name: self.document[name] for name in COPIED},
            noise=self.floor if math.isfinite(self.floor) else None,
            twins=self.twins,
            control=self.control,
            comparisons=[row for row in self.comparisons() if row.parts],
            payloads=[self.payload(scenario) for scenario in self.answered()],
            in_process=in_process.endpoints(self.document["in_process"]),
            split=in_process.shares(self.document["split"]),
            seconds=self.document.get("seconds"),
            spent=self.spent(),
        )

    def spent(self) -> dict[str, float]:
        """Return how many seconds went where, most of them first."""
        spent: Counter[str] = Counter()
        for row in self.document["spent"]:
            spent[row["part"]] += row["seconds"]
        return dict(spent.most_common())

    def find_pairs(self) -> Iterator[Pair]:
        """Yield the deployments that ran twice, at every scenario at which both were measured."""
        originals = [(first, again) for again, first in self.repeated.items() if first]
        for planned in self.document["comparisons"]:
            for (first, again), scenario in product(originals, planned["scenarios"]):
                rates = self.rates(planned["name"], scenario)
                ratio = paired(rates(again), rates(first))
                if ratio:
                    shares = by_both(rates(again), rates(first))
                    blocks = {(planned["name"], block): share for block, share in shares.items()}
                    yield (first, again, scenario), blocks, ratio

    def cells(
        self, kind: str, deployment: str, scenario: str, comparison: str | None = None
    ) -> list[Cell]:
        """Return the cells of a deployment at a scenario: alone, or side by side with others."""
        return self.found.get((kind, comparison, deployment, scenario), [])

    def rates(self, comparison: str, scenario: str) -> Callable[[str], dict[int, float]]:
        """Return what returns the throughput of a deployment at its capacity, by block."""
        return lambda name: by_block(self.cells("capacity", name, scenario, comparison), throughput)

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
        rates = self.rates(planned["name"], scenario)
        measured = {name: blocks for name in planned["deployments"] if (blocks := rates(name))}
        letters = groups(measured, self.floor)
        rows = [self.row(name, scenario, planned, measured, letters[name]) for name in measured]
        sweep = self.points("sweep", planned, scenario)
        latency = self.points("latency", planned, scenario)
        return Part(scenario, self.summaries[scenario], rows, sweep, latency)

    def row(
        self,
        name: str,
        scenario: str,
        planned: Document,
        measured: Mapping[str, dict[int, float]],
        letters: str,
    ) -> Row:
        """Return the figures of a deployment at its capacity, and what it took alone."""
        baseline = planned["baseline"]
        rates = measured[name]
        ratio = paired(rates, measured.get(baseline, {})) if name != baseline else None
        cells = self.cells("capacity", name, scenario, planned["name"])
        alone = self.cells("alone", name, scenario)
        return Row(
            deployment=name,
            twin_of=self.repeated[name],
            throughput=median(rates.values()),
            blocks=list(rates.values()),
            ratio=ratio,
            verdict="baseline" if name == baseline else self.verdict(ratio),
            letters=letters,
            latency=medians(cell["latency"] for cell in cells),
            cpu=medians(cell["cpu"] for cell in alone),
            switches=medians(cell["switches"] for cell in alone),
            connections=medians(cell["connections"] for cell in alone),
            memory=medians(cell["memory"] for cell in alone),
            # The first start in a new environment also compiles Python's modules.
            startup=medians({"startup": cell["startup"]} for cell in (*cells, *alone)).get(
                "startup"
            ),
            statements=self.statements(name, scenario),
            marks=[*marks(cells), *(f"alone: {mark}" for mark in marks(alone))],
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

    def points(self, kind: str, planned: Document, scenario: str) -> list[Point]:
        """Return what deployments did under other loads, if all of the comparison were so loaded.

        A few of them may have been so for another comparison.
        """
        names, baseline = planned["deployments"], planned["baseline"]
        comparison = planned["name"] if kind == "sweep" else None
        loads = {name: self.loads(kind, name, scenario, comparison) for name in names}
        loaded = {name: cells for name, cells in loads.items() if cells}
        if not loaded or {name for name in names if not self.repeated[name]} > loaded.keys():
            return []
        return [
            self.point(name, load, cells, baseline, loads.get(baseline, {}).get(load, []))
            for name, by_load in loaded.items()
            for load, cells in sorted(by_load.items(), key=lambda item: requested(item[1]))
        ]

    def loads(
        self, kind: str, name: str, scenario: str, comparison: str | None
    ) -> dict[Any, list[Cell]]:
        """Return the cells under other loads, by clients or by share of the capacity."""
        found: dict[Any, list[Cell]] = {}
        for cell in self.cells(kind, name, scenario, comparison):
            load = cell["share"] if kind == "latency" else cell["clients"]
            found.setdefault(load, []).append(cell)
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


def by_both(new: Mapping[int, float], old: Mapping[int, float]) -> dict[int, float]:
    """Return the ratios of the blocks in which both reached something."""
    return {block: new[block] / old[block] for block in new if new[block] and old.get(block)}


def pooled(pairs: Iterable[Mapping[Place, float]]) -> Ratio | None:
    """Return the ratio of twins to their originals over all scenarios, block by block.

    A block has the geometric mean of its scenarios, which the same processes answered.
    """
    shares: dict[Place, list[float]] = {}
    for blocks in pairs:
        for place, share in blocks.items():
            shares.setdefault(place, []).append(share)
    means = {place: geometric_mean(found) for place, found in shares.items()}
    return paired(means, dict.fromkeys(means, 1.0))


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
