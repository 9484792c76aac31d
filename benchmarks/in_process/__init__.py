"""The half without a socket: pytest-benchmark, in a process that does nothing else.

``python -m pytest benchmarks/in_process`` runs the measurements by themselves, with the options and
the tables of pytest-benchmark; its times are then of ten requests each.
"""

import json
import re
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .. import RESULTS, BenchmarkError
from ..applications import cells
from ..commands import run
from ..progress import Progress
from ..results import Record

ROUND = 0.002  # seconds at least, lest the clock and the loop around be measured too
ROUNDS = 3  # at least, in each turn
OVERHEAD = 6.0  # seconds that it takes to import everything, and to fill a database
TURN = 0.1  # seconds that a turn takes beside its rounds
LOG = RESULTS / "in_process.log"

Cell = dict[str, Any]


@dataclass(frozen=True)
class InProcess:
    """Which applications are measured at which endpoints, and for how many seconds at each."""

    variants: Collection[str]
    endpoints: Collection[str]
    seconds: float
    blocks: int = 5  # turns that they come in

    @property
    def duration(self) -> float:
        """How many seconds it takes, roughly."""
        measurements = len(cells(self.variants, self.endpoints)) * self.blocks
        return OVERHEAD + measurements * (self.seconds / self.blocks + TURN)

    def measure(self, progress: Progress, record: Record) -> None:
        """Measure the variants, and the references beside them; *record* gets all results at once.

        A result names the ``endpoint`` and the ``application``, and holds the ``seconds`` that a
        request took in each round. Raises BenchmarkError when an application fails, or does not
        answer as the others do.
        """
        progress.begin("in process", self.duration)
        begun = time.monotonic()
        with TemporaryDirectory() as directory:
            report = Path(directory, "report.json")
            command = [sys.executable, "-m", "pytest", str(Path(__file__).parent), *self._options()]
            if run([*command, f"--benchmark-json={report}"], log=LOG, tick=progress.tick):
                raise BenchmarkError(_reason(LOG))
            record("in_process", *merge(json.loads(report.read_text())["benchmarks"]))
        record("spent", {"part": "in process", "seconds": time.monotonic() - begun})

    def _options(self) -> list[str]:
        return [
            *(f"--only={name}" for name in self.variants),
            *(f"--endpoint={name}" for name in self.endpoints),
            f"--blocks={self.blocks}",
            f"--benchmark-max-time={self.seconds / self.blocks}",
            f"--benchmark-min-time={ROUND}",
            f"--benchmark-min-rounds={ROUNDS}",
        ]


def merge(benchmarks: list[dict[str, Any]]) -> list[Cell]:
    """Return pytest-benchmark's rounds by endpoint and application, all turns together."""
    merged: dict[tuple[str, str], Cell] = {}
    for benchmark in benchmarks:
        info = benchmark["extra_info"]
        place = {name: info[name] for name in ("endpoint", "application")}
        cell = merged.setdefault(
            (info["endpoint"], info["application"]),
            {**place, "seconds": []},
        )
        cell["seconds"] += [
            round(time / info["requests"], 9) for time in benchmark["stats"]["data"]
        ]
    return list(merged.values())


def _reason(log: Path) -> str:
    """Say why pytest failed: in the words of ``pytest.exit``, if it was that."""
    text = log.read_text(errors="replace")
    exit_said = re.search(r"^!+ \S*Exit: (.+?) !+$", text, re.MULTILINE)
    return exit_said[1] if exit_said else f"a measurement in process failed: {log} says why"
