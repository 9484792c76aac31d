"""One candidate alone: what it takes under load, or how long answers take at a constant rate.

Nobody else is served meanwhile, so memory that processes share is shared within one server, and
processor time is that of one server. How candidates compare is measured ``side_by_side``.
"""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from .generators import Plan as Load
from .generators import clients_for, drive
from .generators.warmup import Warmup
from .marks import marks
from .phases import Phase
from .scenarios import SCENARIOS, Scenario
from .schedule import Turn
from .testbed import Cell, Moment, Served, Testbed
from .watch import Watch

CONNECTING = 0.3  # seconds in which a generator connects, before those that count
MARGIN = 0.3  # seconds before the end in which the last reading is made
COMMON_SHARE = 0.5  # of the smallest capacity: a rate that all can serve


class Rate(NamedTuple):
    """Requests per second of an open loop, and which share of the capacity they are."""

    share: float | str
    rate: float


def rates(phase: Phase, name: str, scenario: str, cells: Sequence[Cell]) -> list[Rate]:
    """Return the rates at which a candidate is measured in a phase of kind ``latency``.

    They are shares of its own capacity, the median of its earlier cells, and one rate for all.
    """
    capacities = {
        other: capacity(other, scenario, cells)
        for other in phase.candidates
        if scenario in phase.scenarios_of(other)
    }
    own = [Rate(share, share * capacities[name]) for share in phase.shares]
    return [*own, Rate("common", COMMON_SHARE * min(capacities.values()))]


def capacity(name: str, scenario: str, cells: Sequence[Cell]) -> float:
    """Return the median throughput of a candidate at full load, in requests per second."""
    place = ("capacity", name, scenario)
    found = [c for c in cells if (c["kind"], c["deployment"], c["scenario"]) == place]
    return float(statistics.median(cell["throughput"] for cell in found))


@dataclass
class Alone:
    """One turn of a phase; ``answers`` and ``cells`` are what is found in it.

    ``earlier`` are the cells of the run until now.
    """

    phase: Phase
    turn: Turn
    earlier: Sequence[Cell] = ()
    answers: list[Cell] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is, for who waits."""
        return (
            f"{self.phase.kind} {self.turn.block + 1}/{self.phase.rounds}: {self.turn.deployment}"
        )

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        return self.phase.turn(self.turn.deployment)

    def measure(self, testbed: Testbed) -> None:
        """Start the candidate, check its answers, warm it up and put it under load.

        Raises BenchmarkError if it does not answer as others do, DeploymentError if its server does
        not start.
        """
        with testbed.served(self.phase.candidates[self.turn.deployment]) as served:
            for name in self.phase.scenarios_of(self.turn.deployment):
                self._load(SCENARIOS[name], served, testbed)

    def _load(self, scenario: Scenario, served: Served, testbed: Testbed) -> None:
        block = self.turn.block
        self.answers += testbed.check(served, scenario, Moment(block, "before"))
        warmup = testbed.warm(served, scenario, self.phase.clients[0])
        for clients, rate in self._sizes(scenario.name):
            load = Load(
                url=served.process.url,
                requests=scenario.requests(testbed.site),
                clients=clients,
                rate=rate and rate.rate,
                seconds=self.phase.seconds,
                warmup=CONNECTING,
            )
            cell = _measured(load, scenario, served, testbed)
            self.cells.append(self._complete(cell, rate, warmup, testbed))
        self.answers += testbed.check(served, scenario, Moment(block, "after"))

    def _sizes(self, scenario: str) -> list[tuple[int, Rate | None]]:
        """Return the numbers of clients, and in an open loop the rates."""
        if self.phase.kind != "latency":
            return [(clients, None) for clients in self.phase.clients]
        found = rates(self.phase, self.turn.deployment, scenario, self.earlier)
        return [(clients_for(rate.rate), rate) for rate in found]

    def _complete(self, cell: Cell, rate: Rate | None, warmup: Warmup, testbed: Testbed) -> Cell:
        complete = {
            "comparison": None,
            **self.turn._asdict(),
            "kind": self.phase.kind,
            "share": rate and rate.share,
            "warmup": asdict(warmup),
            **cell,
        }
        found = marks(complete, asdict(testbed.cores))
        return {**complete, "marks": [*cell["marks"], *found]}


def _measured(load: Load, scenario: Scenario, served: Served, testbed: Testbed) -> Cell:
    kind = served.candidate.database
    cluster = testbed.databases.cluster if kind == "postgresql" else None
    watch = Watch(served.process, cluster, served.database)

    def begun(generator: int, wait: float) -> None:
        watch.begin(generator, wait, wait + load.seconds - MARGIN)

    def tick() -> None:
        watch.tick()
        testbed.tick()

    with testbed.timed("load"):
        measured = drive(load, scenario.generator, testbed.cores.generator, tick, begun)
    return {
        "scenario": scenario.name,
        "clients": load.clients,
        "rate": load.rate,
        "seconds": load.seconds,
        "startup": served.process.started_in,
        **asdict(measured),
        **watch.as_document(measured.throughput),
    }
