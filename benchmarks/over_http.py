"""The half over HTTP: the phases of a plan, block by block, one deployment at a time.

Server and database share cores, and the generator has one to itself: what is compared is what the
same cores do with all that answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .answers import Agreement
from .commands import Cores
from .databases import databases
from .endpoints import cheap_settings
from .plans import Phase, Plan
from .progress import Progress
from .results import Record
from .scenarios import Site
from .schedule import Turn, remaining, schedule
from .turns import Cell, Measurement

DATABASE_START = 6.0  # seconds until the databases are there and filled


@dataclass(frozen=True)
class OverHTTP:
    """Carries out a plan on some cores; the seed decides the orders of the blocks.

    ``done`` are the cells of an interrupted run that this one completes.
    """

    plan: Plan
    seed: int
    cores: Cores
    done: Sequence[Cell] = field(default=(), repr=False)

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        turns = [phase.turn(turn.deployment) for _, phase, turn in self._turns()]
        return DATABASE_START + sum(turns)

    def measure(self, progress: Progress, record: Record) -> None:
        """Measure; *record* gets the answers and the cells of each turn when it has ended.

        Raises BenchmarkError if a candidate answers otherwise than the others, DeploymentError if a
        server or the database does not start.
        """
        progress.begin("databases", DATABASE_START)
        cells, agreement = list(self.done), Agreement()
        with databases(self.cores.database) as made:
            site = Site.of(cheap_settings(made.url("postgresql")))
            for number, phase, turn in self._turns():
                progress.begin(title(phase, turn), phase.turn(turn.deployment))
                measurement = Measurement(
                    phase, turn, self.cores, made, site, agreement, progress.tick, cells
                )
                found = [{"phase": number, **cell} for cell in measurement.cells()]
                cells += found
                record("answers", *measurement.answers)
                record("cells", *found)

    def _turns(self) -> Iterator[tuple[int, Phase, Turn]]:
        """Yield what is left to be done: the number of a phase, the phase and a turn of it."""
        for number, phase in enumerate(self.plan.phases):
            orders = schedule(phase.candidates, phase.rounds, self.seed)
            same = [cell for cell in self.done if cell["phase"] == number]
            done = {(cell["block"], cell["deployment"]) for cell in same}
            yield from ((number, phase, turn) for turn in remaining(orders, done))


def title(phase: Phase, turn: Turn) -> str:
    """Say which turn of a phase it is."""
    return f"{phase.kind} {turn.block + 1}/{phase.rounds}: {turn.deployment}"
