"""One run: what was chosen, what is left to measure, and where the results go."""

import shlex
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console

from variants import VARIANTS

from . import BenchmarkError, results
from .commands import Cores, share, usable_cores
from .deployments import CONNECTIONS
from .generators import k6
from .in_process import InProcess
from .over_http import OverHTTP
from .phases import Plan
from .plans import PLANS, candidate, narrowed
from .progress import Progress
from .results import Document, Results
from .scenarios import SCENARIOS
from .split import Split

HALVES = ("in_process", "over_http")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was chosen: enough to make the plan again, and complete a run that was interrupted.

    None stands for what the plan says.
    """

    plan: str = "quick"
    only: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    rounds: int | None = None
    seconds: float | None = None
    seed: int = 1
    halves: tuple[str, ...] = HALVES

    def make(self) -> Plan:
        """Return the plan; raises BenchmarkError if it leaves nothing to measure."""
        sized = PLANS[self.plan].sized(self.rounds, self.seconds)
        return narrowed(sized, [candidate(name) for name in self.only], self.scenarios)


@dataclass(frozen=True)
class Run:
    """Measures what was chosen, as far as the results do not hold it yet."""

    choice: Choice
    results: Results

    @classmethod
    def begin(cls, choice: Choice, arguments: Sequence[str]) -> "Run":
        """Begin a run that was asked for with these arguments."""
        command = ["nox", "-s", "benchmarks", *["--"][: len(arguments)], *arguments]
        cores = share(usable_cores())
        planned = described(choice, cores)
        return cls(choice, Results.begin(shlex.join(command), planned))

    @classmethod
    def resume(cls, path: Path) -> "Run":
        """Go on with the run that left these results.

        Raises BenchmarkError if it is complete, or if the code or the machine is not what it was.
        """
        document = results.read(path)
        if document["complete"]:
            raise BenchmarkError(f"{path} is complete: there is nothing to resume")
        for part, now in (("commit", results.commit()), ("machine", results.machine())):
            if document[part] != now:
                raise BenchmarkError(f"{path} was made with another {part}: begin a new run")
        choice = TypeAdapter(Choice).validate_python(document["settings"]["choice"])
        return cls(choice, Results(path, document))

    def measure(self, console: Console) -> None:
        """Measure what is left, and show on the console how long it will take.

        Raises BenchmarkError or DeploymentError when something cannot be measured.
        """
        begun = time.monotonic()
        document, plan = self.results.document, self.choice.make()
        steps: list[InProcess | Split | OverHTTP] = []
        if "in_process" in self.choice.halves:
            steps += _in_process(plan, document)
        if "over_http" in self.choice.halves:
            k6.find()  # now, and not after a minute
            cores = Cores(**{name: tuple(v) for name, v in document["settings"]["cores"].items()})
            steps.append(OverHTTP(plan, self.choice.seed, cores, document["cells"]))
        with Progress(console, sum(step.duration for step in steps)) as progress:
            for step in steps:
                step.measure(progress, self.results.add)
        for phase in plan.phases:
            if phase.decide and "over_http" in self.choice.halves:
                decided = phase.decided(document["cells"])
                document["comparisons"] += [comparison.as_document() for comparison in decided]
        self.results.finish(time.monotonic() - begun)


def _in_process(plan: Plan, document: Document) -> list[InProcess | Split]:
    found: list[InProcess | Split] = []
    if not document["in_process"]:
        found.append(InProcess(list(VARIANTS), plan.endpoints, plan.in_process))
    if not document["split"]:
        found.append(Split(plan.in_process))
    return found


def described(choice: Choice, cores: Cores) -> Document:
    """Return what the results say of a plan before anything is measured."""
    plan = choice.make()
    phases: list[Document] = [
        {
            "kind": phase.kind,
            "rounds": phase.rounds,
            "seconds": phase.seconds,
            "clients": list(phase.clients),
            "shares": list(phase.shares),
        }
        for phase in plan.phases
    ]
    first = next((phase for phase in phases if phase["kind"] == "capacity"), phases[0])
    comparisons = plan.comparisons.values()
    candidates = {one.name: one for phase in plan.phases for one in phase.candidates.values()}
    scenarios = {name for comparison in comparisons for name in comparison.scenarios}
    return {
        "settings": {
            "plan": plan.name,
            "seed": choice.seed,
            "rounds": first["rounds"],
            "clients": first["clients"][0],
            "seconds": first["seconds"],
            "cores": {name: list(numbers) for name, numbers in asdict(cores).items()},
            "connections": CONNECTIONS,
            "phases": phases,
            "left_out": plan.left_out,
            "choice": asdict(choice),
        },
        "deployments": [one.as_document() for one in candidates.values()],
        "comparisons": [comparison.as_document() for comparison in comparisons],
        "scenarios": [
            {"name": name, "summary": SCENARIOS[name].summary}
            for name in SCENARIOS
            if name in scenarios
        ],
    }
