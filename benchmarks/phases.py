"""What a run is made of: a plan has phases, and a phase puts one kind of load on some candidates.

It does so block by block: every candidate once in each block, on a freshly started server. How
candidates compare is measured side by side; what each of them takes, and how long its answers take,
is measured alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from .comparisons import Comparison
from .deployments import Candidate
from .scenarios import SCENARIOS

Kind = Literal["alone", "capacity", "sweep", "latency"]

START = 1.5  # seconds until a server has started and stopped again, with a database of its own
WARMUP = 0.9  # seconds that most deployments take to be steady, answers compared
GENERATOR = 0.5  # seconds that k6 takes to start, to warm up and to end
SLICES = 1.4  # seconds for each that counts, side by side: the pauses are the others

Cell = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One kind of load on the candidates of some comparisons, in so many blocks.

    ``capacity`` and ``sweep`` are closed loops on all candidates of a comparison side by side, for
    so many ``seconds`` on each of them with each number of ``clients``. ``alone`` is the same for
    one candidate at a time, and ``latency`` is an open loop for one at a time, at each of the
    ``shares`` of what its capacity was found to be, and at one rate that all can serve.

    What is compared may depend on what the phases before have found: ``decide`` then returns it
    from their cells, and ``comparisons`` is what it may be.
    """

    kind: Kind
    comparisons: tuple[Comparison, ...]
    rounds: int
    seconds: float
    clients: tuple[int, ...] = (16,)
    shares: tuple[float, ...] = ()
    decide: Callable[[Sequence[Cell]], Comparison] | None = None

    def sized(self, rounds: int | None, seconds: float | None) -> "Phase":
        """Return the phase with other numbers of blocks, or of seconds for each load.

        More blocks are for intervals: what one takes alone needs none, and no more of them.
        """
        blocks = rounds or self.rounds
        if self.kind == "alone":
            blocks = min(blocks, self.rounds)
        return replace(self, rounds=blocks, seconds=seconds or self.seconds)

    @property
    def is_side_by_side(self) -> bool:
        """Whether all candidates of a comparison are served at once."""
        return self.kind in {"capacity", "sweep"}

    def decided(self, cells: Sequence[Cell]) -> tuple[Comparison, ...]:
        """Return what is compared, when the phases before have left these cells."""
        return self.comparisons if self.decide is None else (self.decide(cells),)

    @property
    def candidates(self) -> dict[str, Candidate]:
        """All candidates by name: one that is in two comparisons is measured once for both."""
        return {
            candidate.name: candidate
            for comparison in self.comparisons
            for candidate in comparison.deployments
        }

    def scenarios_of(self, name: str) -> list[str]:
        """Return the scenarios at which a candidate is measured."""
        wanted = {
            scenario
            for comparison in self.comparisons
            if name in [candidate.name for candidate in comparison.deployments]
            for scenario in comparison.scenarios
        }
        return [scenario for scenario in SCENARIOS if scenario in wanted]

    def turn(self, name: str) -> float:
        """Return how many seconds a candidate takes alone in one block, roughly."""
        loads = len(self.shares) + 1 if self.kind == "latency" else len(self.clients)
        load = GENERATOR + self.seconds
        return START + len(self.scenarios_of(name)) * (WARMUP + loads * load)

    def block(self, comparison: Comparison) -> float:
        """Return how many seconds one block of a comparison takes side by side, roughly."""
        size = len(comparison.deployments)
        load = size * len(self.clients) * SLICES * self.seconds
        return size * START + len(comparison.scenarios) * (size * WARMUP + GENERATOR + load)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is measured over HTTP, and for how many seconds each application in process.

    ``left_out`` says what is not measured, for the report.
    """

    name: str
    phases: tuple[Phase, ...]
    in_process: float
    endpoints: tuple[str, ...]
    left_out: str

    def sized(self, rounds: int | None, seconds: float | None) -> "Plan":
        """Return the plan with other numbers of blocks, or of seconds for each load."""
        phases = [phase.sized(rounds, seconds) for phase in self.phases]
        return replace(self, phases=tuple(phases))

    @property
    def comparisons(self) -> dict[str, Comparison]:
        """All comparisons by name, each with the scenarios and candidates of all phases.

        Those that are still to be decided are not among them.
        """
        found: dict[str, Comparison] = {}
        known_phases = [phase for phase in self.phases if phase.decide is None]
        for comparison in (one for phase in known_phases for one in phase.comparisons):
            known = found.setdefault(comparison.name, comparison)
            found[comparison.name] = replace(
                known,
                scenarios=tuple(dict.fromkeys((*known.scenarios, *comparison.scenarios))),
                deployments=tuple(dict.fromkeys((*known.deployments, *comparison.deployments))),
            )
        return found
