"""The half over HTTP: the phases of a plan, block by block.

Server and database share cores, and the generator has one to itself: what is compared is what the
same cores do with all that answers.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .commands import Cores
from .databases import databases
from .endpoints import cheap_settings
from .phases import Phase, Plan
from .progress import Progress
from .results import Record
from .scenarios import Site
from .schedule import remaining, schedule
from .side_by_side import SideBySide
from .testbed import Cell, Testbed
from .turns import Alone

DATABASE_START = 6.0  # seconds until the databases are there and filled


@dataclass(frozen=True)
class OverHTTP:
    """Carries out a plan on some cores; the seed decides all orders.

    ``done`` are the cells of an interrupted run that this one completes.
    """

    plan: Plan
    seed: int
    cores: Cores
    done: Sequence[Cell] = field(default=(), repr=False)

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        planned = (
            measurement.duration
            for number, phase in enumerate(self.plan.phases)
            for measurement in self._measurements(number, replace(phase, decide=None), self.done)
        )
        return DATABASE_START + sum(planned)

    def measure(self, progress: Progress, record: Record) -> None:
        """Measure; *record* gets the answers and the cells of each measurement when it has ended.

        Raises BenchmarkError if a candidate answers otherwise than the others, DeploymentError if a
        server or the database does not start.
        """
        progress.begin("databases", DATABASE_START)
        cells, begun = list(self.done), time.monotonic()
        with databases(self.cores.database) as made:
            site = Site.of(cheap_settings(made.url("postgresql")))
            record("spent", {"part": "databases", "seconds": time.monotonic() - begun})
            testbed = Testbed(self.cores, made, site, progress.tick)
            for number, phase in enumerate(self.plan.phases):
                for measurement in self._measurements(number, phase, cells):
                    progress.begin(measurement.title, measurement.duration)
                    measurement.measure(testbed)
                    found = [{"phase": number, **cell} for cell in measurement.cells]
                    record("answers", *measurement.answers)
                    record("cells", *found)
                    cells += found
            spent = testbed.spent.items()
            record("spent", *({"part": part, "seconds": seconds} for part, seconds in spent))

    def _measurements(
        self, number: int, phase: Phase, cells: Sequence[Cell]
    ) -> Iterator[Alone | SideBySide]:
        """Yield what is left to be done of a phase, when there are these cells."""
        of_phase = [cell for cell in cells if cell["phase"] == number]
        if phase.is_side_by_side:
            done = {(cell["comparison"], cell["block"]) for cell in of_phase}
            for comparison in phase.decided(cells):
                names = [one.name for one in comparison.deployments]
                for block, order in enumerate(schedule(names, phase.rounds, self.seed)):
                    if (comparison.name, block) not in done:
                        yield SideBySide(phase, comparison, block, order, self.seed)
        else:
            turns = {(cell["block"], cell["deployment"]) for cell in of_phase}
            orders = schedule(phase.candidates, phase.rounds, self.seed)
            for turn in remaining(orders, turns):
                yield Alone(phase, turn, cells)
