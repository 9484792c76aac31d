"""The plans: what ``quick`` and ``full`` measure, and what is measured of them on demand."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from deployments.servers import server_for, unknown
from variants import VARIANTS

from . import BenchmarkError
from .comparisons import COMPARISONS, READS, SEVERAL, WRITES, Comparison
from .deployments import Candidate, Database
from .endpoints import ENDPOINTS, HOME_JSON, NULL
from .phases import Phase, Plan
from .scenarios import SCENARIOS
from .sizes import at_their_best, sizes_of

DATABASES: Mapping[str, Database] = {"postgresql": "postgresql", "sqlite": "sqlite"}
DEFAULTS = ("list", "home")  # the scenarios of candidates that are named


def compared(name: str, *scenarios: str, twin: bool = False) -> Comparison:
    """Return a comparison of the table, at some of its scenarios, and with its A/A twin."""
    comparison = COMPARISONS[name]
    chosen = replace(comparison, scenarios=scenarios or comparison.scenarios)
    return chosen.with_twin() if twin else chosen


def one_of_each(comparisons: Collection[Comparison]) -> tuple[Comparison, ...]:
    """Return the comparisons without twins, which take what their originals take."""
    return tuple(
        replace(each, deployments=tuple(one for one in each.deployments if not one.twin_of))
        for each in comparisons
    )


QUICK = (compared("variants", "list", "home", twin=True),)
VARIANTS_COMPARED = compared("variants", *READS, *WRITES, "static", twin=True)
OTHERS_COMPARED = (
    compared("wsgi_servers", "list", "home"),
    compared("asgi_servers", "list", "home"),
    compared("databases_sync", "list", "write"),
    compared("databases_async", "list", "write"),
    compared("concurrency", "list"),
    compared("wsgi_to_asgi", "list"),
    compared("event_loops", "list"),
)
LOGINS = (compared("variants", "login", twin=True), compared("concurrency", "login"))

PLANS: Mapping[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan(
            name="quick",
            phases=(
                Phase(kind="alone", comparisons=one_of_each(QUICK), rounds=1, seconds=1.0),
                Phase(kind="capacity", comparisons=QUICK, rounds=6, seconds=1.2),
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
                    kind="alone",
                    comparisons=one_of_each(
                        (VARIANTS_COMPARED, compared("null"), *OTHERS_COMPARED)
                    ),
                    rounds=1,
                    seconds=1.5,
                ),
                Phase(
                    kind="capacity",
                    comparisons=(VARIANTS_COMPARED, compared("null", twin=True)),
                    rounds=6,
                    seconds=1.8,
                ),
                Phase(kind="capacity", comparisons=OTHERS_COMPARED, rounds=5, seconds=1.8),
                # There are few logins in a second: with few clients, the first answers come soon.
                Phase(kind="capacity", comparisons=LOGINS, rounds=4, seconds=8.0, clients=(4,)),
                Phase(
                    kind="capacity",
                    comparisons=tuple(map(sizes_of, VARIANTS)),
                    rounds=4,
                    seconds=1.2,
                ),
                Phase(
                    kind="capacity",
                    comparisons=(at_their_best(()),),
                    rounds=5,
                    seconds=1.8,
                    decide=at_their_best,
                ),
                Phase(
                    kind="sweep",
                    comparisons=(compared("variants", "list"),),
                    rounds=4,
                    seconds=0.9,
                    clients=(1, 4, 16, 64, 256),
                ),
                Phase(
                    kind="latency",
                    comparisons=(compared("variants", "list", twin=True),),
                    rounds=4,
                    seconds=4.0,
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
    if phase.kind == "alone":
        comparisons = one_of_each(comparisons)
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
