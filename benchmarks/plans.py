"""What a run measures: named plans, each a few phases long.

A phase puts one kind of load on the candidates of some comparisons, block by block: every candidate
once in each block, on a freshly started server.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from deployments.servers import server_for, unknown
from variants import VARIANTS

from . import BenchmarkError
from .comparisons import COMPARISONS, READS, SEVERAL, WRITES, Comparison
from .deployments import Candidate, Database
from .endpoints import ENDPOINTS, HOME_JSON, NULL
from .scenarios import SCENARIOS
from .sizes import sizes_of

Kind = Literal["capacity", "sweep", "latency"]
DATABASES: Mapping[str, Database] = {"postgresql": "postgresql", "sqlite": "sqlite"}
DEFAULTS = ("list", "home")  # the scenarios of candidates that are named

START = 2.2  # seconds until a server has started and stopped again, with a database of its own
WARMUP = 1.2  # seconds that most deployments take to be steady
GENERATOR = 0.9  # seconds that k6 takes to start, to warm up and to end


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One kind of load on the candidates of some comparisons, in so many blocks.

    ``capacity`` and ``sweep`` are closed loops, for so many ``seconds`` with each number of
    ``clients``. ``latency`` is an open loop, at each of the ``shares`` of what a candidate's
    capacity was found to be, and at one rate that all can serve.
    """

    kind: Kind
    comparisons: tuple[Comparison, ...]
    rounds: int
    seconds: float
    clients: tuple[int, ...] = (16,)
    shares: tuple[float, ...] = ()

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

    @property
    def loads(self) -> int:
        """How many loads there are on a candidate at a scenario, in one block."""
        return len(self.shares) + 1 if self.kind == "latency" else len(self.clients)

    def turn(self, name: str) -> float:
        """Return how many seconds a candidate takes in one block, roughly."""
        load = GENERATOR + self.seconds
        return START + len(self.scenarios_of(name)) * (WARMUP + self.loads * load)

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        return self.rounds * sum(map(self.turn, self.candidates))


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
        phases = [
            replace(phase, rounds=rounds or phase.rounds, seconds=seconds or phase.seconds)
            for phase in self.phases
        ]
        return replace(self, phases=tuple(phases))

    @property
    def comparisons(self) -> dict[str, Comparison]:
        """All comparisons by name, each with the scenarios and candidates of all phases."""
        found: dict[str, Comparison] = {}
        for comparison in (one for phase in self.phases for one in phase.comparisons):
            known = found.setdefault(comparison.name, comparison)
            found[comparison.name] = replace(
                known,
                scenarios=tuple(dict.fromkeys((*known.scenarios, *comparison.scenarios))),
                deployments=tuple(dict.fromkeys((*known.deployments, *comparison.deployments))),
            )
        return found


def compared(name: str, *scenarios: str, twin: bool = False) -> Comparison:
    """Return a comparison of the table, at some of its scenarios, and with its A/A twin."""
    comparison = COMPARISONS[name]
    chosen = replace(comparison, scenarios=scenarios or comparison.scenarios)
    return chosen.with_twin() if twin else chosen


