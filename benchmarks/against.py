"""A server that was started elsewhere: ``python -m benchmarks --against http://host:port``.

It is asked what the variants are asked over HTTP. Who answers, on which machine and at what cost,
nobody knows here, so it is measured and not compared.
"""

import statistics
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from . import BenchmarkError
from .answers import ask
from .commands import share, started_on, usable_cores
from .generators import Measured, Plan, drive
from .generators.warmup import warm
from .phases import GENERATOR, WARMUP, Phase
from .phases import Plan as Planned
from .progress import Progress
from .scenarios import SCENARIOS, Scenario, Site
from .scenarios.remote import site_at
from .testbed import WARMUP_LIMIT
from .turns import CONNECTING

HEADINGS = ("requests/s", "from", "to", "p50 ms", "p99 ms", "failed", "unlike")


def main(url: str, plan: Planned, console: Console) -> int:
    """Put the load of a plan on a server, print what it did, and return the exit code.

    Raises BenchmarkError if it does not answer as the variants do.
    """
    site = site_at(url)
    phase = next(phase for phase in plan.phases if phase.kind == "capacity")
    names = [name for name in phase.comparisons[0].scenarios if not SCENARIOS[name].null]
    table = Table("", *HEADINGS, title=f"{url}, {phase.clients[0]} clients", box=box.SIMPLE)
    each = phase.rounds * (phase.seconds + GENERATOR) + WARMUP
    with Progress(Console(stderr=True), len(names) * each) as progress:
        for name in names:
            progress.begin(name, each)
            table.add_row(name, *cells(list(measure(url, SCENARIOS[name], site, phase, progress))))
    console.print(table)
    return 0


def measure(
    url: str, scenario: Scenario, site: Site, phase: Phase, progress: Progress
) -> Iterator[Measured]:
    """Put a server under the load of a scenario, once for each round."""
    requests = scenario.requests(site)
    for request in requests:
        status = ask(url, request).status
        if status != request.status:
            what = f"{scenario.name} with {status}, not {request.status}"
            raise BenchmarkError(f"{url} answers {what}")
    cores = share(usable_cores()).generator
    with started_on(cores):
        warm(url, requests, phase.clients[0], WARMUP_LIMIT, progress.tick)
    load = Plan(
        url=url,
        requests=requests,
        clients=phase.clients[0],
        seconds=phase.seconds,
        warmup=CONNECTING,
    )
    for _ in range(phase.rounds):
        yield drive(load, scenario.generator, cores, progress.tick)


def cells(found: Sequence[Measured]) -> list[str]:
    """Return what the table says of some loads: the median of each figure."""
    rates = [one.throughput for one in found]
    latency = [statistics.median(one.latency[name] for one in found) for name in ("p50", "p99")]
    wrong = [sum(one.failed for one in found), sum(one.unlike for one in found)]
    shown = [f"{rate:.0f}" for rate in (statistics.median(rates), min(rates), max(rates))]
    return [*shown, *(f"{ms:.1f}" for ms in latency), *map(str, wrong)]
