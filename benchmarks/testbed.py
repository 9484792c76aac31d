"""What all measurements of a run share: cores, databases, what is asked, and what was answered."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from deployments.launch import Process, running

from . import statements
from .answers import Agreement, ask
from .commands import Cores, started_on
from .databases import Databases
from .deployments import Candidate
from .endpoints import SECRET_KEY
from .generators.warmup import Warmup, warm
from .scenarios import Request, Scenario, Site

WARMUP_LIMIT = 8.0  # seconds

Cell = dict[str, Any]  # one load, or one answer, as the results hold it


class Served(NamedTuple):
    """A candidate whose server runs, over a database that nobody else uses."""

    candidate: Candidate
    process: Process
    database: str


class Moment(NamedTuple):
    """When an answer was asked for: in which block, "before" its load or "after" it."""

    block: int
    when: str


@dataclass
class Testbed:
    """The place where everything is measured; *tick* is called a few times a second.

    ``counted`` are the candidates and scenarios of which SQL statements are counted already;
    ``spent`` is how many seconds went where.
    """

    cores: Cores
    databases: Databases
    site: Site
    tick: Callable[[], None] = lambda: None
    agreement: Agreement = field(default_factory=Agreement)
    counted: set[tuple[str, str]] = field(default_factory=set)
    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Count the seconds of the block as spent on a part of the run."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.spent[part] = self.spent.get(part, 0.0) + time.monotonic() - begun

    @contextmanager
    def served(self, candidate: Candidate) -> Iterator[Served]:
        """Serve a candidate for as long as the block lasts, over a copy of the filled database.

        Raises DeploymentError if its server does not start.
        """
        with ExitStack() as stack:
            with self.timed("servers"):
                served = self._start(candidate, stack)
            yield served
            with self.timed("servers"):
                stack.close()
            self.tick()

    def _start(self, candidate: Candidate, stack: ExitStack) -> Served:
        kind = candidate.database
        database = stack.enter_context(self.databases.copy(kind))
        deployment = candidate.deployment(self.databases.url(kind, database))
        known = replace(deployment, environment={"SECRET_KEY": SECRET_KEY})
        with started_on(self.cores.server):
            process = stack.enter_context(running(known))
        return Served(candidate, process, database)

    def warm(self, served: Served, scenario: Scenario, clients: int) -> Warmup:
        """Put a candidate under load until its throughput is steady; raises BenchmarkError."""
        requests = scenario.requests(self.site)
        with self.timed("warm-up"), started_on(self.cores.generator):
            return warm(served.process.url, requests, clients, WARMUP_LIMIT, self.tick)

    def check(self, served: Served, scenario: Scenario, moment: Moment) -> list[Cell]:
        """Ask a candidate once, and return its answers, which must be what the others answered.

        Raises BenchmarkError if they are not.
        """
        return [
            self._answer(served, scenario, moment, number, request)
            for number, request in enumerate(scenario.requests(self.site))
        ]

    def _answer(
        self, served: Served, scenario: Scenario, moment: Moment, number: int, request: Request
    ) -> Cell:
        answer = ask(served.process.url, request)
        place = f"{scenario.name} ({request.method} {request.path})"
        name = served.candidate.name
        self.agreement.check(place, name, answer, request.status)
        return {
            "deployment": name,
            "scenario": scenario.name,
            "request": number,
            **moment._asdict(),
            "status": answer.status,
            "bytes": len(answer.body),
            "digest": hashlib.sha256(answer.body).hexdigest(),
            "statements": self._statements(served, scenario, number, request),
        }

    def _statements(
        self, served: Served, scenario: Scenario, number: int, request: Request
    ) -> int | None:
        """Count the statements of one more request, once in a run, where they can be counted."""
        key = (served.candidate.name, f"{scenario.name} {number}")
        if key in self.counted or served.candidate.database != "postgresql":
            return None
        self.counted.add(key)
        cluster = self.databases.cluster
        return statements.count(cluster, served.database, lambda: ask(served.process.url, request))