PLANS: Mapping[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan(
            name="quick",
            phases=(
                Phase(
                    kind="capacity",
                    comparisons=(compared("variants", "list", "home", twin=True),),
                    rounds=6,
                    seconds=1.5,
                ),
            ),
            in_process=0.3,
            endpoints=("list", "tags", "home", HOME_JSON, NULL),
            left_out="Only the variants are compared, at two scenarios and at full load: no other "
            "servers, no SQLite over HTTP, no writes, no latency at a fixed rate. --full has them.",
        ),
        Plan(
            name="full",
            phases=(
                Phase(
                    kind="capacity",
                    comparisons=(
                        compared("variants", *READS, *WRITES, "static", twin=True),
                        compared("null", twin=True),
                        compared("wsgi_servers", "list", "home"),
                        compared("asgi_servers", "list", "home"),
                        compared("databases_sync", "list", "write"),
                        compared("databases_async", "list", "write"),
                        compared("concurrency", "list"),
                        compared("wsgi_to_asgi", "list"),
                        compared("event_loops", "list"),
                        *map(sizes_of, VARIANTS),
                    ),
                    rounds=5,
                    seconds=2.0,
                ),
                # There are few logins in a second, so they are counted for longer.
                Phase(
                    kind="capacity",
                    comparisons=(compared("variants", "login"), compared("concurrency", "login")),
                    rounds=4,
                    seconds=6.0,
                ),
                Phase(
                    kind="sweep",
                    comparisons=(compared("variants", "list"),),
                    rounds=4,
                    seconds=2.0,
                    clients=(1, 4, 16, 64, 256),
                ),
                Phase(
                    kind="latency",
                    comparisons=(compared("variants", "list", twin=True),),
                    rounds=4,
                    seconds=5.0,
                    shares=(0.5, 0.75, 0.9),
                ),
            ),
            in_process=1.2,
            endpoints=(*ENDPOINTS, HOME_JSON, NULL),
            left_out="Servers and databases are compared under flask_sync and quart_async only, at "
            "two scenarios; numbers of clients and rates are varied at the list only. The whole "
            "cross product would take days: --only and --scenario measure any cell of it.",
        ),
    )
}


def narrowed(plan: Plan, only: Collection[Candidate], scenarios: Collection[str]) -> Plan:
    """Return a plan that is about some candidates, at some scenarios; none named: about its own.

    Candidates that are named make one comparison, whatever they differ in, with the first as its
    baseline. The constants have a scenario of their own, and no other. Raises BenchmarkError if
    that leaves nothing.
    """
    if not only and not scenarios:
        return plan
    # One of each kind: further ones are about scenarios, and those are named now.
    kinds = {phase.kind: phase for phase in reversed(plan.phases)}
    phases = [_narrowed(phase, only, scenarios) for phase in reversed(kinds.values())]
    left = tuple(phase for phase in phases if phase.comparisons)
    if not left:
        raise BenchmarkError("this leaves nothing to measure: --full has more comparisons")
    return replace(plan, phases=left)


def _narrowed(phase: Phase, only: Collection[Candidate], scenarios: Collection[str]) -> Phase:
    comparisons = phase.comparisons
    if only:
        own = [name for name in comparisons[0].scenarios if name in DEFAULTS] or DEFAULTS[:1]
        comparisons = (comparison_of(only, tuple(scenarios or own)),)
    elif scenarios:
        parts = [(one, [s for s in scenarios if fits(one, s)]) for one in comparisons]
        comparisons = tuple(replace(one, scenarios=tuple(at)) for one, at in parts if at)
    return replace(phase, comparisons=comparisons)


def fits(comparison: Comparison, scenario: str) -> bool:
    """Tell whether a comparison can be made at a scenario: constants have one of their own."""
    constants = {candidate.application == "null" for candidate in comparison.deployments}
    return constants == {SCENARIOS[scenario].null}


def comparison_of(candidates: Collection[Candidate], scenarios: tuple[str, ...]) -> Comparison:
    """Return a comparison of any candidates, with the A/A twin of the first, its baseline."""
    first, *_ = candidates
    return Comparison(
        name="chosen",
        title="What was asked for",
        changes=SEVERAL,
        baseline=first.name,
        deployments=tuple(candidates),
        scenarios=scenarios,
    ).with_twin()


def candidate(text: str) -> Candidate:
    """Return a candidate from its name in the table, or from ``variant[/server[/database]]``.

    Raises BenchmarkError if there is no such candidate, DeploymentError if its parts do not fit.
    """
    known = {one.name: one for each in COMPARISONS.values() for one in each.deployments}
    if text in known:
        return known[text]
    variant, *rest = text.split("/")
    server, database = [*rest, *("granian", "postgresql")[len(rest) :]][:2]
    if len(rest) > 2 or variant not in VARIANTS:
        raise BenchmarkError(unknown("deployment", text, [*known, *VARIANTS]))
    if database not in DATABASES:
        raise BenchmarkError(unknown("database", database, list(DATABASES)))
    server_for(variant, server)
    return Candidate(name=text, variant=variant, server=server, database=DATABASES[database])
