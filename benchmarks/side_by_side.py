"""All candidates of a comparison at once: each served afresh, and loaded in turn, slice by slice.

A machine does not run at one speed: clocks are throttled, and other guests of its processors come
and go within seconds. Whoever is measured after the other is measured on another machine. So the
servers of a block run side by side, and one load goes round among them: see
``generators.plan.Alternation``. Those that nobody asks wait, and take no processor time.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from .comparisons import Comparison
from .generators import Alternation, Measured, Target, alternate
from .generators.warmup import Warmup
from .marks import marks
from .phases import Phase
from .scenarios import SCENARIOS, Scenario
from .testbed import Cell, Moment, Served, Testbed

SLOWEST = 1.0  # requests per second: a warm-up that saw less expected too much


class Load(NamedTuple):
    """A candidate that is to be loaded by so many clients, and its place in the order."""

    position: int
    served: Served
    warmup: Warmup
    clients: int

    @property
    def target(self) -> Target:
        """What the generator has to know of it."""
        return Target(self.served.process.url, self.clients, max(self.warmup.rate, SLOWEST))


@dataclass
class SideBySide:
    """One block of a comparison; ``answers`` and ``cells`` are what is found in it.

    The candidates, of which ``order`` has the names, are started in that order.
    """

    phase: Phase
    comparison: Comparison
    block: int
    order: Sequence[str]
    seed: int
    answers: list[Cell] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is, for who waits."""
        place = f"{self.block + 1}/{self.phase.rounds}"
        return f"{self.phase.kind} {place}: {self.comparison.name}"

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        return self.phase.block(self.comparison)

    def measure(self, testbed: Testbed) -> None:
        """Start all, check their answers, warm them up, and load them in turn.

        Raises BenchmarkError if one does not answer as the others do, DeploymentError if a server
        does not start.
        """
        candidates = {one.name: one for one in self.comparison.deployments}
        with ExitStack() as stack:
            all_ = [stack.enter_context(testbed.served(candidates[name])) for name in self.order]
            for name in self.comparison.scenarios:
                self._load(SCENARIOS[name], all_, testbed)

    def _load(self, scenario: Scenario, all_: Sequence[Served], testbed: Testbed) -> None:
        before, after = (Moment(self.block, when) for when in ("before", "after"))
        for served in all_:
            self.answers += testbed.check(served, scenario, before)
        loads = list(self._warmed_up(scenario, all_, testbed))
        plan = Alternation(
            requests=scenario.requests(testbed.site),
            targets=[load.target for load in loads],
            seconds=self.phase.seconds,
            seed=f"{self.seed} {self.comparison.name} {scenario.name} {self.block}",
        )
        with testbed.timed("load"):
            found = alternate(plan, scenario.generator, testbed.cores.generator, testbed.tick)
        for load, measured in zip(loads, found, strict=True):
            cell = self._cell(scenario, load, measured)
            of_load = marks(cell, asdict(testbed.cores))
            self.cells.append({**cell, "marks": [*cell["marks"], *of_load]})
        for served in all_:
            self.answers += testbed.check(served, scenario, after)

    def _warmed_up(
        self, scenario: Scenario, all_: Sequence[Served], testbed: Testbed
    ) -> Iterator[Load]:
        """Yield each candidate, warmed up, with each number of clients."""
        for position, served in enumerate(all_):
            warmup = testbed.warm(served, scenario, self.phase.clients[0])
            for clients in self.phase.clients:
                yield Load(position, served, warmup, clients)

    def _cell(self, scenario: Scenario, load: Load, measured: Measured) -> Cell:
        return {
            "comparison": self.comparison.name,
            "block": self.block,
            "position": load.position,
            "deployment": load.served.candidate.name,
            "kind": self.phase.kind,
            "scenario": scenario.name,
            "clients": load.clients,
            "rate": None,
            "share": None,
            "seconds": self.phase.seconds,
            "startup": load.served.process.started_in,
            "warmup": asdict(load.warmup),
            **asdict(measured),
        }
