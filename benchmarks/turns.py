"""One turn: a candidate is started over a fresh database, checked, warmed up and put under load."""

import hashlib
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from deployments.launch import Process, running

from . import statements
from .answers import Agreement, ask
from .commands import Cores, started_on
from .databases import Databases
from .deployments import Candidate
from .endpoints import SECRET_KEY
from .generators import Plan as Load
from .generators import clients_for, drive
from .generators.warmup import Warmup, warm
from .marks import marks
from .plans import Phase
from .scenarios import SCENARIOS, Request, Scenario, Site
from .schedule import Turn
from .watch import Watch

WARMUP_LIMIT = 8.0  # seconds
CONNECTING = 0.3  # seconds in which a generator connects, before those that count
MARGIN = 0.3  # seconds before the end in which the last reading is made
COMMON_SHARE = 0.5  # of the smallest capacity: a rate that all can serve

Cell = dict[str, Any]


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
class Measurement:
    """One turn of a phase, and what it needs; ``answers`` are what was answered in it.

    ``earlier`` are the cells of the run until now.
    """

    phase: Phase
    turn: Turn
    cores: Cores
    databases: Databases
    site: Site
    agreement: Agreement
    tick: Callable[[], None]
    earlier: Sequence[Cell] = ()
    answers: list[Cell] = field(default_factory=list)

    @property
    def candidate(self) -> Candidate:
        return self.phase.candidates[self.turn.deployment]

    def cells(self) -> list[Cell]:
        """Carry it out, and return a cell for each load.

        Raises BenchmarkError if the candidate does not answer as others do, DeploymentError if its
        server does not start.
        """
        with self._served() as (process, database):
            return [
                cell
                for name in self.phase.scenarios_of(self.turn.deployment)
                for cell in self._loads(SCENARIOS[name], process, database)
            ]

    @contextmanager
    def _served(self) -> Iterator[tuple[Process, str]]:
        with ExitStack() as stack:
            kind = self.candidate.database
            database = stack.enter_context(self.databases.copy(kind))
            deployment = self.candidate.deployment(self.databases.url(kind, database))
            known = replace(deployment, environment={"SECRET_KEY": SECRET_KEY})
            with started_on(self.cores.server):
                process = stack.enter_context(running(known))
            yield process, database

    def _loads(self, scenario: Scenario, process: Process, database: str) -> Iterator[Cell]:
        requests = scenario.requests(self.site)
        self._check("before", scenario, process, database)
        with started_on(self.cores.generator):
            warmup = warm(process.url, requests, self.phase.clients[0], WARMUP_LIMIT, self.tick)
        for clients, rate in self._sizes(scenario.name):
            load = Load(
                url=process.url,
                requests=requests,
                clients=clients,
                rate=rate and rate.rate,
                seconds=self.phase.seconds,
                warmup=CONNECTING,
            )
            cell = self._measured(load, scenario, process, database)
            yield self._complete(cell, rate, warmup)
        self._check("after", scenario, process, database)

    def _sizes(self, scenario: str) -> list[tuple[int, Rate | None]]:
        """Return the numbers of clients, and in an open loop the rates."""
        if self.phase.kind != "latency":
            return [(clients, None) for clients in self.phase.clients]
        found = rates(self.phase, self.turn.deployment, scenario, self.earlier)
        return [(clients_for(rate.rate), rate) for rate in found]

    def _measured(self, load: Load, scenario: Scenario, process: Process, database: str) -> Cell:
        watch = self._watch(process, database)

        def begun(generator: int, wait: float) -> None:
            watch.begin(generator, wait, wait + load.seconds - MARGIN)

        def tick() -> None:
            watch.tick()
            self.tick()

        measured = drive(load, scenario.generator, self.cores.generator, tick, begun)
        return {
            "scenario": scenario.name,
            "clients": load.clients,
            "rate": load.rate,
            "seconds": load.seconds,
            "startup": process.started_in,
            **asdict(measured),
            **watch.as_document(measured.throughput),
        }

    def _watch(self, process: Process, database: str) -> Watch:
        cluster = self.databases.cluster if self.candidate.database == "postgresql" else None
        return Watch(process, cluster, database)

    def _complete(self, cell: Cell, rate: Rate | None, warmup: Warmup) -> Cell:
        complete = {
            **self.turn._asdict(),
            "kind": self.phase.kind,
            "share": rate and rate.share,
            "warmup": asdict(warmup),
            **cell,
        }
        found = marks(complete, asdict(self.cores))
        return {**complete, "marks": [*cell["marks"], *found]}

    def _check(self, when: str, scenario: Scenario, process: Process, database: str) -> None:
        """Ask once, compare the answers with those of the others, and keep what they were."""
        for number, request in enumerate(scenario.requests(self.site)):
            answer = ask(process.url, request)
            place = f"{scenario.name} ({request.method} {request.path})"
            self.agreement.check(place, self.candidate.name, answer, request.status)
            self.answers.append(
                {
                    "deployment": self.candidate.name,
                    "scenario": scenario.name,
                    "request": number,
                    "when": when,
                    "block": self.turn.block,
                    "status": answer.status,
                    "bytes": len(answer.body),
                    "digest": hashlib.sha256(answer.body).hexdigest(),
                    "statements": self._statements(when, request, process, database),
                }
            )

    def _statements(
        self, when: str, request: Request, process: Process, database: str
    ) -> int | None:
        """Count the statements of one more request, once in a run, where they can be counted."""
        is_first = (self.phase.kind, self.turn.block, when) == ("capacity", 0, "before")
        if not is_first or self.candidate.database != "postgresql":
            return None
        return statements.count(self.databases.cluster, database, lambda: ask(process.url, request))
