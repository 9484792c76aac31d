"""All candidates of a comparison at once: each served afresh, and loaded in turn, slice by slice.

A machine does not run at one speed: clocks are throttled, and other guests of its processors come
and go within seconds. Whoever is measured after the other is measured on another machine. So the
servers of a block run side by side, and one load goes round among them: see
``generators.plan.Alternation``. Those that nobody asks wait, and take no processor time.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any

from .comparisons import Comparison
from .generators import Alternation, Measured, Target, alternate
from .generators.warmup import Warmup
from .marks import marks
from .phases import Phase
from .scenarios import SCENARIOS, Scenario
from .testbed import Cell, Moment, Served, Testbed

SLOWEST = 1.0  # requests per second: a warm-up that saw less expected too much


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
        warmups = []
        for served in all_:
            self.answers += testbed.check(served, scenario, before)
            warmups.append(testbed.warm(served, scenario, self.phase.clients[0]))
        targets = list(self._targets(all_, warmups))
        plan = Alternation(
            requests=scenario.requests(testbed.site),
            targets=[target for target, _, _ in targets],
            seconds=self.phase.seconds,
            seed=f"{self.seed} {self.comparison.name} {scenario.name} {self.block}",
        )
        with testbed.timed("load"):
            found = alternate(plan, scenario.generator, testbed.cores.generator, testbed.tick)
        for (target, position, warmup), measured in zip(targets, found, strict=True):
            cell = self._cell(scenario, all_[position], target, measured)
            complete = {**cell, "position": position, "warmup": asdict(warmup)}
            of_load = marks(complete, asdict(testbed.cores))
            self.cells.append({**complete, "marks": [*cell["marks"], *of_load]})
        for served in all_:
            self.answers += testbed.check(served, scenario, after)

    def _targets(
        self, all_: Sequence[Served], warmups: Sequence[Warmup]
    ) -> Iterator[tuple[Target, int, Warmup]]:
        """Yield what is loaded: each candidate, with each number of clients."""
        for position, (served, warmup) in enumerate(zip(all_, warmups, strict=True)):
            for clients in self.phase.clients:
                rate = max(warmup.rate, SLOWEST)
                yield Target(served.process.url, clients, rate), position, warmup

    def _cell(
        self, scenario: Scenario, served: Served, target: Target, measured: Measured
    ) -> dict[str, Any]:
        return {
            "comparison": self.comparison.name,
            "block": self.block,
            "deployment": served.candidate.name,
            "kind": self.phase.kind,
            "scenario": scenario.name,
            "clients": target.clients,
            "rate": None,
            "share": None,
            "seconds": self.phase.seconds,
            "startup": served.process.started_in,
            **asdict(measured),
        }
